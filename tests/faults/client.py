"""What the fault tests ask of a running stack, over HTTP alone."""

import json
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from email.message import Message
from typing import Any

from azure.storage.queue import QueueClient, TextBase64DecodePolicy

from dev.stack import Stack

TIMEOUT = 30.0


@dataclass(frozen=True)
class Answer:
    """An HTTP answer; status 0 stands for no answer at all."""

    status: int
    headers: Message
    body: str


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        """Follow nothing: where a link leads is the answer."""
        return


_OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}), _Stay)


def ask(url: str, body: bytes | None = None, headers: dict[str, str] | None = None) -> Answer:
    """Return whatever comes back, an error as well."""
    request = urllib.request.Request(url, body, headers or {})
    try:
        with _OPENER.open(request, timeout=TIMEOUT) as answer:
            return Answer(answer.status, answer.headers, answer.read().decode())
    except urllib.error.HTTPError as error:
        with error:
            return Answer(error.code, error.headers, error.read().decode())
    except OSError:
        return Answer(0, Message(), "")


def invite(stack: Stack, address: str, *, respond_async: bool = False) -> Answer:
    """POST an invitation; the address is its Idempotency-Key as well."""
    body = {
        "guest": {"email": address, "name": "Guest"},
        "inviter": {"email": "inviter@gfms.example", "name": "Inviter"},
        "organisation": "GFMS",
    }
    headers = {
        "Content-Type": "application/json",
        "x-functions-key": stack.keys.invite_user,
        "Idempotency-Key": address,
    }
    if respond_async:
        headers["Prefer"] = "respond-async"
    return ask(f"{stack.app_url}/api/InviteUser", json.dumps(body).encode(), headers)


def state(stack: Stack) -> dict[str, Any]:
    """Return what the simulator remembers."""
    read: dict[str, Any] = json.loads(ask(f"{stack.simulator_url}/control/state").body)
    found: dict[str, Any] = read.get("state", read)
    return found


def mails(stack: Stack, address: str) -> int:
    """Return how many e-mails the address has got."""
    return sum(mail["to"] == address for mail in state(stack)["mails"])


def guests(stack: Stack, address: str) -> int:
    """Return how many guests have the address."""
    return sum(guest["mail"] == address for guest in state(stack)["guests"].values())


def events(stack: Stack, address: str) -> list[str]:
    """Take what the platform's queue holds, and return the types of what concerns the address."""
    found = []
    with QueueClient.from_connection_string(
        stack.connection_string, "events", message_decode_policy=TextBase64DecodePolicy()
    ) as queue:
        for message in queue.receive_messages(messages_per_page=32):
            event = json.loads(message.content)
            queue.delete_message(message)
            if event["data"]["guest"]["email"] == address:
                found.append(str(event["type"]))
    return found


def faults(stack: Stack, *wanted: dict[str, Any]) -> None:
    """Make the simulator answer badly; with none, well again."""
    url = f"{stack.simulator_url}/control/faults"
    request = urllib.request.Request(url, method="DELETE")
    with _OPENER.open(request, timeout=TIMEOUT):
        pass
    if wanted:
        answer = ask(url, json.dumps(list(wanted)).encode(), {"Content-Type": "application/json"})
        assert answer.status < 300, answer.body


def eventually(what: Callable[[], bool], within: float = 30.0) -> bool:
    """Return whether it became true in time."""
    end = time.monotonic() + within
    while time.monotonic() < end:
        if what():
            return True
        time.sleep(0.05)
    return what()
