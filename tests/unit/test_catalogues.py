"""The check of the catalogues finds whatever is behind the templates, or wrong in itself."""

import re
import shutil
from pathlib import Path

import pytest

from dev import catalogue_files, catalogues, language
from dev.button_labels import labels
from dev.catalogue_rules import is_english, of_one_number, width
from shared.domain.languages import SOURCE, offered
from shared.web.catalogues import CONSOLE, translations
from tests.unit import templates

KEY = "Welcome aboard."
PLACED = "Hi, %(guest)s!"
LABEL = "Get started now"
TWO_WORDS = "Privacy statement"
PLURAL = "One day is left."


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Catalogues of a few sentences, which the check looks at in place of the real ones."""
    templates.use(monkeypatch, tmp_path / "templates")
    templates.translate(monkeypatch, tmp_path / "locales")
    return tmp_path / "locales"


def catalogue(folder: Path, language: str = "fr") -> Path:
    return folder / language / "LC_MESSAGES" / "messages.po"


def change(path: Path, before: str, after: str) -> None:
    text = path.read_text(encoding="utf-8")
    changed = re.sub(before, after, text, count=1)
    assert changed != text
    path.write_text(changed, encoding="utf-8")


def entry(key: str) -> str:
    return rf'(msgid "{re.escape(key)}"\nmsgstr )"[^"]*"'


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


@pytest.mark.parametrize(
    ("text", "source", "letters", "english"),
    [
        ("Privacy statement", "Privacy statement", (), True),
        ("Privacy", "Privacy", (), False),
        ("Microsoft Entra ID", "Microsoft Entra ID", (), False),
        ("Use Microsoft Entra ID", "Use Microsoft Entra ID", (), False),
        ("Open your Microsoft", "Open your Microsoft", (), True),
        ("%(product)s <b>ID</b>", "%(product)s <b>ID</b>", (), False),
        ("Privacy", "Privacy", ("GREEK",), True),
        ("Απόρρητο", "Privacy", ("GREEK",), False),
        ("ID %(code)s: 7", "ID %(code)s: 7", ("GREEK",), False),
        ("Microsoft Entra: что это", "Microsoft Entra", ("CYRILLIC",), False),
        ("Проба", "Privacy", ("GREEK",), True),
    ],
)
def test_english_is_told_from_names(
    text: str, source: str, letters: tuple[str, ...], english: bool
) -> None:
    assert is_english(text, source, letters) is english


def test_a_label_is_as_wide_as_its_letters() -> None:
    assert width("Create company") == 14
    assert width("회사 만들기") == 2 * 5 + 1
    assert width("Open %(product)s") == 5 + 18
    assert width("e\N{COMBINING ACUTE ACCENT}\N{ZERO WIDTH JOINER}") == 1


def test_the_labels_of_pages_and_emails_are_known() -> None:
    found = labels()
    assert found[LABEL] == "email"
    assert found["Create company"] == found["Open %(product)s"] == "pages"
    assert found["Show this country's address form"] == "pages"
    assert TWO_WORDS not in found


def test_a_label_may_come_from_a_macro(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    templates.use(
        monkeypatch, tmp_path / "templates", "{{ parts.button(link, gettext('Go on, \"you\"')) }}"
    )
    assert labels() == {'Go on, "you"': "email"}


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


@pytest.mark.parametrize(
    ("tag", "direction", "name", "plurals"),
    [
        ("ta", "ltr", "தமிழ்", "nplurals=2"),
        ("yi", "rtl", "ייִדיש", "nplurals=2"),
        ("es-MX", "ltr", "Español (México)", "nplurals=2"),
        ("ga", "ltr", "Gaeilge", "nplurals=5"),
    ],
)
def test_one_command_adds_a_language(
    folder: Path, tag: str, direction: str, name: str, plurals: str
) -> None:
    assert language.add(tag) == 0
    listed = (folder / "languages.txt").read_text(encoding="utf-8")
    assert f"\n{tag}\t{direction}\t{name}\n" in listed
    made = catalogue(folder, tag.replace("-", "_")).read_text(encoding="utf-8")
    assert '"X-Reviewed-By-A-Person: no\\n"' in made
    assert f'"Plural-Forms: {plurals};' in made
    empty = [problem for problem in catalogues.check() if problem.startswith(f"{tag}: empty: ")]
    assert empty == catalogues.check()
    assert len(empty) == 4 + int(plurals[-1])


@pytest.mark.parametrize(
    ("tag", "told"),
    [
        ("tlhx", "knows no language"),
        ("../fr", "knows no language"),
        ("", "knows no language"),
        ("PT-br", "is written 'pt-BR'"),
        ("zh-TW", "is written 'zh-Hant-TW'"),
        ("pt_BR", "knows no language"),
        ("fr", "fr is offered already"),
        ("en", "en is offered already"),
    ],
)
def test_a_tag_that_nobody_would_find_is_refused(
    folder: Path, capsys: pytest.CaptureFixture[str], tag: str, told: str
) -> None:
    before = sorted(folder.rglob("*"))
    assert language.add(tag) == 1
    assert told in capsys.readouterr().err
    assert sorted(folder.rglob("*")) == before


@pytest.mark.parametrize(
    ("plural", "forms"),
    [
        ("(n != 1)", {0}),
        ("(n > 1)", set()),
        ("0", set()),
        ("(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : 4)", {0, 1, 2}),
    ],
)
def test_a_form_for_one_number_alone_may_say_it_in_words(plural: str, forms: set[int]) -> None:
    assert of_one_number(plural) == forms


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
