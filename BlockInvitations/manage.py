"""GET and POST /api/BlockInvitations/manage: prove an address, see and lift its blocks (E8)."""

import hashlib

import azure.functions as func

from BlockInvitations import proven
from BlockInvitations.proven import Proven
from shared.domain.addresses import address_hash, mail_address
from shared.domain.errors import InvalidRequest
from shared.services import Services, services
from shared.usecases.blocks import block_address
from shared.usecases.prove_address import ask_for_code, check_code
from shared.web.answers import with_pages
from shared.web.block_links import manage_link
from shared.web.form import posted
from shared.web.pages import language_of, page
from shared.web.redirects import redirect

_SEE_OTHER = 303
_UNPROCESSABLE = 422


@with_pages
async def manage(request: func.HttpRequest) -> func.HttpResponse:
    """Show the step that comes next (GET), or do what the pressed button says (POST)."""
    outer = services()
    language = language_of(request)
    session = proven.find(request)
    if request.method != "POST":
        if session is None:
            return page("block_address", language, wrong=False)
        blocks = await outer.blocks.blocks(session.address)
        return page("block_list", language, blocks=blocks, csrf=session.csrf)
    form = posted(request)
    if form.get("do") in {"send", "check"}:
        return await _prove(form, request, language, outer)
    return await _change(form, session, language, outer)


async def _prove(
    form: dict[str, str], request: func.HttpRequest, language: str, outer: Services
) -> func.HttpResponse:
    try:
        address = mail_address(form.get("email", ""), "/email")
    except InvalidRequest:
        return page("block_address", language, status=_UNPROCESSABLE, wrong=True)
    if form["do"] == "check":
        return await _check(address, form.get("code", ""), language, outer)
    # Whatever is known of the address, the answer is this.
    await ask_for_code(
        address,
        language,
        _client(request),
        store=outer.blocks,
        queue=outer.code_queue,
        clock=outer.clock,
    )
    return page("block_code", language, email=address, wrong=False)


async def _check(address: str, code: str, language: str, outer: Services) -> func.HttpResponse:
    right = await check_code(
        address,
        "".join(code.split()),
        store=outer.blocks,
        keys=outer.settings.session_keys,
        clock=outer.clock,
    )
    if not right:
        return page("block_code", language, status=_UNPROCESSABLE, email=address, wrong=True)
    response = _back(language, outer)
    proven.begin(response, address_hash(address))
    return response


async def _change(
    form: dict[str, str], session: Proven | None, language: str, outer: Services
) -> func.HttpResponse:
    """Lift one block, lift all, block everybody, or leave."""
    response = _back(language, outer)
    if session is None:
        return response
    session.check_form(form.get("csrf", ""))
    match form.get("do"):
        case "lift":
            await outer.blocks.lift(session.address, form.get("organisation", ""))
        case "lift_all":
            for one in await outer.blocks.blocks(session.address):
                await outer.blocks.lift(session.address, one.organisation)
        case "block_all":
            await block_address(session.address, "", store=outer.blocks, clock=outer.clock)
        case _:
            proven.end(response)
    return response


def _back(language: str, outer: Services) -> func.HttpResponse:
    return redirect(manage_link(outer.settings, language), status=_SEE_OTHER)


def _client(request: func.HttpRequest) -> str:
    """Return what tells clients apart: a hash of the address that Azure saw, the last one."""
    forwarded = request.headers.get("x-forwarded-for", "").rpartition(",")[2].strip()
    host = forwarded.rpartition(":")[0] if forwarded.count(":") == 1 else forwarded
    return hashlib.sha256(host.encode()).hexdigest()[:40]
