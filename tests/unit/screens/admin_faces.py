"""Every page for admins, with each of its faces."""

from collections.abc import AsyncIterator
from dataclasses import replace

import azure.functions as func

from shared.domain.addresses import address_hash
from shared.domain.block import Block
from shared.domain.invitation import Person, State
from shared.domain.kinds import SIGN_IN_FAILED
from shared.services import services
from tests.samples import COMPANY, NOW
from tests.unit.screens.office import Office

SOMEBODY = "somebody@urs-mechanik.example"
REASONS = (
    *("wrong_account", "no_guest", "blocked", "approval", "declined", "unmanaged"),
    *("partner", "setup", "clock", "refused"),
)


async def faces_for_admins(
    office: Office, lang: str
) -> AsyncIterator[tuple[str, func.HttpResponse]]:
    """Yield them by name; whoever is signed in is an admin from then on."""
    yield "no-such-page", await office.look("audit", lang=lang)
    office.sign_in(admin=True)
    async for face in _of_audit(office, lang):
        yield face
    async for face in _of_blocks(office, lang):
        yield face
    async for face in _of_people(office, lang):
        yield face


async def _of_audit(office: Office, lang: str) -> AsyncIterator[tuple[str, func.HttpResponse]]:
    trail = services().audit
    yield "audit", await office.look("audit", lang=lang)
    trail.continuation = "x"  # type: ignore[attr-defined]  # of the fake
    yield (
        "audit-filtered",
        await office.look("audit", lang=lang, kind=SIGN_IN_FAILED, continuation="x"),
    )
    trail.empty = True  # type: ignore[attr-defined]  # of the fake
    yield "audit-further", await office.look("audit", lang=lang, who="x")
    trail.continuation = ""  # type: ignore[attr-defined]  # of the fake
    yield "audit-fits-none", await office.look("audit", lang=lang, who="x")
    yield "audit-empty", await office.look("audit", lang=lang)


async def _of_blocks(office: Office, lang: str) -> AsyncIterator[tuple[str, func.HttpResponse]]:
    yield "blocks-none", await office.look("blocks", lang=lang)
    yield "blocks-nobody", await office.send("blocks", lang=lang, address=SOMEBODY)
    for organisation in ("GFMS", ""):
        await office.world.blocks.block(address_hash(SOMEBODY), Block(organisation, NOW))
    services().block_listing.continuation = "x"  # type: ignore[attr-defined]  # of the fake
    yield "blocks", await office.look("blocks", lang=lang, continuation="x")
    yield "blocks-found", await office.send("blocks", lang=lang, address=SOMEBODY)
    yield "blocks-wrong", await office.send("blocks", lang=lang, address="nonsense")
    yield "blocks-nothing", await office.send("blocks", lang=lang)


async def _of_people(office: Office, lang: str) -> AsyncIterator[tuple[str, func.HttpResponse]]:
    yield "people", await office.look("people", lang=lang)
    yield "people-wrong", await office.send("people", lang=lang, address="nonsense")
    yield "people-unknown", await office.send("people", lang=lang, address="nobody@x.example")
    inviter = office.have().inviter.email
    for number in range(30):
        office.have(company=replace(COMPANY, contactEmail=f"c{number}@x.example"))
    yield "people-inviter", await office.send("people", lang=lang, address=inviter)
    one = office.have(state=State.SENT, company=COMPANY, guest_id="g1", guest_created=True)
    yield "people-contact", await office.send("people", lang=lang, address=COMPANY.contactEmail)
    yield "people-blocks", await office.send("people", lang=lang, address=SOMEBODY)
    asked = {"address": one.guest.email, "lang": lang}
    yield "people-ask", await office.send("people", do="ask", **asked)
    yield "people-unsure", await office.send("people", do="erase", **asked)
    yield "people-erased", await office.send("people", do="erase", sure="on", **asked)
    for _ in range(201):
        office.have(inviter=Person("Tamer", SOMEBODY), company=COMPANY)
    yield (
        "people-more",
        await office.send("people", lang=lang, do="erase", sure="on", address=SOMEBODY),
    )
