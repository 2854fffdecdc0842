"""The text of each e-mail in each language, as it was when somebody last looked at it.

After a change that is meant: .venv/bin/python -m pytest tests/gallery/test_texts.py
--snapshot-update, and read what changed.
"""

import re

import pytest
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

from dev.gallery.emails import emails
from dev.gallery.writing import as_text
from shared.domain.languages import offered
from tests.unit.web.reading import Text

# Each sealing is another token.
_TOKEN = re.compile(r"\?t=[\w-]+")


class _Plain(SingleFileSnapshotExtension):
    """One text file a language, which a reader of the language can read."""

    _write_mode = WriteMode.TEXT
    file_extension = "txt"


@pytest.mark.parametrize("language", offered())
def test_each_email_reads_as_before(language: str, snapshot: SnapshotAssertion) -> None:
    found = "\n".join(
        f"{'=' * 20} {name}\n{as_text(email)}\n{'-' * 20} its HTML\n{_lines(email.html)}\n"
        for name, email in emails(language)
    )
    text = _TOKEN.sub("?t=…", found)
    assert text == snapshot(extension_class=_Plain)


def _lines(html: str) -> str:
    """Return what is read of the HTML, a paragraph or a row of a table on a line."""
    lines = "".join(Text(html.replace("<br>", "\n")).words).splitlines()
    return "\n".join(filter(None, (" ".join(line.split()) for line in lines)))
