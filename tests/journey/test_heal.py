"""A guest who was deleted from the directory before redeeming."""

from urllib.parse import parse_qs, urlencode, urlsplit

from dev.simulator import defaults
from tests.journey.managing import manage, shown
from tests.journey.person import Person
from tests.journey.system import TIMEOUT, System
from tests.journey.waiting import until

NO_GUEST = {
    "error": "interaction_required",
    "error_description": "AADSTS50020: User account from identity provider does not exist.",
}


def delete_guest(system: System, invitation: str) -> str:
    """Delete the guest as somebody in the inviting tenant would; return the object id."""
    simulator, guest = system.stack.simulator_url, str(system.row(invitation)["guest_id"])
    token = system.session.get(
        f"{simulator}/msi/token",
        params={"api-version": "2019-08-01", "resource": "https://graph.microsoft.com"},
        headers={"X-IDENTITY-HEADER": defaults.IDENTITY_HEADER},
        timeout=TIMEOUT,
    ).json()["access_token"]
    gone = system.session.delete(
        f"{simulator}/v1.0/users/{guest}",
        headers={"Authorization": f"Bearer {token}"},
        timeout=TIMEOUT,
    )
    assert gone.status_code == 204
    return guest


def answer_no_guest(person: Person, invitation: str) -> None:
    """Begin a sign-in, and come back from it as an account that the tenant does not know."""
    redeem = f"{person.site}/api/RedeemInvitation"
    begun = person.once("GET", f"{redeem}?invitationId={invitation}")
    (state,) = parse_qs(urlsplit(begun.headers["Location"]).query)["state"]
    person.open(f"{redeem}?{urlencode({'state': state} | NO_GUEST)}")


def test_the_link_of_a_deleted_guest_heals_itself_once(system: System, person: Person) -> None:
    invitation = system.invite()
    system.sent(invitation)
    gone = delete_guest(system, invitation)
    answer_no_guest(person, invitation)
    assert system.link(invitation) in person.way
    healed = system.row(invitation)["guest_id"]
    assert healed != gone
    assert shown(system, invitation)["history"][-1]["event"] == "GuestHealed"
    delete_guest(system, invitation)
    answer_no_guest(person, invitation)
    assert person.status == 400
    assert system.row(invitation)["guest_id"] == healed


def test_the_healed_guest_arrives(system: System, person: Person) -> None:
    invitation = system.invite()
    system.sent(invitation)
    delete_guest(system, invitation)
    answer_no_guest(person, invitation)
    person.arrive(invitation)
    assert system.row(invitation)["state"] == "accepted"


def test_another_account_heals_nobody(system: System, person: Person) -> None:
    invitation = system.invite()
    before = system.sent(invitation)
    answer_no_guest(person, invitation)
    assert person.status == 400
    after = system.row(invitation)
    # The inviter is told of it; nothing else has changed.
    noted = {name: after[name] for name in ("etag", "event_count", "revision")}
    assert after == before | noted
    assert system.kinds(invitation)[-1] == "SignInFailed"


def test_a_forged_answer_heals_nobody(system: System, person: Person) -> None:
    invitation = system.invite()
    gone = system.sent(invitation)["guest_id"]
    delete_guest(system, invitation)
    redeem = f"{person.site}/api/RedeemInvitation"
    person.once("GET", f"{redeem}?invitationId={invitation}")
    person.open(f"{redeem}?{urlencode({'state': 'forged'} | NO_GUEST)}")
    assert person.status == 400
    assert system.row(invitation)["guest_id"] == gone


def test_following_the_link_reads_nothing_from_graph(system: System) -> None:
    invitation = system.invite()
    system.sent(invitation)
    delete_guest(system, invitation)
    etag = system.row(invitation)["etag"]
    assert system.ask("GET", system.link(invitation)).status_code == 302
    assert system.row(invitation)["etag"] == etag


def test_a_resend_makes_a_deleted_guest_anew_too(system: System, person: Person) -> None:
    invitation = system.invite()
    system.sent(invitation)
    gone = delete_guest(system, invitation)
    assert manage(system, invitation, "resend").status_code == 202
    system.sent(invitation)
    assert system.row(invitation)["guest_id"] != gone
    person.arrive(invitation)


def test_the_link_of_a_deleted_guest_renews_itself_by_a_press(
    system: System, person: Person
) -> None:
    invitation = system.invite()
    gone = str(system.sent(invitation)["guest_id"])
    delete_guest(system, invitation)
    system.look_after_guests()
    until(lambda: system.row(invitation)["guest_gone"])
    for _ in range(3):  # however often a scanner follows it
        assert system.ask("GET", system.link(invitation)).status_code == 409
        assert system.ask("HEAD", system.link(invitation)).status_code == 409
    assert system.row(invitation)["guest_id"] == gone
    person.open(system.link(invitation))
    assert person.page.heading == "Your invitation needs to be renewed"
    person.press("Renew and go on")
    assert person.page.heading == "Your invitation works again"
    person.open(system.link(invitation))
    person.sign_up(system.row(invitation)["guest_email"])
    assert system.row(invitation)["state"] == "accepted"
    events = [one["event"] for one in shown(system, invitation)["history"]]
    assert [one for one in events if one.startswith("Guest")][:2] == ["GuestGone", "GuestHealed"]


def test_a_press_without_need_makes_nobody(system: System) -> None:
    invitation = system.invite()
    before = system.sent(invitation)
    for text in (invitation, "7ecbaadb-3c74-4d57-90aa-7d0678fd81f6", "x", ""):
        answer = system.session.post(
            f"{system.stack.app_url}/api/RedeemInvitation",
            data={"invitationId": text},
            allow_redirects=False,
            timeout=TIMEOUT,
        )
        assert answer.status_code in {404, 410}
    assert system.row(invitation)["etag"] == before["etag"]


def test_who_redeemed_and_did_not_come_back_is_shown(system: System, person: Person) -> None:
    invitation = system.invite()
    guest = system.sent(invitation)["guest_id"]
    system.simulator(
        "seed",
        {
            "guests": [
                {
                    "mail": system.row(invitation)["guest_email"],
                    "id": guest,
                    "external_user_state": "Accepted",
                }
            ]
        },
    )
    system.look_after_guests()
    until(lambda: shown(system, invitation)["consent"])
    whole = shown(system, invitation)
    assert (whole["state"], whole["consent"]["state"]) == ("sent", "Accepted")
    assert whole["consent"]["changed"]
    assert whole["history"][-1]["event"] == "GuestRedeemed"
