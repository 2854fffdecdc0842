"""What goes wrong becomes a page that says what to do next."""

import logging

import pytest

from shared.domain.errors import (
    InvitationNotFound,
    LinkClosed,
    MalformedRequest,
    SessionEnded,
    SignInFailed,
    Unavailable,
)
from shared.web.answers import answer
from shared.web.pages import language_of
from tests.unit.web.requests import request

pytestmark = pytest.mark.usefixtures("environment")
FRENCH = request(headers={"accept-language": "tlh, fr-CH;q=0.8, en;q=0.1"})


@pytest.mark.parametrize(
    ("error", "status", "heading"),
    [
        (InvitationNotFound(), 404, "This link leads to no invitation"),
        (LinkClosed("expired"), 410, "This invitation has expired"),
        (LinkClosed("revoked"), 410, "This invitation was withdrawn"),
        (LinkClosed("blocked"), 410, "Invitations to this address are blocked"),
        (LinkClosed("failed"), 410, "This invitation does not work"),
        (LinkClosed("preparing"), 503, "Your invitation is still being prepared"),
        (SessionEnded(), 401, "Please open your invitation again"),
        (MalformedRequest(413, "x"), 413, "Please open your invitation again"),
        (SignInFailed("declined"), 400, "You did not agree yet"),
        (SignInFailed("expired"), 400, "The sign-in took too long"),
        (SignInFailed("state", "<b>"), 400, "The sign-in did not work"),
        (Unavailable("storage", 7), 503, "Please try again in a moment"),
        (RuntimeError("secret detail"), 500, "Please try again in a moment"),
    ],
)
def test_each_error_has_its_page(error: Exception, status: int, heading: str) -> None:
    response = answer(error, request())
    page = response.get_body().decode()
    assert response.status_code == status
    assert response.mimetype == "text/html"
    assert f"<h1>{heading}</h1>" in page
    assert "secret detail" not in page
    assert response.headers["Cache-Control"] == "no-store"
    assert "Content-Security-Policy" in response.headers
    assert ("Retry-After" in response.headers) == (status == 503)


def test_what_nobody_foresaw_is_logged_whole(caplog: pytest.LogCaptureFixture) -> None:
    answer(RuntimeError("why"), request())
    (record,) = caplog.records
    assert record.levelno == logging.ERROR
    assert record.exc_info is not None


def test_retry_after_is_what_the_service_asked_for() -> None:
    assert answer(Unavailable("storage", 7), request()).headers["Retry-After"] == "7"
    assert answer(Unavailable("storage"), request()).headers["Retry-After"] == "30"


def test_a_page_speaks_the_invitations_language_else_the_browsers() -> None:
    closed = answer(LinkClosed("expired", "hu"), FRENCH)
    assert closed.headers["Content-Language"] == "hu"
    unknown = answer(InvitationNotFound(), FRENCH)
    assert unknown.headers["Content-Language"] == "fr"
    assert '<html lang="fr" dir="ltr">' in unknown.get_body().decode()


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "en"),
        ("*", "en"),
        ("tlh", "en"),
        ("fr", "fr"),
        ("en;q=0.5, ko", "ko"),
        ("zh-TW,zh;q=0.9,en;q=0.8", "zh-Hant"),
        ("hu;q=0.1, xx;q=0.9", "hu"),
        ("fr;q=x, \x00, ;;;", "en"),
        (";", "en"),
        ("a" * 5000, "en"),
    ],
)
def test_the_browsers_language(header: str, language: str) -> None:
    assert language_of(request(headers={"accept-language": header})) == language
