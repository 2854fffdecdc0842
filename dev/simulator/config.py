"""How one simulator runs: its addresses, its state, and what both halves share."""

import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from aiohttp import web

from dev.simulator import defaults
from dev.simulator.keys import SigningKey
from dev.simulator.state import State


@dataclass(frozen=True)
class Config:
    """What does not change while the simulator runs; addresses carry no trailing slash."""

    base_url: str  # http://localhost:N, where people's browsers and most SDKs go
    tls_url: str  # https://localhost:M, the authority that msal insists on
    redirect_uris: tuple[str, ...] = ()  # registered for CLIENT_ID
    events_url: str = ""  # the webhook that delivery reports go to; empty: nowhere
    data: Path | None = None  # folder that keeps state, CA and signing key; None: memory only
    tenant_id: str = defaults.TENANT_ID
    tenant_name: str = defaults.TENANT_NAME
    tenant_domain: str = defaults.TENANT_DOMAIN
    client_id: str = defaults.CLIENT_ID
    client_secret: str = defaults.CLIENT_SECRET
    email_access_key: str = defaults.EMAIL_ACCESS_KEY
    identity_header: str = defaults.IDENTITY_HEADER


STATE: web.AppKey[State] = web.AppKey("state", State)
CONFIG: web.AppKey[Config] = web.AppKey("config", Config)
KEY: web.AppKey[SigningKey] = web.AppKey("key", SigningKey)


def clock() -> datetime:
    """Return the time now, in UTC."""
    return datetime.now(UTC)


def timestamp(moment: datetime | None = None) -> str:
    """Return `moment` (default: now) as Graph writes it, `2026-11-20T09:15:00Z`."""
    return (moment or clock()).strftime("%Y-%m-%dT%H:%M:%SZ")


def new_id() -> str:
    """Return a random GUID."""
    return str(uuid.uuid4())
