"""What the tokens say (signin.md, id_token claims)."""

import hashlib
import json
import uuid
from datetime import datetime
from typing import Any

from dev.simulator.config import Config
from dev.simulator.entra.application import API_RIGHTS, GRAPH, own
from dev.simulator.entra.daemon import Daemon
from dev.simulator.entra.encoding import base64url
from dev.simulator.entra.grants import Grant
from dev.simulator.entra.people import identity_of
from dev.simulator.state import Account, Guest, State

LIFE = 3599  # seconds; the expires_in of the documented example


def issuer(config: Config) -> str:
    """Return the issuer of v2 tokens of the inviting tenant."""
    return f"https://login.microsoftonline.com/{config.tenant_id}/v2.0"


def _common(config: Config, guest: Guest, now: datetime) -> dict[str, Any]:
    moment = int(now.timestamp())
    pairwise = hashlib.sha256(f"{config.client_id} {guest.id}".encode()).digest()
    return {
        "iss": issuer(config),
        "iat": moment,
        "nbf": moment,
        "exp": moment + LIFE,
        "oid": guest.id,
        "sub": base64url(pairwise),
        "tid": config.tenant_id,
        "uti": base64url(uuid.uuid4().bytes),
        "ver": "2.0",
    }


def identity_provider(state: State, account: Account) -> str:
    """Return the `idp` of an account: its home tenant's STS, or live.com (signin.md, samples).

    What it is for Google, a federation and passcodes is not known: as user.identities says it.
    """
    if account.provider == "microsoft":
        return "live.com"
    if account.provider != "entra":
        return identity_of(state, account)["issuer"]
    return f"https://sts.windows.net/{account.home_tenant}/"


def id_token(
    config: Config, state: State, grant: Grant, guest: Guest, now: datetime
) -> dict[str, Any]:
    """Return the claims of an id_token for `guest`, signed in with the account of the grant.

    `oid` is the guest's id in the inviting tenant; it, the name and the user name need the scope
    profile. `idp` is there because the account is not of the inviting tenant.
    """
    account = state.accounts[grant.account]
    claims = _common(config, guest, now) | {"aud": config.client_id, "aio": base64url(b"simulated")}
    if grant.nonce:
        claims["nonce"] = grant.nonce
    if account.home_tenant != config.tenant_id:
        claims["idp"] = identity_provider(state, account)
    if "profile" in grant.scopes:
        claims["preferred_username"] = account.address
        claims["name"] = guest.display_name or account.display_name or account.address
    else:
        del claims["oid"]
    if "email" in grant.scopes or guest.user_type == "Guest":
        claims["email"] = guest.mail
    return claims | _roles(state, guest.id)


def _roles(state: State, principal: str) -> dict[str, list[str]]:
    """Return the claim `roles`, which is there only where roles are assigned (IDT)."""
    roles = state.app_roles.get(principal)
    return {"roles": roles} if roles else {}


def access_token(
    config: Config, state: State, grant: Grant, guest: Guest, now: datetime
) -> dict[str, Any]:
    """Return the claims of a delegated access token.

    It is for the application's own API where the grant has one of its scopes, else for Microsoft
    Graph. A token of version 2.0 names the API by its application id (access token claims).
    """
    account = state.accounts[grant.account]
    if names := own(grant.scopes):
        return (
            _common(config, guest, now)
            | {
                "aud": config.client_id,
                "azp": config.client_id,
                "azpacr": "1",
                "name": guest.display_name,
                "preferred_username": account.address,
                "scp": " ".join(API_RIGHTS if ".default" in names else names),
            }
            | _roles(state, guest.id)
        )
    return _common(config, guest, now) | {
        "aud": GRAPH,
        "azp": config.client_id,
        "scp": " ".join(scope for scope in grant.scopes if scope != "offline_access"),
    }


def app_only_token(config: Config, state: State, daemon: Daemon, now: datetime) -> dict[str, Any]:
    """Return the claims of a system's token: the subject is its own object, and there is no scp."""
    moment = int(now.timestamp())
    return {
        "aud": config.client_id,
        "iss": issuer(config),
        "iat": moment,
        "nbf": moment,
        "exp": moment + LIFE,
        "azp": daemon.client_id,
        "azpacr": "1",
        "oid": daemon.object_id,
        "sub": daemon.object_id,
        "tid": config.tenant_id,
        "uti": base64url(uuid.uuid4().bytes),
        "ver": "2.0",
    } | _roles(state, daemon.object_id)


def client_info(config: Config, account: Account, guest: Guest) -> str:
    """Return the `client_info` that msal asks for: the account in its own home tenant.

    Who has none is at home in the inviting tenant (an assumption).
    """
    if not account.home_tenant:
        return base64url(json.dumps({"uid": guest.id, "utid": config.tenant_id}).encode())
    home = uuid.uuid5(uuid.UUID(account.home_tenant), account.address.lower())
    return base64url(json.dumps({"uid": str(home), "utid": account.home_tenant}).encode())
