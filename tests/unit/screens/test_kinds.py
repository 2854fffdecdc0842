"""Every kind of event that the app writes has words, in every language of the console."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from dev.parts import ROOT
from shared.domain.invitation import EmailFate
from shared.domain.kinds import KINDS, SIGN_IN_FAILED
from shared.usecases import create_company
from shared.web.catalogues import console_languages
from shared.web.rendering import _environment

FOLDERS = [path.parent for path in ROOT.glob("[A-Z]*/__init__.py")] + [ROOT / "shared"]
# Kinds that are worked out: the modules, and what each can write.
WORKED_OUT = {
    "shared/usecases/note_delivery.py": {
        f"Email{fate.title()}" for fate in EmailFate if fate is not EmailFate.QUEUED
    },
    "shared/usecases/create_company.py": {"CompanyCreated", "CompanyJoined"},
    "shared/usecases/note_sign_in.py": {SIGN_IN_FAILED},
    # Reads what was written.
    "shared/outer/rows.py": set(),
}


def events() -> Iterator[tuple[str, ast.expr]]:
    """Yield the kind of every Event that the app makes, with the module that makes it."""
    for folder in FOLDERS:
        # OpenTelemetry has an Event of its own.
        for path in {*folder.rglob("*.py")} - {*(ROOT / "shared" / "telemetry").rglob("*.py")}:
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Event":
                    yield path.relative_to(ROOT).as_posix(), node.args[0]


def test_every_kind_that_is_written_is_known() -> None:
    written: set[str] = set()
    for module, kind in events():
        if isinstance(kind, ast.Constant):
            written.add(str(kind.value))
        else:
            assert module in WORKED_OUT, f"{module} writes events of a kind that is worked out"
            written |= WORKED_OUT[module]
    assert len(written) > 20
    assert written == set(KINDS)


def test_a_companys_kinds_are_still_these() -> None:
    text = Path(create_company.__file__).read_text(encoding="utf-8")
    assert all(f'"{kind}"' in text for kind in WORKED_OUT["shared/usecases/create_company.py"])


@pytest.mark.parametrize("language", console_languages())
def test_every_kind_has_words(language: str) -> None:
    parts = _environment(language, "console").get_template("console/parts.html").module
    said = {kind: str(parts.happened(kind)) for kind in KINDS}  # type: ignore[attr-defined]  # a macro
    assert [kind for kind, words in said.items() if kind in words] == []
    assert len(set(said.values())) >= len(KINDS) - 1, "an e-mail is handed over twice"
    assert str(parts.happened("Nonsense")) == "Nonsense"  # type: ignore[attr-defined]  # a macro
