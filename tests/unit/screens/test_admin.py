"""What admins do: look at the trail and at blocks; show, give and erase what is kept of one."""

import json
from datetime import date

import pytest

from shared.domain.addresses import address_hash
from shared.domain.block import Block
from shared.domain.invitation import Event, Person, State
from shared.services import services
from shared.usecases.audit import AuditFilters
from shared.usecases.preview_person import SHOWN
from tests.samples import NOW
from tests.unit.screens.office import Office, html

WILLY = "willy@urs-mechanik.example"


@pytest.fixture
def admin(office: Office) -> Office:
    """An admin in front of the console."""
    office.sign_in(admin=True)
    return office


async def test_the_trail_names_what_who_and_which(admin: Office) -> None:
    one = admin.have(organisation="Others", guest=Person("Willy", WILLY))
    admin.world.store.events[one.id].append(
        Event("SignInFailed", NOW, "RedeemInvitation", {"why": "blocked", "code": "AADSTS53003"})
    )
    page = html(await admin.look("audit"))
    for said in ("Sign-in did not work", "Conditional Access", "AADSTS53003", "Invitation made"):
        assert said in page
    assert f'href="/api/ManageInvitations/{one.id}"><bdi>Willy</bdi>' in page


async def test_the_trail_is_filtered_by_what_makes_sense(admin: Office) -> None:
    await admin.look("audit", who=" Tamer  ", kind="GuestGone", since="2026-11-01", until="x")
    wanted = AuditFilters("Tamer", "GuestGone", date(2026, 11, 1), None)
    assert services().audit.asked == wanted  # type: ignore[attr-defined]  # of the fake
    await admin.look("audit", kind="Nonsense")
    assert services().audit.asked == AuditFilters()  # type: ignore[attr-defined]  # of the fake
    services().audit.continuation = "further"  # type: ignore[attr-defined]  # of the fake
    page = html(await admin.look("audit", kind="GuestGone"))
    assert 'href="?kind=GuestGone&amp;continuation=further"' in page


async def test_an_address_is_looked_up_and_nothing_is_lifted(admin: Office) -> None:
    before = {(address_hash(WILLY), "GFMS"): Block("GFMS", NOW)}
    admin.world.blocks.kept = dict(before)
    found = html(await admin.send("blocks", address=f" {WILLY.upper()} "))
    assert "has blocked:" in found
    assert "GFMS" in found
    assert "/api/BlockInvitations/manage" in found
    other = html(await admin.send("blocks", address="other@urs-mechanik.example"))
    assert "has blocked nobody." in other
    assert admin.world.blocks.kept == before
    assert address_hash(WILLY) not in found


async def test_what_is_kept_is_shown_given_and_erased(admin: Office) -> None:
    one = admin.have(state=State.SENT, guest=Person("Willy", WILLY))
    other = admin.have(inviter=Person("Willy", WILLY), organisation="Others")
    shown = html(await admin.send("people", address=WILLY, do="look"))
    assert all(id_ in shown for id_ in (one.id, other.id))
    file = await admin.send("people", address=WILLY, do="download")
    disposition: str = file.headers["Content-Disposition"]
    assert disposition.startswith('attachment; filename="person-')
    assert WILLY not in disposition
    kept = json.loads(file.get_body())
    assert {tuple(one["as"]) for one in kept["invitations"]} == {("guest",), ("inviter",)}
    # Neither the step before nor a box that is not ticked erases anything.
    assert "cannot be taken back" in html(await admin.send("people", address=WILLY, do="ask"))
    unsure = await admin.send("people", address=WILLY, do="erase")
    assert unsure.status_code == 422
    assert "Please tick this first." in html(unsure)
    assert (admin.world.row(one), admin.world.row(other)) == (one, other)
    done = html(await admin.send("people", address=WILLY, do="erase", sure="on"))
    assert "Everything is erased" in done
    assert admin.world.row(one).erased
    assert WILLY not in str(admin.world.row(one)) + str(admin.world.row(other))
    assert admin.world.store.events[one.id][-1].by == "tamer@gfms.example"
    nothing = html(await admin.send("people", address=WILLY, do="look"))
    assert "Nothing is kept about this address." in nothing


async def test_a_file_that_was_only_looked_at_is_shown_and_cleaned(admin: Office) -> None:
    await admin.look_at(f"email,name\n{WILLY},Willy\n".encode())
    assert "One file names them." in html(await admin.send("people", address=WILLY, do="look"))
    done = html(await admin.send("people", address=WILLY, do="erase", sure="on"))
    assert "taken out of one import" in done
    assert "Nothing is kept" in html(await admin.send("people", address=WILLY, do="look"))


async def test_a_switch_of_language_repeats_the_step_and_erases_nothing(admin: Office) -> None:
    one = admin.have(state=State.SENT, guest=Person("Willy", WILLY))
    asked = await admin.send("people", address=WILLY, step="ask", sure="on", lang="fr")
    assert "Effacer tout ce qui concerne cette personne" in html(asked)
    await admin.send("people", address=WILLY, step="erase", lang="fr")
    await admin.send("people", address=WILLY, lang="fr", sure="on")
    assert admin.world.row(one) == one


async def test_of_very_many_a_few_are_read(admin: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(SHOWN + 10):
        admin.have(inviter=Person("Willy", WILLY))
    read = []
    get = admin.world.store.get

    async def counted(invitation_id: str) -> object:
        read.append(invitation_id)
        return await get(invitation_id)

    monkeypatch.setattr(admin.world.store, "get", counted)
    shown = html(await admin.send("people", address=WILLY))
    assert len(read) == SHOWN
    assert f"{SHOWN + 10} invitations" in shown
