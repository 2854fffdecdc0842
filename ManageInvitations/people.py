"""POST /api/People/export and /api/People/erase: for an admin, on request of a person (GDPR)."""

import azure.functions as func
import msgspec

from ManageInvitations.request import address_of, caller_of, read
from shared.services import services
from shared.usecases.erase_person import erase_person
from shared.usecases.export_person import export_person
from shared.web.callers import Asks, admin
from shared.web.json_answer import json_answer
from shared.web.problems import with_problems
from shared.web.shapes.bodies import AddressedBody
from shared.web.shapes.people import PersonErased, PersonExport


@with_problems
async def export(request: func.HttpRequest, asks: Asks) -> func.HttpResponse:
    """Return everything about an address; nothing is changed, and no address is unknown."""
    outer = services()
    caller = admin(await asks(request))
    body = read(request.get_body(), AddressedBody)
    caller_of(body.by, caller)
    found = await export_person(
        address_of(body),
        store=outer.invitations,
        life=outer.life,
        companies=outer.companies,
        blocks=outer.blocks,
        imports=outer.kept_imports,
    )
    return json_answer(msgspec.convert(found, PersonExport))


@with_problems
async def erase(request: func.HttpRequest, asks: Asks) -> func.HttpResponse:
    """Return what was erased; with `more`, the same request goes on."""
    outer, caller = services(), admin(await asks(request))
    body = read(request.get_body(), AddressedBody)
    done = await erase_person(
        address_of(body),
        caller_of(body.by, caller).name,
        erasing=outer.erasing,
        companies=outer.companies,
        blocks=outer.blocks,
        imports=outer.kept_imports,
        directory=outer.directory,
        delete_guests=outer.settings.delete_revoked_guests,
    )
    return json_answer(
        PersonErased(
            person=done.person,
            erased=done.erased,
            changed=done.changed,
            companies=done.companies,
            imports=done.imports,
            directory=done.guests,
            blocksKept=done.blocks,
            more=done.more,
        )
    )
