"""Bodies of POST /api/InviteUser."""

import json
from typing import Any

from shared.domain.caller import Caller
from shared.usecases.create_invitation import InviteGuest
from shared.web.invitation_body import read_body, to_command
from tests.samples import settings

PERSON = {"email": "a@b.example", "name": "x"}
RIGHT: dict[str, Any] = {"guest": PERSON, "inviter": PERSON, "organisation": "GFMS"}


def command(content: dict[str, Any], **options: Any) -> InviteGuest:
    body = read_body(json.dumps(content).encode())
    caller = options.pop("caller", Caller("", admin=True))
    asked: dict[str, Any] = {"idempotency_key": "", "respond_async": False} | options
    return to_command(body, settings(), caller, **asked)


def put(pointer: str, value: Any) -> dict[str, Any]:
    """Return a right body with one member replaced, or removed where the value is `...`."""
    content = json.loads(json.dumps(RIGHT | {"company": {}, "roles": ["customer", "guide"]}))
    *way, last = pointer.split("/")[1:]
    inner = content
    for name in way:
        inner = inner[name]
    key = int(last) if isinstance(inner, list) else last
    if value is ...:
        del inner[key]
    else:
        inner[key] = value
    return dict(content)
