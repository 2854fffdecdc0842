"""POST /api/People/export and /api/People/erase: for an admin, on request of a person (GDPR)."""

import json
from typing import Any

import azure.functions as func

from ManageInvitations.request import PersonBody, address_of, caller_of, read
from shared.services import services
from shared.usecases.erase_person import erase_person
from shared.usecases.export_person import export_person
from shared.web.callers import Asks, admin
from shared.web.headers import PRIVATE
from shared.web.problems import with_problems


@with_problems
async def export(request: func.HttpRequest, asks: Asks) -> func.HttpResponse:
    """Return everything about an address; nothing is changed, and no address is unknown."""
    outer = services()
    admin(await asks(request))
    found = await export_person(
        address_of(read(request.get_body(), PersonBody)),
        store=outer.invitations,
        life=outer.life,
        companies=outer.companies,
        blocks=outer.blocks,
    )
    return _json(found)


@with_problems
async def erase(request: func.HttpRequest, asks: Asks) -> func.HttpResponse:
    """Return what was erased; with `more`, the same request goes on."""
    outer, caller = services(), admin(await asks(request))
    body = read(request.get_body(), PersonBody)
    done = await erase_person(
        address_of(body),
        caller_of(body.by, caller).name,
        erasing=outer.erasing,
        companies=outer.companies,
        blocks=outer.blocks,
        directory=outer.directory,
        delete_guests=outer.settings.delete_revoked_guests,
    )
    return _json(
        {
            "person": done.person,
            "erased": done.erased,
            "changed": done.changed,
            "companies": done.companies,
            "directory": done.guests,
            "blocksKept": done.blocks,
            "more": done.more,
        }
    )


def _json(content: dict[str, Any]) -> func.HttpResponse:
    return func.HttpResponse(
        json.dumps(content, ensure_ascii=False), mimetype="application/json", headers=PRIVATE
    )
