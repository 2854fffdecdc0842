"""GET /api/Invitations: a page of the list."""

import azure.functions as func
from msgspec import UNSET

from shared.domain.caller import Caller
from shared.domain.errors import InvitationNotFound
from shared.domain.keys import organisation_key
from shared.services import services
from shared.usecases.listing import Listed
from shared.web.callers import Asks
from shared.web.json_answer import json_answer
from shared.web.list_query import COUNTS, ListQuery, list_query
from shared.web.problems import link_of, with_problems
from shared.web.shapes.common import NamedPerson
from shared.web.shapes.invitations import Line, List


@with_problems
async def invitations(request: func.HttpRequest, asks: Asks) -> func.HttpResponse:
    """Return lines of the list that the caller may see, and where to go on."""
    caller = await asks(request)
    query = list_query(request.params, also=frozenset({COUNTS}))
    whose = whose_list(query, caller)
    page = await services().listing.page(
        whose,
        query.filters,
        continuation=query.continuation,
        size=query.size,
        counting=query.counts,
    )
    counts = UNSET if page.counts is None else page.counts
    return json_answer(
        List([shown(line) for line in page.items], page.continuation or None, counts)
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


def shown(line: Listed) -> Line:
    """Return a line as systems read it."""
    return Line(
        invitationId=line.id,
        state=line.state,
        link=link_of(line.id),
        organisation=line.organisation,
        guest=NamedPerson(line.guest_name, line.guest_email),
        inviter=NamedPerson(line.inviter_name, line.inviter_email),
        company=line.company,
        language=line.language,
        created=line.created.isoformat(),
        expires=line.expires.isoformat(),
        email=line.email,
    )
