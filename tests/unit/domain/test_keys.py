"""Identifiers, and what is hashed before it becomes a key."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.keys import idempotency_hash, invitation_id, organisation_key

ID = "7ecbaadb-3c74-4d57-90aa-7d0678fd81f6"


def test_an_id_has_one_form() -> None:
    assert invitation_id(ID) == invitation_id(ID.upper()) == ID
    assert invitation_id(ID.title()) == ID


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        ID[:-1],
        ID + "0",
        f" {ID}",
        f"{ID}\n",
        ID.replace("-", ""),
        ID.replace("-", "_"),
        "{" + ID[1:-1] + "}",
        f"urn:uuid:{ID}"[:36],
        ID.replace("7", "g"),
        ID.replace("7", "\uff17"),
        "7ecbaadb3-c74-4d57-90aa-7d0678fd81f6",
        "\x00" * 36,
    ],
)
def test_what_is_no_id(text: str) -> None:
    assert invitation_id(text) is None


@given(st.text(min_size=36, max_size=36))
def test_any_text_is_an_id_or_none(text: str) -> None:
    assert invitation_id(text) in {None, text.lower()}


def test_keys_of_organisations() -> None:
    one = organisation_key("GFMS Schweiz AG")
    assert one == organisation_key("  gfms   SCHWEIZ ag\t")
    assert one != organisation_key("GFMSSchweiz AG")
    assert organisation_key("Straße") == organisation_key("STRASSE")
    assert idempotency_hash("Key") != idempotency_hash("key")
    for key in (one, idempotency_hash("a/b\\c?#")):
        assert len(key) == 40
        assert key.isalnum()
