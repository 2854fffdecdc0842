"""functions-host.md, Timers and admin."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from itertools import pairwise

import pytest

from dev.host import HostError
from dev.host.calls import Calls, NoOutputs
from dev.host.functions import Binding, Function
from dev.host.schedule import parse_schedule, parse_timespan
from dev.host.timers import TimerListener
from dev.host.worker import Worker

from .conftest import APPS, App, running
from .polling import until

NOON = datetime(2026, 11, 20, 12, 0, 0, tzinfo=UTC)  # a Friday


@pytest.fixture(scope="module")
async def timers() -> AsyncIterator[App]:
    """The app with timers."""
    async with running("timers") as app:
        yield app


@pytest.mark.parametrize(
    ("schedule", "due"),
    [
        ("*/5 * * * * *", "2026-11-20T12:00:05"),
        ("0 30 9 * * *", "2026-11-21T09:30:00"),
        ("30 9 * * *", "2026-11-21T09:30:00"),
        ("0 0 0 * * MON-FRI", "2026-11-23T00:00:00"),
        ("0 0 0 13 * 5", "2027-08-13T00:00:00"),
        ("01:30:00", "2026-11-20T13:30:00"),
        ("1.00:00:00", "2026-11-21T12:00:00"),
    ],
)
def test_schedules(schedule: str, due: str) -> None:
    """Row: NCRONTAB with seconds, or a TimeSpan. Day of month and day of week both count."""
    assert parse_schedule(schedule).next_after(NOON) == datetime.fromisoformat(due + "+00:00")


@pytest.mark.parametrize("schedule", ["", "* * * *", "61 * * * * *", "1:2:3"])
def test_a_schedule_that_is_none_fails_start_up(schedule: str) -> None:
    """Row: NCRONTAB with seconds, or a TimeSpan; anything else is said at start."""
    function = Function("Late", "id", Binding("t", "timerTrigger", {"schedule": schedule}), {})
    with pytest.raises(HostError, match="Late"):
        TimerListener(function, Calls(Worker(APPS), NoOutputs()))


def test_time_spans() -> None:
    """Row: a TimeSpan."""
    assert parse_timespan("1.02:03:04.5") == ((24 + 2) * 60 + 3) * 60 + 4.5
    with pytest.raises(ValueError, match="30"):
        parse_timespan("30")


async def test_a_timer_runs_when_it_is_due(timers: App) -> None:
    """Row: NCRONTAB with seconds: at every full second, once."""
    await until(lambda: len(timers.module.ticks) >= 2)
    first, second = timers.module.ticks[:2]
    assert int(second) - int(first) == 1
    assert second % 1 < 0.5


async def test_run_on_startup(timers: App) -> None:
    """Row: runOnStartup; the function is told when it is due next."""
    await until(lambda: timers.module.at_start)
    [timer] = timers.module.at_start
    assert timer.past_due is False
    assert timer.schedule_status["Next"].endswith("T03:00:00+00:00")


async def test_runs_of_one_timer_do_not_overlap(timers: App) -> None:
    """Row: runs of one timer do not overlap."""
    await until(lambda: len(timers.module.overlapping) >= 3)
    runs = timers.module.overlapping
    assert all(ended <= started for (_, ended), (started, _) in pairwise(runs))


async def test_the_monitor_is_off_below_one_minute(timers: App) -> None:
    """Row: the past-due monitor is off below one minute: no status is kept."""
    function = next(one for one in timers.host.functions if one.name == "EverySecond")
    listener = TimerListener(function, Calls(Worker(APPS), NoOutputs()))
    assert listener.status(NOON) is None


@pytest.mark.parametrize(("name", "text"), [("OnDemand", "an event"), ("posted", "a body")])
async def test_admin_runs_a_function_once(timers: App, name: str, text: str) -> None:
    """Row: POST /admin/functions/{name} runs a function once (202), whatever the name's case."""
    path = f"/admin/functions/{name}"
    assert await timers.status("POST", path, json={"input": text}) == 202
    await until(lambda: text in timers.module.on_demand)
    assert timers.module.on_demand.count(text) == 1


async def test_admin_runs_a_timer(timers: App) -> None:
    """Row: POST /admin/functions/{name}, for a timer that is not due."""
    before = len(timers.module.at_start)
    assert await timers.status("POST", "/admin/functions/AtStart", json={}) == 202
    await until(lambda: len(timers.module.at_start) > before)


async def test_admin_refuses(timers: App) -> None:
    """Row: POST /admin/functions/{name}: unknown names, other methods, no JSON."""
    assert await timers.status("POST", "/admin/functions/Nobody", json={}) == 404
    assert await timers.status("GET", "/admin/functions/AtStart") == 404
    assert await timers.status("POST", "/admin/functions/AtStart", data=b"") == 400


async def test_host_status(timers: App) -> None:
    """The host's own status, which tools wait for."""
    async with timers.client.get("/admin/host/status") as response:
        assert await response.json() == {"state": "Running"}
