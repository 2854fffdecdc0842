"""Inflates the parts of a workbook piece by piece, and stops before they fill the memory."""

import zipfile
from typing import Protocol
from xml.parsers import expat

from shared.domain.sheets.sheet import too_large, unreadable

# A table of the largest size allowed takes some 25 MB of XML.
MOST_INFLATED = 64 * 1024 * 1024  # bytes, of all parts together
# The same table with a string of its own in every cell; each element costs a microsecond, and a
# hundred kilobytes can unpack to ten million of them.
MOST_ELEMENTS = 2_500_000
DAMAGED = "The workbook is damaged. Save it anew as XLSX, or as CSV."
UNPACKED = "The workbook is too large when it is unpacked."
_PIECE = 64 * 1024


class Handler(Protocol):
    """Takes the events of one part; names come without their namespace."""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""

    def end(self, name: str) -> None:
        """An element ends."""

    def text(self, data: str) -> None:
        """Text, in pieces as they come."""


class Inflating:
    """Parses parts of one archive; all of them share one bound."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._left = MOST_INFLATED
        self._elements = 0

    def parse(self, path: str, handler: Handler) -> None:
        """Parse the part; raise MalformedRequest for bad XML or for too much of it."""
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = _refuse

        def start(name: str, found: dict[str, str]) -> None:
            self._elements += 1
            if self._elements > MOST_ELEMENTS:
                raise too_large(UNPACKED)
            handler.start(_local(name), {_local(key): value for key, value in found.items()})

        parser.StartElementHandler = start
        parser.EndElementHandler = lambda name: handler.end(_local(name))
        parser.CharacterDataHandler = handler.text
        try:
            with self._archive.open(path) as part:
                while piece := part.read(_PIECE):
                    self._left -= len(piece)
                    if self._left < 0:
                        raise too_large(UNPACKED)
                    parser.Parse(piece, False)
                parser.Parse(b"", True)
        except expat.ExpatError as error:
            raise unreadable(DAMAGED, str(error)) from error


def _local(name: str) -> str:
    return name.rpartition(" ")[2]


def _refuse(*_: object) -> None:
    """Refuse a document type: workbooks have none, and entities are how XML is made a bomb."""
    raise unreadable(DAMAGED, "it has a document type, which none needs")
