"""What a person reads of a page or an e-mail."""

from html.parser import HTMLParser


class Text(HTMLParser):
    """The text of HTML without its style sheet, and its links."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.links: list[str] = []
        self.tags: list[str] = []
        self._style = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._style = tag == "style"
        self.tags.append(tag)
        self.links += [value or "" for name, value in attrs if name == "href"]

    def handle_endtag(self, tag: str) -> None:
        self._style = self._style and tag != "style"

    def handle_data(self, data: str) -> None:
        if not self._style:
            self.words.append(data)

    @property
    def line(self) -> str:
        """All text with single spaces."""
        return " ".join("".join(self.words).split())


def linked(text: str) -> str:
    """Return the text without what keeps mail programs from making links in it."""
    return text.replace("\u2060", "")
