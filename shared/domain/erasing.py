"""What is left of people in an invitation that is erased: pseudonyms, for the audit.

A pseudonym is a keyed hash of an address: the same person has the same one everywhere, so that the
history can be followed, and without the key nobody can tell whose it is, not even by trying
addresses. It is written as an address of a domain that does not exist (RFC 2606, 2): nothing is
ever sent there.
"""

import dataclasses
import hashlib
import hmac
import re
from dataclasses import dataclass

from shared.domain.company import Change, CompanyData
from shared.domain.invitation import Event, Invitation, Person, State
from shared.domain.keys import invitation_id

_DOMAIN = "@erased.invalid"
_LENGTH = 32
# Who may stand in a history without being a person, and what a detail may be called.
_NOBODY = frozenset(
    {"", "system", "SendInvitation", "GrantAccess", "RedeemInvitation", "DeliveryReports"}
    | {"LookAfterGuests", "RemindGuests", "EraseEnded"}
)
_HARMLESS = frozenset(
    {"code", "kind", "roles", "company", "reset", "why", "successor", "predecessor", "number"}
    | {"until", "before", "person", "as"}
)
_CONTACT = frozenset({"contactName", "contactEmail"})
_STATES = frozenset(state.value for state in State)


def is_pseudonym(address: str) -> bool:
    """Return whether the address is what was left of one."""
    return address.endswith(_DOMAIN)


@dataclass(frozen=True)
class Eraser:
    """Puts pseudonyms in the place of people; doing it twice changes nothing more."""

    key: str

    def pseudonym(self, address: str) -> str:
        """Return what stands for an address, or for any other name of somebody."""
        if not address or is_pseudonym(address):
            return address
        told = address.strip().lower().encode()
        return hmac.new(self.key.encode(), told, hashlib.sha256).hexdigest()[:_LENGTH] + _DOMAIN

    def invitation(self, one: Invitation) -> Invitation:
        """Return the invitation with nobody in it: state, times and kinds of failure stay."""
        return one.having(
            guest=Person("", self.pseudonym(one.guest.email)),
            inviter=Person("", self.pseudonym(one.inviter.email)),
            message="",
            company=CompanyData(),
            changes=(),
            redirect_url="",
            redeem_url="",
            guest_id="",
            guest_created=False,
            tenant_name="",
            operation_id="",
            send_ticket="",
            failure_reason="",
            failure_next_step="",
            failure_answer="",
            failure_request_id="",
            resend_key="",
            erasing=True,
            erased=True,
        )

    def event(self, event: Event, of: Invitation) -> Event:
        """Return an event of an invitation as its history keeps it."""
        details = {
            name: value
            for name, text in event.details.items()
            if (value := self._detail(name, text, of))
        }
        return dataclasses.replace(event, by=self._who(event.by, of), details=details)

    def _who(self, by: str, of: Invitation) -> str:
        if by in _NOBODY:
            return by
        if of.guest_id and by == of.guest_id:
            return self.pseudonym(of.guest.email)
        # An app id is nobody's name.
        return by if invitation_id(by) else self.pseudonym(by)

    def _detail(self, name: str, text: str, of: Invitation) -> str:
        if name in _HARMLESS or text in _STATES:
            return text
        if of.guest_id and text == of.guest_id:
            return self.pseudonym(of.guest.email)
        return self.pseudonym(text) if name == "to" and "@" in text else ""

    def without(self, one: Invitation, address: str) -> Invitation:
        """Return somebody else's invitation without the inviter or contact of that address.

        An inviter's message goes too. The guest can still use the invitation: its e-mails name the
        organisation instead.
        """
        ours = one.inviter.email.lower() == address
        contact = one.company.contactEmail.lower() == address
        clean = one.having(
            inviter=Person(one.organisation, self.pseudonym(address)) if ours else one.inviter,
            message="" if ours else self.text(one.message, address),
            changes=_changes_without(one.changes, address),
            failure_reason=self.text(one.failure_reason, address),
            failure_answer=self.text(one.failure_answer, address),
        )
        if not contact:
            return clean
        return clean.having(
            company=dataclasses.replace(one.company, contactName="", contactEmail="")
        )

    def event_without(self, event: Event, address: str) -> Event:
        """Return an event of somebody else's invitation without the person of that address."""
        named = event.details.get("contactEmail", "").lower() == address
        details = {
            name: self.text(text, address)
            for name, text in event.details.items()
            if not (named and name in _CONTACT)
        }
        return dataclasses.replace(event, by=self.text(event.by, address), details=details)

    def text(self, text: str, address: str) -> str:
        """Return a text in which the pseudonym stands for the address."""
        return re.sub(re.escape(address), self.pseudonym(address), text, flags=re.IGNORECASE)


def _changes_without(changes: tuple[Change, ...], address: str) -> tuple[Change, ...]:
    named = any(
        address in {change.registered.lower(), change.confirmed.lower()} for change in changes
    )
    return tuple(change for change in changes if not (named and change.field in _CONTACT))
