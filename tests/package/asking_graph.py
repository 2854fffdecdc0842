"""Makes every call to Microsoft Graph against a server that refuses; prints what each ended with.

Everything of msgraph-sdk that a call needs is imported on the way, up to the error's own model.
"""

import asyncio
import inspect
import json
import sys
import threading
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

sys.path[:0] = sys.argv[1:]

from azure.core.credentials import AccessToken  # noqa: E402 - from the package, not from here

from shared.domain.company import CompanyData  # noqa: E402
from shared.domain.invitation import Invitation, Person  # noqa: E402
from shared.outer.graph import GraphDirectory  # noqa: E402

GUEST = "7c0d6a52-2b1c-4a57-9b8e-0f6a6f1f3f11"
REFUSAL = {
    "error": {
        "code": "Authorization_RequestDenied",
        "message": "Insufficient privileges to complete the operation.",
        "details": [{"code": "a", "message": "b", "target": "c"}],
        "innerError": {"date": "2026-11-21T12:00:00", "request-id": GUEST},
    }
}


class Refusing(BaseHTTPRequestHandler):
    """Answers 403 as Microsoft Graph does."""

    def answer(self) -> None:
        """Refuse."""
        self.rfile.read(int(self.headers.get("Content-Length", "0")))
        body = json.dumps(REFUSAL).encode()
        self.send_response(403)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_POST = do_PATCH = do_DELETE = do_PUT = answer  # noqa: N815 - named by its base

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class Credential:
    """A token for the asking."""

    async def get_token(self, *_: str, **__: object) -> AccessToken:
        """Return a token."""
        return AccessToken("token", 2**31)

    async def close(self) -> None:
        """Hold nothing."""

    async def __aenter__(self) -> "Credential":
        return self

    async def __aexit__(self, *_: object) -> None:
        """Leave."""


async def ended(call: Callable[[], Awaitable[object]]) -> str:
    """Return the name of the error that a call ended with."""
    try:
        await call()
    except Exception as error:  # noqa: BLE001 - it is told
        return type(error).__name__
    return ""


def invitation() -> Invitation:
    """Return one."""
    now = datetime.now(UTC)
    return Invitation(
        id=GUEST,
        organisation="GFMS",
        guest=Person("Kim", "kim@kunde.example"),
        inviter=Person("Tamer", "tamer@gfms.example"),
        language="en",
        created=now,
        expires=now + timedelta(days=1),
    )


async def main(url: str) -> dict[str, str]:
    """Return how each call ended."""
    graph = GraphDirectory(url, Credential(), "http://localhost/back", look_first=True)
    one = invitation()
    company = CompanyData(legalName="URS", country="CH")
    calls: dict[str, Callable[[], Awaitable[object]]] = {
        "invite": lambda: graph.invite(one),
        "reset": lambda: graph.reset(one),
        "consent_of": lambda: graph.consent_of(GUEST),
        "consents_of": lambda: graph.consents_of([GUEST]),
        "delete_guest": lambda: graph.delete_guest(GUEST),
        "add_to_group": lambda: graph.add_to_group(GUEST, GUEST),
        "assign_app_role": lambda: graph.assign_app_role(GUEST, GUEST, GUEST),
        "describe": lambda: graph.describe(GUEST, company),
    }
    there = dict(inspect.getmembers(GraphDirectory, inspect.iscoroutinefunction))
    public = {name for name in there if not name.startswith("_")}
    results = dict.fromkeys(public - calls.keys(), "not asked")
    return results | {name: await ended(call) for name, call in calls.items()}


if __name__ == "__main__":
    server = HTTPServer(("127.0.0.1", 0), Refusing)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(json.dumps(asyncio.run(main(f"http://127.0.0.1:{server.server_port}/v1.0"))))
    server.shutdown()
    server.server_close()
