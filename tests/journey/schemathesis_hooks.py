"""What schemathesis is told beside the document: what no document of every installation can say."""

import contextlib
import io
import os
from typing import Any

import schemathesis
import xlsxwriter
from hypothesis import strategies as st

from dev.settings import PLATFORM_URL, ROLES
from shared.domain.import_columns import COLUMNS
from shared.web.openapi.parts import CSV, XLSX
from shared.web.openapi.rules import BEYOND_ASCII, GUEST, MAIL

_NOBODY = "00000000-0000-4000-8000-000000000000"
_DOORS: dict[str, str] = {}  # of invitations
LONGEST_LINE = 8000  # bytes of an address; the host answers 400 by itself beyond that
_NAME = st.text("abcdefghijklmnopqrstuvwxyz ÉűŁ-'", min_size=1, max_size=20).map("A".__add__)
_ADDRESS = st.text("abcdefghijklmnopqrstuvwxyz0123456789", min_size=1, max_size=12).map(
    "{}@kunde.example".format
)
_ROWS = st.lists(st.tuples(_ADDRESS, _NAME), min_size=1, max_size=4)


@schemathesis.hook  # type: ignore[untyped-decorator,unused-ignore]
def filter_query(context: Any, query: Any) -> bool:
    """Return whether the query may be sent: the host refuses a longer one by itself."""
    return len(str(query).encode("utf-8", "replace")) * 3 < LONGEST_LINE


@schemathesis.hook  # type: ignore[untyped-decorator,unused-ignore]
def after_call(context: Any, case: Any, response: Any) -> None:
    """Remember at which door an invitation was made: the key's or the token's."""
    if case.method == "POST" and response.status_code in {200, 201, 202}:
        with contextlib.suppress(ValueError):  # a page
            _DOORS.setdefault(response.json().get("invitationId", ""), _door(case))


@schemathesis.hook  # type: ignore[untyped-decorator,unused-ignore]
def before_call(context: Any, case: Any, kwargs: Any) -> None:
    """Delete an invitation at its own door alone, and nobody's at the other.

    Both doors lead to the same invitations. Schemathesis tells a resource by its address, and would
    say of one that was deleted at the other door that it is lost.
    """
    if case.method == "DELETE" and _DOORS.get(case.path_parameters.get("id"), "") not in {
        "",
        _door(case),
    }:
        case.path_parameters["id"] = _NOBODY


def _door(case: Any) -> str:
    return "token" if case.path.startswith("/entra/") else "key"


@schemathesis.hook  # type: ignore[untyped-decorator,unused-ignore]
def before_load_schema(context: Any, raw_schema: dict[str, Any]) -> None:
    """Say what this installation's settings say, and make addresses easy to make."""
    schemas = raw_schema["components"]["schemas"]
    members = schemas["InvitationBody"]["properties"]
    members["roles"]["items"] = {"enum": sorted(ROLES)}
    members["redirectUrl"]["enum"] = ["", PLATFORM_URL, f"{PLATFORM_URL}?from=mail"]
    _plain_addresses(raw_schema)
    # Of the many, those that the owner of a token may name.
    _often(members, "organisation", "GFMS")
    for name in ("RevokeBody", "ResendBody", "AddressBody", "ExtendBody", "AddressedBody"):
        _often(schemas[name]["properties"], "by", os.environ["SCHEMATHESIS_CALLER"])


def _often(members: dict[str, Any], name: str, text: str) -> None:
    members[name] = {"anyOf": [{"const": text}, members[name]]}


def _plain_addresses(node: Any) -> None:
    """Leave domains beyond ASCII to tests of their own, and bound what is before the @.

    No generator of texts goes by two patterns at once in time.
    """
    if isinstance(node, list):
        for one in node:
            _plain_addresses(one)
    elif isinstance(node, dict):
        if node.get("pattern") in (GUEST, MAIL):
            del node["allOf"]
            local, _, domain = node["pattern"].replace(BEYOND_ASCII, "").rpartition("@")
            node["pattern"] = f"{local.replace(']+', ']{1,20}').replace(')*', '){0,2}')}@{domain}"
        for one in node.values():
            _plain_addresses(one)


def _csv(rows: list[tuple[str, str]]) -> bytes:
    lines = [",".join(COLUMNS[:2]), *(f'{address},"{name}"' for address, name in rows)]
    return "\n".join(lines).encode()


def _xlsx(rows: list[tuple[str, str]]) -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate([COLUMNS[:2], *rows]):
            sheet.write_row(number, 0, row)
    return file.getvalue()


schemathesis.openapi.media_type(CSV, _ROWS.map(_csv))
schemathesis.openapi.media_type(XLSX, _ROWS.map(_xlsx))
