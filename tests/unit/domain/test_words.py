"""Words to search by."""

import pytest

from shared.domain.words import words


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Éva KOVÁCS-Øst", ["eva", "kovacs", "ost"]),
        ("Straße_1", ["strasse", "1"]),
        ("김철수", ["김철수"]),
        ("ｅｖａ@kunde.example", ["eva", "kunde", "example"]),
        ("x' or 1 eq 1", ["x", "or", "1", "eq", "1"]),
        ("İzmir ığdır", ["izmir", "igdir"]),
        (" -- ", []),
    ],
)
def test_words(text: str, found: list[str]) -> None:
    assert words(text) == found
