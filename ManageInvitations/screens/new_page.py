"""GET and POST /api/ManageInvitations/new: a form, its e-mail, and then the invitation."""

import dataclasses

import azure.functions as func

from ManageInvitations.inviter import Inviter
from ManageInvitations.screens.answers import screen, to_page
from ManageInvitations.screens.draft import (
    MOST_DAYS,
    Draft,
    checked,
    draft_of,
    empty,
    new_key,
)
from ManageInvitations.screens.preview import preview
from shared.domain.errors import (
    AddressAlreadyInvited,
    AddressBlocked,
    GuestRefused,
    IdempotencyKeyReused,
    QuotaExceeded,
    Unavailable,
)
from shared.domain.failure import Failure
from shared.domain.invitation import Invitation
from shared.domain.languages import languages
from shared.services import services
from shared.usecases.create_invitation import InviteGuest, create_invitation
from shared.web.company_fields import form_fields
from shared.web.console_page import console_page, language_for
from shared.web.form import posted

FORM = "invitation"
_UNPROCESSABLE = 422
_CONFLICT = 409
_TOO_MANY = 429
_UNAVAILABLE = 503
# What Microsoft Entra says of the address; everything else is not about a field.
OF_ADDRESS = frozenset(
    {
        *("address-not-found", "account-blocked", "own-domain", "already-in-directory"),
        *("group-address", "address-invalid", "address-ambiguous", "domain-blocked"),
        *("cross-tenant-blocked", "cross-cloud-disabled"),
    }
)


@dataclasses.dataclass(frozen=True)
class Trouble:
    """Why the form is shown again; `why` names the sentence above it."""

    status: int = 200
    faults: dict[str, str] = dataclasses.field(default_factory=dict)
    why: str = ""
    failure: Failure | None = None
    existing: Invitation | None = None


@screen
async def new(request: func.HttpRequest, inviter: Inviter) -> func.HttpResponse:
    """Show the form (GET); do what the pressed button says (POST)."""
    settings = services().settings
    if request.method != "POST":
        return _form(request, inviter, empty(inviter, settings), Trouble())
    form = posted(request)
    inviter.check_form(form.get("csrf", ""))
    draft = draft_of(form, inviter)
    pressed = form.get("do", "")
    if pressed not in {"preview", "send"}:
        return _form(request, inviter, draft, Trouble())
    command, faults = checked(draft, inviter, settings)
    if command is None:
        return _form(request, inviter, draft, Trouble(_UNPROCESSABLE, faults))
    if pressed == "preview":
        return await _preview(request, inviter, draft, command)
    return await _send(request, inviter, draft, command)


async def _preview(
    request: func.HttpRequest,
    inviter: Inviter,
    draft: Draft,
    command: InviteGuest,
) -> func.HttpResponse:
    mail = await preview(command, services())
    return console_page(
        "preview",
        request,
        inviter,
        switch_form=FORM,
        styles=mail.styles,
        pictures=mail.pictures,
        mail=mail,
        command=command,
        hidden=draft.hidden(),
    )


async def _send(
    request: func.HttpRequest,
    inviter: Inviter,
    draft: Draft,
    command: InviteGuest,
) -> func.HttpResponse:
    outer = services()
    try:
        made = await create_invitation(
            command,
            store=outer.invitations,
            blocks=outer.blocks,
            directory=outer.directory,
            ways=outer.ways,
            queue=outer.invitation_queue,
            clock=outer.clock,
            new_id=outer.new_id,
            lifetime=outer.settings.lifetime,
            quota=outer.quota,
        )
    except AddressAlreadyInvited as error:
        existing = await outer.invitations.get(error.invitation_id)
        if existing is not None and not inviter.caller.may_see(existing):
            existing = None
        faults = {"guestEmail": "invited"}
        return _form(request, inviter, draft, Trouble(_CONFLICT, faults, existing=existing))
    except AddressBlocked:
        trouble = Trouble(_UNPROCESSABLE, {"guestEmail": "blocked"})
    except GuestRefused as refusal:
        failure = refusal.failure
        about = {"guestEmail": "refused"} if failure.kind in OF_ADDRESS else {}
        trouble = Trouble(_UNPROCESSABLE, about, "" if about else "refused", failure)
    except IdempotencyKeyReused:
        draft = dataclasses.replace(draft, key=new_key())
        trouble = Trouble(_CONFLICT, why="used")
    except QuotaExceeded:
        trouble = Trouble(_TOO_MANY, why="quota")
    except Unavailable:
        trouble = Trouble(_UNAVAILABLE, why="unavailable")
    else:
        return to_page(f"/{made.invitation.id}", done="made")
    return _form(request, inviter, draft, trouble)


def _form(
    request: func.HttpRequest, inviter: Inviter, draft: Draft, trouble: Trouble
) -> func.HttpResponse:
    settings = services().settings
    language = language_for(request, inviter)
    return console_page(
        "new",
        request,
        inviter,
        status=trouble.status,
        headers={"Retry-After": "30"} if trouble.status == _UNAVAILABLE else {},
        switch_form=FORM,
        draft=draft,
        trouble=trouble,
        # Who has no organisation of their own says for which one they invite.
        asks_organisation=not inviter.caller.organisation,
        fields=form_fields(draft.company, trouble.faults, language),
        roles=sorted(settings.roles),
        default_roles=settings.default_roles,
        languages=languages(),
        most_days=MOST_DAYS,
        default_language=settings.default_language,
    )
