"""What is kept about one person, in short: enough to decide about it, however much there is."""

from dataclasses import dataclass

from shared.domain.addresses import address_hash
from shared.domain.block import Block
from shared.domain.company import CompanyData
from shared.domain.invitation import Invitation
from shared.usecases.blocks import BlockStore
from shared.usecases.export_person import roles_of
from shared.usecases.imports.keeping import KeptImports
from shared.usecases.imports.people import export_from_imports
from shared.usecases.life import LifeStore
from shared.usecases.ports import CompanyStore, InvitationStore

SHOWN = 25


@dataclass(frozen=True)
class Kept:
    """What there is: some of the invitations, each with what the person is on it, and how many.

    `companies` have the person as their contact, `imports` is how many files say something of them.
    """

    address: str
    invitations: tuple[tuple[Invitation, tuple[str, ...]], ...]
    count: int
    companies: tuple[CompanyData, ...]
    blocks: tuple[Block, ...]
    imports: int

    @property
    def anything(self) -> bool:
        """Whether there is something to export or to erase."""
        return bool(self.count or self.companies or self.blocks or self.imports)


async def preview_person(
    address: str,
    *,
    store: InvitationStore,
    life: LifeStore,
    companies: CompanyStore,
    blocks: BlockStore,
    imports: KeptImports,
) -> Kept:
    """Return what is kept about an address; of the invitations, SHOWN are read. Changes nothing."""
    ids = [invitation_id async for invitation_id in life.about(address)]
    read = [await store.get(invitation_id) for invitation_id in ids[:SHOWN]]
    found = sorted((one for one in read if one is not None), key=lambda one: one.created)
    return Kept(
        address,
        tuple((one, tuple(roles_of(one, address) or ["mentioned"])) for one in reversed(found)),
        len(ids),
        tuple([one.data async for one in companies.naming(address)]),
        tuple(await blocks.blocks(address_hash(address))),
        len(await export_from_imports(address, imports)),
    )
