"""Prove an address with a one-time code by e-mail (E8).

Whoever asks for a code is always answered the same, whether the address has blocks, was ever
invited, or exists: the request counts and enqueues, and nothing else. A code is eight digits, good
for ten minutes and five tries; a new one voids the former.
"""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from shared.domain.addresses import address_hash
from shared.domain.block import CODE_LIFE, CODES_PER_ADDRESS, CODES_PER_CLIENT, Proof, hash_code
from shared.domain.errors import EmailRefused, LostRace, Unavailable
from shared.usecases.blocks import BlockStore
from shared.usecases.mailing import Email, Mailer
from shared.usecases.trying import retry_lost_races

_LATER = timedelta(seconds=5)


@dataclass(frozen=True)
class CodeTask:
    """A queue message: the address that a code was asked for, in the language of the page."""

    address: str
    language: str
    created: datetime


class CodeQueue(Protocol):
    """Codes to send."""

    async def send(self, task: CodeTask, delay: timedelta = timedelta()) -> None:
        """Put the task on the queue, invisible for `delay`."""


async def ask_for_code(
    address: str,
    language: str,
    client: str,
    *,
    store: BlockStore,
    queue: CodeQueue,
    clock: Callable[[], datetime],
) -> None:
    """Enqueue a code for the address, unless it or the client asked too often of late."""
    now = clock()
    if not await store.count(f"client_{client}", CODES_PER_CLIENT, now):
        return
    if not await store.count(address_hash(address), CODES_PER_ADDRESS, now):
        return
    await queue.send(CodeTask(address, language, now))


async def send_code(
    task: CodeTask,
    *,
    store: BlockStore,
    mailer: Mailer,
    queue: CodeQueue,
    compose: Callable[[str, str, str], Email],
    key: str,
    clock: Callable[[], datetime],
    new_id: Callable[[], str],
) -> None:
    """Draw a code, keep its hash, and send it; `compose` takes address, code and language.

    After a crash in between, the next delivery draws another one, and the former is void. An
    address that no e-mail can reach gets none.
    """
    if clock() - task.created >= CODE_LIFE:
        return  # nobody waits for it any more
    code = f"{secrets.randbelow(10**8):08}"
    hashed = address_hash(task.address)
    try:
        await _keep(hashed, code, store, key, clock())
        await mailer.send(compose(task.address, code, task.language), new_id())
    except EmailRefused:
        return
    except (LostRace, Unavailable) as error:
        seconds = error.retry_after if isinstance(error, Unavailable) else None
        await queue.send(task, timedelta(seconds=seconds) if seconds else _LATER)


async def _keep(hashed: str, code: str, store: BlockStore, key: str, now: datetime) -> None:
    _, version = await store.proof(hashed)
    proof = Proof(hash_code(code, hashed, key), now + CODE_LIFE)
    await store.save_proof(hashed, proof, version)


@retry_lost_races
async def check_code(
    address: str,
    code: str,
    *,
    store: BlockStore,
    keys: Sequence[str],
    clock: Callable[[], datetime],
) -> bool:
    """Return whether the code is the one that was sent to the address; it works once.

    A try that cannot be counted has no result, so that tries at the same time count too. Raises
    Unavailable.
    """
    hashed = address_hash(address)
    proof, version = await store.proof(hashed)
    if not proof.open(clock()):
        return False
    given = {hash_code(code, hashed, key) for key in keys}
    right = any([secrets.compare_digest(proof.code_hash, one) for one in given])  # noqa: C419 - every one is compared
    await store.save_proof(hashed, Proof() if right else proof.tried(), version)
    return right
