"""What the inviter reads of an e-mail that did not reach its guest."""

from shared.domain.failure import Failure
from shared.domain.invitation import EmailFate

_SPAM = (
    "Tell the guest by another way that the e-mail waits among the spam, or resend the invitation "
    "to another address."
)
REASONS = {
    EmailFate.BOUNCED: (
        "The guest's mail server refused the e-mail: there is no such mailbox, or it takes none.",
        "Check the address with the guest, then resend the invitation to the right one.",
    ),
    EmailFate.SUPPRESSED: (
        "The e-mail was not sent: earlier e-mails to this address have bounced.",
        "Check the address with the guest. If it is right, resend the invitation after a day.",
    ),
    EmailFate.QUARANTINED: ("The guest's mail server put the e-mail in quarantine.", _SPAM),
    EmailFate.FILTERED: ("The guest's mail server took the e-mail for spam.", _SPAM),
    EmailFate.FAILED: (
        "The e-mail could not be delivered.",
        "Check the address with the guest, then resend the invitation.",
    ),
}


def failure_of(fate: EmailFate, answer: str) -> Failure | None:
    """Return the reason and the next step, with the provider's own answer, or None for no bad fate.

    The fates are those of facts.md section 8: any other than delivered has failed.
    """
    if fate not in REASONS:
        return None
    reason, next_step = REASONS[fate]
    return Failure(fate.value, reason, next_step, f"email-{fate.value}", answer)
