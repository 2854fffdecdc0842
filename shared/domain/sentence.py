"""Sentences with values in them, which a page says in its reader's language."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Sentence:
    """A sentence as gettext keeps it, with `%(row)s` and the like for its values.

    `note` is a technical one for whoever looks into it, in English alone.
    """

    text: str
    values: Mapping[str, object] = field(default_factory=dict)
    note: str = ""

    def __str__(self) -> str:
        said = self.text % self.values if self.values else self.text
        return f"{said} ({self.note})" if self.note else said
