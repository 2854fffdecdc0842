"""Delete a directory guest whom nobody needs any more, if the guest never redeemed."""

from shared.usecases.ports import Directory


async def delete_unredeemed(guest_id: str, directory: Directory) -> bool:
    """Return whether the guest was deleted: not one who has signed in, and not a member.

    The caller knows that this app made the guest, and that the operator wants it. Raises
    GuestRefused or Unavailable.
    """
    consent = await directory.consent_of(guest_id)
    if consent is None or consent.redeemed or not consent.guest:
        return False
    await directory.delete_guest(guest_id)
    return True
