"""People of the inviting organisation: in the console with a browser, at the API with a token."""

import base64
import hashlib
import json
import secrets
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import requests
from cryptography.fernet import Fernet

from dev.simulator import defaults
from tests.journey.person import Person
from tests.journey.system import TIMEOUT, System

CONSOLE = "/api/ManageInvitations"
API_SCOPE = f"api://{defaults.CLIENT_ID}/access_as_user"


def path(address: str) -> str:
    """Return the path of an address."""
    return urlsplit(address).path


def asked(address: str) -> dict[str, list[str]]:
    """Return the query of an address."""
    return parse_qs(urlsplit(address).query)


def sign_in(person: Person, address: str = defaults.INVITER, page: str = CONSOLE) -> None:
    """Open a page of the console and sign in at Microsoft."""
    person.open(f"{person.site}{page}")
    if "Next" not in person.page.forms[0].buttons:
        raise AssertionError(person.page.html)
    person.press("Next", Email=address)
    person.press("Sign in", Password=defaults.MEMBER_PASSWORD)


def session_of(person: Person) -> dict[str, Any]:
    """Return what the console's cookie of this browser holds."""
    token, _ = person.cookies.kept["__Secure-inviter"]
    opened = Fernet(person.system.stack.keys.session).decrypt(token + "=" * (-len(token) % 4))
    content: dict[str, Any] = json.loads(opened)
    return content


def age_session(person: Person, *, confirmed: float = 0.0, began: float = 0.0) -> None:
    """Let so many seconds pass since the session was confirmed, and since it began."""
    content = session_of(person)
    content["confirmed"] -= confirmed
    content["began"] -= began
    put_session(person, content)


def put_session(person: Person, content: dict[str, Any], key: str = "") -> None:
    """Give the browser a cookie with that content, sealed with the app's key or another one."""
    seal = Fernet(key or person.system.stack.keys.session)
    token = seal.encrypt(json.dumps(content).encode()).decode().rstrip("=")
    person.cookies.kept["__Secure-inviter"] = (token, CONSOLE)


def give_roles(system: System, **roles: list[str]) -> None:
    """Give people roles instead of those that they have."""
    system.simulator("seed", {"app_roles": roles})


def person_token(person: Person, address: str = defaults.INVITER) -> str:
    """Return an access token for the API: code flow with PKCE of an application of the person's."""
    verifier = secrets.token_urlsafe(48)
    digest = hashlib.sha256(verifier.encode()).digest()
    redirect_uri = f"{person.site}{CONSOLE}/SignedIn"
    query = {
        "client_id": defaults.CLIENT_ID,
        "response_type": "code",
        "redirect_uri": redirect_uri,
        "scope": f"openid profile {API_SCOPE}",
        "code_challenge": base64.urlsafe_b64encode(digest).decode().rstrip("="),
        "code_challenge_method": "S256",
    }
    tenant = f"{person.system.stack.simulator_url}/{defaults.TENANT_ID}/oauth2/v2.0"
    person.open(f"{tenant}/authorize?{urlencode(query)}")
    person.press("Next", Email=address)
    person.press("Sign in", Password=defaults.MEMBER_PASSWORD)
    code = next(
        parse_qs(urlsplit(address).query)["code"][0] for address in person.way if "code=" in address
    )
    return _token(
        person.system,
        grant_type="authorization_code",
        client_id=defaults.CLIENT_ID,
        client_secret=defaults.CLIENT_SECRET,
        redirect_uri=redirect_uri,
        code=code,
        code_verifier=verifier,
    )["access_token"]


def system_token(system: System) -> str:
    """Return an access token of the seeded system."""
    return _token(
        system,
        grant_type="client_credentials",
        client_id=defaults.DAEMON_CLIENT_ID,
        client_secret=defaults.DAEMON_CLIENT_SECRET,
        scope=f"api://{defaults.CLIENT_ID}/.default",
    )["access_token"]


def _token(system: System, **form: str) -> dict[str, str]:
    address = f"{system.stack.settings['AUTHORITY_HOST']}/{defaults.TENANT_ID}/oauth2/v2.0/token"
    answer = system.session.post(
        address, data=form, verify=str(system.stack.ca_file), timeout=TIMEOUT
    )
    assert answer.status_code == 200, answer.text
    found: dict[str, str] = answer.json()
    return found


def call(
    system: System,
    method: str,
    path: str = "",
    content: Any = None,
    *,
    token: str | None = None,
    **headers: str,
) -> requests.Response:
    """Call the API with an access token, or without any."""
    sent = {"Authorization": f"Bearer {token}"} if token is not None else {}
    return system.session.request(
        method,
        f"{system.stack.app_url}/api/entra/Invitations{path}",
        data=None if content is None else json.dumps(content).encode(),
        headers=sent | {name.replace("_", "-"): value for name, value in headers.items()},
        timeout=TIMEOUT,
    )
