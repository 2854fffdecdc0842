"""A file that somebody brings is looked at: on whose behalf, how it was read, what its rows are."""

from typing import Any

from shared.domain.caller import Caller
from shared.domain.errors import Fault, InvalidRequest
from shared.services import services
from shared.usecases.imports.model import Import, Row
from shared.usecases.imports.preview import preview_import
from shared.web.import_rows import Defaults, ReadFile, read_file

NO_ROWS = "The file has no rows below its headings."
_LONGEST_NAME = 200


def defaults_of(asked: dict[str, str], caller: Caller) -> Defaults:
    """Return on whose behalf; a person invites in no name but their own."""
    language, message = asked.get("language", ""), asked.get("message", "")
    if caller.email and caller.organisation:
        name = asked.get("inviterName", "") or caller.email
        return Defaults(caller.organisation, name, caller.email, language, message, caller)
    organisation = asked.get("organisation", "") if caller.admin else caller.organisation
    inviter = asked.get("inviterName", ""), asked.get("inviterEmail", "")
    return Defaults(organisation, *inviter, language, message, caller)


async def look_at(
    data: bytes, defaults: Defaults, *, charset: str, name: str
) -> tuple[Import, tuple[Row, ...]]:
    """Return the stored preview of a file with that name, and all its rows.

    Raises MalformedRequest for the file, InvalidRequest for the defaults or a file without rows,
    or Unavailable.
    """
    outer = services()
    read = read_file(data, defaults, outer.settings, charset)
    if not read.rows:
        raise InvalidRequest(Fault("", NO_ROWS))
    return await preview_import(
        read.rows,
        organisation=defaults.organisation,
        by=defaults.caller.name,
        inviter=defaults.inviter_email,
        read_as=_read_as(read, name),
        imports=outer.imports,
        many=outer.many,
        clock=outer.clock,
        new_id=outer.new_id,
    )


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
