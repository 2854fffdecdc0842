"""The body of a send through Azure Communication Services."""

import base64

import pytest

from shared.outer.acs_email import _message
from shared.usecases.mailing import Email

SENDER = "donotreply@rconnect.example"
ID = "7ecbaadb-3c74-4d57-90aa-7d0678fd81f6"


def email(**changed: object) -> Email:
    fields = {
        "to": "willy@urs.example",
        "to_name": "Willy",
        "from_name": "My rConnect on behalf of GFMS",
        "reply_to": "tamer@gfms.example",
        "reply_to_name": "Tamer",
        "subject": "Hi",
        "text": "Hi",
        "html": "<p>Hi",
    }
    return Email(**(fields | changed))  # type: ignore[arg-type]  # by name


def test_headers_go_along_with_a_stable_message_id() -> None:
    headers = (("Auto-Submitted", "auto-generated"), ("Content-Language", "ko"))
    assert _message(email(headers=headers), SENDER, ID)["headers"] == {
        "Auto-Submitted": "auto-generated",
        "Content-Language": "ko",
        "Message-ID": f"<{ID}@rconnect.example>",
    }


@pytest.mark.parametrize(
    ("picture", "kind"), [(b"\xff\xd8\xff\xe0", "jpeg"), (b"\x89PNG\r\n\x1a\n", "png")]
)
def test_the_picture_is_inline(picture: bytes, kind: str) -> None:
    (attachment,) = _message(email(picture=picture), SENDER, ID)["attachments"]
    assert base64.b64decode(attachment.pop("contentInBase64")) == picture
    assert attachment == {
        "name": f"inviter.{kind}",
        "contentType": f"image/{kind}",
        "contentId": "inviter",
    }


def test_without_a_picture_nothing_is_attached_and_nobody_answers_nobody() -> None:
    message = _message(email(reply_to="", reply_to_name=""), SENDER, ID)
    assert "attachments" not in message
    assert "replyTo" not in message
