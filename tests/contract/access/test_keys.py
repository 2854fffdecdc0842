"""The tenant's keys: read seldom, never from the token, and kept while Entra is down."""

import asyncio

import jwt

from shared.outer.entra_keys import FAILED_PAUSE, KEPT, PAUSE, STALE
from tests.contract.access.calling import OTHER, Clock, ask
from tests.contract.issuing import (
    Tenant,
    key,
    person,
    sign,
    signed_with_the_public_key,
    unsigned,
)


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


async def test_keys_named_by_the_token_itself_are_not_used(tenant: Tenant) -> None:
    (own,) = key("mallory").key_set()["keys"]
    headers = {"kid": "mallory", "jwk": own, "jku": "https://mallory.example/keys"}
    forged = jwt.encode(person(), key("mallory").private, "RS256", headers=headers)
    assert (await ask(forged)).status_code == 401
    assert not any("mallory" in one for one in tenant.asked)


async def test_tokens_that_cannot_be_entras_do_not_ask_for_its_keys(tenant: Tenant) -> None:
    nameless = jwt.encode(person(), key("one").private, "RS256")
    too_long = sign(person(more="x" * 16 * 1024))
    for token in ("x", "a.b.c", "é", unsigned(person()), nameless, too_long):
        assert (await ask(token)).status_code == 401
    assert (await ask(signed_with_the_public_key(person()))).status_code == 401
    assert tenant.asked == []


async def test_another_key_under_a_known_name_is_401() -> None:
    forged = jwt.encode(person(), key("mallory").private, "RS256", headers={"kid": "one"})
    assert (await ask(forged)).status_code == 401
