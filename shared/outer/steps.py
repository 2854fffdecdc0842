"""A stored event of an invitation as a step that telemetry tells: nobody is named in it."""

from shared.domain.addresses import domain_of
from shared.domain.erasing import is_pseudonym
from shared.domain.invitation import Event, Invitation
from shared.telemetry import names
from shared.telemetry.operation import step
from shared.telemetry.recorder import recorder
from shared.telemetry.records import Value

_FAILURES = ("InvitationFailed", "AccessFailed", "EmailFailed", "ResendRefused")


def tell(invitation: Invitation, event: Event) -> None:
    """Record the step, with the kind of failure and the customer's pseudonym."""
    kept = recorder()
    # What is told where it is seen has been told.
    if kept is None or event.kind in names.SEEN:
        return
    known = event.kind if event.kind in names.STEP_NAMES else names.OTHER
    reason = event.details.get("kind", "") if event.kind in _FAILURES else ""
    address = invitation.guest.email
    domain = "" if is_pseudonym(address) or "@" not in address else domain_of(address)
    told: dict[str, Value] = {names.CUSTOMER: kept.customer(domain)}
    told[names.SINCE_CREATED] = round((event.at - invitation.created).total_seconds(), 1)
    step(known, invitation.id, reason, **told)
