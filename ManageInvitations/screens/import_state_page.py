"""GET and POST /api/ManageInvitations/import/{id}: what a file holds, and how far its import is."""

import functools
from dataclasses import dataclass

import azure.functions as func

from ManageInvitations.inviter import Inviter
from ManageInvitations.screens.answers import screen, to_page
from ManageInvitations.screens.download import download
from ManageInvitations.screens.import_problems import Looked, looked_at
from shared.domain.errors import ImportNotPossible, QuotaExceeded, Unavailable
from shared.services import services
from shared.usecases.imports.confirm import confirm_import, read_import
from shared.usecases.imports.model import PREVIEW_LIFE, Import, Progress, Stage
from shared.web.console_page import console_page
from shared.web.form import posted
from shared.web.import_answers import result_csv, result_rows

_CONFLICT = 409
_TOO_MANY = 429
_UNAVAILABLE = 503


@dataclass(frozen=True)
class Trouble:
    """Why it was not confirmed; `limit` and `left` are those of people a day."""

    status: int = 200
    why: str = ""
    limit: int = 0
    left: int = 0


@screen
async def import_state(request: func.HttpRequest, inviter: Inviter) -> func.HttpResponse:
    """Show the import (GET); let its rows be invited (POST)."""
    import_, progress = await _read(request, inviter)
    if request.method != "POST":
        return await _page(request, inviter, import_, progress, Trouble())
    form = posted(request)
    inviter.check_form(form.get("csrf", ""))
    if form.get("do") != "send":
        return await _page(request, inviter, import_, progress, Trouble())
    trouble = await _confirm(import_, inviter, partial=form.get("partial") == "on")
    if trouble is not None:
        return await _page(request, inviter, import_, progress, trouble)
    return to_page(f"/import/{import_.id}")


@screen
async def import_result(request: func.HttpRequest, inviter: Inviter) -> func.HttpResponse:
    """Return a file with a line for each row: what became, or would become, of it."""
    import_, _ = await _read(request, inviter)
    rows = await result_rows(services().imports.lots(import_.id))
    return download(result_csv(rows), "text/csv; charset=utf-8", f"import-{import_.id[:8]}.csv")


async def _read(request: func.HttpRequest, inviter: Inviter) -> tuple[Import, Progress]:
    """Return the import of the route; raise InvitationNotFound also for one of others'."""
    return await read_import(
        request.route_params.get("id", "").lower(), inviter.caller, imports=services().imports
    )


async def _confirm(import_: Import, inviter: Inviter, *, partial: bool) -> Trouble | None:
    outer = services()
    try:
        await confirm_import(
            import_.id,
            inviter.caller,
            partial=partial,
            imports=outer.imports,
            quota=outer.quota,
            queue=outer.import_queue,
            clock=outer.clock,
        )
    except QuotaExceeded as error:
        return Trouble(_TOO_MANY, "quota", error.limit, error.left)
    except ImportNotPossible:
        return Trouble(_CONFLICT, "old" if _old(import_) else "partial")
    except Unavailable:
        return Trouble(_UNAVAILABLE, "unavailable")
    return None


def _old(import_: Import) -> bool:
    """Return whether the preview has been there for too long to be confirmed."""
    return import_.stage is Stage.PREVIEWED and services().clock() - import_.created > PREVIEW_LIFE


async def _page(
    request: func.HttpRequest,
    inviter: Inviter,
    import_: Import,
    progress: Progress,
    trouble: Trouble,
) -> func.HttpResponse:
    counts = progress.counts
    shown = functools.partial(
        console_page,
        request=request,
        inviter=inviter,
        status=trouble.status,
        headers={"Retry-After": "30"} if trouble.status == _UNAVAILABLE else {},
        switch_query={},
        it=import_,
        counts=counts,
        trouble=trouble,
    )
    if import_.stage is Stage.PREVIEWED:
        looked = Looked()
        if counts.refused or counts.blocked or counts.ready:
            lots = services().imports.lots(import_.id)
            looked = await looked_at(lots, counts.refused + counts.blocked, counts.ready)
        return shown("import_preview", looked=looked, old=_old(import_))
    return shown(
        "import_progress",
        stage=import_.stage.value,
        # Rows that were refused at once need no work.
        done=counts.rows - counts.ready,
        under_way=import_.stage is Stage.CONFIRMED,
        live=request.params.get("live") != "off",
    )
