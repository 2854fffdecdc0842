"""SIGKILL at every call of create and send: each answered invitation arrives, each e-mail once.

And other systems hear of each that it was created and sent.
"""

import os
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from dev.ports import Ports
from dev.settings import connection_string
from dev.stack import Options, Stack
from tests.conftest import UNWATCHED
from tests.faults.client import events, eventually, guests, invite, mails
from tests.faults.proxy import Proxies, Trap

SHARDS = 2
WITHIN = 40.0
ANSWERED = {201, 202}
# Claim, token, guest, enqueue, store; tell, read, own, pace, send, tell, note, delete: 13 calls
# where the guest is made at once. Each of the two that are told is read (event, invitation),
# published and deleted: 8 more. Where the queue makes the guest, noting it is one more.
CALLS = {False: 21, True: 22}
TOLD = {"invitation.created", "invitation.sent"}


@dataclass(frozen=True)
class Case:
    """The host dies when the `at`-th call was done but not answered: the answer gets lost.

    For all that the app leaves behind, that is the same as dying just before the next call.
    """

    respond_async: bool
    at: int

    @property
    def address(self) -> str:
        """An address of its own, so that its e-mails can be counted."""
        return f"{'async' if self.respond_async else 'sync'}-{self.at}@kill.example"


CASES = [
    Case(respond_async, at) for respond_async, calls in CALLS.items() for at in range(1, calls + 1)
]


def test_an_invitation_survives_a_crash_at_every_step(tmp_path: Path) -> None:
    """Each answered invitation arrives, each e-mail once (design.md, Storage)."""
    shards = [(tmp_path / str(n), CASES[n::SHARDS]) for n in range(SHARDS)]
    with ThreadPoolExecutor(SHARDS) as pool:
        results = list(pool.map(lambda shard: _run_shard(*shard), shards))
    assert [problem for found, _ in results for problem in found] == []
    died = {case for _, cases in results for case in cases}
    assert died == set(CASES), f"the host did not die at {set(CASES) - died}"


def _run_shard(folder: Path, cases: list[Case]) -> tuple[list[str], list[Case]]:
    front = Ports.free()
    stack = Stack(fronted(folder, front))
    behind = stack.options.ports
    killed, problems = [], []
    with Proxies(front, behind) as proxies, stack:
        _post(Case(respond_async=False, at=0), stack)  # makes the tables, once
        for case in cases:
            if _run_case(case, stack, proxies):
                killed.append(case)
            problem = _settled(case, stack)
            if problem:
                problems.append(f"{case}: {problem}")
        problems += [
            f"{case}: {count} e-mails in the end"
            for case in cases
            if (count := mails(stack, case.address)) != 1
        ]
    return problems, killed


def fronted(folder: Path, front: Ports) -> Options:
    """Return a stack whose app reaches everything through the proxies at `front`."""
    simulator = f"http://127.0.0.1:{front.simulator}"
    settings = {
        **UNWATCHED,
        "AzureWebJobsStorage": connection_string(front),
        "GRAPH_URL": f"{simulator}/v1.0",
        "EMAIL_ENDPOINT": simulator,
        "IDENTITY_ENDPOINT": f"{simulator}/msi/token",
    }
    return Options(folder=folder, settings=settings, ports=Ports.free())


def _run_case(case: Case, stack: Stack, proxies: Proxies) -> bool:
    """Ask for the invitation until it is answered; return whether the host died on the way."""
    pid = stack.host.pid
    proxies.trap = trap = Trap(case.at, kill=lambda: os.killpg(pid, signal.SIGKILL))
    end = time.monotonic() + WITHIN
    answered = False
    while time.monotonic() < end:
        if trap.sprung:
            break
        if not answered:
            answered = _post(case, stack)
        if answered and mails(stack, case.address):
            break
        time.sleep(0.05)
    deadline = time.monotonic() + 1.0
    while answered and not trap.sprung and time.monotonic() < deadline:
        # The message is deleted after the e-mail: a late call may still spring the trap.
        time.sleep(0.05)
    if trap.sprung:
        revive(stack, proxies)
        while not answered and time.monotonic() < end:
            answered = _post(case, stack)
    proxies.trap = None
    return trap.sprung


def revive(stack: Stack, proxies: Proxies) -> None:
    """Start the host again, which may receive at once what the dead one held."""
    # Not asked whether it is alive: a killed process is, until it is waited for.
    stack.host.kill()
    proxies.bury()
    stack.start_host()


def _post(case: Case, stack: Stack) -> bool:
    return invite(stack, case.address, respond_async=case.respond_async).status in ANSWERED


def _settled(case: Case, stack: Stack) -> str:
    """Wait for the e-mail and the guest; return what is wrong, or nothing."""
    if not eventually(lambda: mails(stack, case.address) > 0, WITHIN):
        return "no e-mail"
    made = guests(stack, case.address)
    if made != 1:
        return f"{made} guests"
    heard: set[str] = set()

    def told() -> bool:
        heard.update(events(stack, case.address))
        return heard >= TOLD

    return "" if eventually(told, WITHIN) else f"only {heard} was told"
