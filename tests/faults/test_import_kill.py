"""SIGKILL at every call of an import that was confirmed: each row is invited, each e-mail once."""

import json
import os
import signal
import time
from pathlib import Path
from typing import Any

from dev.ports import Ports
from dev.stack import Stack
from tests.faults.client import Answer, ask, eventually, mails
from tests.faults.proxy import Proxies, Trap
from tests.faults.test_kill import fronted, revive

ROWS = 3
# Confirming: read, note, enqueue. Working: read, lots, blocks, lot, claim, enqueue, store, note,
# delete. Parting: a message for each row, delete.
CALLS = 3 + 9 + ROWS + 1
WITHIN = 40.0
_QUERY = "organisation=GFMS&inviterName=Inviter&inviterEmail=inviter@gfms.example"


def test_an_import_survives_a_crash_at_every_step(tmp_path: Path) -> None:
    front = Ports.free()
    stack = Stack(fronted(tmp_path, front))
    problems, died = [], set()
    with Proxies(front, stack.options.ports) as proxies, stack:
        _run(stack, proxies, 0)  # makes the tables, once
        for at in range(1, CALLS + 1):
            sprung, problem = _run(stack, proxies, at)
            died |= {at} if sprung else set()
            problems += [f"{at}: {problem}"] if problem else []
        problems += [
            f"{address}: {count} e-mails in the end"
            for at in range(CALLS + 1)
            for address in _addresses(at)
            if (count := mails(stack, address)) != 1
        ]
    assert problems == []
    assert died == set(range(1, CALLS + 1))


def _run(stack: Stack, proxies: Proxies, at: int) -> tuple[bool, str]:
    """Import while the host dies at one call; return whether it did, and what is wrong."""
    lines = ["email,name", *(f"{address},Guest" for address in _addresses(at))]
    looked = _call(stack, f"Invitations/import?{_QUERY}", "\n".join(lines).encode())
    assert looked.status == 200, looked.body
    import_id = json.loads(looked.body)["importId"]
    pid = stack.host.pid
    proxies.trap = trap = Trap(at, kill=lambda: os.killpg(pid, signal.SIGKILL))
    confirmed = _call(stack, f"Imports/{import_id}/confirm", b"{}").status == 202
    end = time.monotonic() + (WITHIN if at else 5)
    while at and not trap.sprung and time.monotonic() < end:
        time.sleep(0.05)
    if trap.sprung:
        revive(stack, proxies)
    proxies.trap = None
    while not confirmed:
        confirmed = _call(stack, f"Imports/{import_id}/confirm", b"{}").status == 202
    if not eventually(lambda: _shown(stack, import_id)["stage"] == "done", WITHIN):
        return trap.sprung, f"not done: {_shown(stack, import_id)}"
    counts = _shown(stack, import_id)["counts"]
    if counts["invited"] != ROWS:
        return trap.sprung, f"{counts}"
    arrived = eventually(lambda: all(mails(stack, to) for to in _addresses(at)), WITHIN)
    return trap.sprung, "" if arrived else "an e-mail is missing"


def _addresses(at: int) -> list[str]:
    return [f"row{number}-{at}@kill.example" for number in range(ROWS)]


def _shown(stack: Stack, import_id: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(_call(stack, f"Imports/{import_id}").body)
    return found


def _call(stack: Stack, path: str, body: bytes | None = None) -> Answer:
    headers = {"x-functions-key": stack.keys.host, "Content-Type": "text/csv"}
    return ask(f"{stack.app_url}/api/{path}", body, headers)
