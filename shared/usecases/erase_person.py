"""Erase everything about one person, by address (GDPR, article 17)."""

from dataclasses import dataclass, field, replace

from shared.domain.addresses import address_hash
from shared.domain.errors import GuestRefused
from shared.domain.invitation import TRANSITIONS, Event, Invitation, State
from shared.usecases.blocks import BlockStore
from shared.usecases.erase_invitation import Erasing
from shared.usecases.imports.keeping import KeptImports
from shared.usecases.imports.people import erase_from_imports
from shared.usecases.ports import CompanyStore, Directory
from shared.usecases.trying import retry_lost_races

# One call ends well within the 230 s that an HTTP function has (facts.md section 11).
MOST = 200


@dataclass(frozen=True)
class Erased:
    """What a call did: ids of invitations that are erased, or where the person is taken out.

    `companies` have lost their contact, `imports` whatever they said of the person. `guests` says
    of each directory guest whether it was deleted, or else why not. With `more`, the same call
    goes on.
    """

    person: str
    erased: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    guests: dict[str, str] = field(default_factory=dict)
    companies: list[str] = field(default_factory=list)
    imports: list[str] = field(default_factory=list)
    blocks: int = 0
    more: bool = False


async def erase_person(
    address: str,
    by: str,
    *,
    erasing: Erasing,
    companies: CompanyStore,
    blocks: BlockStore,
    imports: KeptImports,
    directory: Directory,
    delete_guests: bool,
    most: int = MOST,
) -> Erased:
    """Erase everything about an address, `most` invitations and lots of imports a call.

    The person's own invitations that are open are revoked first. With `delete_guests`, a directory
    guest that this app made is deleted, also one who has signed in; never a member. Blocks stay:
    they are kept by a hash of the address, for they are the person's own wish. Raises Unavailable;
    what was done until then stays done.
    """
    # First: who waits in an import must not be invited behind our back.
    cleaned, rest = await erase_from_imports(
        address, imports=imports, eraser=erasing.eraser, most=most
    )
    done = Erased(erasing.eraser.pseudonym(address), imports=cleaned)
    found: list[str] = []
    async for invitation_id in erasing.life.about(address):
        found.append(invitation_id)
        if len(found) > most:
            break
    people = _Person(address, by, erasing, directory, delete_guests, done)
    for invitation_id in found[:most]:
        await people.leave(invitation_id)
    async for company in companies.naming(address):
        await companies.forget_contact(company, address)
        done.companies.append(company.id)
    kept = await blocks.blocks(address_hash(address))
    return replace(done, blocks=len(kept), more=rest or len(found) > most)


@dataclass(frozen=True)
class _Person:
    """Somebody who is erased."""

    address: str
    by: str
    erasing: Erasing
    directory: Directory
    delete_guests: bool
    done: Erased

    @retry_lost_races
    async def leave(self, invitation_id: str) -> None:
        """Erase the invitation if it is the person's own, else the person in it."""
        invitation = await self.erasing.store.get(invitation_id)
        if invitation is None:
            return
        if invitation.guest.email.lower() != self.address:
            if await self.erasing.person(invitation_id, self.address, self.by):
                self.done.changed.append(invitation_id)
            return
        invitation = await self._revoked(invitation)
        await self._delete_guest(invitation)
        await self.erasing.whole(invitation_id, self.by)
        self.done.erased.append(invitation_id)

    async def _revoked(self, invitation: Invitation) -> Invitation:
        """Return the invitation with its link dead; what has ended stays as it is."""
        if State.REVOKED not in TRANSITIONS[invitation.state]:
            return invitation
        now, details = self.erasing.clock(), {"from": invitation.state.value, "why": "erased"}
        event = Event("InvitationRevoked", now, self.by, details)
        return await self.erasing.store.save(invitation.to(State.REVOKED, ended=now), event)

    async def _delete_guest(self, invitation: Invitation) -> None:
        guest = invitation.guest_id
        if not guest:
            return
        if not (invitation.guest_created and self.delete_guests):
            why = "not made by this app" if self.delete_guests else "DELETE_REVOKED_GUESTS is off"
            self.done.guests.setdefault(guest, f"kept: {why}")
            return
        try:
            consent = await self.directory.consent_of(guest)
            if consent is not None and not consent.guest:
                self.done.guests[guest] = "kept: a member by now"
                return
            await self.directory.delete_guest(guest)
        except GuestRefused as refusal:
            self.done.guests[guest] = f"kept: {refusal.failure.reason}"
        else:
            self.done.guests[guest] = "deleted"
