"""The simulator's access tokens, looked at by the app's own check."""

from typing import Any

import pytest

from dev.simulator import defaults
from shared.domain.errors import Unauthorised, Unavailable
from shared.outer.entra_keys import EntraKeys
from shared.outer.entra_tokens import AccessTokens
from shared.services import Services
from tests.contract.access.calling import OTHER
from tests.contract.conftest import Simulator
from tests.contract.sign_in.application import Application
from tests.samples import settings


def tokens_of(simulator: Simulator, monkeypatch: pytest.MonkeyPatch) -> AccessTokens:
    """Return the app's own check, pointed at the simulator."""
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(simulator.ca_file))
    real = EntraKeys(f"{simulator.tls_url}/{defaults.TENANT_ID}", defaults.TENANT_ID)
    chosen = settings()
    return AccessTokens(real, defaults.TENANT_ID, defaults.CLIENT_ID, Services(chosen).clock)


def daemon_token(app: Application, **changed: str) -> Any:
    form = {
        "grant_type": "client_credentials",
        "client_id": defaults.DAEMON_CLIENT_ID,
        "client_secret": defaults.DAEMON_CLIENT_SECRET,
        "scope": f"api://{defaults.CLIENT_ID}/.default",
    }
    return app.post_token(**(form | changed))


async def test_the_simulators_tokens_are_good(
    simulator: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Application(simulator) as application:
        got = daemon_token(application).json()
        claims = await tokens_of(simulator, monkeypatch).claims(got["access_token"])
    assert claims["azp"] == defaults.DAEMON_CLIENT_ID
    assert claims["oid"] == claims["sub"] == defaults.DAEMON_OBJECT_ID
    assert claims["roles"] == ["Invitation.Admin"]
    assert "scp" not in claims


async def test_a_token_of_the_managed_identity_for_graph_is_not(
    simulator: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Application(simulator) as application:
        token = application.identity_token()
    with pytest.raises(Unauthorised):
        await tokens_of(simulator, monkeypatch).claims(token)


async def test_no_answer_is_an_outage(simulator: Simulator) -> None:
    keys = EntraKeys(f"{simulator.tls_url}/nobody", defaults.TENANT_ID)
    with pytest.raises(Unavailable):
        await keys.find("one")


@pytest.mark.parametrize(
    ("changed", "number"),
    [
        ({"client_secret": "wrong"}, 7000215),
        ({"client_id": OTHER}, 700016),
        ({"scope": "https://graph.microsoft.com/User.Read"}, 1002012),
        ({"scope": ""}, 900144),
    ],
)
def test_whom_the_simulator_gives_no_token_by_client_credentials(
    simulator: Simulator, changed: dict[str, str], number: int
) -> None:
    with Application(simulator) as application:
        answer = daemon_token(application, **changed)
    assert answer.status_code in {400, 401}
    assert answer.json()["error_codes"] == [number]


@pytest.mark.parametrize(("secret", "status"), [(defaults.CLIENT_SECRET, 200), ("wrong", 401)])
def test_the_application_itself_may_ask_by_client_credentials(
    simulator: Simulator, secret: str, status: int
) -> None:
    own = {"client_id": defaults.CLIENT_ID, "scope": "https://graph.microsoft.com/.default"}
    with Application(simulator) as application:
        answer = daemon_token(application, client_secret=secret, **own)
        assert answer.status_code == status, answer.text
        if status != 200:
            assert answer.json()["error_codes"] == [7000215]
