"""The links with which a guest says no."""

import pytest
from cryptography.fernet import Fernet
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.addresses import address_hash
from shared.domain.languages import offered
from shared.settings import Settings
from shared.web.block_links import block_link, manage_link, one_click_link, open_block_token
from tests.samples import SESSION_KEY, settings
from tests.unit.conftest import forget

ADDRESS = "Willy@urs.example"
BASE = "https://invite.example/api/BlockInvitations"
NEW_KEY = Fernet.generate_key().decode()
pytestmark = pytest.mark.usefixtures("environment")


def token(organisation: str = "GFMS", language: str = "ko", of: Settings | None = None) -> str:
    link = block_link(of or settings(), ADDRESS, organisation, language)
    assert link.startswith(f"{BASE}?t=")
    return link.removeprefix(f"{BASE}?t=")


def test_a_token_says_who_blocks_whom() -> None:
    assert open_block_token(token()) == (address_hash(ADDRESS), "GFMS", "ko")
    link = one_click_link(settings(), ADDRESS, "GFMS", "ko")
    assert open_block_token(link.partition("?t=")[2]) == (address_hash(ADDRESS), "GFMS", "ko")


# The environment is only read.
@given(organisation=st.text(max_size=200), language=st.sampled_from(offered()))
def test_any_organisation_comes_back(organisation: str, language: str) -> None:
    expected = (address_hash(ADDRESS), organisation, language)
    assert open_block_token(token(organisation, language)) == expected


def test_no_name_makes_a_link_too_long_for_the_host() -> None:
    """facts.md section 11: a URL has 4 KB at most."""
    assert len(block_link(settings(), ADDRESS, "㊙" * 10_000, "zh-Hant")) < 1_000


def test_a_link_names_neither_the_address_nor_what_it_seals() -> None:
    sealed = token()
    assert sealed.replace("-", "").replace("_", "").isalnum()
    for secret in ("willy", "urs", "GFMS", address_hash(ADDRESS)[:8]):
        assert secret not in sealed.lower()


@pytest.mark.parametrize(
    "changed",
    ["", "x", "é", "=", "\ud800", token("GFMS")[:-2], token("GFMS")[:-1] + "!", "A" * 5000],
)
def test_what_is_no_token_opens_nothing(changed: str) -> None:
    assert open_block_token(changed) is None


@pytest.mark.parametrize(
    "content",
    [
        b'{"cookie": "session", "invitation": "x"}',
        b"",
        b"block\0",
        b"block\0" + bytes(20) + b"xx\0G\0",
        b"block\0" + bytes(20) + b"\xff\0G\0",
        b"block\0" + bytes(20) + b"ko\0G",
        b"other\0" + bytes(20) + b"ko\0G\0",
    ],
)
def test_what_was_sealed_for_something_else_opens_nothing(content: bytes) -> None:
    assert open_block_token(Fernet(SESSION_KEY).encrypt(content).decode()) is None
    good = b"block\0" + bytes(20) + b"ko\0G\0"
    assert open_block_token(Fernet(SESSION_KEY).encrypt(good).decode()) == ("00" * 20, "G", "ko")


def test_another_key_seals_and_the_old_one_still_opens(monkeypatch: pytest.MonkeyPatch) -> None:
    old, other = token(), token(of=settings(SESSION_KEYS=NEW_KEY))
    assert open_block_token(other) is None
    monkeypatch.setenv("SESSION_KEYS", f"{NEW_KEY},{SESSION_KEY}")
    forget()
    for one in (old, other):
        assert open_block_token(one) is not None


def test_blocks_are_managed_in_the_readers_language() -> None:
    assert manage_link(settings(), "zh-Hant") == f"{BASE}/manage?lang=zh-Hant"
