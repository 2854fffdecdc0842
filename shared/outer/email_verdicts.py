"""What the answer of an e-mail provider means, in words for the inviter or for the operator."""

import logging

from shared.domain.errors import EmailRefused, Unavailable

log = logging.getLogger(__name__)
# Until somebody has changed the setup; there is no hurry before that.
SETUP_WAIT = 300  # seconds
_NO_ADDRESS = "The e-mail provider does not accept this address."
_NO_MAILBOX = "There is no such mailbox."
_TOO_LARGE = "The e-mail is too large for the e-mail provider."
# Codes of ACS (facts.md section 8), of Exchange, and of SMTP (RFC 3463).
_REASONS = {
    "EmailDroppedAllRecipientsSuppressed": "The e-mail provider sends nothing to this address for "
    "now, because earlier e-mails to it came back.",
    "EmailDropped": "The e-mail provider gave up after several attempts to deliver.",
    "InvalidEmailAddress": _NO_ADDRESS,
    "ErrorInvalidRecipients": _NO_ADDRESS,
    "ErrorMessageSizeExceeded": _TOO_LARGE,
    "5.1.1": _NO_MAILBOX,
    "5.1.2": "There is no such domain.",
    "5.1.3": _NO_ADDRESS,
    "5.1.10": _NO_MAILBOX,
    "5.2.1": "The mailbox is closed.",
    "5.2.2": "The mailbox is full.",
    "5.3.4": _TOO_LARGE,
}
_POLICY = "5.7."
_OTHER = "The e-mail provider refused the e-mail."


def refused(code: str, answer: str = "") -> EmailRefused:
    """Return the refusal of one e-mail for good, with the provider's own words kept."""
    if code.startswith(_POLICY):
        reason = "A policy of the e-mail provider or of the recipient refuses the e-mail."
    else:
        reason = _REASONS.get(code, _OTHER)
    return EmailRefused(code, reason, " ".join(answer.split()))


def unfit(service: str, code: str, advice: str) -> Unavailable:
    """Return that no e-mail can go out until the operator acts, and log what is to be done.

    The guests are not to blame: their invitations wait. The line holds no address and no secret,
    so never the provider's own words.
    """
    log.error("%s refuses this app (%s). %s", service, code, advice)
    return Unavailable(service, SETUP_WAIT, sent_nothing=True)


def seconds(value: str | None) -> int | None:
    """Return a Retry-After in seconds, or None."""
    return int(value) if value and value.isascii() and value.isdigit() else None
