"""Signatures and back-off of webhooks (Standard Webhooks 1.0.0)."""

import base64
import json
from datetime import UTC, datetime, timedelta

import pytest
from standardwebhooks import Webhook
from standardwebhooks.webhooks import WebhookVerificationError

from shared.domain.webhook import WAITS, secret, signature, wait

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
OTHER = "whsec_" + base64.b64encode(bytes(range(32))).decode()
BODY = json.dumps({"name": "김 é <"}, ensure_ascii=False).encode()


def test_the_signature_is_that_of_the_published_library() -> None:
    # libraries/python/tests/test_webhooks.py of standard-webhooks, test_sign_function
    made = signature(
        [secret(SECRET)], "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, b'{"test": 2432232314}'
    )
    assert made == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


@pytest.mark.parametrize("known", [SECRET, OTHER])
def test_who_knows_one_of_the_secrets_verifies(known: str) -> None:
    now = int(datetime.now(UTC).timestamp())
    headers = {
        "webhook-id": "a:1",
        "webhook-timestamp": str(now),
        "webhook-signature": signature([secret(SECRET), secret(OTHER)], "a:1", now, BODY),
    }
    assert Webhook(known).verify(BODY, headers) == {"name": "김 é <"}
    with pytest.raises(WebhookVerificationError):
        Webhook(known).verify(BODY + b" ", headers)
    with pytest.raises(WebhookVerificationError):
        Webhook(known).verify(BODY, headers | {"webhook-id": "a:2"})
    with pytest.raises(WebhookVerificationError):
        Webhook("whsec_" + base64.b64encode(bytes(32)).decode()).verify(BODY, headers)


@pytest.mark.parametrize(
    "text",
    [
        "",
        SECRET.removeprefix("whsec_"),
        "whsec_",
        "whsec_%%%%",
        "whsec_" + base64.b64encode(bytes(23)).decode(),
        "whsec_" + base64.b64encode(bytes(65)).decode(),
    ],
)
def test_what_is_no_secret_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        secret(text)


def test_it_is_tried_for_about_a_day() -> None:
    waits = [wait(attempt, None, 0.0) for attempt in range(len(WAITS))]
    assert waits[0] == timedelta(seconds=5)
    total = sum((one for one in waits if one), timedelta())
    assert timedelta(hours=22) < total < timedelta(hours=26)
    assert all(one < timedelta(days=7) for one in waits if one), "a queue takes no longer delay"
    assert wait(len(WAITS), None, 0.0) is None


def test_who_failed_together_does_not_come_back_together() -> None:
    early, late = wait(2, None, 0.0), wait(2, None, 1.0)
    assert early is not None
    assert late is not None
    assert early < late <= early * 1.2


def test_a_receiver_is_given_the_time_that_it_asks_for_within_bounds() -> None:
    assert wait(0, 90, 0.0) == timedelta(seconds=90)
    assert wait(1, 1, 0.0) == timedelta(minutes=5), "sooner than planned is nobody's wish"
    assert wait(0, 999_999, 0.0) == timedelta(hours=8)
