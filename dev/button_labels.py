"""The texts that stand on buttons: they must fit, in every language."""

import re
from collections.abc import Iterator

from shared.web.rendering import FOLDER

# A button, or a link that looks like one: its class says so, or in an e-mail its padding.
_BUTTON = re.compile(
    r"<(?P<name>button|a)\b(?P<attributes>[^>]*)>(?P<inside>.*?)</(?P=name)>", re.DOTALL
)
# A macro of the name makes one.
_MACRO = re.compile(r"\{\{-?\s*(?:\w+\.)?button\((?P<inside>.*?)\)\s*-?\}\}", re.DOTALL)
_LOOKS_SO = re.compile(r'class="[^"]*\bbutton\b|style="[^"]*\bdisplay:inline-block;padding:')
_TEXT = re.compile(r"gettext\(\s*(?P<quote>['\"])(?P<text>(?:\\.|(?!(?P=quote)).)*)(?P=quote)")


def labels() -> dict[str, str]:
    """Return each text that stands on a button with the folder of its template."""
    found: dict[str, str] = {}
    for path in sorted(FOLDER.rglob("*.html")):
        folder = path.relative_to(FOLDER).parts[0]
        for inside in _buttons(path.read_text(encoding="utf-8")):
            texts = [re.sub(r"\\(.)", r"\1", text["text"]) for text in _TEXT.finditer(inside)]
            found |= dict.fromkeys(texts, folder)
    return found


def _buttons(template: str) -> Iterator[str]:
    """Yield what stands in each button of a template."""
    for button in _BUTTON.finditer(template):
        if button["name"] == "button" or _LOOKS_SO.search(button["attributes"]):
            yield button["inside"]
    yield from (button["inside"] for button in _MACRO.finditer(template))
