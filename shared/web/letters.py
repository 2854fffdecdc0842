"""The e-mails: each kind in HTML and in plain text that says the same, in its reader's language."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from shared.domain.addresses import domain_of
from shared.domain.block import CODE_LIFE
from shared.domain.erasing import is_pseudonym
from shared.domain.invitation import Invitation
from shared.domain.letter import CARRIES_LINK, TO_INVITER, Kind
from shared.settings import Settings
from shared.usecases.mailing import Email
from shared.web.block_links import block_link, manage_link, one_click_link
from shared.web.guide_links import administrators_guide, guests_guide
from shared.web.mail_facts import Facts, Party, facts_of
from shared.web.mail_headers import headers
from shared.web.mail_text import ADDRESS, LINE, NAME, one_line
from shared.web.rendering import render

if TYPE_CHECKING:
    from shared.web.mail_changes import ChangedField

# An inviter's notice answers to the guest; what bounced has nobody to answer to.
_ANSWERED_BY_GUEST = frozenset({Kind.ACCEPTED, Kind.COMPLETED})
_ANSWERED_BY_INVITER = frozenset({Kind.INVITATION, Kind.REMINDER, Kind.SUPERSEDED, Kind.WELCOME})
_NOBODY = Party("", "", "")
_GAPS = re.compile(r"\n{3,}")


def compose(
    kind: Kind,
    invitation: Invitation,
    settings: Settings,
    *,
    picture: bytes = b"",
    now: datetime | None = None,
) -> Email:
    """Return an e-mail about the invitation, as it stands at `now` (the present if not given).

    Those to the guest are in the language of the invitation; those to the inviter, whose own is
    not known, in DEFAULT_LANGUAGE. `picture` is the inviter's, shown beside the inviter's name.
    """
    to_inviter, carries_link = kind in TO_INVITER, kind in CARRIES_LINK
    language = settings.default_language if to_inviter else invitation.language
    facts = facts_of(invitation, settings, now or datetime.now(UTC))
    context: dict[str, Any] = {"it": facts, "picture": bool(picture)}
    if carries_link:
        context |= _links(invitation, settings)
    if kind is Kind.WELCOME:
        context |= {"target": invitation.redirect_url or settings.brand.platform_url}
    if kind is Kind.COMPLETED:
        context |= {"changes": _changes(invitation, language)}
    return _Paper(kind, language, settings, context).email(
        facts.inviter if to_inviter else facts.guest,
        _answers(kind, facts),
        headers(language, context["one_click"] if carries_link else ""),
        picture if carries_link else b"",
    )


def compose_code(address: str, code: str, language: str, settings: Settings) -> Email:
    """Return the e-mail that proves to whom an address belongs; nobody is named in it (E8)."""
    told = {"code": code, "minutes": CODE_LIFE // timedelta(minutes=1)}
    paper = _Paper(Kind.CODE, language, settings, told)
    return paper.email(Party("", one_line(address, ADDRESS), ""), _NOBODY, headers(language))


@dataclass(frozen=True)
class _Paper:
    """One e-mail's templates with what they need."""

    kind: Kind
    language: str
    settings: Settings
    context: dict[str, Any]

    def email(
        self,
        to: Party,
        answers: Party,
        with_headers: tuple[tuple[str, str], ...],
        picture: bytes = b"",
    ) -> Email:
        subject = self._line(f"{self.kind}/subject.txt")
        guests = self.kind in _ANSWERED_BY_INVITER
        return Email(
            to=to.address,
            to_name="" if to.name == to.address else to.name,
            from_name=one_line(self._line("from.txt", on_behalf=guests), LINE),
            reply_to=answers.address,
            reply_to_name=one_line(answers.name, NAME),
            subject=subject,
            text=_GAPS.sub("\n\n", self._part(f"{self.kind}/body.txt")).strip() + "\n",
            html=self._part(f"{self.kind}/body.html", subject=subject),
            headers=with_headers,
            picture=picture,
        )

    def _line(self, name: str, **more: Any) -> str:
        return " ".join(self._part(name, **more).split())

    def _part(self, name: str, **more: Any) -> str:
        return render(f"email/{name}", self.language, self.settings.brand, **self.context, **more)


def _answers(kind: Kind, facts: Facts) -> Party:
    """Return whom an answer reaches (E3), or nobody."""
    if kind in _ANSWERED_BY_GUEST:
        return facts.guest
    gone = is_pseudonym(facts.inviter.address)
    return facts.inviter if kind in _ANSWERED_BY_INVITER and not gone else _NOBODY


def _links(invitation: Invitation, settings: Settings) -> dict[str, str]:
    language, address = invitation.language, invitation.guest.email
    domain = domain_of(address)
    return {
        "link": f"{settings.public_url}/api/InviteUser?invitationId={invitation.id}",
        "guide": guests_guide(settings, language, way=invitation.way, domain=domain),
        "administrators": administrators_guide(settings, language, domain),
        "block": block_link(settings, address, invitation.organisation, language),
        "one_click": one_click_link(settings, address, invitation.organisation, language),
        "manage": manage_link(settings, language),
    }


def _changes(invitation: Invitation, language: str) -> "tuple[ChangedField, ...]":
    # Here and not above: an invitation's e-mail needs no address formats of the world.
    from shared.web.mail_changes import changed_fields

    return changed_fields(invitation, language)
