"""GET /api/Invitations: a page of the list."""

import json
from typing import Any

import azure.functions as func

from shared.domain.caller import Caller
from shared.domain.errors import InvitationNotFound
from shared.domain.keys import organisation_key
from shared.services import services
from shared.usecases.listing import Listed
from shared.web.callers import Asks
from shared.web.headers import PRIVATE
from shared.web.list_query import ListQuery, list_query
from shared.web.problems import link_of, with_problems

_COUNTS = "counts"


@with_problems
async def invitations(request: func.HttpRequest, asks: Asks) -> func.HttpResponse:
    """Return lines of the list that the caller may see, and where to go on."""
    caller = await asks(request)
    query = list_query(request.params, also=frozenset({_COUNTS}))
    whose = whose_list(query, caller)
    listing = services().listing
    page = await listing.page(
        whose, query.filters, continuation=query.continuation, size=query.size
    )
    body: dict[str, Any] = {
        "items": [shown(line) for line in page.items],
        "continuation": page.continuation or None,
    }
    if request.params.get(_COUNTS) == "true":
        body["counts"] = await listing.counts(whose)
    return func.HttpResponse(
        json.dumps(body, ensure_ascii=False), mimetype="application/json", headers=PRIVATE
    )


def whose_list(query: ListQuery, caller: Caller) -> str:
    """Return the organisation whose list it is: only an admin may choose, or see all.

    Raises InvitationNotFound where the caller may not see the list: for them there is none.
    """
    if caller.admin:
        return query.organisation
    asked = query.organisation or caller.organisation
    if not caller.organisation or organisation_key(asked) != organisation_key(caller.organisation):
        raise InvitationNotFound
    return caller.organisation


def shown(line: Listed) -> dict[str, Any]:
    """Return a line as systems read it."""
    return {
        "invitationId": line.id,
        "state": line.state,
        "link": link_of(line.id),
        "organisation": line.organisation,
        "guest": {"name": line.guest_name, "email": line.guest_email},
        "inviter": {"name": line.inviter_name, "email": line.inviter_email},
        "company": line.company,
        "language": line.language,
        "created": line.created.isoformat(),
        "expires": line.expires.isoformat(),
        "email": line.email,
    }
