"""The language of an invitation, the first that is set (E9).

What the request asks for; the guest's preferredLanguage, where the directory knows the guest; the
setting DEFAULT_LANGUAGE for the inviting tenant's; English, which that setting falls back to.
The notification language of the guest's home tenant comes third in Microsoft's own order, but no
other tenant can read it.
"""

from shared.domain.invitation import Invitation
from shared.domain.languages import match
from shared.usecases.ports import DirectoryGuest


def guest_language(invitation: Invitation, guest: DirectoryGuest) -> str:
    """Return the language for the guest, who is known now."""
    if not invitation.language_open:
        return invitation.language
    return match(guest.language) or invitation.language
