"""POST /v1.0/$batch: up to 20 requests in one (facts.md section 6, BATCH)."""

import asyncio
from typing import Any

import aiohttp
import msgspec
from aiohttp import web

from dev.simulator.config import CONFIG
from dev.simulator.graph.access import json_object
from dev.simulator.graph.errors import GraphError, bad_request

MOST = 20
GRAPH = "https://graph.microsoft.com/v1.0"


class Part(msgspec.Struct):
    """One of the requests. msgraph-core writes depends_on for dependsOn, and absolute urls."""

    id: str
    method: str
    url: str
    headers: dict[str, str] = {}
    body: Any = None
    dependsOn: list[str] = []  # noqa: N815 - Graph's name
    depends_on: list[str] = []

    @property
    def needs(self) -> set[str]:
        """Return the ids that it waits for; ids know no case."""
        return {one.casefold() for one in (*self.dependsOn, *self.depends_on)}


class Batch(msgspec.Struct):
    """The body."""

    requests: list[Part]


async def run_batch(request: web.Request) -> web.Response:
    """Answer 200 with the answer to each part; raises GraphError 400 for a malformed batch.

    Each part is a request of its own to this server, so that limits, permissions and faults
    count for it as for any other. Parts that wait for none run side by side. The answers come in
    another order than the requests, as Graph says they may.
    """
    parts = _read(await json_object(request))
    base = f"{request.app[CONFIG].base_url}/v1.0"
    token = request.headers.get("Authorization", "")
    answers: dict[str, dict[str, Any]] = {}
    async with aiohttp.ClientSession(headers={"Authorization": token}) as session:
        for ready in _in_turn(parts):
            done = await asyncio.gather(
                *(_answer(session, base, part, _failed(part, answers)) for part in ready)
            )
            answers |= {part.id.casefold(): one for part, one in zip(ready, done, strict=True)}
    return web.json_response({"responses": list(reversed(answers.values()))})


def _read(body: dict[str, Any]) -> list[Part]:
    try:
        parts = msgspec.convert(body, Batch).requests
    except msgspec.ValidationError as error:
        raise bad_request(f"Invalid batch payload: {error}.") from None
    if len(parts) > MOST:
        raise bad_request(f"Number of batch request steps exceeds the maximum value of {MOST}.")
    ids = [part.id.casefold() for part in parts]
    if not all(ids) or len(set(ids)) < len(ids):
        raise bad_request("Request ids must be there and unique in the batch.")
    for part in parts:
        named = {name.lower() for name in part.headers}
        if part.body is not None and "content-type" not in named:
            raise bad_request(f"Write request id : {part.id} does not contain Content-Type header.")
        if not part.needs.issubset(set(ids) - {part.id.casefold()}):
            raise bad_request(f"Request {part.id} depends on one that is not in the batch.")
    return parts


def _in_turn(parts: list[Part]) -> list[list[Part]]:
    """Return the parts in groups, each after all that it waits for; raises for a circle."""
    groups: list[list[Part]] = []
    done: set[str] = set()
    while len(done) < len(parts):
        waiting = [part for part in parts if part.id.casefold() not in done]
        ready = [part for part in waiting if part.needs <= done]
        if not ready:
            raise bad_request("The requests depend on each other in a circle.")
        groups.append(ready)
        done |= {part.id.casefold() for part in ready}
    return groups


def _failed(part: Part, answers: dict[str, dict[str, Any]]) -> bool:
    return any(answers[one]["status"] >= 400 for one in part.needs)


async def _answer(
    session: aiohttp.ClientSession, base: str, part: Part, failed: bool
) -> dict[str, Any]:
    """Return the answer to one part; 424 where one that it waits for failed."""
    if failed:
        return _refused(part, GraphError(424, "FailedDependency", "A request it needs failed."))
    path = part.url.removeprefix(base).removeprefix(GRAPH).lstrip("/")
    if path.startswith("$batch"):
        return _refused(part, bad_request("A batch cannot be part of a batch."))
    try:
        async with session.request(
            part.method, f"{base}/{path}", json=part.body, headers=part.headers
        ) as got:
            return _told(part, got.status, dict(got.headers), await got.read())
    except (aiohttp.ClientError, ValueError):  # a fault, or no such method
        return _refused(part, GraphError(503, "ServiceUnavailable", "There was no answer."))


def _refused(part: Part, error: GraphError) -> dict[str, Any]:
    response = error.response()
    body = response.body if isinstance(response.body, bytes) else b""
    return _told(part, error.status, dict(response.headers), body)


def _told(part: Part, status: int, headers: dict[str, str], body: bytes) -> dict[str, Any]:
    about = ("Retry-After", "WWW-Authenticate", *(("Content-Type",) if body else ()))
    kept = {name: headers[name] for name in about if name in headers}
    told: dict[str, Any] = {"id": part.id, "status": status}
    told["headers"] = {"Cache-Control": "no-cache"} | kept
    return told | ({"body": msgspec.json.decode(body)} if body else {})
