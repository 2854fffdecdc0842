"""POST /api/Invitations/import: look at a file, and confirm it at once if that is asked for."""

import json
from typing import Any

import azure.functions as func

from shared.domain.caller import Caller
from shared.domain.errors import Fault, InvalidRequest
from shared.services import services
from shared.usecases.imports.confirm import confirm_import
from shared.usecases.imports.model import Import
from shared.usecases.imports.preview import preview_import
from shared.web.callers import Asks
from shared.web.headers import PRIVATE
from shared.web.import_answers import import_members, preview_members
from shared.web.import_rows import Defaults, ReadFile, read_file
from shared.web.problems import with_problems

_LONGEST_NAME = 200


@with_problems
async def upload(request: func.HttpRequest, asks: Asks) -> func.HttpResponse:
    """Return 200 with the preview, or 202 where it was confirmed with it."""
    outer, caller = services(), await asks(request)
    asked = dict(request.params)
    defaults = _defaults(asked, caller)
    read = read_file(request.get_body(), defaults, outer.settings, asked.get("charset", ""))
    if not read.rows:
        raise InvalidRequest(Fault("", "The file has no rows below its headings."))
    import_, rows = await preview_import(
        read.rows,
        organisation=defaults.organisation,
        by=caller.name,
        inviter=defaults.inviter_email,
        read_as=_read_as(read, asked.get("name", "")),
        imports=outer.imports,
        many=outer.many,
        clock=outer.clock,
        new_id=outer.new_id,
    )
    if not flag(asked, "confirm"):
        return answer(200, preview_members(import_, rows), import_)
    import_ = await confirm_import(
        import_.id,
        caller,
        partial=flag(asked, "partial"),
        imports=outer.imports,
        quota=outer.quota,
        queue=outer.import_queue,
        clock=outer.clock,
    )
    return answer(202, import_members(import_), import_)


def answer(status: int, members: dict[str, Any], import_: Import) -> func.HttpResponse:
    """Return an import, with where it is found."""
    location = f"{services().settings.public_url}/api/Imports/{import_.id}"
    return func.HttpResponse(
        json.dumps(members),
        status_code=status,
        mimetype="application/json",
        headers=PRIVATE | {"Location": location},
    )


def flag(asked: dict[str, str], name: str) -> bool:
    """Return a parameter that is true or false; raise InvalidRequest for anything else."""
    text = asked.get(name, "false").lower()
    if text not in {"true", "false"}:
        raise InvalidRequest(Fault(f"/{name}", "must be true or false"))
    return text == "true"


def _defaults(asked: dict[str, str], caller: Caller) -> Defaults:
    """Return on whose behalf; a person invites in no name but their own."""
    language, message = asked.get("language", ""), asked.get("message", "")
    if caller.email and caller.organisation:
        name = asked.get("inviterName", "") or caller.email
        return Defaults(caller.organisation, name, caller.email, language, message, caller)
    organisation = asked.get("organisation", "") if caller.admin else caller.organisation
    inviter = asked.get("inviterName", ""), asked.get("inviterEmail", "")
    return Defaults(organisation, *inviter, language, message, caller)


def _read_as(read: ReadFile, name: str) -> dict[str, Any]:
    return {
        "name": name[:_LONGEST_NAME],
        "encoding": read.sheet.encoding,
        "separator": read.sheet.separator,
        "template": "entra" if read.columns.entra else "",
        "unknownColumns": [
            {"column": column, "heading": heading} for column, heading in read.columns.unknown
        ],
    }
