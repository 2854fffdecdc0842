"""`python3 -m dev gallery` as a person runs it."""

from pathlib import Path

import pytest

from dev.gallery.__main__ import main


@pytest.mark.browser
def test_it_writes_html_text_pictures_and_sheets(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--languages", "en, ko", "--only", "welc"], tmp_path) == 0
    assert "6 e-mails and pages in 2 languages" in capsys.readouterr().out
    email = tmp_path / "ko" / "emails" / "welcome"
    assert 'lang="ko"' in email.with_suffix(".html").read_text(encoding="utf-8")
    assert "Subject: " in email.with_suffix(".txt").read_text(encoding="utf-8")
    assert email.with_suffix(".png").read_bytes().startswith(b"\x89PNG")
    assert (tmp_path / "ko" / "pages" / "welcome-stranger.png").exists()
    assert "한국어 (ko)" in (tmp_path / "email-welcome.html").read_text(encoding="utf-8")
    assert "email-welcome.html" in (tmp_path / "index.html").read_text(encoding="utf-8")


def test_what_there_is_not_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--languages", "xx"], tmp_path) == 1
    assert "xx is not offered. There are: ar, bg, " in capsys.readouterr().err
    assert main(["--only", "xx", "--no-pictures"], tmp_path) == 1
    assert "No e-mail or page begins with 'xx'" in capsys.readouterr().err
