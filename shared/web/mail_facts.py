"""What an e-mail says of its invitation, in a form that is fit to be shown."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from shared.domain.addresses import domain_of
from shared.domain.erasing import is_pseudonym
from shared.domain.invitation import Invitation, Person
from shared.settings import Settings
from shared.web import mail_text

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Party:
    """Who an e-mail is from, to or about."""

    name: str
    address: str
    initials: str


@dataclass(frozen=True)
class Facts:
    """Texts of bounded length, on one line each; `message` is the lines of the inviter's.

    `company` is the name as the guest confirmed it, `failure` the kind of what went wrong, with
    its reason and next step in English.
    """

    guest: Party
    inviter: Party
    organisation: str
    domain: str
    message: tuple[str, ...]
    tenant: str
    company: str
    way: str
    created: datetime
    expires: datetime
    days: int
    failure: str
    reason: str
    next_step: str


def facts_of(invitation: Invitation, settings: Settings, now: datetime) -> Facts:
    """Return what the e-mails about the invitation say; a begun day counts as a day left."""
    inviter = _party(invitation.inviter)
    confirmed = {change.field: change.confirmed for change in invitation.changes}
    return Facts(
        guest=_party(invitation.guest),
        inviter=inviter,
        organisation=mail_text.one_line(invitation.organisation),
        domain=settings.brand.organisation_domain or _domain(inviter),
        message=mail_text.many_lines(invitation.message),
        tenant=mail_text.one_line(invitation.tenant_name),
        company=mail_text.one_line(confirmed.get("legalName", invitation.company.legalName)),
        way=invitation.way,
        created=invitation.created,
        expires=invitation.expires,
        days=max(1, -((now - invitation.expires) // _DAY)),
        failure=invitation.failure_kind,
        reason=mail_text.one_line(invitation.failure_reason, mail_text.REASON),
        next_step=mail_text.one_line(invitation.failure_next_step, mail_text.REASON),
    )


def _domain(inviter: Party) -> str:
    return "" if is_pseudonym(inviter.address) else domain_of(inviter.address)


def _party(person: Person) -> Party:
    address = mail_text.one_line(person.email, mail_text.ADDRESS)
    name = mail_text.one_line(person.name, mail_text.NAME) or address
    return Party(name, address, mail_text.initials(name, address))
