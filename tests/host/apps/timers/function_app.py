"""Timers, and a trigger that the local host runs only on demand."""

import asyncio
import time

import azure.functions as func

app = func.FunctionApp(http_auth_level=func.AuthLevel.ANONYMOUS)

ticks: list[float] = []
at_start: list[func.TimerRequest] = []
overlapping: list[tuple[float, float]] = []
on_demand: list[str] = []


@app.timer_trigger("timer", "* * * * * *")
async def EverySecond(timer: func.TimerRequest) -> None:  # noqa: N802 - Pascal case
    ticks.append(time.time())


@app.timer_trigger("timer", "0 0 3 * * *", run_on_startup=True)
async def AtStart(timer: func.TimerRequest) -> None:  # noqa: N802 - Pascal case
    at_start.append(timer)


@app.timer_trigger("timer", "00:00:00.05")
async def LongerThanItsInterval(timer: func.TimerRequest) -> None:  # noqa: N802 - Pascal case
    started = time.monotonic()
    await asyncio.sleep(0.2)
    overlapping.append((started, time.monotonic()))


@app.generic_trigger("event", type="eventGridTrigger")
async def OnDemand(event: str) -> None:  # noqa: N802 - Pascal case
    on_demand.append(event)


@app.route("posted")
async def Posted(req: func.HttpRequest) -> str:  # noqa: N802 - Pascal case
    on_demand.append(req.get_body().decode())
    return "posted"
