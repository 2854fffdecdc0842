"""The managed identity endpoint, through azure-identity and bare."""

import time

import aiohttp
import jwt
import pytest

from dev.simulator import defaults
from tests.contract.clients import GRAPH_SCOPE, managed_identity
from tests.contract.conftest import Simulator, token_for


@pytest.mark.parametrize(
    ("scope", "audience"),
    [
        (GRAPH_SCOPE, "https://graph.microsoft.com"),
        ("https://communication.azure.com//.default", "https://communication.azure.com/"),
        ("api://AzureADTokenExchange/.default", "api://AzureADTokenExchange"),
    ],
)
async def test_sdk_gets_a_token(
    simulator: Simulator, monkeypatch: pytest.MonkeyPatch, scope: str, audience: str
) -> None:
    async with managed_identity(simulator, monkeypatch) as credential:
        token = await credential.get_token(scope)
    claims = jwt.decode(token.token, options={"verify_signature": False})
    assert claims["aud"] == audience
    assert claims["tid"] == defaults.TENANT_ID
    assert token.expires_on == pytest.approx(time.time() + 86_400, abs=60)
    assert simulator.count("identity GET /msi/token") == 1


@pytest.mark.parametrize(
    ("query", "secret", "status"),
    [
        ("api-version=2019-08-01&resource=x", defaults.IDENTITY_HEADER, 200),
        ("api-version=2019-08-01&resource=x", "wrong", 401),
        ("api-version=2019-08-01&resource=x", None, 401),
        ("api-version=2017-09-01&resource=x", defaults.IDENTITY_HEADER, 400),
        ("api-version=2019-08-01", defaults.IDENTITY_HEADER, 400),
        ("api-version=2019-08-01&resource=x&client_id=y", defaults.IDENTITY_HEADER, 400),
    ],
)
async def test_requests_are_checked(
    simulator: Simulator, http: aiohttp.ClientSession, query: str, secret: str | None, status: int
) -> None:
    headers = {} if secret is None else {"X-IDENTITY-HEADER": secret}
    async with http.get(f"/msi/token?{query}", headers=headers) as answer:
        content = await answer.json()
        assert answer.status == status
    if status == 200:
        assert isinstance(content["expires_on"], str)
        assert content["token_type"] == "Bearer"
    else:
        assert "access_token" not in content


async def test_token_of_another_audience_opens_neither_service(
    simulator: Simulator, http: aiohttp.ClientSession
) -> None:
    token = await token_for(http, "api://AzureADTokenExchange")
    headers = {"Authorization": f"Bearer {token}"}
    async with http.get("/v1.0/users", headers=headers) as answer:
        assert answer.status == 401
    async with http.post("/emails:send?api-version=2025-09-01", headers=headers) as answer:
        assert answer.status == 401


async def test_a_token_for_graph_names_the_permissions_as_its_roles(
    simulator: Simulator, http: aiohttp.ClientSession
) -> None:
    simulator.state.permissions = ["User.Invite.All"]
    token = await token_for(http, "https://graph.microsoft.com")
    claims = jwt.decode(token, options={"verify_signature": False})
    assert claims["roles"] == ["User.Invite.All"]
    token = await token_for(http, "api://AzureADTokenExchange")
    assert "roles" not in jwt.decode(token, options={"verify_signature": False})
