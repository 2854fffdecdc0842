"""GET and POST /api/ManageInvitations/import: a file is chosen, and looked at; files to fill in."""

from dataclasses import dataclass, field

import azure.functions as func

from ManageInvitations.inviter import Inviter
from ManageInvitations.screens.answers import screen, to_page
from ManageInvitations.screens.download import download
from ManageInvitations.screens.draft import code_of, name_of
from shared.domain.errors import (
    InvalidRequest,
    InvitationNotFound,
    MalformedRequest,
    Unavailable,
)
from shared.domain.languages import languages
from shared.domain.sentence import Sentence
from shared.domain.sheets.encoding import CODECS
from shared.domain.sheets.reading import FILE_TOO_LARGE
from shared.domain.sheets.sheet import LARGEST, MOST_ROWS
from shared.services import services
from shared.web.console_page import console_page
from shared.web.import_looking import defaults_of, look_at
from shared.web.import_templates import template
from shared.web.upload_form import Upload, uploaded

FORM = "import"
FILE = "file"
_UNPROCESSABLE = 422
_UNAVAILABLE = 503
_FIELDS = frozenset({"organisation", "language", "message"})
_CHARSETS = ("utf-8", "utf-16", *CODECS)


@dataclass(frozen=True)
class Chosen:
    """The form as it was sent, but for its file, which no page can fill in."""

    organisation: str = ""
    language: str = ""
    message: str = ""
    charset: str = ""


@dataclass(frozen=True)
class Trouble:
    """Why the form is shown again: a code for each field, what is wrong with the file, or `why`."""

    status: int = 200
    faults: dict[str, str] = field(default_factory=dict)
    of_file: Sentence | None = None
    why: str = ""


@screen
async def import_file(request: func.HttpRequest, inviter: Inviter) -> func.HttpResponse:
    """Show the form (GET); look at the file that was sent, and lead to what was found (POST)."""
    if request.method != "POST":
        return _form(request, inviter, Chosen(), Trouble())
    try:
        sent = uploaded(request, FILE, LARGEST, FILE_TOO_LARGE)
    except MalformedRequest as error:
        return _form(request, inviter, Chosen(), _of_file(error.status, error.sentence))
    inviter.check_form(sent.fields.get("csrf", ""))
    chosen = _chosen(sent.fields)
    if sent.fields.get("do") != "look":
        return _form(request, inviter, chosen, Trouble())
    if not (sent.name or sent.content):
        trouble = Trouble(_UNPROCESSABLE, {FILE: "required"})
        return _form(request, inviter, chosen, trouble)
    return await _look(request, inviter, chosen, sent)


@screen
async def template_file(request: func.HttpRequest, _inviter: Inviter) -> func.HttpResponse:
    """Return an empty file with the headings."""
    name = request.route_params.get("name", "")
    found = template(name)
    if found is None:
        raise InvitationNotFound
    return download(*found, name)


async def _look(
    request: func.HttpRequest, inviter: Inviter, chosen: Chosen, sent: Upload
) -> func.HttpResponse:
    asked = {
        "organisation": chosen.organisation,
        "inviterName": name_of(inviter),
        "inviterEmail": inviter.caller.email,
        "language": chosen.language,
        "message": chosen.message,
    }
    defaults = defaults_of(asked, inviter.caller)
    try:
        import_, _ = await look_at(sent.content, defaults, charset=chosen.charset, name=sent.name)
    except MalformedRequest as error:
        trouble = _of_file(error.status, error.sentence)
    except InvalidRequest as error:
        trouble = _of_defaults(error)
    except Unavailable:
        trouble = Trouble(_UNAVAILABLE, why="unavailable")
    else:
        return to_page(f"/import/{import_.id}")
    return _form(request, inviter, chosen, trouble)


def _chosen(fields: dict[str, str]) -> Chosen:
    charset = fields.get("charset", "")
    return Chosen(
        organisation=fields.get("organisation", ""),
        language=fields.get("language", ""),
        # Browsers send CR LF, which would count twice.
        message=fields.get("message", "").replace("\r\n", "\n"),
        charset=charset if charset in _CHARSETS else "",
    )


def _of_file(status: int, wrong: Sentence) -> Trouble:
    return Trouble(status, {FILE: "file"}, of_file=wrong)


def _of_defaults(error: InvalidRequest) -> Trouble:
    faults: dict[str, str] = {}
    for fault in error.faults:
        name = fault.pointer.removeprefix("/")
        if name not in _FIELDS:
            return _of_file(_UNPROCESSABLE, Sentence(fault.detail))
        faults.setdefault(name, code_of(fault.pointer, fault.detail))
    return Trouble(_UNPROCESSABLE, faults)


def _form(
    request: func.HttpRequest, inviter: Inviter, chosen: Chosen, trouble: Trouble
) -> func.HttpResponse:
    return console_page(
        "import",
        request,
        inviter,
        status=trouble.status,
        headers={"Retry-After": "30"} if trouble.status == _UNAVAILABLE else {},
        switch_form=FORM,
        chosen=chosen,
        trouble=trouble,
        # Who has no organisation of their own says for which one they invite.
        asks_organisation=not inviter.caller.organisation,
        languages=languages(),
        default_language=services().settings.default_language,
        charsets=_CHARSETS,
        most_rows=MOST_ROWS,
        most_megabytes=LARGEST // 1024**2,
    )
