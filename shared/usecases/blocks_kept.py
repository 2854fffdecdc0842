"""What an admin may know of blocks: that they are there, and whether one address has some.

Whose a block is cannot be read back, and to lift one is the right of the address's owner alone
(E8), so there is no more to do here than to look.
"""

from typing import Protocol

from shared.domain.addresses import address_hash
from shared.domain.block import Block
from shared.usecases.blocks import BlockStore


class BlockList(Protocol):
    """All blocks. Raises Unavailable if storage is down."""

    async def page(self, continuation: str) -> tuple[list[Block], str]:
        """Return the next blocks, and where to go on; raise MalformedRequest for no such place."""


async def blocks_of(address: str, *, store: BlockStore) -> list[Block]:
    """Return the blocks of an address, oldest first."""
    return await store.blocks(address_hash(address))
