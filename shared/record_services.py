"""The outer services that keep, list and erase invitations, a part of `shared/services.py`."""

from functools import cached_property
from typing import TYPE_CHECKING

from shared.event_services import EventServices

if TYPE_CHECKING:
    from shared.outer.audit.index import AuditIndex
    from shared.outer.audit.trail import AuditTrail
    from shared.outer.audit.upkeep import AuditUpkeep
    from shared.outer.block_listing import BlockListing
    from shared.outer.draft_table import DraftTable
    from shared.outer.invitation_table import InvitationTable
    from shared.outer.key_rows import KeyTable
    from shared.outer.life_table import LifeTable
    from shared.outer.listing.list_table import ListTable
    from shared.outer.listing.upkeep import Upkeep
    from shared.outer.row_migration import RowMigration
    from shared.outer.telling_table import Teller
    from shared.usecases.erase_invitation import Erasing


class RecordServices(EventServices):
    """That part of `Services`."""

    @cached_property
    def invitations(self) -> "InvitationTable":
        """Return the store of invitations, which has other systems hear of them."""
        from shared.outer.watched_records import WatchedInvitations

        return WatchedInvitations(
            self.clients.table("Invitations"),
            self.clients.table("InvitationIndex"),
            self.listing.notes,
            self.audit_index,
            teller=self.teller,
        )

    @cached_property
    def teller(self) -> "Teller":
        """Return what announces events to other systems."""
        from shared.outer.telling_table import Teller

        return Teller(lambda: self.history_queue, self.clock)

    @cached_property
    def life(self) -> "LifeTable":
        """Return the store of invitations as far as their succession and end goes."""
        from shared.outer.watched_life import WatchedLife

        return WatchedLife(
            self.clients.table("Invitations"),
            self.clients.table("InvitationIndex"),
            self.listing.notes,
            self.audit_index,
            teller=self.teller,
        )

    @cached_property
    def erasing(self) -> "Erasing":
        """Return what erases people."""
        from shared.domain.erasing import Eraser
        from shared.usecases.erase_invitation import Erasing

        eraser = Eraser(self.settings.pseudonym_key)
        return Erasing(self.invitations, self.life, eraser, self.clock)

    @cached_property
    def used_keys(self) -> "KeyTable":
        """Return the Idempotency-Keys that were used."""
        from shared.outer.key_rows import KeyTable

        return KeyTable(self.clients.table("InvitationIndex"))

    @cached_property
    def drafts(self) -> "DraftTable":
        """Return which draft of the sender's mailbox carries which e-mail."""
        from shared.outer.draft_table import DraftTable

        return DraftTable(self.clients.table("Drafts"), self.clock)

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
    def row_migration(self) -> "RowMigration":
        """Return what rewrites the rows of older versions."""
        from shared.outer.row_migration import RowMigration

        return RowMigration(self.clients.table("Invitations"), self.clock)

    @cached_property
    def list_upkeep(self) -> "Upkeep":
        """Return what keeps the list right."""
        from shared.outer.listing.upkeep import Upkeep

        return Upkeep(self.clients.table("Invitations"), self.listing, self.clock)

    @cached_property
    def audit_index(self) -> "AuditIndex":
        """Return what writes the index of the audit trail."""
        from shared.outer.audit.index import AuditIndex

        return AuditIndex(self.clients.table("Audit"))

    @cached_property
    def audit(self) -> "AuditTrail":
        """Return the audit trail."""
        from shared.outer.audit.trail import AuditTrail

        return AuditTrail(self.audit_index.table, self.clients.table("Invitations"))

    @cached_property
    def audit_upkeep(self) -> "AuditUpkeep":
        """Return what keeps the audit trail whole."""
        from shared.outer.audit.upkeep import AuditUpkeep

        return AuditUpkeep(self.clients.table("Invitations"), self.audit_index, self.clock)

    @cached_property
    def block_listing(self) -> "BlockListing":
        """Return the blocks of all addresses."""
        from shared.outer.block_listing import BlockListing

        return BlockListing(self.clients.table("Blocks"))
