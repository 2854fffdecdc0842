"""Mass mis-sent mail: sending pauses within a minute, nothing is lost, all go once afterwards."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from shared.usecases.halting import FRESH
from tests.journey.system import TIMEOUT, System, body, new_address
from tests.journey.waiting import until

RUSH = 100


def ask(system: System, what: str = "", **content: Any) -> dict[str, Any]:
    """Look at the switch, or turn it."""
    answer = system.session.request(
        "POST" if what else "GET",
        f"{system.stack.app_url}/api/Sending{what}",
        json=content or None,
        headers={"x-functions-key": system.stack.keys.host},
        timeout=TIMEOUT,
    )
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def arrived(system: System, addresses: set[str]) -> list[str]:
    return [mail["to"] for mail in system.state()["mails"] if mail["to"] in addresses]


def test_a_rush_is_paused_and_goes_on_and_each_arrives_once(system: System) -> None:
    addresses = {new_address("rush") for _ in range(RUSH)}
    some = threading.Event()

    def invite(address: str) -> None:
        guest = {"email": address, "name": "Guest"}
        answer = system.post(body(guest=guest, bulk=True), Prefer="respond-async")
        assert answer.status_code == 202, answer.text
        some.set()

    with ThreadPoolExecutor(4) as pool:
        making = [pool.submit(invite, address) for address in addresses]
        assert some.wait(TIMEOUT)
        until(lambda: len(arrived(system, addresses)) >= 3)
        paused = ask(system, "/pause", by="eva@gfms.example", why="Wrong link")
        began = time.monotonic()
        for one in making:
            one.result()
    assert (paused["paused"], paused["by"], paused["why"]) == (
        True,
        "eva@gfms.example",
        "Wrong link",
    )
    # Within a minute: the time for which an instance knows the switch, and that of one send.
    time.sleep(max(FRESH + 2 - (time.monotonic() - began), 0))
    before = sorted(arrived(system, addresses))
    assert 3 <= len(before) < RUSH, "the pause came in the middle"
    code = new_address("code")
    assert system.post(body(guest={"email": code, "name": "One"})).status_code == 201
    time.sleep(FRESH + 1)
    assert sorted(arrived(system, addresses)) == before, "nothing goes while it is paused"
    assert system.mails(code) == []
    assert ask(system)["paused"] is True
    assert ask(system, "/resume")["paused"] is False
    until(lambda: len(arrived(system, addresses)) >= RUSH and system.mails(code), deadline=60)
    assert sorted(arrived(system, addresses)) == sorted(addresses), "each exactly once"
    assert len(system.mails(code)) == 1
    failed = system.table("Invitations").query_entities("state eq 'failed'")
    assert list(failed) == [], "no message lost its tries"


def test_the_switch_is_for_keys_and_admins(system: System) -> None:
    address = f"{system.stack.app_url}/api/Sending"
    assert system.ask("GET", address).status_code == 401
    assert system.ask("POST", f"{address}/pause").status_code == 401
    entra = address.replace("/api/", "/api/entra/")
    assert system.ask("POST", f"{entra}/pause").status_code == 401
    assert ask(system)["paused"] is False


def test_what_is_wrong_with_a_body_is_told(system: System) -> None:
    answer = system.session.post(
        f"{system.stack.app_url}/api/Sending/pause",
        json={"why": "x" * 201},
        headers={"x-functions-key": system.stack.keys.host},
        timeout=TIMEOUT,
    )
    assert answer.status_code == 422
    assert ask(system)["paused"] is False
