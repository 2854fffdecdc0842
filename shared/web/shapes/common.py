"""What several shapes are made of."""

from typing import Annotated

import msgspec

from shared.domain.invitation import EmailFate
from shared.usecases.listing import SHOWN_STATES

Id = Annotated[str, msgspec.Meta(extra_json_schema={"format": "uuid"})]
Link = Annotated[str, msgspec.Meta(extra_json_schema={"format": "uri"})]
Moment = Annotated[str, msgspec.Meta(extra_json_schema={"format": "date-time"})]
ShownState = Annotated[str, msgspec.Meta(extra_json_schema={"enum": list(SHOWN_STATES)})]
ShownFate = Annotated[
    str, msgspec.Meta(extra_json_schema={"enum": [fate.value for fate in EmailFate]})
]


class NamedPerson(msgspec.Struct, frozen=True):
    """A name and an address; a pseudonym once erased."""

    name: str
    email: str


class HistoryEvent(msgspec.Struct, frozen=True):
    """Something that happened to an invitation: what, when, by whom."""

    event: str
    at: Moment
    by: str
    details: dict[str, str]
