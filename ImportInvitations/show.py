"""Imports are confirmed, looked at, and told the result of; files to fill in are handed out."""

import azure.functions as func

from ImportInvitations.upload import answer, flag
from shared.domain.errors import Fault, InvalidRequest, InvitationNotFound
from shared.services import services
from shared.usecases.imports.confirm import confirm_import, read_import
from shared.web.callers import Asks
from shared.web.headers import PRIVATE
from shared.web.import_answers import import_shape, result_csv, result_rows
from shared.web.import_templates import template
from shared.web.json_answer import json_answer
from shared.web.problems import with_problems
from shared.web.shapes.imports import ImportResult


@with_problems
async def template_file(request: func.HttpRequest, asks: Asks) -> func.HttpResponse:
    """Return an empty file with the headings."""
    await asks(request)
    name = request.route_params.get("name", "")
    found = template(name)
    if found is None:
        raise InvitationNotFound
    return _file(*found, name)


@with_problems
async def confirm(request: func.HttpRequest, asks: Asks) -> func.HttpResponse:
    """Return 202: the rows are accepted from now on."""
    outer, caller = services(), await asks(request)
    import_ = await confirm_import(
        request.route_params.get("id", ""),
        caller,
        partial=flag(dict(request.params), "partial"),
        imports=outer.imports,
        quota=outer.quota,
        queue=outer.import_queue,
        clock=outer.clock,
    )
    return answer(202, import_shape(import_), import_)


@with_problems
async def show(request: func.HttpRequest, asks: Asks) -> func.HttpResponse:
    """Return the import and how far it is."""
    outer, caller = services(), await asks(request)
    import_, progress = await read_import(
        request.route_params.get("id", ""), caller, imports=outer.imports
    )
    return answer(200, import_shape(import_, progress), import_)


@with_problems
async def result(request: func.HttpRequest, asks: Asks) -> func.HttpResponse:
    """Return a line for each row, as JSON or, with ?format=csv, as a file."""
    outer, caller = services(), await asks(request)
    wanted = request.params.get("format", "json")
    if wanted not in {"json", "csv"}:
        raise InvalidRequest(Fault("/format", "must be json or csv"))
    import_, _ = await read_import(
        request.route_params.get("id", ""), caller, imports=outer.imports
    )
    rows = await result_rows(outer.imports.lots(import_.id))
    if wanted == "csv":
        return _file(result_csv(rows), "text/csv; charset=utf-8", f"import-{import_.id[:8]}.csv")
    return json_answer(ImportResult(import_.id, import_.stage.value, rows))


def _file(content: bytes, kind: str, name: str) -> func.HttpResponse:
    return func.HttpResponse(
        content,
        headers=PRIVATE
        | {"Content-Type": kind, "Content-Disposition": f'attachment; filename="{name}"'},
    )
