"""Clocks that disagree: what Microsoft signed for another time signs nobody in, and says why."""

from collections.abc import Callable, Iterator

import pytest

from tests.journey.person import Person
from tests.journey.system import System
from tests.journey.test_sign_in import COMPANY, callback, path

MINUTE, HOUR = 60, 3600


@pytest.fixture
def skewed(system: System) -> Iterator[Callable[[float], None]]:
    """Put Microsoft's clock ahead of ours by so many seconds, until the end of the test."""
    yield lambda seconds: system.simulator("seed", {"clock_skew": seconds})
    system.simulator("seed", {"clock_skew": 0})


@pytest.mark.parametrize("seconds", [6 * MINUTE, 24 * HOUR, -HOUR - 6 * MINUTE, -24 * HOUR])
def test_a_token_of_another_time_signs_nobody_in(
    system: System, person: Person, skewed: Callable[[float], None], seconds: float
) -> None:
    invitation = system.invite()
    back = callback(person, invitation)
    system.alter(invitation, state="sent")
    person.cookies.kept.pop("__Secure-session", None)
    skewed(seconds)
    page = person.open(back)
    assert (person.status, page.heading) == (400, "The clocks do not agree")
    assert "__Secure-session" not in person.cookies.kept
    assert system.row(invitation)["state"] == "sent"
    person.open(f"{person.site}{COMPANY}")
    assert person.status == 401


def test_the_way_back_works_once_the_clocks_agree(
    system: System, person: Person, skewed: Callable[[float], None]
) -> None:
    invitation = system.invite()
    skewed(HOUR)
    person.open(system.link(invitation))
    person.sign_up(system.row(invitation)["guest_email"])
    assert person.status == 400
    assert system.row(invitation)["state"] in {"queued", "sent"}
    skewed(0)
    person.click("Back to your invitation")
    assert path(person.address) == COMPANY
    assert system.row(invitation)["state"] == "accepted"


@pytest.mark.parametrize("seconds", [4 * MINUTE, -4 * MINUTE, -HOUR - 4 * MINUTE])
def test_a_few_minutes_do_not_matter(
    system: System, person: Person, skewed: Callable[[float], None], seconds: float
) -> None:
    skewed(seconds)
    person.arrive(system.invite())
    assert path(person.address) == COMPANY
