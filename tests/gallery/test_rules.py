"""What others' rules find in every e-mail and page in every language."""

from pathlib import Path

from tests.gallery.conftest import Gallery, RunNode

OUTLOOK = "outlook.windows"  # with Word's engine
ON_THE_WEB = "outlook.windows-mail"  # what stands for Outlook on the web, see email_support.mjs
NARROW_WEB = "gmail.mobile-webmail"
# What we use though caniemail's data says that a program does not support it, and why.
REASONED = {
    # Less padding on narrow screens, and dark colours: light and wide are read as well.
    "@media": {OUTLOOK, NARROW_WEB},
    "<style> element": {NARROW_WEB},
    # The <div> within has the same colours and the direction.
    "<body> element": {"outlook.macos"},
    # Word has mso-hide for the preheader; in Gmail's web page for telephones it is a first line.
    "display:none": {NARROW_WEB},
    "overflow": {OUTLOOK},
    # Corners are square there, and columns as wide as their attributes say.
    "border-radius": {OUTLOOK},
    "table-layout": {OUTLOOK},
    # Each program knows one of the two that break endless words, Word none.
    "word-wrap": {OUTLOOK, "outlook.android"},
    "overflow-wrap": {
        *(OUTLOOK, ON_THE_WEB, "outlook.ios", "outlook.android"),
        *("gmail.desktop-webmail", "gmail.ios", "gmail.android"),
    },
}


def test_html_validate_finds_nothing(gallery: Gallery, run_node: RunNode) -> None:
    folder, exhibits = gallery
    assert len(exhibits) > 100
    # Translations hold no tags of their own (dev/catalogue_rules.py): the direction differs.
    assert run_node("html_rules.mjs", folder, "en", "ar", "ko").splitlines()[:20] == []


def test_html_validate_finds_what_is_wrong(tmp_path: Path, run_node: RunNode) -> None:
    html = (
        '<!doctype html><html lang="en"><head><title>A</title></head><body><p><div></body></html>'
    )
    for kind in ("emails", "pages"):
        (tmp_path / "en" / kind).mkdir(parents=True)
        (tmp_path / "en" / kind / "a.html").write_text(html)
    found = run_node("html_rules.mjs", tmp_path, "en")
    assert "en/emails/a.html:1: close-order" in found
    assert "en/pages/a.html:1: close-order" in found


def test_mail_programs_know_all_but_what_is_reasoned(gallery: Gallery, run_node: RunNode) -> None:
    found: dict[str, set[str]] = {}
    for line in run_node("email_support.mjs", gallery[0]).splitlines():
        title, program = line.split("\t")
        found.setdefault(title, set()).add(program)
    assert found == REASONED


def test_an_unsupported_feature_is_found(tmp_path: Path, run_node: RunNode) -> None:
    (tmp_path / "en" / "emails").mkdir(parents=True)
    (tmp_path / "en" / "emails" / "a.html").write_text('<p style="position:absolute">A</p>')
    assert f"position\t{OUTLOOK}" in run_node("email_support.mjs", tmp_path).splitlines()
