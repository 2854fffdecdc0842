"""Every e-mail with all its faces, in a language."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from dev.gallery.sample import NOW, invitation, settings
from shared.domain.delivery import failure_of
from shared.domain.invitation import NOT_ARRIVED
from shared.domain.letter import Kind
from shared.usecases.mailing import Email
from shared.usecases.ports import ACCOUNT, ENTRA
from shared.web.letters import compose, compose_code

_CODE = "20261120"
_REMINDED = NOW + timedelta(days=20)


def emails(language: str, only: str = "") -> Iterator[tuple[str, Email]]:
    """Yield the name and the e-mail of each kind, and of each face that a kind can have.

    Those alone whose name begins with `only`.
    """
    with_settings = settings(language)
    for name, kind, changed in _faces():
        if name.startswith(only):
            about = invitation(language, **changed)
            yield name, compose(kind, about, with_settings, now=_REMINDED)
    if Kind.CODE.startswith(only):
        yield Kind.CODE.value, compose_code("willy@urs.example", _CODE, language, with_settings)


def _faces() -> Iterator[tuple[str, Kind, dict[str, Any]]]:
    yield "invitation", Kind.INVITATION, {}
    yield "invitation-entra", Kind.INVITATION, {"way": ENTRA, "tenant_name": "URS Mechanik"}
    yield "invitation-entra-unnamed", Kind.INVITATION, {"way": ENTRA, "message": ""}
    yield "invitation-account", Kind.INVITATION, {"way": ACCOUNT, "message": ""}
    for kind in (Kind.REMINDER, Kind.SUPERSEDED, Kind.WELCOME, Kind.ACCEPTED, Kind.COMPLETED):
        yield kind.value, kind, {}
    yield "completed-unchanged", Kind.COMPLETED, {"changes": ()}
    for fate in sorted(NOT_ARRIVED):
        failure = failure_of(fate, "")
        if failure is not None:
            yield f"bounced-{fate}", Kind.BOUNCED, failure.fields()
