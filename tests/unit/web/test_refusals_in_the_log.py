"""Whoever is refused leaves a line in the log, which names nobody (ASVS 16.3)."""

import azure.functions as func
import pytest

from BlockInvitations.proven import Proven
from shared.domain.errors import Forbidden, SessionEnded, Unauthorised
from shared.web.answers import answer
from shared.web.problems import with_problems
from shared.web.session import Session
from tests.unit.web.requests import request

pytestmark = pytest.mark.usefixtures("environment")


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (Unauthorised("The token is for another one."), "The token is for another one."),
        (Forbidden("organisation", "must be GFMS", "/organisation"), "organisation"),
    ],
)
async def test_of_the_api(error: Exception, told: str, caplog: pytest.LogCaptureFixture) -> None:
    @with_problems
    async def refuse(_: func.HttpRequest) -> func.HttpResponse:
        raise error

    answered = await refuse(request(headers={"authorization": "Bearer eyJ.secret"}))
    assert answered.status_code in {401, 403}
    assert caplog.messages == [f"A call of the API was refused: {told}"]


def test_of_the_console(caplog: pytest.LogCaptureFixture) -> None:
    assert answer(Forbidden("organisation", "No organisation."), request()).status_code == 403
    assert caplog.messages == [
        "The console refused somebody who is signed in: organisation",
    ]


@pytest.mark.parametrize("session", [Session("i", "o", "en", "right"), Proven("hash", "right")])
def test_of_a_form(session: Session | Proven, caplog: pytest.LogCaptureFixture) -> None:
    session.check_form("right")
    assert caplog.messages == []
    with pytest.raises(SessionEnded):
        session.check_form("forged")
    assert caplog.messages == ["A form was refused that is not of its session"]
