"""What the browser is told of each field, so that the button is grey exactly when it should be."""

import json
import os
import re
import subprocess
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dev.bootstrap import node
from dev.parts import ROOT
from shared.domain.company import CompanyData
from shared.domain.company_rules import company_faults
from shared.domain.country import ADDRESS_FIELDS, address_format, countries
from shared.web.company_fields import Field, form_fields
from tests.samples import COMPANY

# What an <input> can hold: a browser takes line breaks out, and the server control characters.
VALUES = st.text(
    st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), min_size=1, max_size=40
)
ESCAPE = re.compile(r"\\u\{([0-9a-f]+)\}")


def field(name: str, data: CompanyData, faults: dict[str, str] | None = None) -> Field:
    found = company_faults(data) if faults is None else faults
    return next(one for one in form_fields(data, found, "en") if one.name == name)


def fits(pattern: str, value: str) -> bool:
    """Return what a browser would: the pattern, read as JavaScript, on the whole value."""
    translated = ESCAPE.sub(lambda found: re.escape(chr(int(found[1], 16))), pattern)
    return re.fullmatch(translated.replace("$)", r"\Z)"), value) is not None


@given(VALUES, VALUES)
@example("032 34", "032 34 ")
@example("\\", "\\\\")
@example("a.c", "abc")
@example("[", "(?!")
@example("$", "$$")
@example("-", "&&")
@example("é", "e\u0301")
@example("\U0001f600", "\U0001d400")
def test_a_rejected_value_is_excluded_and_nothing_else(value: str, other: str) -> None:
    pattern = field("phone", CompanyData(phone=value), {"phone": "invalid"}).pattern
    # In JavaScript (flag v) a letter or digit stands for itself, and \u{...} for any character.
    assert re.fullmatch(r"\(\?!(?:\w|\\u\{[0-9a-f]+\})+\$\)\.\*", pattern)
    assert not fits(pattern, value)
    for accepted in {other, f"{value}x", f"x{value}", value[:-1], value * 2} - {value}:
        assert fits(pattern, accepted)


HOSTILE = [
    "032 34",
    "a/b",
    "^$.*+?()[]{}|\\",
    "&&",
    "--",
    "~~",
    "[a&&b]",
    "\"'<>",
    "김",
    "\U0001f600",
]
SCRIPT = """
const cases = JSON.parse(require("fs").readFileSync(0, "utf8"));
const whole = (pattern) => new RegExp("^(?:" + pattern + ")$", "v");
console.log(JSON.stringify(cases.map(([pattern, text]) => {
  try { return whole(pattern).test(text); } catch (error) { return String(error); }
})));
"""


def javascript(cases: list[tuple[str, str]]) -> list[Any]:
    """Return what a browser's own pattern matching says to each pattern and value."""
    path = node.installed(ROOT, os.environ).path
    done = subprocess.run(
        [path, "-e", SCRIPT], input=json.dumps(cases), capture_output=True, text=True, check=True
    )
    found: list[Any] = json.loads(done.stdout)
    return found


def test_javascript_reads_the_patterns_the_same_way() -> None:
    patterns = [
        field("phone", CompanyData(phone=value), {"phone": "invalid"}).pattern for value in HOSTILE
    ]
    cases = [(pattern, value) for pattern in patterns for value in HOSTILE]
    expected = [pattern is not own for pattern in patterns for own in patterns]
    assert javascript(cases) == expected


def test_every_countrys_postal_pattern_works_in_a_browser() -> None:
    """An invalid pattern would be left out of account, and the button be orange."""
    cases = []
    for code in sorted(countries()):
        format_ = address_format(code)
        if "postalCode" in format_.fields:
            pattern = field("postalCode", CompanyData(country=code), {}).pattern
            cases.append((pattern or ".*", format_.postal_example))
    wrong = [case for case, fine in zip(cases, javascript(cases), strict=True) if fine is not True]
    assert [case for case in wrong if case[1]] == []
    assert len(cases) > 100


def test_the_button_is_orange_for_right_data() -> None:
    for one in form_fields(COMPANY, company_faults(COMPANY), "en"):
        assert one.fault == ""
        assert not one.required or one.value
        assert not one.pattern or fits(one.pattern, one.value)


@pytest.mark.parametrize("name", ["legalName", "postalCode", "taxNumber", "phone", "website"])
def test_the_button_is_grey_while_a_value_is_wrong(name: str) -> None:
    wrong = "x" * 201 if name == "legalName" else "x"
    one = field(name, CompanyData(**{"country": "CH", name: wrong}))
    assert one.fault
    assert not fits(one.pattern, one.value)


def test_what_is_needed_is_required_and_not_blank() -> None:
    for name in ("legalName", "contactName", "streetAddress", "city"):
        one = field(name, CompanyData(country="CH"))
        assert (one.required, one.fault) == (True, "required")
        assert not fits(one.pattern, "  ")
        assert fits(one.pattern, " x ")
    assert not field("phone", CompanyData(country="CH")).required


def test_a_post_code_of_digits_is_checked_at_once_and_others_by_the_server() -> None:
    assert field("postalCode", CompanyData(country="CH")).pattern == r"\d{4}"
    assert field("postalCode", CompanyData(country="GB")).pattern == r".*\S.*"
    assert field("postalCode", CompanyData(country="CH")).example == "2544"


def names(data: CompanyData, language: str = "en") -> list[str]:
    return [one.name for one in form_fields(data, {}, language)]


def test_the_form_is_the_countrys_own_in_the_order_of_its_readers() -> None:
    first, last = ["legalName", "country"], ["taxNumber", "phone", "website"]
    contact = ["contactName", "contactEmail"]
    swiss = ["streetAddress", "postalCode", "city"]
    assert names(CompanyData(country="CH")) == [*first, *swiss, *last, *contact]
    korea = CompanyData(country="KR")
    small_first = ["streetAddress", "cityArea", "city", "countryArea", "postalCode"]
    assert names(korea)[2:7] == small_first
    assert names(korea, "ko")[2:7] == [
        "countryArea",
        "city",
        "cityArea",
        "streetAddress",
        "postalCode",
    ]
    assert "postalCode" not in names(CompanyData(country="AE"))
    for unknown in ("", "XX", "ch", "../CH"):
        assert "countryArea" in names(CompanyData(country=unknown))


@pytest.mark.parametrize("language", ["en", "ko"])
def test_every_country_shows_each_of_its_fields_once(language: str) -> None:
    for code in countries():
        shown = [
            name for name in names(CompanyData(country=code), language) if name in ADDRESS_FIELDS
        ]
        assert sorted(shown) == sorted(address_format(code).fields), code


def test_choices_are_offered_and_the_chosen_one_is_kept() -> None:
    area = field("countryArea", CompanyData(country="US", countryArea="CA"))
    assert ("CA", "California") in area.choices
    assert area.value == "CA"
    assert field("country", CompanyData()).choices
    assert field("phone", CompanyData()).choices == ()


def test_purposes_and_bounds_are_told() -> None:
    purposes = {one.name: one.autocomplete for one in form_fields(COMPANY, {}, "en")}
    assert purposes["legalName"] == "organization"
    assert purposes["contactEmail"] == "email"
    assert purposes["taxNumber"] == "off"
    types = {one.name: one.input_type for one in form_fields(COMPANY, {}, "en")}
    assert (types["phone"], types["contactEmail"], types["website"]) == ("tel", "email", "text")
    assert field("website", COMPANY).max_length == 500


TEXT = st.text(max_size=20)


@given(
    st.one_of(st.sampled_from(sorted(countries())), TEXT), TEXT, TEXT, st.sampled_from(["en", "ko"])
)
def test_whatever_was_posted_has_a_form(country: str, area: str, city: str, language: str) -> None:
    data = CompanyData(country=country, countryArea=area, city=city)
    fields = form_fields(data, company_faults(data), language)
    assert {"legalName", "country", "contactEmail"} <= {one.name for one in fields}
