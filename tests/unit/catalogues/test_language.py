"""One command adds a language."""

from pathlib import Path

import pytest

from dev import catalogues, language
from tests.unit.catalogues.changing import catalogue


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
