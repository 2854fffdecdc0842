"""What a refusal of Entra's sign-in means to the guest who meets it.

The numbers are those of signin.md ("Sign-in errors") and of Microsoft's error code reference
(learn.microsoft.com/entra/identity-platform/reference-error-codes). Microsoft may change them:
one that stands in no row is `refused`, with its number for whoever helps the guest.
"""

import re
from collections.abc import Mapping

from shared.domain.errors import InvitationError, SignInFailed, Unavailable

REASONS = {
    "AADSTS50020": "no_guest",  # an account that is no guest of the inviting tenant
    "AADSTS53003": "blocked",  # conditional access
    "AADSTS65001": "approval",  # nobody has agreed to the application yet
    "AADSTS65004": "declined",
    "AADSTS65005": "unmanaged",  # a tenant that no administrator has taken over
    "AADSTS70011": "setup",  # we ask for a scope that does not exist
    "AADSTS90071": "partner",  # multifactor authentication of the other tenant is not accepted
    "AADSTS90093": "approval",
    "AADSTS90094": "approval",  # only an administrator may agree
    "AADSTS90095": "approval",  # likewise, and the directory lets people ask for it
}
# RFC 6749, section 4.1.2.1: the same may work later.
_TRY_LATER = {"server_error", "temporarily_unavailable"}
_CODE = re.compile(r"\bAADSTS[0-9]{5,7}\b")


def refusal(answer: Mapping[str, object]) -> InvitationError:
    """Return what to raise for an answer that has an `error`: SignInFailed or Unavailable."""
    error, description = str(answer["error"]), str(answer.get("error_description", ""))
    code = aadsts(description)
    if code in REASONS:
        return SignInFailed(REASONS[code], description, code=code)
    if error in _TRY_LATER:
        return Unavailable("the sign-in service")
    if error == "access_denied" and not code:
        return SignInFailed("declined", description)
    if error == "consent_required":
        return SignInFailed("approval", description, code=code)
    return SignInFailed("refused", description, code=code)


def aadsts(description: str) -> str:
    """Return Microsoft's code in an error's description, such as AADSTS50020, or nothing."""
    found = _CODE.search(description)
    return found[0] if found else ""
