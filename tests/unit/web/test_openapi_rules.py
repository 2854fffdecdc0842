"""The rules in the document are those that the app keeps."""

import re
import string
import unicodedata

import pytest

from shared.domain.addresses import guest_address, mail_address
from shared.domain.errors import InvalidRequest
from shared.domain.languages import match, offered
from shared.domain.text import harmful, one_line
from shared.web.openapi import rules

EVERY = [chr(code) for code in range(0x11000) if unicodedata.category(chr(code)) != "Cs"]


def test_lines_are_what_is_not_harmful() -> None:
    for one in EVERY:
        assert bool(re.fullmatch(rules.LINE, one)) != harmful(one), hex(ord(one))
        assert bool(re.fullmatch(rules.LINES, one)) != harmful(one, lines=True), hex(ord(one))


def test_names_are_not_blank() -> None:
    for one in EVERY:
        fits = not harmful(one) and bool(one_line(one))
        assert bool(re.fullmatch(rules.NAME, one)) == fits, hex(ord(one))
    assert re.fullmatch(rules.NAME, " Willy ")


def test_languages_of_two_scripts_are_all_that_a_region_can_take_elsewhere() -> None:
    pairs = [
        first + second for first in string.ascii_uppercase for second in string.ascii_uppercase
    ]
    plain = [tag for tag in offered() if "-" not in tag]
    lost = {tag for tag in plain for pair in pairs if match(f"{tag}-{pair}") is None}
    assert lost == rules.OF_TWO_SCRIPTS


@pytest.mark.parametrize(
    ("text", "mail", "guest"),
    [
        ("willy.urs@example.com", True, True),
        ("a_b-c@sub.kunde.example", True, True),
        ("kim@bücher.example", True, True),
        ("kim@xn--bcher-kva.example", True, True),
        ("o'brien+x@example.com", True, False),
        ("-a@example.com", True, False),
        ("a..b@example.com", False, False),
        ("a@example", False, False),
        ("a b@example.com", False, False),
        (f"{'a' * 65}@example.com", False, False),
        ("@example.com", False, False),
    ],
)
def test_addresses(text: str, mail: bool, guest: bool) -> None:
    for pattern, check, wanted in (
        (rules.MAIL, mail_address, mail),
        (rules.GUEST, guest_address, guest),
    ):
        schema = rules.address(pattern)
        patterns = [schema["pattern"], *(one["pattern"] for one in schema["allOf"])]
        assert all(re.search(one, text) for one in patterns) == wanted
        try:
            check(text, "/email")
        except InvalidRequest:
            assert not wanted
        else:
            assert wanted
