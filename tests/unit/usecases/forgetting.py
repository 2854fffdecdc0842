"""People who are named wherever they can be, and how they are exported and erased."""

from datetime import timedelta
from typing import Any

from shared.domain.caller import Caller
from shared.domain.company import Change
from shared.domain.invitation import Event, Invitation, Person, State
from shared.domain.letter import Kind
from shared.usecases.erase_person import Erased, erase_person
from shared.usecases.export_person import export_person
from tests.samples import COMPANY, NOW, invitation
from tests.unit.fakes import World
from tests.unit.screens.fake_imports import FakeImports

DAY = timedelta(days=1)

ADMIN = Caller("admin@gfms.example", admin=True)

WILLY, TAMER = "willy@urs-mechanik.example", "tamer@gfms.example"

SECRETS = ("willy", "tamer", "urs", "biel", "hello", "guest-9", "login.example")


def rich(world: World, **changed: object) -> Invitation:
    """Return an invitation that names people wherever it can."""
    fields = {
        "organisation": "GFMS", "guest": Person("Willy URS", WILLY), "message": "Hello Willy",
        "company": COMPANY, "guest_id": "guest-9", "redeem_url": "https://login.example/9",
        "tenant_name": "URS", "failure_reason": f"550 {WILLY}", "failure_kind": "email-bounced",
        "failure_answer": f"550 {WILLY}", "redirect_url": "https://rconnect.example/urs",
        "changes": (Change("contactEmail", "", WILLY), Change("city", "", "Biel")),
        "state": State.COMPLETED, "ended": NOW, "company_id": "company-1",
    } | changed  # fmt: skip
    one = world.have(invitation(**fields))
    world.store.events[one.id] = [
        Event("InvitationCreated", NOW, TAMER),
        Event("InvitationResent", NOW, "Tamer himself", {"from": "sent", "to": WILLY}),
        Event("InvitationSent", NOW, "SendInvitation"),
        Event("EmailBounced", NOW, "DeliveryReports", {"reason": f"550 {WILLY}"}),
        Event("InvitationAccepted", NOW, "guest-9"),
        Event("CompanyCreated", NOW, "guest-9", {"company": "company-1", "city": "Biel"}),
    ]
    return world.have(one.having(event_count=6))


async def letter(world: World, one: Invitation, kind: Kind) -> None:
    await world.store.save(world.row(one), None, *await world.desk.announce(one, kind))


def everything(world: World, one: Invitation) -> str:
    letters = [found for found in world.store.letters.values() if found.invitation_id == one.id]
    return repr((world.row(one), world.store.events[one.id], letters)).lower()


async def erase(world: World, address: str, *, guests: bool = True, most: int = 100) -> Erased:
    return await erase_person(
        address, "admin@gfms.example", erasing=world.erasing, blocks=world.blocks,
        companies=world.companies, imports=FakeImports(), directory=world.directory,
        delete_guests=guests, most=most,
    )  # fmt: skip


async def export(world: World, address: str) -> dict[str, Any]:
    return await export_person(
        address, store=world.store, life=world.life, companies=world.companies,
        blocks=world.blocks, imports=FakeImports(),
    )  # fmt: skip
