"""What tests do to a catalogue: find it, and change an entry."""

import re
from pathlib import Path

KEY = "Welcome aboard."
PLACED = "Hi, %(guest)s!"
LABEL = "Get started now"
TWO_WORDS = "Privacy statement"
PLURAL = "One day is left."


def catalogue(folder: Path, language: str = "fr") -> Path:
    return folder / language / "LC_MESSAGES" / "messages.po"


def change(path: Path, before: str, after: str) -> None:
    text = path.read_text(encoding="utf-8")
    changed = re.sub(before, after, text, count=1)
    assert changed != text
    path.write_text(changed, encoding="utf-8")


def entry(key: str) -> str:
    return rf'(msgid "{re.escape(key)}"\nmsgstr )"[^"]*"'
