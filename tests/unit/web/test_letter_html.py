"""What mail programs need of the HTML: tables, inline styles, both directions, little weight."""

import re

import pytest

from shared.domain.colours import contrast_with_white
from shared.domain.letter import CARRIES_LINK, Kind
from tests.unit.web.letters import letter, whole
from tests.unit.web.reading import Text


@pytest.mark.parametrize("kind", Kind)
def test_tables_that_are_layout_say_so(kind: Kind) -> None:
    """WCAG 1.3.1; the changed fields are the one table of data."""
    tables = re.findall(r"<table[^>]*>", letter(kind, "en").html)
    data = [table for table in tables if 'role="presentation"' not in table]
    assert len(data) == (kind is Kind.COMPLETED)


@pytest.mark.parametrize("kind", Kind)
def test_nothing_is_loaded_but_the_logo(kind: Kind) -> None:
    plain = Text(letter(kind, "en").html)
    assert not {"img", "link", "script", "iframe", "form", "object"}.intersection(plain.tags)
    html = letter(kind, "en", LOGO_URL="https://gfms.example/logo.png").html
    assert re.findall(r'src="([^"]*)"', html) == ["https://gfms.example/logo.png"]
    assert 'alt="My rConnect (Stag)"' in html


@pytest.mark.parametrize("kind", Kind)
def test_one_preheader_comes_first_and_is_hidden(kind: Kind) -> None:
    html = letter(kind, "en").html
    hidden = re.findall(r'<div style="display:none[^"]*">([^<]+)', html)
    assert len(hidden) == 1
    assert html.index(hidden[0]) < html.index("<table")
    assert "mso-hide:all" in html


@pytest.mark.parametrize("kind", Kind)
def test_it_weighs_little_and_works_in_the_dark(kind: Kind) -> None:
    html = letter(kind, "en").html
    assert len(html.encode()) < 20_000
    assert '<meta name="color-scheme" content="light dark">' in html
    style = re.findall(r"<style>(.*?)</style>", html, re.DOTALL)[0]
    assert "prefers-color-scheme:dark" in style
    for name in set(re.findall(r'class="([^"]*)"', html)):
        for one in name.split():
            assert f".{one}{{" in style, "a class without a rule does nothing"
    # What has a colour of its own in the light must have one in the dark.
    for element in re.findall(r"<(?:p|h1|h2|td|th|ul)\b[^>]*[;\"]color:#[^>]*>", html):
        assert "color:#ffffff" in element or "class=" in element, element


def luminance(colour: str) -> float:
    return 1.05 / contrast_with_white(colour)


@pytest.mark.parametrize(
    ("text", "ground"),
    [
        *(("#1c2430", ground) for ground in ("#ffffff", "#fff7e6", "#f3f5f8")),
        ("#4f5b6b", "#ffffff"),
        *(("#e8edf4", ground) for ground in ("#1c232d", "#3a2f14", "#252e3a")),
        *((text, "#1c232d") for text in ("#b3bfcd", "#8ec1ff")),
    ],
)
def test_text_can_be_read_on_its_ground(text: str, ground: str) -> None:
    """WCAG 1.4.3, light and dark."""
    html = letter(Kind.INVITATION, "en").html
    assert text in html
    assert ground in html
    lighter, darker = sorted((luminance(text), luminance(ground)), reverse=True)
    assert lighter / darker >= 4.5


@pytest.mark.parametrize("kind", sorted({*CARRIES_LINK, Kind.WELCOME}))
def test_the_button_is_high_enough_and_in_the_brands_colour(kind: Kind) -> None:
    html = letter(kind, "en", BRAND_COLOUR="#8a1c3b").html
    button = re.search(r'<td[^>]*background:(#\w+)[^>]*mso-padding-alt:14px 28px"><a [^>]*>', html)
    assert button
    assert button[1] == "#8a1c3b"
    assert "padding:14px 28px;font-size:16px;line-height:20px" in button[0]
    assert "#0b5cad" not in html


@pytest.mark.parametrize("kind", Kind)
def test_sides_change_with_the_direction(kind: Kind) -> None:
    email = letter(kind, "ar")
    assert '<html lang="ar" dir="rtl">' in email.html
    assert "text-align:right" in email.html
    for left in ("text-align:left", 'align="left"', "border-left", "padding-left:24px"):
        assert left not in email.html
    if kind is not Kind.CODE:
        assert "\u2068Willy URS\u2069" in email.text
    if kind in CARRIES_LINK:
        assert "border-right:4px" in email.html
        assert '<span dir="ltr" style="word-break:break-all">https://' in email.html


def test_names_are_fenced_in() -> None:
    html = letter(Kind.INVITATION, "en", whole(organisation="שלום")).html
    name, organisation = (
        f'<span dir="auto">{one}</span>' for one in ("Mohamed-Nour, Tamer", "שלום")
    )
    assert f"{name} from {organisation} has invited you" in html
    assert '<blockquote dir="auto"' in html
