"""POST /api/Invitations/import: look at a file, and confirm it at once if that is asked for."""

import azure.functions as func
import msgspec

from shared.domain.errors import Fault, InvalidRequest
from shared.domain.sheets.encoding import LONGEST_CHARSET
from shared.services import services
from shared.usecases.imports.confirm import confirm_import
from shared.usecases.imports.model import Import
from shared.web.callers import Asks
from shared.web.import_answers import import_shape, preview_shape
from shared.web.import_looking import defaults_of, look_at
from shared.web.json_answer import json_answer
from shared.web.problems import with_problems


@with_problems
async def upload(request: func.HttpRequest, asks: Asks) -> func.HttpResponse:
    """Return 200 with the preview, or 202 where it was confirmed with it."""
    outer, caller = services(), await asks(request)
    asked = dict(request.params)
    confirm, partial = flag(asked, "confirm"), flag(asked, "partial")
    import_, rows = await look_at(
        request.get_body(),
        defaults_of(asked, caller),
        charset=_charset(asked),
        name=asked.get("name", ""),
    )
    if not confirm:
        return answer(200, preview_shape(import_, rows), import_)
    import_ = await confirm_import(
        import_.id,
        caller,
        partial=partial,
        imports=outer.imports,
        quota=outer.quota,
        queue=outer.import_queue,
        clock=outer.clock,
    )
    return answer(202, import_shape(import_), import_)


def answer(status: int, content: msgspec.Struct, import_: Import) -> func.HttpResponse:
    """Return an import, with where it is found."""
    location = f"{services().settings.public_url}/api/Imports/{import_.id}"
    return json_answer(content, status, {"Location": location})


def _charset(asked: dict[str, str]) -> str:
    """Return the encoding that the sender names, also of a file that needs none."""
    text = asked.get("charset", "")
    if len(text) > LONGEST_CHARSET:
        raise InvalidRequest(Fault("/charset", f"Use at most {LONGEST_CHARSET} characters."))
    return text


def flag(asked: dict[str, str], name: str) -> bool:
    """Return a parameter that is true or false; raise InvalidRequest for anything else."""
    text = asked.get(name, "false")
    if text not in {"true", "false"}:
        raise InvalidRequest(Fault(f"/{name}", "must be true or false"))
    return text == "true"
