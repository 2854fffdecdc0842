"""The receiver of webhooks over HTTP: what counts as taken, gone, failed."""

import socket
from collections.abc import Iterator

import pytest
from standardwebhooks import Webhook

from shared.domain.webhook import secret
from shared.outer.webhook import WebhookReceiver
from shared.usecases.deliver_webhook import Answer, Verdict
from tests.journey.receiver import Receiver
from tests.samples import NOW

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


@pytest.fixture
def there() -> Iterator[Receiver]:
    """A server that receives."""
    with Receiver() as one:
        yield one


async def post(url: str, within: float = 5.0, body: bytes = b"{}") -> Answer:
    receiver = WebhookReceiver(url, [secret(SECRET)], within)
    try:
        return await receiver.post("a:1", int(NOW.timestamp()), body)
    finally:
        await receiver.close()


@pytest.mark.parametrize(
    ("status", "verdict"),
    [
        (200, Verdict.TAKEN),
        (204, Verdict.TAKEN),
        (301, Verdict.FAILED),
        (307, Verdict.FAILED),
        (400, Verdict.FAILED),
        (410, Verdict.GONE),
        (429, Verdict.FAILED),
        (500, Verdict.FAILED),
    ],
)
async def test_an_answer_is_taken_at_its_word(
    there: Receiver, status: int, verdict: Verdict
) -> None:
    there.answers = [status]
    assert (await post(there.url)).verdict is verdict
    assert [one.path for one in there.received] == ["/hook"], "redirects are not followed"


async def test_headers_and_body_are_those_of_standard_webhooks(there: Receiver) -> None:
    body = '{"name":"김 é"}'.encode()
    await post(there.url, body=body)
    (one,) = there.received
    assert one.body == body
    headers = {name.lower(): value for name, value in one.headers.items()}
    assert headers["content-type"] == "application/cloudevents+json; charset=utf-8"
    assert (headers["webhook-id"], headers["webhook-timestamp"]) == ("a:1", "1795176000")
    signed = Webhook(SECRET).sign("a:1", NOW, body.decode())
    assert headers["webhook-signature"] == signed


async def test_nobody_there_is_a_failure_that_names_no_address() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        answer = await post(f"http://127.0.0.1:{taken.getsockname()[1]}/secret-path")
    assert answer == Answer(Verdict.FAILED, "ClientConnectorError")


async def test_who_does_not_answer_in_time_has_failed(there: Receiver) -> None:
    there.slow = 5.0
    answer = await post(there.url, within=0.3)
    assert answer.verdict is Verdict.FAILED
    assert "Timeout" in answer.why
