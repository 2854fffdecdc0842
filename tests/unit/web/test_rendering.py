"""Every page in every offered language: whole, and in one language."""

import re
from typing import Any

import pytest
from jinja2 import UndefinedError

from dev.catalogue_rules import forms
from dev.catalogues import extract
from dev.gallery.pages import faces, form
from shared.domain.block import Block
from shared.domain.company import CompanyData
from shared.domain.company_rules import company_faults
from shared.domain.country import address_format, countries
from shared.domain.invitation import Person
from shared.domain.languages import SOURCE, direction, offered
from shared.domain.letter import Kind
from shared.web.catalogues import translations
from shared.web.company_fields import country_names, form_fields
from shared.web.letters import compose
from shared.web.rendering import FOLDER, long_date, render
from tests.samples import NOW, invitation, settings
from tests.unit.web.reading import Text

NO_NAMES = {"name": "", "target": "https://rconnect.example"}
SENTENCES = [text for message in extract() if message.id for text in forms(message.id)]


def page(name: str, language: str, context: dict[str, Any]) -> str:
    return render(f"pages/{name}.html", language, settings().brand, **context)


def foreign(text: str, language: str) -> list[str]:
    """Return the English sentences, or parts between placeholders, that are left in a text."""
    translated = translations(language)
    left = []
    for sentence in SENTENCES:
        own = translated.gettext(sentence)
        for part in re.split(r"%\(\w+\)s", sentence):
            words = part.strip()
            # One word alone may be the same in both languages: "Open", "Website".
            if " " in words and words not in own and re.search(rf"\b{re.escape(words)}\b", text):
                left.append(words)
    return left


@pytest.mark.parametrize("language", offered())
def test_every_page_renders_in_its_language_alone(language: str) -> None:
    rendered = set()
    for name, template, context in faces(language):
        html = page(template, language, context)
        text = Text(html)
        assert f'<html lang="{language}" dir="{direction(language)}">' in html
        assert text.tags.count("h1") == text.tags.count("main") == text.tags.count("title") == 1
        assert "%(" not in html
        if language != SOURCE:
            # Countries are Babel's, in the same language; names of places stay what they are.
            shown = re.sub(r"<option.*?</option>", "", html)
            assert foreign(Text(shown).line, language) == [], name
        rendered.add(f"{template}.html")
    files = {path.name for path in (FOLDER / "pages").glob("*.html")}
    assert rendered == files - {"base.html", "labels.html"}


def test_the_search_for_english_finds_english() -> None:
    html = page("welcome", "en", NO_NAMES)
    assert len(foreign(Text(html).line, "fr")) >= 3


def test_every_field_of_every_country_has_a_label_of_its_own() -> None:
    """A kind that the templates do not know would be called City."""
    for code in countries():
        html = page("company", "en", form("en", CompanyData(country=code)))
        labels = dict(re.findall(r'<label for="(\w+)">([^<]+?)\s*<', html))
        assert len(labels) == len(set(labels.values())), (code, labels)
        if address_format(code).kinds["city"] == "city":
            assert labels.get("city", "City") == "City"


@pytest.mark.parametrize("name", ["wrong_account", "welcome", "join", "company"])
def test_a_missing_value_is_an_error_and_not_a_gap(name: str) -> None:
    with pytest.raises(UndefinedError):
        page(name, "en", {})


HOSTILE = "<script>alert(1)</script>\"'&"


@pytest.mark.parametrize("language", offered())
def test_no_value_becomes_html(language: str) -> None:
    brand = settings(PRODUCT_NAME=HOSTILE).brand
    person = Person(HOSTILE, "a@b.example")
    one = invitation(guest=person, inviter=person, organisation=HOSTILE)
    data = CompanyData(**dict.fromkeys(("legalName", "city", "phone", "postalCode"), HOSTILE))
    values = {
        "csrf": HOSTILE,
        "invitation": one,
        "company": data,
        "fields": form_fields(data, company_faults(data), language),
        "exists": True,
        "name": HOSTILE,
        "target": HOSTILE,
        "invited": HOSTILE,
        "signed_in": HOSTILE,
        "blocks": [Block(HOSTILE, NOW)],
        "wrong": True,
        **dict.fromkeys(("organisation", "manage", "token", "email"), HOSTILE),
        "sign_out_url": HOSTILE,
        **dict.fromkeys(("code", "again", "administrators", "way", "tenant", "consent"), HOSTILE),
        **dict.fromkeys(("client_id", "tenant_id", "website", "guide"), HOSTILE),
        "why": "expired",
    }
    for path in sorted((FOLDER / "pages").glob("*.html")):
        if path.name in {"base.html", "labels.html"}:
            continue
        html = render(f"pages/{path.name}", language, brand, **values)
        assert "script" not in Text(html).tags, path.name
        assert "&lt;script&gt;" in html


def test_links_that_are_not_set_are_left_out() -> None:
    bare = dict.fromkeys(("SUPPORT_URL", "DOCUMENTATION_URL", "PRIVACY_URL", "TERMS_URL"), "")
    html = render("pages/unavailable.html", "en", settings(**bare).brand)
    assert [link for link in Text(html).links if not link.startswith("data:")] == []
    email = compose(Kind.INVITATION, invitation(), settings(**bare))
    assert len(set(Text(email.html).links)) == 4, "the invitation, the guide, two on blocks"


@pytest.mark.parametrize(
    ("language", "date"),
    [
        ("en", "November 20, 2026"),
        ("fr", "20 novembre 2026"),
        ("hu", "2026. november 20."),
        ("ko", "2026년 11월 20일"),
        ("zh-Hant", "2026年11月20日"),
        ("de", "20. November 2026"),
        ("ja", "2026年11月20日"),
        ("ar", "20 نوفمبر 2026"),
        ("fa", "۲۰ نوامبر ۲۰۲۶"),
        ("mr", "२० नोव्हेंबर, २०२६"),
        ("he", "20 בנובמבר 2026"),
        ("th", "20 พฤศจิกายน ค.ศ. 2026"),
        ("pt-PT", "20 de novembro de 2026"),
        ("ru", "20 ноября 2026 г."),
    ],
)
def test_a_date_is_written_in_full(language: str, date: str) -> None:
    assert long_date(NOW, language) == date


@pytest.mark.parametrize(
    ("language", "code", "name"),
    [
        ("en", "CH", "Switzerland"),
        ("fr", "CH", "Suisse"),
        ("hu", "DE", "Németország"),
        ("ko", "KR", "대한민국"),
        ("zh-Hant", "TW", "台灣"),
    ],
)
def test_countries_have_their_names(language: str, code: str, name: str) -> None:
    names = country_names(language)
    assert dict(names)[code] == name
    assert [label for _, label in names] == sorted((n for _, n in names), key=str.casefold)
