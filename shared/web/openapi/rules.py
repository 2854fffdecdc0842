"""Rules that the types of the shapes do not tell, said in JSON Schema.

They are kept by `shared/domain` and `shared/web`, which say in words what is wrong; here they are
for whoever makes a request. Patterns are of ECMA 262 and Python alike.
"""

from typing import Any

from shared.domain.company import FIELDS
from shared.domain.country import countries
from shared.domain.languages import offered
from shared.domain.reminding import MOST_REMINDERS

# Of no text: control and direction characters, ends of lines and paragraphs (domain/text.py).
_DIRECTIONS = r"\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069"
_HARM = r"\u0000-\u001f\u007f-\u009f" + _DIRECTIONS
_HARM_IN_LINES = r"\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f" + _DIRECTIONS
_BLANK = r" \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
LINE = f"^[^{_HARM}]*$"
LINES = f"^[^{_HARM_IN_LINES}]*$"
NAME = f"^[^{_HARM}]*[^{_HARM}{_BLANK}][^{_HARM}]*$"
# A domain may have letters of all scripts; which of them make one is beyond JSON Schema (IDNA).
BEYOND_ASCII = r"\u0080-\uffff"
_LETTER = "A-Za-z0-9" + BEYOND_ASCII
_LABEL = rf"[{_LETTER}](?:[{_LETTER}-]{{0,61}}[{_LETTER}])?"
_DOMAIN = rf"(?:{_LABEL}\.)+[A-Za-z{BEYOND_ASCII}]{{2,63}}"
# Languages that a region may have written in another script than the one that is offered.
OF_TWO_SCRIPTS = frozenset({"ms", "sr"})
_SHORT = "^[^@]{1,64}@"
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
MAIL = rf"^{_ATOM}(?:\.{_ATOM})*@{_DOMAIN}$"
# Microsoft Graph takes fewer characters of a guest (domain/addresses.py).
GUEST = rf"^[A-Za-z0-9_]+(?:[.-][A-Za-z0-9_]+)*@{_DOMAIN}$"


def ruled(components: dict[str, Any]) -> dict[str, Any]:
    """Return the schemas of all shapes with these rules in them."""
    for name, members in _rules().items():
        for member, rule in members.items():
            _add(components[name]["properties"], member, rule)
    return components


def language() -> dict[str, Any]:
    """Return the schema of a language that is offered; empty is as if there were none."""
    plain = "|".join(tag for tag in offered() if "-" not in tag and tag not in OF_TWO_SCRIPTS)
    return {"anyOf": [{"enum": ["", *offered()]}, {"pattern": f"^(?:{plain})-[A-Z]{{2}}$"}]}


def address(pattern: str) -> dict[str, Any]:
    """Return the schema of an address; what stands before the @ is bounded by itself."""
    return {"pattern": pattern, "allOf": [{"pattern": _SHORT}]}


def _rules() -> dict[str, dict[str, dict[str, Any]]]:
    by, guest, mail = {"pattern": LINE}, address(GUEST), address(MAIL)
    tongue = language()
    line = {"pattern": LINE}
    changed = {"by": by, "email": _or_empty(GUEST), "name": line, "language": tongue}
    return {
        "PersonBody": {"email": mail, "name": {"pattern": NAME}},
        "CompanyBody": dict.fromkeys(FIELDS, line)
        | {"country": {"enum": ["", *sorted(countries())]}},
        "InvitationBody": {
            "guest": {"properties": {"email": guest}},
            "organisation": {"pattern": NAME},
            "message": {"pattern": LINES},
            "language": tongue,
            "roles": {"description": "Names of the setting ROLES."},
            "redirectUrl": {"description": "Its origin is one of the setting ALLOWED_REDIRECTS."},
            "reminders": {"maxItems": MOST_REMINDERS, "description": "The smaller number first."},
        },
        "RevokeBody": {"by": by},
        "ResendBody": changed,
        "AddressBody": changed | {"email": guest},
        "ExtendBody": {"by": by},
        "AddressedBody": {"by": by, "address": mail},
    }


def _or_empty(pattern: str) -> dict[str, Any]:
    return {"anyOf": [{"const": ""}, address(pattern)]}


def _add(members: dict[str, Any], name: str, rule: dict[str, Any]) -> None:
    there = members[name]
    # What a reference leads to is others' as well.
    members[name] = {"allOf": [there, rule]} if "$ref" in there else there | rule
