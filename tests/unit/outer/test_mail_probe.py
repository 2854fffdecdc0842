"""What a mailbox answers about a message that never was, and what that says of it."""

import time
from typing import Any

import httpx
import pytest
from azure.core.credentials import AccessToken

from shared.outer.probes.mail_probe import graph


class Credential:
    """Always has a token."""

    async def get_token(self, *_: str, **__: Any) -> AccessToken:
        return AccessToken("token", int(time.time()) + 3600)


@pytest.mark.parametrize(
    ("status", "code", "wanted"),
    [
        (404, "ErrorItemNotFound", []),
        (400, "ErrorInvalidIdMalformed", []),
        (404, "ErrorInvalidUser", [("mail-denied", "graph: ErrorInvalidUser")]),
        (404, "MailboxGone", [("mail-denied", "graph: MailboxGone")]),
        (403, "ErrorAccessDenied", [("mail-denied", "403")]),
        (401, "InvalidAuthenticationToken", [("mail-denied", "401")]),
        (429, "ApplicationThrottled", [("mail-quota", "429")]),
        (503, "ServiceUnavailable", [("mail-down", "503")]),
    ],
)
async def test_each_answer_has_its_meaning(
    status: int, code: str, wanted: list[tuple[str, str]]
) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        assert request.method == "GET"
        assert request.url.path == "/v1.0/users/in@gfms.example/messages/none"
        return httpx.Response(status, json={"error": {"code": code}})

    check = graph(
        "https://graph.example/v1.0",
        Credential(),  # type: ignore[arg-type]  # as much of one as is used
        "in@gfms.example",
        used=httpx.MockTransport(answer),
    )
    assert [(one.kind.code, one.subject) for one in await check()] == wanted
