"""The pages of docs/ that are made from the code, and how they are kept up to date."""

from pathlib import Path

import pytest

from dev import made_page, refusals_page, settings_page
from dev.made_page import MadePage

PAGE = MadePage("made", "<!-- start -->\n", "<!-- end -->", lambda: "| new |\n", "dev.some_page")


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The page as an earlier version of the code made it."""
    monkeypatch.setattr(made_page, "DOCS", tmp_path)
    path = tmp_path / "made.md"
    path.write_text("# Größe\n<!-- start -->\n| old |\n<!-- end -->\nAfter.\n", encoding="utf-8")
    return path


def test_a_page_behind_the_code_is_named(kept: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = kept.read_text("utf-8")
    assert PAGE.main("About it.", ["check"]) == 1
    wanted = "docs/made.md is behind: run .venv/bin/python -m dev.some_page update\n"
    assert capsys.readouterr().err == wanted
    assert kept.read_text("utf-8") == before


def test_update_makes_the_part_anew_and_keeps_the_rest(kept: Path) -> None:
    assert PAGE.main("About it.", ["update"]) == 0
    assert kept.read_text("utf-8") == "# Größe\n<!-- start -->\n| new |\n<!-- end -->\nAfter.\n"
    assert PAGE.main("About it.", ["check"]) == 0


def test_other_words_are_refused(kept: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        PAGE.main("About it.", ["burn"])
    assert "python3 -m dev.some_page" in capsys.readouterr().err


@pytest.mark.parametrize("page", [refusals_page.PAGE, settings_page.PAGE])
def test_the_pages_keep_their_marks(page: MadePage) -> None:
    text = page.path.read_text("utf-8")
    assert text.count(page.start) == text.count(page.end) == 1
    assert page.check() == []
