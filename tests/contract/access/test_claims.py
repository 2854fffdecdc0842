"""Which access tokens open the API: every claim, the times and the signature."""

import time
from typing import Any

import jwt
import pytest

from shared.outer.entra_tokens import LEEWAY
from tests.contract.access.calling import OTHER, ask
from tests.contract.issuing import (
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

SKEW = int(LEEWAY.total_seconds())


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


async def test_a_changed_token_is_401() -> None:
    token = changed(sign(person()), roles=["Invitation.Admin"])
    assert (await ask(token)).status_code == 401
