"""Which access tokens open the API: every claim, the signature, and the tenant's keys."""

import asyncio
import time
from typing import Any

import azure.functions as func
import jwt
import pytest

from dev.simulator import defaults
from shared.domain.errors import Unauthorised, Unavailable
from shared.outer.entra_keys import FAILED_PAUSE, KEPT, PAUSE, STALE, EntraKeys
from shared.outer.entra_tokens import LEEWAY, AccessTokens
from shared.services import Services
from shared.web import callers
from shared.web.problems import with_problems
from tests.contract.conftest import Simulator
from tests.contract.issuing import (
    AUTHORITY,
    CLIENT,
    OBJECT,
    TENANT,
    Tenant,
    changed,
    daemon,
    key,
    person,
    sign,
    signed_with_the_public_key,
    unsigned,
)
from tests.contract.sign_in.application import Application
from tests.samples import settings

OTHER = "99999999-0000-0000-0000-000000000000"
SKEW = int(LEEWAY.total_seconds())


class Clock:
    """A monotonic clock that a test moves."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


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


@with_problems
async def who(request: func.HttpRequest) -> func.HttpResponse:
    """Answer who calls, or the problem."""
    caller = await callers.token_caller(request)
    return func.HttpResponse("|".join([caller.name, caller.organisation, str(caller.admin)]))


async def ask(token: str | None, scheme: str = "Bearer") -> func.HttpResponse:
    headers = {} if token is None else {"authorization": f"{scheme} {token}"}
    address = "https://invite.example/api/entra/Invitations/x"
    return await who(func.HttpRequest("GET", address, headers=headers, body=b""))


async def test_a_good_token_of_a_person() -> None:
    for scheme in ("Bearer", "bearer"):
        answer = await ask(sign(person()), scheme)
        assert answer.get_body() == b"tamer@gfms.example|GFMS|False"


async def test_the_audience_may_be_the_uri_of_the_api() -> None:
    assert (await ask(sign(person(aud=f"api://{CLIENT}")))).status_code == 200


async def test_an_admin_needs_no_organisation() -> None:
    token = sign(person(roles=["Invitation.Admin"], preferred_username="a@nowhere.example"))
    assert (await ask(token)).get_body() == b"a@nowhere.example||True"


async def test_good_tokens_of_systems() -> None:
    assert (await ask(sign(daemon()))).get_body() == b"dddddddd||True"
    told = sign(daemon(idtyp="app", sub="something else"))
    assert (await ask(told)).get_body() == b"dddddddd||True"
    inviter = sign(daemon(roles=["Inviter"], azp=OTHER.upper()))
    assert (await ask(inviter)).get_body() == f"{OTHER.upper()}|Robots|False".encode()


WRONG: dict[str, dict[str, Any]] = {
    "no issuer": {"iss": ...},
    "version 1": {"iss": f"https://sts.windows.net/{TENANT}/"},
    "another issuer": {"iss": f"https://login.microsoftonline.com/{OTHER}/v2.0"},
    "no issuer at all": {"iss": ""},
    "no audience": {"aud": ...},
    "Graph": {"aud": "00000003-0000-0000-c000-000000000000"},
    "another API": {"aud": f"api://{OTHER}"},
    "part of the audience": {"aud": CLIENT[:-1]},
    "no end": {"exp": ...},
    "an end that is no time": {"exp": "tomorrow"},
    "no beginning": {"nbf": ...},
    "no tenant": {"tid": ...},
    "another tenant": {"tid": OTHER},
    "no object": {"oid": ...},
    "no subject": {"sub": ...},
    "nobody's name": {"preferred_username": ...},
    "an empty name": {"preferred_username": ""},
    "a name that is no text": {"preferred_username": ["a@gfms.example"]},
    "an id_token": {"scp": ..., "azp": ..., "nonce": "n"},
    "an id_token that names a client": {"scp": ..., "nonce": "n"},
    "a scope that is no text": {"scp": ["access_as_user"]},
    "a user's, it says": {"scp": ..., "sub": OBJECT, "idtyp": "user"},
    "a system without an id": {"scp": ..., "sub": OBJECT, "azp": ...},
}


@pytest.mark.parametrize("claims", WRONG.values(), ids=WRONG)
async def test_a_wrong_claim_is_401(claims: dict[str, Any]) -> None:
    answer = await ask(sign(person(**claims)))
    assert answer.status_code == 401
    assert answer.mimetype == "application/problem+json"
    challenge = answer.headers["WWW-Authenticate"]
    assert challenge.startswith('Bearer realm="')
    assert 'error="invalid_token"' in challenge
    assert challenge.isascii()
    assert challenge.isprintable()


REFUSED: dict[str, dict[str, Any]] = {
    "no roles": {"roles": ...},
    "none of them": {"roles": []},
    "another role": {"roles": ["Reader", "inviter", "Invitation.Admins"]},
    "a role that is text": {"roles": "Inviter"},
    "roles that are no texts": {"roles": [["Inviter"], 1]},
    "no organisation": {"preferred_username": "a@nowhere.example"},
    "a domain below": {"preferred_username": "a@x.gfms.example"},
    "a domain in front": {"preferred_username": "a@gfms.example@nowhere.example"},
    "no address": {"preferred_username": "+41 79 000 00 00"},
    "the domain alone": {"preferred_username": "gfms.example.org"},
}


@pytest.mark.parametrize("claims", REFUSED.values(), ids=REFUSED)
async def test_who_may_not_is_403(claims: dict[str, Any]) -> None:
    answer = await ask(sign(person(**claims)))
    assert answer.status_code == 403
    assert 'error="insufficient_scope"' in answer.headers["WWW-Authenticate"]


async def test_without_a_token_no_error_is_named() -> None:
    for answer in (await ask(None), await ask("", "Bearer"), await ask("dTpw", "Basic")):
        assert answer.status_code == 401
        assert answer.headers["WWW-Authenticate"] == 'Bearer realm="symuserinvitation"'


@pytest.mark.parametrize(
    ("ends", "status"), [(-SKEW + 5, 200), (-SKEW - 1, 401), (-86_400, 401), (5, 200)]
)
async def test_the_end_counts_with_a_little_leeway(ends: int, status: int) -> None:
    assert (await ask(sign(person(exp=int(time.time()) + ends)))).status_code == status


@pytest.mark.parametrize(("begins", "status"), [(SKEW - 5, 200), (SKEW + 5, 401), (86_400, 401)])
async def test_so_does_the_beginning(begins: int, status: int) -> None:
    token = sign(person(nbf=int(time.time()) + begins, exp=int(time.time()) + 200_000))
    assert (await ask(token)).status_code == status


async def test_no_other_algorithm(tenant: Tenant) -> None:
    for token in (
        unsigned(person()),
        unsigned(person(), "None"),
        unsigned(person(), "RS256"),
        signed_with_the_public_key(person()),
        jwt.encode(person(), key("one").private, "RS512", headers={"kid": "one"}),
        jwt.encode(person(), key("one").private, "PS256", headers={"kid": "one"}),
    ):
        assert (await ask(token)).status_code == 401


async def test_tokens_that_cannot_be_entras_do_not_ask_for_its_keys(tenant: Tenant) -> None:
    nameless = jwt.encode(person(), key("one").private, "RS256")
    too_long = sign(person(more="x" * 16 * 1024))
    for token in ("x", "a.b.c", "é", unsigned(person()), nameless, too_long):
        assert (await ask(token)).status_code == 401
    assert (await ask(signed_with_the_public_key(person()))).status_code == 401
    assert tenant.asked == []


async def test_a_changed_token_is_401() -> None:
    token = changed(sign(person()), roles=["Invitation.Admin"])
    assert (await ask(token)).status_code == 401


async def test_another_key_under_a_known_name_is_401() -> None:
    forged = jwt.encode(person(), key("mallory").private, "RS256", headers={"kid": "one"})
    assert (await ask(forged)).status_code == 401


async def test_keys_named_by_the_token_itself_are_not_used(tenant: Tenant) -> None:
    (own,) = key("mallory").key_set()["keys"]
    headers = {"kid": "mallory", "jwk": own, "jku": "https://mallory.example/keys"}
    forged = jwt.encode(person(), key("mallory").private, "RS256", headers=headers)
    assert (await ask(forged)).status_code == 401
    assert not any("mallory" in one for one in tenant.asked)


async def test_keys_are_read_once_for_many_tokens(tenant: Tenant) -> None:
    answers = await asyncio.gather(*(ask(sign(person())) for _ in range(20)))
    assert {answer.status_code for answer in answers} == {200}
    assert len(tenant.asked) == 2, "the metadata, and the keys"


async def test_unknown_keys_make_the_list_be_read_a_bounded_number_of_times(
    tenant: Tenant, clock: Clock
) -> None:
    await ask(sign(person()))
    before = len(tenant.asked)
    clock.now += PAUSE
    for number in range(30):
        answer = await ask(sign(person(), "mallory" if number % 2 else f"m{number % 4}"))
        assert answer.status_code == 401
    assert len(tenant.asked) == before + 2
    assert (await ask(sign(person()))).status_code == 200


async def test_new_keys_are_found_and_old_ones_are_forgotten(tenant: Tenant, clock: Clock) -> None:
    await ask(sign(person()))
    tenant.published = ["one", "two"]
    clock.now += PAUSE
    assert (await ask(sign(person(), "two"))).status_code == 200
    tenant.published = ["two"]
    assert (await ask(sign(person()))).status_code == 200, "kept"
    clock.now += KEPT
    assert (await ask(sign(person()))).status_code == 401
    assert (await ask(sign(person(), "two"))).status_code == 200


async def test_kept_keys_serve_while_entra_is_down_but_not_for_ever(
    tenant: Tenant, clock: Clock
) -> None:
    await ask(sign(person()))
    tenant.down = True
    clock.now += KEPT
    assert (await ask(sign(person()))).status_code == 200
    clock.now += STALE
    answer = await ask(sign(person()))
    assert answer.status_code == 503
    assert answer.headers["Retry-After"]


async def test_while_entra_is_down_nobody_gets_in_and_not_everybody_asks(
    tenant: Tenant, clock: Clock
) -> None:
    tenant.down = True
    answers = await asyncio.gather(*(ask(sign(person())) for _ in range(10)))
    assert {answer.status_code for answer in answers} == {503}
    assert len(tenant.asked) == 1
    tenant.down = False
    clock.now += FAILED_PAUSE
    assert (await ask(sign(person()))).status_code == 200


async def test_metadata_of_another_tenant_is_no_metadata(tenant: Tenant) -> None:
    tenant.issuer = f"https://login.microsoftonline.com/{OTHER}/v2.0"
    assert (await ask(sign(person(iss=tenant.issuer)))).status_code == 503


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
