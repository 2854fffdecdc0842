"""The check of the catalogues finds whatever is behind the templates."""

import re
import shutil
from pathlib import Path

import pytest

from dev import catalogues
from shared.domain.languages import OFFERED, SOURCE
from shared.web import catalogues as read

KEY = "Welcome aboard."
PLACED = "Hi, %(guest)s!"
COUNTED = "The code is good for %(num)s minute."
PLURAL = (
    r'(msgid "The code is good [^"]*"\nmsgid_plural "[^"]*"\n'
    r'msgstr\[0\] "[^"]*"\nmsgstr\[1\] )"[^"]*"'
)


def test_the_catalogues_are_complete() -> None:
    assert catalogues.check() == []


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the catalogues, which the check looks at in place of the real ones."""
    copy = tmp_path / "locales"
    shutil.copytree(read.FOLDER, copy)
    monkeypatch.setattr(read, "FOLDER", copy)
    monkeypatch.setattr(catalogues, "FOLDER", copy)
    monkeypatch.setattr(catalogues, "TEMPLATE", copy / "messages.pot")
    return copy


def french(folder: Path) -> Path:
    return folder / "fr" / "LC_MESSAGES" / "messages.po"


def change(path: Path, before: str, after: str) -> None:
    text = path.read_text(encoding="utf-8")
    changed = re.sub(before, after, text, count=1)
    assert changed != text
    path.write_text(changed, encoding="utf-8")


def entry(key: str) -> str:
    return rf'(msgid "{re.escape(key)}"\nmsgstr )"[^"]*"'


def test_a_copy_is_complete_too(folder: Path) -> None:
    assert catalogues.check() == []


@pytest.mark.parametrize(
    ("before", "after", "problem"),
    [
        (entry(KEY), "", f"fr: missing: {KEY}"),
        (entry(KEY), r'\1""', f"fr: empty: {KEY}"),
        (entry(KEY), r'#, fuzzy\n\1"Bienvenue"', f"fr: fuzzy: {KEY}"),
        (entry(PLACED), r'\1"Bonjour !"', f"fr: other placeholders: {PLACED}"),
        (entry(PLACED), r'\1"Bonjour %(invite)s"', f"fr: other placeholders: {PLACED}"),
        (entry(KEY), r'\1"<b>Bienvenue</b>"', f"fr: other placeholders: {KEY}"),
        (PLURAL, r'\1""', f"fr: empty: {COUNTED}"),
        (PLURAL, r'\1"Quinze minutes."', f"fr: other placeholders: {COUNTED}"),
        (
            r"\Z",
            '\nmsgid "No template says this."\nmsgstr "x"\n',
            "fr: stale: No template says this.",
        ),
        (r"\Z", '\n#~ msgid "Long gone."\n#~ msgstr "x"\n', "fr: obsolete: Long gone."),
    ],
)
def test_what_is_wrong_with_a_catalogue_is_found(
    folder: Path, before: str, after: str, problem: str
) -> None:
    change(french(folder), before, after)
    assert catalogues.check() == [problem]
    assert catalogues.main(["check"]) == 1


def test_a_language_without_a_catalogue_is_found(folder: Path) -> None:
    french(folder).unlink()
    assert catalogues.check() == ["fr: there is no catalogue"]


def test_a_template_behind_the_pages_is_found(folder: Path) -> None:
    change(folder / "messages.pot", entry(KEY), "")
    assert catalogues.check() == ["messages.pot is behind the templates"]


def test_updating_brings_every_key_and_keeps_translations(folder: Path) -> None:
    change(french(folder), entry(KEY), "")
    change(french(folder), r"\Z", '\nmsgid "No template says this."\nmsgstr "x"\n')
    assert catalogues.main(["update"]) == 0
    assert catalogues.check() == [f"fr: empty: {KEY}"]


def test_updating_complete_catalogues_changes_nothing(folder: Path) -> None:
    before = {path: path.read_bytes() for path in folder.rglob("*.po*")}
    catalogues.update()
    assert {path: path.read_bytes() for path in folder.rglob("*.po*")} == before


def test_every_offered_language_but_the_source_has_a_folder() -> None:
    folders = {path.parents[1].name for path in read.FOLDER.rglob("messages.po")}
    assert folders == {language.replace("-", "_") for language in OFFERED if language != SOURCE}
