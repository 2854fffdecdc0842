"""Block invitations to an address, and ask whether somebody did (E7, E8)."""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from shared.domain.addresses import address_hash
from shared.domain.block import Block, Proof
from shared.domain.errors import AddressBlocked
from shared.domain.keys import organisation_key


class BlockStore(Protocol):
    """Blocks and codes by the hash of an address. All raise Unavailable if storage is down."""

    async def block(self, address: str, block: Block) -> None:
        """Keep the block of a hashed address; one that is there already stays as it is."""

    async def blocks(self, address: str) -> list[Block]:
        """Return the blocks of a hashed address, oldest first."""

    async def lift(self, address: str, organisation: str) -> None:
        """Take a block of a hashed address away; none is fine."""

    async def proof(self, address: str) -> tuple[Proof, str]:
        """Return the code of a hashed address with its version; an empty one without a code."""

    async def save_proof(self, address: str, proof: Proof, version: str) -> None:
        """Store the code; raise LostRace if it changed since."""

    async def count(self, who: str, most: int, now: datetime) -> bool:
        """Count one more code for an address or a client; return False where it is too many."""


async def block_address(
    address: str, organisation: str, *, store: BlockStore, clock: Callable[[], datetime]
) -> None:
    """Block the organisation's invitations to a hashed address; an empty one blocks all."""
    await store.block(address, Block(organisation, clock()))


async def check_not_blocked(address: str, organisation: str, *, store: BlockStore) -> None:
    """Raise AddressBlocked if the owner of the address wants no invitation of the organisation."""
    if await is_blocked(address, organisation, store=store):
        raise AddressBlocked


async def is_blocked(address: str, organisation: str, *, store: BlockStore) -> bool:
    """Return whether the owner of the address wants no invitation of the organisation."""
    wanted = {"", organisation_key(organisation)}
    found = await store.blocks(address_hash(address))
    return any(
        (organisation_key(one.organisation) if one.organisation else "") in wanted for one in found
    )
