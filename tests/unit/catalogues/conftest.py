"""Catalogues of a test's own."""

from pathlib import Path

import pytest

from tests.unit import templates


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Catalogues of a few sentences, which the check looks at in place of the real ones."""
    templates.use(monkeypatch, tmp_path / "templates")
    templates.translate(monkeypatch, tmp_path / "locales")
    return tmp_path / "locales"
