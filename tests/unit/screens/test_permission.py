"""Who gets what: nobody anything that is another organisation's, or without a form of theirs."""

import pytest

from shared.domain.caller import Caller
from shared.domain.invitation import State
from shared.services import services
from tests.unit.screens.office import Office, html

FORM = {"guestEmail": "new@urs-mechanik.example", "guestName": "Willy URS", "days": "30"}
UNKNOWN = "7ecbaadb-3c74-4d57-90aa-7d0678fd81f6"


@pytest.mark.parametrize("screen", ["detail", "resend", "revoke", "address", "extend"])
@pytest.mark.parametrize("pressed", [False, True])
async def test_what_is_another_organisations_does_not_exist(
    office: Office, screen: str, pressed: bool
) -> None:
    theirs = office.have(organisation="Others", state=State.SENT)
    answers = []
    for one in (theirs.id, UNKNOWN, "nonsense"):
        if pressed and screen != "detail":
            answers.append(await office.send(screen, one, do=screen))
        else:
            answers.append(await office.look(screen, one))
    assert {answer.status_code for answer in answers} == {404}
    assert len({html(answer) for answer in answers}) == 1
    assert office.world.row(theirs) == theirs
    assert office.world.queue.tasks == []


@pytest.mark.parametrize("organisation", ["GFMS", "gfms", " GFMS "])
async def test_ones_own_are_seen_however_they_are_spelt(office: Office, organisation: str) -> None:
    own = office.have(organisation=organisation)
    assert (await office.look("detail", own.id)).status_code == 200
    assert (await office.look("detail", own.id.upper())).status_code == 200


async def test_an_admin_sees_all(office: Office) -> None:
    theirs = office.have(organisation="Others")
    office.sign_in("GFMS", admin=True)
    assert (await office.look("detail", theirs.id)).status_code == 200
    await office.look("")
    assert services().listing.asked[-1][0] == ""  # type: ignore[attr-defined]  # of the fake
    office.sign_in("GFMS")
    await office.look("")
    assert services().listing.asked[-1][0] == "GFMS"  # type: ignore[attr-defined]  # the same


def test_nobodys_organisation_sees_nothing(office: Office) -> None:
    assert not Caller("x").may_see(office.have(organisation=""))
    assert Caller("", admin=True).may_see(office.have(organisation="Any"))


@pytest.mark.parametrize("csrf", ["", "forged", "the-forms-tokem", "é"])
@pytest.mark.parametrize("screen", ["new", "resend", "revoke", "address", "extend"])
async def test_a_forged_form_does_nothing(office: Office, screen: str, csrf: str) -> None:
    one = office.have(state=State.SENT)
    do = {"new": "send", "address": "correct"}.get(screen, screen)
    id_ = "" if screen == "new" else one.id
    answer = await office.send(screen, id_, csrf=csrf, do=do, **FORM)
    assert answer.status_code == 403
    assert office.world.row(one) == one
    assert list(office.world.store.rows) == [one.id]
    assert office.world.queue.tasks == []


_ALL = ["", "new", "detail", "resend", "revoke", "address", "extend", "import"]
ADMINS = ["audit", "blocks", "people"]


@pytest.mark.parametrize("screen", ADMINS)
async def test_for_an_inviter_the_pages_of_admins_do_not_exist(office: Office, screen: str) -> None:
    one = office.have(state=State.SENT)
    known = office.have(organisation="Others", inviter=one.guest)
    answers = [await office.look(screen)]
    for do in ("", "look", "download", "ask", "erase"):
        form = {"do": do, "address": one.guest.email, "sure": "on"}
        answers += [await office.send(screen, **form), await office.send(screen, csrf="", **form)]
    assert {answer.status_code for answer in answers} == {404}
    assert len({html(answer) for answer in answers}) == 1
    assert "There is no such page" in html(answers[0])
    assert (office.world.row(one), office.world.row(known)) == (one, known)
    links = [f'href="/api/ManageInvitations/{name}"' for name in ADMINS]
    listed = html(await office.look(""))
    assert not any(link in listed for link in links)
    office.sign_in(admin=True)
    listed = html(await office.look(""))
    assert all(link in listed for link in links)


@pytest.mark.parametrize("csrf", ["", "forged", "é"])
@pytest.mark.parametrize("screen", ["blocks", "people"])
@pytest.mark.parametrize("do", ["look", "download", "erase"])
async def test_a_forged_form_of_admins_does_nothing(
    office: Office, screen: str, csrf: str, do: str
) -> None:
    office.sign_in(admin=True)
    one = office.have(state=State.SENT)
    answer = await office.send(screen, csrf=csrf, do=do, sure="on", address=one.guest.email)
    assert answer.status_code == 403
    assert one.guest.email not in html(answer)
    assert office.world.row(one) == one


@pytest.mark.parametrize("screen", [*_ALL, *ADMINS, "export", "import/state", "import/result"])
async def test_who_is_not_signed_in_is_led_to_the_sign_in(office: Office, screen: str) -> None:
    office.sign_out()
    answer = await office.look(screen, UNKNOWN)
    assert answer.status_code == 303
    assert answer.headers["Location"] == (
        "https://invite.example/api/ManageInvitations/SignIn?back=%2Fapi%2FManageInvitations%2Fnew"
    )
    # A form may lead nowhere but to this app, and the sign-in is Microsoft's.
    late = await office.send(screen, UNKNOWN, **FORM)
    assert late.status_code == 401
    assert "Sign in" in html(late)


async def test_nobody_invites_for_another_organisation(office: Office) -> None:
    await office.send("new", do="send", organisation="Others", **FORM)
    (made,) = office.world.store.rows.values()
    assert (made.organisation, made.inviter.email) == ("GFMS", "tamer@gfms.example")
    office.sign_in("", admin=True)
    await office.send("new", do="send", organisation="Others", **FORM)
    assert {row.organisation for row in office.world.store.rows.values()} == {"GFMS", "Others"}


@pytest.mark.parametrize("screen", [*_ALL, *ADMINS])
async def test_pages_are_kept_by_nobody_and_let_nothing_in(office: Office, screen: str) -> None:
    office.sign_in(admin=screen in ADMINS)
    answer = await office.look(screen, office.have(state=State.SENT).id if screen else "")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; connect-src 'self'; style-src")
    assert "unsafe-inline" not in policy
    assert "unsafe-hashes" not in policy
    assert "frame-ancestors 'none'" in policy
