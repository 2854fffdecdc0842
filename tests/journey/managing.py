"""A system that looks after invitations: shows them, sends them again, withdraws them."""

import json
from typing import Any

import requests

from tests.journey.system import TIMEOUT, System


def manage(
    system: System, invitation: str, what: str = "", content: Any = None, **headers: str
) -> requests.Response:
    """GET an invitation, or POST what is to be done with it."""
    method, path = ("POST", f"/{what}") if what else ("GET", "")
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    data = content if isinstance(content, bytes) else json.dumps(content or {}).encode()
    return system.session.request(
        method,
        f"{system.stack.app_url}/api/Invitations/{invitation}{path}",
        data=data if what else None,
        headers={"x-functions-key": system.stack.keys.host} | named,
        timeout=TIMEOUT,
    )


def shown(system: System, invitation: str) -> dict[str, Any]:
    """Return what the API shows of an invitation."""
    answer = manage(system, invitation)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found
