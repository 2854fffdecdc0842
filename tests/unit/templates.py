"""Templates and catalogues of a test's own, in place of the app's."""

from pathlib import Path

import pytest

from dev import button_labels, catalogues
from shared.web import catalogues as app

BODY = """\
<h1>{{ gettext('Welcome aboard.') }}</h1>
<p>{{ gettext('Hi, %(guest)s!', guest=guest) }}
{{ ngettext('One day is left.', '%(num)s days are left.', days) }}</p>
<a href="{{ link }}">{{ gettext('Privacy statement') }}</a>
<a class="button" href="{{ link }}">{{ gettext('Get started now') }}</a>
"""
FRENCH: dict[str, tuple[str, ...]] = {
    "Welcome aboard.": ("Bienvenue à bord.",),
    "Hi, %(guest)s!": ("Bonjour %(guest)s !",),
    "One day is left.": ("Il reste %(num)s jour.", "Il reste %(num)s jours."),
    "Privacy statement": ("Déclaration de confidentialité",),
    "Get started now": ("Commencer maintenant",),
}
KOREAN: dict[str, tuple[str, ...]] = {
    "Welcome aboard.": ("환영합니다.",),
    "Hi, %(guest)s!": ("%(guest)s님, 안녕하세요!",),
    "One day is left.": ("%(num)s일 남았습니다.",),
    "Privacy statement": ("개인정보처리방침",),
    "Get started now": ("지금 시작하기",),
}


def use(monkeypatch: pytest.MonkeyPatch, folder: Path, body: str = BODY) -> None:
    """Let the catalogues follow one e-mail template that holds `body`."""
    (folder / "email").mkdir(parents=True)
    (folder / "email" / "body.html").write_text(body, encoding="utf-8")
    monkeypatch.setattr(catalogues, "TEMPLATES", folder)
    monkeypatch.setattr(button_labels, "FOLDER", folder)


def translate(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """Have complete catalogues of those templates in French and Korean."""
    monkeypatch.setattr(app, "FOLDER", folder)
    folder.mkdir()
    for language, texts in (("fr", FRENCH), ("ko", KOREAN)):
        catalogues.bring_up(language, catalogues.extract())
        path = app.catalogue_path(language)
        text = path.read_text(encoding="utf-8")
        for key, forms in texts.items():
            text = _filled(text, key, forms)
        path.write_text(text, encoding="utf-8")
    catalogues.update()


def _filled(text: str, key: str, forms: tuple[str, ...]) -> str:
    before, entry, after = text.partition(f'msgid "{key}"\n')
    assert entry
    plural = "msgid_plural" in after.split("\n\n")[0]
    for number, form in enumerate(forms):
        empty = f'msgstr[{number}] "' if plural else 'msgstr "'
        assert f'{empty}"' in after
        after = after.replace(f'{empty}"', f'{empty}{form}"', 1)
    return before + entry + after
