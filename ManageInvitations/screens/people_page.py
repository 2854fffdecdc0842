"""GET and POST /api/ManageInvitations/people: everything about one person (GDPR, 15 and 17).

The address is only ever in the body of a form: no log and no history of a browser holds it.
"""

from typing import Any

import azure.functions as func
import msgspec

from ManageInvitations.inviter import Inviter
from ManageInvitations.screens.answers import for_admins, screen
from ManageInvitations.screens.download import download
from shared.domain.addresses import mail_address
from shared.domain.errors import InvalidRequest
from shared.services import services
from shared.usecases.erase_person import Erased, erase_person
from shared.usecases.export_person import export_person
from shared.usecases.preview_person import preview_person
from shared.web.console_page import console_page
from shared.web.form import posted
from shared.web.shapes.people import PersonExport

FORM = "person"
_UNPROCESSABLE = 422


@screen
@for_admins
async def people(request: func.HttpRequest, inviter: Inviter) -> func.HttpResponse:
    """Ask whom it is about (GET); show, give or erase what is kept (POST)."""
    if request.method != "POST":
        return _page("people", request, inviter, address="", fault="")
    form = posted(request)
    inviter.check_form(form.get("csrf", ""))
    text = form.get("address", "").strip()
    try:
        address = mail_address(text, "/address")
    except InvalidRequest:
        fault = "address" if text else "required"
        return _page("people", request, inviter, _UNPROCESSABLE, address=text, fault=fault)
    # A button of the language switch says nothing: the same step is shown again.
    match form.get("do") or form.get("step"):
        case "download":
            return await _file(address)
        case "ask":
            return await _ask(request, inviter, address)
        case "erase" if form.get("sure") == "on":
            return _erased(request, inviter, address, await _erase(inviter, address))
        case "erase":
            return await _ask(request, inviter, address, unsure=True)
    return await _show(request, inviter, address)


async def _show(request: func.HttpRequest, inviter: Inviter, address: str) -> func.HttpResponse:
    outer = services()
    kept = await preview_person(
        address,
        store=outer.invitations,
        life=outer.life,
        companies=outer.companies,
        blocks=outer.blocks,
        imports=outer.kept_imports,
    )
    return _page("people", request, inviter, address=address, fault="", kept=kept)


async def _file(address: str) -> func.HttpResponse:
    outer = services()
    found = await export_person(
        address,
        store=outer.invitations,
        life=outer.life,
        companies=outer.companies,
        blocks=outer.blocks,
        imports=outer.kept_imports,
    )
    # The same as POST /api/People/export, for people to read.
    content = msgspec.json.format(msgspec.json.encode(msgspec.convert(found, PersonExport)))
    return download(content, "application/json", f"person-{outer.clock():%Y-%m-%d}.json")


async def _ask(
    request: func.HttpRequest, inviter: Inviter, address: str, *, unsure: bool = False
) -> func.HttpResponse:
    deletes = services().settings.delete_revoked_guests
    status = _UNPROCESSABLE if unsure else 200
    return _page(
        "people_erase", request, inviter, status, address=address, unsure=unsure, deletes=deletes
    )


async def _erase(inviter: Inviter, address: str) -> Erased:
    outer = services()
    return await erase_person(
        address,
        inviter.caller.name,
        erasing=outer.erasing,
        companies=outer.companies,
        blocks=outer.blocks,
        imports=outer.kept_imports,
        directory=outer.directory,
        delete_guests=outer.settings.delete_revoked_guests,
    )


def _erased(
    request: func.HttpRequest, inviter: Inviter, address: str, done: Erased
) -> func.HttpResponse:
    guests = [(id_, fate.removeprefix("kept: ")) for id_, fate in done.guests.items()]
    return _page("people_erased", request, inviter, address=address, done=done, guests=guests)


def _page(
    template: str,
    request: func.HttpRequest,
    inviter: Inviter,
    status: int = 200,
    **context: Any,
) -> func.HttpResponse:
    """Return a page; once an address was posted, the switch of languages posts it again."""
    form = FORM if request.method == "POST" else ""
    return console_page(
        template, request, inviter, status=status, switch_form=form, **{"kept": None} | context
    )
