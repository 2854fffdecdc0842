"""The outer services that keep, list and erase invitations, a part of `shared/services.py`."""

from functools import cached_property
from typing import TYPE_CHECKING

from shared.event_services import EventServices

if TYPE_CHECKING:
    from shared.outer.invitation_table import InvitationTable
    from shared.outer.life_table import LifeTable
    from shared.outer.listing.list_table import ListTable
    from shared.outer.listing.upkeep import Upkeep
    from shared.usecases.erase_invitation import Erasing


class RecordServices(EventServices):
    """That part of `Services`."""

    @cached_property
    def invitations(self) -> "InvitationTable":
        """Return the store of invitations, which has other systems hear of them."""
        from shared.outer.telling_table import TellingInvitationTable

        return TellingInvitationTable(
            self.clients.table("Invitations"),
            self.clients.table("InvitationIndex"),
            self.listing.notes,
            queue=lambda: self.history_queue,
            clock=self.clock,
        )

    @cached_property
    def life(self) -> "LifeTable":
        """Return the store of invitations as far as their succession and end goes."""
        from shared.outer.life_table import LifeTable

        return LifeTable(
            self.clients.table("Invitations"),
            self.clients.table("InvitationIndex"),
            self.listing.notes,
        )

    @cached_property
    def erasing(self) -> "Erasing":
        """Return what erases people."""
        from shared.domain.erasing import Eraser
        from shared.usecases.erase_invitation import Erasing

        eraser = Eraser(self.settings.pseudonym_key)
        return Erasing(self.invitations, self.life, eraser, self.clock)

    @cached_property
    def listing(self) -> "ListTable":
        """Return the list of invitations."""
        from shared.outer.listing.continuations import Continuations
        from shared.outer.listing.list_table import ListTable

        return ListTable(
            self.clients.table("Listing"),
            self.clients.table("ListingBlocks"),
            Continuations(self.settings.session_keys),
            self.clock,
        )

    @cached_property
    def list_upkeep(self) -> "Upkeep":
        """Return what keeps the list right."""
        from shared.outer.listing.upkeep import Upkeep

        return Upkeep(self.clients.table("Invitations"), self.listing, self.clock)
