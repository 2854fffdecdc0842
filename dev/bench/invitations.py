"""Invitations as the measurements make them."""

import json
from typing import Any

import requests

from dev.bench.errors import NotMeasured
from dev.invitation import DOCUMENTED
from dev.simulator import defaults

_TIMEOUT = 30
_PHONE = "+41 32 344 11 11"


def body(address: str, organisation: str = "GFMS") -> dict[str, Any]:
    """Return the documented invitation for another guest, its company's phone put right."""
    company = DOCUMENTED["company"] | {"phone": _PHONE}
    guest = {"email": address, "name": "Anna Keller"}
    return DOCUMENTED | {"guest": guest, "company": company, "organisation": organisation}


def invite(
    app_url: str,
    key: str,
    address: str = defaults.ENTRA_CUSTOMER_USER,
    *,
    organisation: str = "GFMS",
    respond_async: bool = False,
) -> str:
    """Make an invitation and return its link; raises NotMeasured for any other answer."""
    headers = {"Content-Type": "application/json", "x-functions-key": key}
    if respond_async:
        headers["Prefer"] = "respond-async"
    with requests.Session() as session:
        session.trust_env = False
        answer = session.post(
            f"{app_url}/api/InviteUser",
            data=json.dumps(body(address, organisation)),
            headers=headers,
            timeout=_TIMEOUT,
        )
    if answer.status_code != (202 if respond_async else 201):
        raise NotMeasured(f"{answer.url} answered {answer.status_code}: {answer.text[:500]}")
    return answer.headers["Location"]
