"""Client credentials: a system of the tenant's own asks for a token of the application's API.

The documents are "OAuth 2.0 client credentials flow" and the error code reference of
learn.microsoft.com/entra/identity-platform.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass

from dev.simulator import defaults
from dev.simulator.entra.application import API
from dev.simulator.entra.authorize_request import missing
from dev.simulator.entra.errors import SignInError


@dataclass(frozen=True)
class Daemon:
    """A registered system: its application id, and the id of its object in the tenant."""

    client_id: str
    object_id: str


def daemon_of(form: Mapping[str, str]) -> Daemon:
    """Return the system that asks; raise SignInError for another one, secret or scope."""
    for name in ("client_id", "scope"):
        if not form.get(name):
            raise missing(name)
    if form["client_id"] != defaults.DAEMON_CLIENT_ID:
        raise SignInError(
            700016,
            "unauthorized_client",
            f"Application with identifier '{form['client_id']}' was not found in the directory.",
        )
    shown, secret = form.get("client_secret", ""), defaults.DAEMON_CLIENT_SECRET
    if not secrets.compare_digest(shown.encode(), secret.encode()):
        raise SignInError(7000215, "invalid_client", "Invalid client secret provided.", status=401)
    if form["scope"] not in {f"{prefix}.default" for prefix in API}:
        raise SignInError(
            1002012,
            "invalid_scope",
            f"The provided value for scope {form['scope']} is not valid. Client credential flows "
            "must have a scope value with /.default suffixed to the resource identifier.",
        )
    return Daemon(defaults.DAEMON_CLIENT_ID, defaults.DAEMON_OBJECT_ID)
