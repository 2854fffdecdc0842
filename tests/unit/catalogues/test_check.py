"""The check of the catalogues finds whatever is behind the templates, or wrong in itself."""

import shutil
from pathlib import Path

import pytest

from dev import catalogue_files, catalogues
from shared.domain.languages import SOURCE, offered
from shared.web.catalogues import CONSOLE, translations
from tests.unit.catalogues.changing import (
    KEY,
    LABEL,
    PLACED,
    PLURAL,
    TWO_WORDS,
    catalogue,
    change,
    entry,
)


def test_these_are_complete_too(folder: Path) -> None:
    assert catalogues.check() == []


@pytest.mark.parametrize(
    ("before", "after", "problem"),
    [
        (entry(KEY), "", f"missing: {KEY}"),
        (entry(KEY), r'\1""', f"empty: {KEY}"),
        (entry(KEY), r'\1" "', f"empty: {KEY}"),
        (entry(KEY), r'#, fuzzy\n\1"Bienvenue"', f"fuzzy: {KEY}"),
        (entry(PLACED), r'\1"Bonjour !"', f"other placeholders: {PLACED}"),
        (entry(PLACED), r'\1"Bonjour %(invite)s"', f"other placeholders: {PLACED}"),
        (entry(PLACED), r'\1"%(guest)s, %(guest)s"', f"other placeholders: {PLACED}"),
        (entry(PLACED), r'\1"Bonjour %(guest)d"', f"other placeholders: {PLACED}"),
        (entry(KEY), r'\1"<b>Bienvenue</b>"', f"other tags: {KEY}"),
        (entry(KEY), r'\1"Bienvenue à 100 %"', f"a % that is not %%: {KEY}"),
        (entry(KEY), rf'\1"{KEY}"', f"English: {KEY}"),
        (entry(LABEL), rf'\1"{"Commencer maintenant " * 3}"', f"too long for a button: {LABEL}"),
        (r"Il reste %\(num\)s jour\.", "", f"empty: {PLURAL} (plural form 0)"),
        (r'msgstr\[1\] ".*"\n', "", f"empty: {PLURAL} (plural form 1)"),
        (
            r"(reste) %\(num\)s jours",
            r"\1 %(n)s jours",
            f"other placeholders: {PLURAL} (plural form 1)",
        ),
        (
            "Il reste %.num.s jours.",
            "%(num)s days are left.",
            f"English: {PLURAL} (plural form 1)",
        ),
        (
            r"\Z",
            '\nmsgid "No template says this."\nmsgstr "x"\n',
            "stale: No template says this.",
        ),
        (r"\Z", '\n#~ msgid "Long gone."\n#~ msgstr "x"\n', "obsolete: Long gone."),
        (
            r'"X-Reviewed-By-A-Person: no\\n"\n',
            "",
            "the header X-Reviewed-By-A-Person says neither yes nor no",
        ),
        (
            "A-Person: no",
            "A-Person: perhaps",
            "the header X-Reviewed-By-A-Person says neither yes nor no",
        ),
        (r"n > 1", "n != 1", "the header Plural-Forms is not nplurals=2; plural=(n > 1);"),
    ],
)
def test_what_is_wrong_with_a_catalogue_is_found(
    folder: Path, capsys: pytest.CaptureFixture[str], before: str, after: str, problem: str
) -> None:
    change(catalogue(folder), before, after)
    assert catalogues.check() == [f"fr: {problem}"]
    assert catalogues.main(["check"]) == 1
    assert capsys.readouterr().err == f"fr: {problem}\n"


def test_a_form_may_leave_the_number_to_the_word(folder: Path) -> None:
    change(catalogue(folder), r"Il reste %\(num\)s jour\.", "Il reste un jour.")
    assert catalogues.check() == []


def test_a_header_of_other_plural_forms_is_found(folder: Path) -> None:
    change(catalogue(folder), "nplurals=2", "nplurals=3")
    assert catalogues.check() == [
        "fr: the header Plural-Forms is not nplurals=2; plural=(n > 1);",
        f"fr: empty: {PLURAL} (plural form 2)",
    ]


def test_more_forms_than_the_language_has_are_found(folder: Path) -> None:
    change(catalogue(folder), r"(msgstr\[1\] .*\n)", r'\1msgstr[2] "Il reste %(num)s jours."\n')
    (found,) = catalogues.check()
    assert found.startswith("fr: cannot be read: ")
    assert "more translations than num_plurals" in found


def test_a_text_without_a_letter_of_the_languages_script_is_found(folder: Path) -> None:
    change(catalogue(folder, "ko"), entry(TWO_WORDS), r'\1"Datenschutz"')
    assert catalogues.check() == [f"ko: English: {TWO_WORDS}"]


def test_a_list_behind_the_catalogues_is_found(folder: Path) -> None:
    shutil.rmtree(folder / "fr")
    assert catalogues.check() == ["languages.txt is behind the catalogues"]
    catalogues.update()
    assert catalogues.check() == []


def test_a_catalogue_that_cannot_be_read_is_found(folder: Path) -> None:
    change(catalogue(folder), 'msgid "Welcome aboard."', "Welcome aboard.")
    (found,) = catalogues.check()
    assert found.startswith("fr: cannot be read: ")


def test_a_template_behind_the_pages_is_found(folder: Path) -> None:
    change(folder / "messages.pot", entry(KEY), "")
    assert catalogues.check() == ["messages.pot is behind the templates"]


def test_updating_brings_every_key_and_keeps_translations(folder: Path) -> None:
    change(catalogue(folder), "A-Person: no", "A-Person: yes")
    change(catalogue(folder), r"\Z", '\nmsgid "No template says this."\nmsgstr "x"\n')
    assert catalogues.main(["update"]) == 0
    assert catalogues.check() == []
    assert "A-Person: yes" in catalogue(folder).read_text(encoding="utf-8")


def test_a_new_text_is_not_reviewed(folder: Path) -> None:
    change(catalogue(folder), "A-Person: no", "A-Person: yes")
    change(catalogue(folder), entry(KEY), "")
    catalogues.update()
    assert catalogues.check() == [f"fr: empty: {KEY}"]
    assert "A-Person: no" in catalogue(folder).read_text(encoding="utf-8")


def test_updating_complete_catalogues_changes_nothing(folder: Path) -> None:
    before = {path: path.read_bytes() for path in folder.rglob("*.*")}
    catalogues.update()
    assert {path: path.read_bytes() for path in folder.rglob("*.*")} == before


def test_the_apps_catalogues_are_complete() -> None:
    assert catalogues.check() == []


def test_every_offered_language_but_the_source_has_a_catalogue() -> None:
    assert {*catalogue_files.translated(), SOURCE} == set(offered())


def test_the_console_is_a_domain_of_its_own(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "templates" / "console" / "page.html"
    page.parent.mkdir()
    page.write_text("<p>{{ gettext('How far guests have come') }}</p>", encoding="utf-8")
    assert catalogues.check() == ["console.pot is behind the templates"]
    path = folder / "fr" / "LC_MESSAGES" / "console.po"
    path.touch()
    catalogues.update()
    assert "How far" not in catalogue(folder).read_text(encoding="utf-8")
    assert "Welcome aboard." not in path.read_text(encoding="utf-8")
    assert "fr (console): empty: How far guests have come" in catalogues.check()
    change(path, entry("How far guests have come"), r'\1"Où en sont les invités"')
    assert "fr (console): empty: How far guests have come" not in catalogues.check()
    assert not any(problem.startswith("ko (console)") for problem in catalogues.check())


def test_the_console_is_whole_in_the_seeds_languages() -> None:
    assert set(catalogue_files.translated("console")) >= {"fr", "hu", "ko", "zh-Hant"}


def test_what_the_console_has_not_the_guests_catalogue_has() -> None:
    says = translations("fr", CONSOLE)
    assert says.gettext("Street and number") == translations("fr").gettext("Street and number")
    assert says.gettext("Nobody says this") == "Nobody says this"
    assert says.pgettext("state of an invitation", "Accepted") == "Acceptée"
