"""Everything that can go wrong and that somebody must be told about.

An error carries the facts that its page or problem document needs, nothing else.
"""

from dataclasses import dataclass

from shared.domain.failure import Failure
from shared.domain.sentence import Sentence


class InvitationError(Exception):
    """Root of all errors of this app."""


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong with an input: where (RFC 6901 pointer) and what."""

    pointer: str
    detail: str


class InvalidRequest(InvitationError):
    """The input breaks a rule; `faults` name every field concerned."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__("; ".join(f"{fault.pointer}: {fault.detail}" for fault in faults))
        self.faults = faults


class MalformedRequest(InvitationError):
    """The input cannot be read at all (not JSON, wrong type, too large).

    `detail` is English; what people bring is told as a Sentence, which a page can translate.
    """

    def __init__(self, status: int, detail: str | Sentence, pointer: str = "") -> None:
        super().__init__(str(detail))
        self.status = status
        self.detail = str(detail)
        self.sentence = detail if isinstance(detail, Sentence) else Sentence(detail)
        self.pointer = pointer


class AddressAlreadyInvited(InvitationError):
    """The address has an open invitation of this organisation already."""

    def __init__(self, invitation_id: str) -> None:
        super().__init__("the address has an open invitation already")
        self.invitation_id = invitation_id


class IdempotencyKeyReused(InvitationError):
    """The same Idempotency-Key came with another body."""


class AddressBlocked(InvitationError):
    """The owner of the address does not want invitations; nobody learns more than that."""

    def __init__(self) -> None:
        super().__init__("This address does not accept invitations.")


class QuotaExceeded(InvitationError):
    """More people would be invited than the operator lets an inviter or an organisation invite.

    `whose` is inviter or organisation, `limit` how many there may be in 24 hours, `left` how many
    still may, `retry_after` the seconds until there is room for all of them.
    """

    def __init__(self, whose: str, limit: int, left: int, retry_after: int) -> None:
        super().__init__(f"the {whose} may invite {limit} people in 24 hours; {left} are left")
        self.whose = whose
        self.limit = limit
        self.left = left
        self.retry_after = retry_after


class GuestRefused(InvitationError):
    """The directory refuses this guest for good; `failure` is what the inviter reads."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.reason)
        self.failure = failure


class EmailRefused(InvitationError):
    """The e-mail provider refuses this e-mail for good; `answer` is what it said itself."""

    def __init__(self, code: str, reason: str, answer: str = "") -> None:
        super().__init__(reason)
        self.failure = Failure(code, reason, kind="email-refused", answer=answer)


class GuestGone(InvitationError):
    """The directory has deleted the guest of this open invitation; a press makes one anew."""

    def __init__(self, invitation_id: str, language: str) -> None:
        super().__init__("the guest was deleted")
        self.invitation_id = invitation_id
        self.language = language


class Unavailable(InvitationError):
    """An outer service is down, slow or throttling: the same may work later.

    `retry_after` is in seconds; None means that the service gave no time.
    `sent_nothing` is true where the service certainly did nothing (a 429).
    """

    def __init__(
        self, service: str, retry_after: int | None = None, *, sent_nothing: bool = False
    ) -> None:
        super().__init__(f"{service} is not available right now")
        self.service = service
        self.retry_after = retry_after
        self.sent_nothing = sent_nothing


class AddressBusy(Unavailable):
    """Another request has the address and is not done; or it crashed, and holds it for a while."""


class TooSoon(InvitationError):
    """The same was done a moment ago; `retry_after` is in seconds."""

    def __init__(self, retry_after: int) -> None:
        super().__init__("An invitation can be sent again once every five minutes.")
        self.retry_after = retry_after


class LostRace(InvitationError):
    """Somebody else changed the row in between; read it again."""


class IllegalTransition(InvitationError):
    """The invitation's state does not allow this step; the message says why."""


class InvitationErased(IllegalTransition):
    """Only the record of the invitation is left: for the API, there is none any more."""


class ImportNotPossible(InvitationError):
    """An import cannot be confirmed as it is; the message says what to do."""


class InvitationNotFound(InvitationError):
    """No such invitation; malformed and unknown ids are not told apart."""


class NoSuchPage(InvitationError):
    """No such page, at least not for whoever asks."""


class LinkClosed(InvitationError):
    """The link leads nowhere any more, or not yet; `why` names the page that says so."""

    def __init__(self, why: str, language: str = "") -> None:
        super().__init__(why)
        self.why = why
        self.language = language


class WrongAccount(InvitationError):
    """Somebody signed in who is not the invited guest."""

    def __init__(self, invited: str, signed_in: str, language: str) -> None:
        super().__init__("the signed-in account is not the invited guest's")
        self.invited = invited
        self.signed_in = signed_in
        self.language = language


class SignInFailed(InvitationError):
    """The sign-in round trip did not end in an identity; `why` names the page.

    `code` is Microsoft's own, such as AADSTS50020, for whoever helps the guest.
    """

    def __init__(self, why: str, detail: str = "", *, code: str = "") -> None:
        super().__init__(why)
        self.why = why
        self.detail = detail
        self.code = code


class SessionEnded(InvitationError):
    """There is no session, or it is too old."""


class Unauthorised(InvitationError):
    """The caller has not shown who it is; `detail` says what is wrong with the token.

    `shown` says whether there was a token at all: without one, RFC 6750 (3.1) names no error.
    """

    def __init__(self, detail: str, *, shown: bool = True) -> None:
        super().__init__(detail)
        self.detail = detail
        self.shown = shown


class Forbidden(InvitationError):
    """The caller is known and may not do this; `why` names the page that says so.

    `pointer` is the member of the body that asks for too much, where there is one.
    """

    def __init__(self, why: str, detail: str, pointer: str = "") -> None:
        super().__init__(detail)
        self.why = why
        self.detail = detail
        self.pointer = pointer


class SignInNeeded(InvitationError):
    """An inviter has to sign in first; `back` is the page of the console to come back to.

    `silent` says that the session only has to be renewed, which shows no page at Microsoft.
    """

    def __init__(self, back: str, *, silent: bool = False) -> None:
        super().__init__("an inviter has to sign in")
        self.back = back
        self.silent = silent


class WrongCompany(InvitationError):
    """The company's data breaks rules; `faults` maps each wrong field to a code."""

    def __init__(self, faults: dict[str, str]) -> None:
        super().__init__(", ".join(f"{name} {code}" for name, code in faults.items()))
        self.faults = faults


class CompanyExists(InvitationError):
    """A company with this identity exists, and sales did not register this guest for it."""
