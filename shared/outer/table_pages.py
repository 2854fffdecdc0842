"""Some rows of a whole table, and where to go on: as storage itself says."""

import base64
import binascii
import json
from dataclasses import dataclass
from typing import Any

from azure.core.exceptions import HttpResponseError

from shared.domain.errors import MalformedRequest
from shared.outer.tables import Table

# Storage may answer with fewer rows than there are, even with none (learn.microsoft.com, query
# timeout and pagination): so often it is asked for a page.
MOST_CALLS = 5
_BAD = 400
_KEYS = {"PartitionKey", "RowKey"}
_LONGEST = 2000


@dataclass(frozen=True)
class TablePage:
    """Rows in the order of their keys; the last page has no `continuation`."""

    rows: list[Any]
    continuation: str


async def page_of(
    table: Table,
    condition: str,
    select: list[str],
    *,
    size: int,
    continuation: str,
    **parameters: Any,
) -> TablePage:
    """Return up to `size` rows that meet the condition, in MOST_CALLS calls at most.

    `@name` in the condition stands for the parameter of that name. Raises MalformedRequest for a
    continuation that is none.
    """
    found: list[Any] = []
    token = _opened(continuation)
    for _ in range(MOST_CALLS):
        try:
            some, token = await table.page(
                condition, select, size - len(found), token, **parameters
            )
        except HttpResponseError as error:
            if continuation and error.status_code == _BAD:
                raise _foreign() from error
            raise
        found += some
        if token is None or len(found) >= size:
            break
    return TablePage(found, _sealed(token))


def _sealed(token: dict[str, str] | None) -> str:
    if token is None:
        return ""
    return base64.urlsafe_b64encode(json.dumps(token).encode()).decode().rstrip("=")


def _opened(text: str) -> dict[str, str] | None:
    if not text:
        return None
    try:
        padded = text[:_LONGEST] + "=" * (-len(text) % 4)
        token = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
    except (binascii.Error, ValueError) as error:
        raise _foreign() from error
    strings = isinstance(token, dict) and all(isinstance(one, str) for one in token.values())
    if not (strings and token.keys() == _KEYS):
        raise _foreign()
    return dict(token)


def _foreign() -> MalformedRequest:
    return MalformedRequest(_BAD, "The continuation is not one of this list.", "/continuation")
