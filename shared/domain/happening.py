"""What of an invitation's history the platform hears, and by which name it knows the invitation."""

import hashlib

# A kind that is not here is no business of other systems.
TYPES = {
    "InvitationCreated": "invitation.created",
    "InvitationSent": "invitation.sent",
    "InvitationResent": "invitation.resent",
    "InvitationExtended": "invitation.extended",
    "GuestReminded": "invitation.reminded",
    "InvitationAccepted": "invitation.accepted",
    "InvitationFailed": "invitation.failed",
    "InvitationRevoked": "invitation.revoked",
    "InvitationBlocked": "invitation.blocked",
    "EmailDelivered": "email.delivered",
    "EmailBounced": "email.bounced",
    "EmailSuppressed": "email.suppressed",
    "EmailQuarantined": "email.quarantined",
    "EmailFiltered": "email.filtered",
    "EmailFailed": "email.failed",
    "AccessFailed": "access.failed",
}
# Of an event's details, what other systems may read; the rest is for the history alone.
DETAILS = ("code", "kind", "reason", "from", "reset", "why")
_LENGTH = 32


def reference(invitation_id: str) -> str:
    """Return the name of an invitation that tells nobody its link.

    The id itself is a bearer secret. It holds so much chance (design.md, Storage) that nobody finds
    it by trying hashes, so no key is needed: whoever knows the id can make the reference, and it
    stays the same when keys change.
    """
    text = f"symuserinvitation:invitation:{invitation_id}"
    return hashlib.sha256(text.encode()).hexdigest()[:_LENGTH]
