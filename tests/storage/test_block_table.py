"""Blocks and codes in Azurite."""

import asyncio
import uuid
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from azure.data.tables.aio import TableClient

from shared.domain.block import CODES_PER_ADDRESS, Block, Proof
from shared.domain.errors import LostRace
from shared.outer.block_table import BlockTable
from shared.outer.tables import Table
from tests.samples import NOW


@pytest.fixture
async def blocks(azurite: str) -> AsyncIterator[BlockTable]:
    client = TableClient.from_connection_string(azurite, f"Blocks{uuid.uuid4().hex[:8]}")
    table = Table(client)
    yield BlockTable(table)
    await table.close()


async def test_blocks_are_kept_once_and_lifted(blocks: BlockTable) -> None:
    assert await blocks.blocks("a") == []
    await blocks.lift("a", "GFMS")
    later = NOW + timedelta(days=1)
    await blocks.block("a", Block("GFMS / 한국 'x'", later))
    await blocks.block("a", Block("", NOW))
    await blocks.block("a", Block("gfms /  한국 'X'", later + timedelta(days=1)))
    await blocks.save_proof("a", Proof("hash", NOW, 2), "")
    assert await blocks.blocks("a") == [Block("", NOW), Block("GFMS / 한국 'x'", later)]
    assert await blocks.blocks("b") == []
    await blocks.lift("a", "GFMS / 한국 'x'")
    await blocks.lift("a", "GFMS / 한국 'x'")
    assert await blocks.blocks("a") == [Block("", NOW)]


async def test_of_two_changes_of_a_code_the_second_is_lost(blocks: BlockTable) -> None:
    assert await blocks.proof("a") == (Proof(), "")
    await blocks.save_proof("a", Proof("hash", NOW), "")
    with pytest.raises(LostRace):
        await blocks.save_proof("a", Proof("other", NOW), "")
    proof, version = await blocks.proof("a")
    assert proof == Proof("hash", NOW)
    await blocks.save_proof("a", proof.tried(), version)
    with pytest.raises(LostRace):
        await blocks.save_proof("a", proof.tried(), version)
    assert (await blocks.proof("a"))[0].tries == 1
    await blocks.save_proof("a", Proof(), (await blocks.proof("a"))[1])
    assert not (await blocks.proof("a"))[0].open(NOW)


async def test_requests_at_the_same_time_are_all_counted(blocks: BlockTable) -> None:
    async def ask() -> bool:
        return await blocks.count("who", CODES_PER_ADDRESS, NOW)

    allowed = await asyncio.gather(*(ask() for _ in range(8)))
    assert sum(allowed) == CODES_PER_ADDRESS
    assert not await blocks.count("who", CODES_PER_ADDRESS, NOW + timedelta(minutes=59))
    assert await blocks.count("who", CODES_PER_ADDRESS, NOW + timedelta(hours=1))
