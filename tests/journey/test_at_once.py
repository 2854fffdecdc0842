"""Fifty at the same moment: one invitation, one acceptance (design.md, Storage)."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import requests

from shared.domain.happening import reference
from tests.journey.person import Person
from tests.journey.problems import assert_problem
from tests.journey.system import TIMEOUT, System, body, new_address
from tests.journey.waiting import until

MANY = 50


def at_once(call: Callable[[int], requests.Response]) -> list[requests.Response]:
    """Return the answers to calls that all begin together, each in a thread of its own."""
    barrier = Barrier(MANY)

    def one(number: int) -> requests.Response:
        barrier.wait(TIMEOUT)
        return call(number)

    with ThreadPoolExecutor(MANY) as pool:
        return list(pool.map(one, range(MANY)))


def told(system: System, invitation: str, kind: str) -> list[dict[str, Any]]:
    """Return the events of that type that the platform got of the invitation."""
    named = reference(invitation)
    return [one for one in system.events() if (one["type"], one["subject"]) == (kind, named)]


def test_of_fifty_inviters_at_once_one_invites_and_the_others_are_told_whom(
    system: System,
) -> None:
    address = new_address()

    def create(number: int) -> requests.Response:
        inviter = {"email": f"inviter{number}@gfms.example", "name": f"No. {number}"}
        return system.post(body(guest={"email": address, "name": "Éva"}, inviter=inviter))

    answers = at_once(create)
    (made,) = [one.json() for one in answers if one.status_code == 201]
    invitation = made["invitationId"]
    refused = [one for one in answers if one.status_code != 201]
    for one in refused:
        problem = assert_problem(one, 409, "already-invited", "/guest/email")
        assert problem["invitation"] == system.link(invitation)
    assert len(refused) == MANY - 1
    system.sent(invitation)
    found = system.table("Invitations").query_entities(
        "guest_email eq @address", parameters={"address": address}, select=["RowKey"]
    )
    assert [row["RowKey"] for row in found] == [invitation]
    assert [one["mail"] for one in system.state()["guests"].values()].count(address) == 1
    assert len(system.mails(address)) == 1
    until(lambda: told(system, invitation, "invitation.sent"))
    assert len(told(system, invitation, "invitation.created")) == 1


def test_a_guest_who_returns_fifty_times_at_once_accepts_once(
    system: System, person: Person
) -> None:
    guest = {"email": new_address(), "name": "Éva"}
    inviter = {"email": new_address("inviter"), "name": "Tamer"}
    # Microsoft knows the guest by another organisation's invitation: no press is needed here.
    person.arrive(system.invite(guest=guest, organisation="Another one"))
    invitation = system.invite(guest=guest, inviter=inviter)
    system.sent(invitation)
    ways = [_way_back(person, invitation) for _ in range(MANY)]

    def come_back(number: int) -> requests.Response:
        address, flow = ways[number]
        return system.ask("GET", address, Cookie=f"__Secure-flow={flow}")

    answers = at_once(come_back)
    assert {one.status_code for one in answers} == {302}
    assert {one.headers["Location"] for one in answers} == {f"{person.site}/api/CreateCompany"}
    assert system.kinds(invitation).count("InvitationAccepted") == 1
    assert system.row(invitation)["state"] == "accepted"
    until(lambda: told(system, invitation, "invitation.accepted"))
    until(lambda: system.mails(inviter["email"]))
    # Whatever comes twice would be on the queue by the time that a later event is.
    later = system.invite()
    until(lambda: told(system, later, "invitation.sent"))
    assert len(told(system, invitation, "invitation.accepted")) == 1
    assert len(system.mails(inviter["email"])) == 1


def _way_back(person: Person, invitation: str) -> tuple[str, str]:
    """Return the address by which Microsoft leads back, and the cookie of that sign-in."""
    url = f"{person.site}/api/RedeemInvitation?invitationId={invitation}"
    started = person.once("GET", url)
    flow, _ = person.cookies.kept["__Secure-flow"]
    answer = person.once("GET", started.headers["Location"])
    assert answer.is_redirect
    return answer.headers["Location"], flow
