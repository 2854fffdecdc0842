"""The files of the gallery: one folder a language, and sheets on which to compare."""

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from dev.gallery.emails import emails
from dev.gallery.pages import pages
from shared.domain.languages import Language
from shared.usecases.mailing import Email

_TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True)
class Exhibit:
    """One e-mail or page in one language; `path` is its HTML, below the gallery's folder."""

    name: str
    language: Language
    path: Path

    @property
    def picture(self) -> Path:
        """Where its picture lies, below the gallery's folder."""
        return self.path.with_suffix(".png")

    @property
    def text(self) -> Path | None:
        """Where an e-mail's text lies, below the gallery's folder."""
        return self.path.with_suffix(".txt") if self.path.parent.name == "emails" else None


def write(folder: Path, languages: Sequence[Language], only: str) -> list[Exhibit]:
    """Write the HTML and text of what begins with `only`, and the sheets; return what there is.

    What an earlier gallery left in the folder is deleted.
    """
    shutil.rmtree(folder, ignore_errors=True)
    found = [exhibit for language in languages for exhibit in _language(folder, language, only)]
    _sheets(folder, languages, found)
    return found


def _language(folder: Path, language: Language, only: str) -> Iterator[Exhibit]:
    tag = language.tag
    for name, email in emails(tag, only):
        path = _file(folder, Path(tag, "emails", f"{name}.html"), email.html)
        _file(folder, path.with_suffix(".txt"), as_text(email))
        yield Exhibit(f"email {name}", language, path)
    for name, html in pages(tag, only):
        path = _file(folder, Path(tag, "pages", f"{name}.html"), html)
        yield Exhibit(f"page {name}", language, path)


def as_text(email: Email) -> str:
    """Return what a mail program shows of the e-mail beside its HTML."""
    lines = {
        "From": email.from_name,
        "To": email.to_name,
        "Reply-To": email.reply_to_name,
        "Subject": email.subject,
    }
    head = "".join(f"{name}: {value}\n" for name, value in lines.items() if value)
    return f"{head}\n{email.text}"


def _file(folder: Path, path: Path, content: str) -> Path:
    whole = folder / path
    whole.parent.mkdir(parents=True, exist_ok=True)
    whole.write_text(content, encoding="utf-8", newline="\n")
    return path


def _sheets(folder: Path, languages: Sequence[Language], found: list[Exhibit]) -> None:
    """Write a sheet for each language and for each exhibit, and the page that leads to them."""
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES), autoescape=True, undefined=StrictUndefined
    )
    sheet = environment.get_template("sheet.html")
    names = list(dict.fromkeys(exhibit.name for exhibit in found))
    by_language = {
        language.tag: [one for one in found if one.language == language] for language in languages
    }
    by_name = {name: [one for one in found if one.name == name] for name in names}
    for title, exhibits in {**by_language, **by_name}.items():
        html = sheet.render(title=title, exhibits=exhibits, by_name=title in by_language)
        _file(folder, Path(f"{title.replace(' ', '-')}.html"), html)
    index = environment.get_template("index.html").render(languages=languages, names=names)
    _file(folder, Path("index.html"), index)
