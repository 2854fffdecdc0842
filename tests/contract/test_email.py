"""ACS Email, through the SDK and bare."""

import base64
import hashlib
import hmac
import io
import json
import time
import uuid
from email.utils import formatdate
from typing import Any

import aiohttp
import pytest
from azure.core.exceptions import ClientAuthenticationError, HttpResponseError

from dev.simulator import defaults
from tests.contract.clients import email_client
from tests.contract.conftest import Simulator, token_for

SEND = "/emails:send?api-version=2025-09-01"


def message(to: str = "willy.urs@kunde.example", **members: Any) -> dict[str, Any]:
    return {
        "senderAddress": "DoNotReply@gfms.example",
        "recipients": {"to": [{"address": to, "displayName": "Willy URS"}]},
        "content": {"subject": "Hi", "plainText": "Hi, Willy URS!", "html": "<p>Hi, Willy URS!"},
        **members,
    }


def signed(
    simulator: Simulator, body: bytes, *, method: str = "POST", path: str = SEND, age: float = 0.0
) -> dict[str, str]:
    """Sign as facts.md section 7 says, independently of the SDK."""
    date = formatdate(time.time() - age, usegmt=True)
    content = base64.b64encode(hashlib.sha256(body).digest()).decode()
    host = simulator.url.removeprefix("http://")
    text = f"{method}\n{path}\n{date};{host};{content}"
    key = base64.b64decode(defaults.EMAIL_ACCESS_KEY)
    signature = base64.b64encode(hmac.digest(key, text.encode(), "sha256")).decode()
    return {
        "x-ms-date": date,
        "x-ms-content-sha256": content,
        "Authorization": "HMAC-SHA256 SignedHeaders=x-ms-date;host;x-ms-content-sha256&Signature="
        + signature,
        "Content-Type": "application/json",
    }


async def send(
    simulator: Simulator, http: aiohttp.ClientSession, body: Any
) -> tuple[int, dict[str, Any]]:
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    async with http.post(SEND, data=data, headers=signed(simulator, data)) as answer:
        return answer.status, await answer.json()


async def test_sdk_sends(simulator: Simulator) -> None:
    operation = str(uuid.uuid4())
    body = message(
        replyTo=[{"address": "tamer@gfms.example"}], headers={"List-Unsubscribe": "<https://x>"}
    )
    async with email_client(simulator) as client:
        poller = await client.begin_send(body, operation_id=operation)
        result = await poller.result()
    assert (result["id"], result["status"]) == (operation, "Succeeded")
    (mail,) = simulator.state.mails
    assert (mail.to, mail.subject) == ("willy.urs@kunde.example", "Hi")
    assert (mail.sender, mail.reply_to) == ("DoNotReply@gfms.example", ["tamer@gfms.example"])
    assert mail.headers["List-Unsubscribe"] == "<https://x>"
    assert mail.operation_id == operation
    assert mail.source == body
    assert simulator.recorder.check() == 2


async def test_repeated_operation_id_delivers_twice(simulator: Simulator) -> None:
    """The worst that is possible (facts.md section 8), so that a test sees the duplicate."""
    operation = str(uuid.uuid4())
    async with email_client(simulator) as client:
        for _ in range(2):
            await client.begin_send(message(), operation_id=operation, polling=False)
    assert [mail.operation_id for mail in simulator.state.mails] == [operation, operation]


async def test_suppressed_recipient_fails_later(simulator: Simulator) -> None:
    async with email_client(simulator) as client:
        poller = await client.begin_send(message("suppressed@kunde.example"))
        with pytest.raises(HttpResponseError) as caught:
            await poller.result()
    assert caught.value.error is not None
    assert caught.value.error.code == "EmailDroppedAllRecipientsSuppressed"
    assert simulator.state.mails == []


async def test_every_recipient_gets_a_mail(
    simulator: Simulator, http: aiohttp.ClientSession
) -> None:
    recipients = {
        kind: [{"address": f"{kind}@kunde.example"}, {"address": "suppressed@kunde.example"}]
        for kind in ("to", "cc", "bcc")
    }
    assert (await send(simulator, http, message(recipients=recipients)))[0] == 202
    assert [mail.to.partition("@")[0] for mail in simulator.state.mails] == ["to", "cc", "bcc"]


async def test_wrong_key_is_refused(simulator: Simulator) -> None:
    key = base64.b64encode(b"another key").decode()
    async with email_client(simulator, key) as client:
        with pytest.raises(ClientAuthenticationError):
            await client.begin_send(message())
    assert simulator.state.mails == []


async def test_signature_is_checked_to_the_letter(
    simulator: Simulator, http: aiohttp.ClientSession
) -> None:
    body = json.dumps(message()).encode()
    good = signed(simulator, body)
    wrong = [
        ({}, body),
        (good, body + b" "),
        (good | {"x-ms-content-sha256": "abc"}, body),
        (good | {"x-ms-date": formatdate(time.time() - 100, usegmt=True)}, body),
        (good | {"x-ms-date": "yesterday"}, body),
        (good | {"Authorization": good["Authorization"][:-2]}, body),
        (good | {"Authorization": "Bearer abc"}, body),
        (signed(simulator, body, age=400), body),
        (signed(simulator, body, age=-400), body),
        (signed(simulator, body, method="PUT"), body),
        (signed(simulator, body, path=SEND + "&x=1"), body),
    ]
    for headers, sent in wrong:
        async with http.post(SEND, data=sent, headers=headers) as answer:
            assert answer.status == 401
            assert (await answer.json())["error"]["code"] == answer.headers["x-ms-error-code"]
    assert simulator.state.mails == []
    async with http.post(SEND, data=body, headers=good) as answer:
        assert answer.status == 202


async def test_token_of_the_managed_identity_opens(
    simulator: Simulator, http: aiohttp.ClientSession
) -> None:
    token = await token_for(http, "https://communication.azure.com/")
    headers = {"Authorization": f"Bearer {token}"}
    async with http.post(SEND, json=message(), headers=headers) as answer:
        assert answer.status == 202
        assert answer.headers["retry-after"] == "1"
        location = answer.headers["Operation-Location"]
    assert location.startswith(f"{simulator.url}/emails/operations/")
    async with http.get(location, headers=headers) as answer:
        assert (await answer.json())["status"] == "Succeeded"


async def test_unknown_operation(simulator: Simulator, http: aiohttp.ClientSession) -> None:
    path = f"/emails/operations/{uuid.uuid4()}?api-version=2025-09-01"
    headers = signed(simulator, b"", method="GET", path=path)
    async with http.get(path, headers=headers) as answer:
        assert answer.status == 404


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        [],
        {},
        message(content={"plainText": "no subject"}),
        message(content={"subject": "no body"}),
        message(content={"subject": "two\r\nlines", "plainText": "x"}),
        message(headers={"X-A": "b\nBcc: c@d.example"}),
        message(recipients={"to": []}),
        message(recipients={"to": [{"displayName": "nobody"}]}),
        message(recipients={"to": [{"address": f"a{n}@b.example"} for n in range(51)]}),
        message("not an address"),
        message(senderAddress="gfms.example"),
        message(senderAddress=5),
        message(replyTo=[{"address": "@x"}]),
        message(attachments=[{"name": "a", "contentType": "b", "contentInBase64": "!"}]),
    ],
)
async def test_messages_that_are_refused(
    simulator: Simulator, http: aiohttp.ClientSession, body: Any
) -> None:
    status, content = await send(simulator, http, body)
    assert status == 400
    assert content["error"]["code"] in ("BadRequest", "InvalidEmailAddress")
    assert simulator.state.mails == []


async def test_operation_id_must_be_a_uuid(
    simulator: Simulator, http: aiohttp.ClientSession
) -> None:
    body = json.dumps(message()).encode()
    headers = signed(simulator, body) | {"Operation-Id": "first"}
    async with http.post(SEND, data=body, headers=headers) as answer:
        assert answer.status == 400


async def test_too_large_a_mail(simulator: Simulator, http: aiohttp.ClientSession) -> None:
    large = message(content={"subject": "x", "plainText": "x" * (10 * 1024 * 1024)})
    body = json.dumps(large).encode()
    async with http.post(SEND, data=io.BytesIO(body), headers=signed(simulator, body)) as answer:
        assert answer.status == 413
