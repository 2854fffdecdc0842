"""The app's check of access tokens, with a tenant of this process."""

import pytest

from shared.outer.entra_keys import EntraKeys
from shared.outer.entra_tokens import AccessTokens
from shared.services import Services
from shared.web import callers
from tests.contract.access.calling import OTHER, Clock
from tests.contract.issuing import (
    AUTHORITY,
    CLIENT,
    TENANT,
    Tenant,
)
from tests.samples import settings


@pytest.fixture
def tenant() -> Tenant:
    return Tenant()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def keys(tenant: Tenant, clock: Clock) -> EntraKeys:
    return EntraKeys(AUTHORITY, TENANT, monotonic=clock, get=tenant.get)


@pytest.fixture(autouse=True)
def app(keys: EntraKeys, monkeypatch: pytest.MonkeyPatch) -> Services:
    """The app's services, with the tenant of this process."""
    chosen = settings(INVITER_ORGANISATIONS=f'{{"gfms.example": "GFMS", "{OTHER}": "Robots"}}')
    made = Services(chosen)
    made.__dict__["access_tokens"] = AccessTokens(keys, TENANT, CLIENT, made.clock)
    monkeypatch.setattr(callers, "services", lambda: made)
    return made
