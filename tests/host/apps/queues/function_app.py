"""Queue functions that show how the host receives, settles and writes messages."""

import asyncio
import json
from typing import List  # noqa: UP035 - the worker does not take list[str]

import azure.functions as func

app = func.FunctionApp(http_auth_level=func.AuthLevel.ANONYMOUS)

STORAGE = "AzureWebJobsStorage"

received: list[func.QueueMessage] = []
failures: list[int | None] = []
poisoned: list[str] = []
slow_runs: list[str] = []
under_way = 0
most_under_way = 0


@app.queue_trigger("msg", "received", STORAGE)
async def Receive(msg: func.QueueMessage) -> None:  # noqa: N802 - function names are Pascal case
    received.append(msg)


@app.queue_trigger("msg", "failing", STORAGE)
def Fail(msg: func.QueueMessage) -> None:  # noqa: N802 - function names are Pascal case
    failures.append(msg.dequeue_count)
    raise ValueError("on purpose")


@app.queue_trigger("msg", "failing-poison", STORAGE)
async def Poisoned(msg: func.QueueMessage) -> None:  # noqa: N802 - function names are Pascal case
    poisoned.append(msg.get_body().decode())


@app.queue_trigger("msg", "%SLOW_QUEUE%", STORAGE)
async def Slow(msg: func.QueueMessage) -> None:  # noqa: N802 - function names are Pascal case
    global under_way, most_under_way
    under_way += 1
    most_under_way = max(most_under_way, under_way)
    try:
        await asyncio.sleep(float(msg.get_body()))
    finally:
        under_way -= 1
    slow_runs.append(msg.get_body().decode())


@app.route("write/{name}", methods=["POST"])
@app.queue_output("written", "written", STORAGE)
def Write(req: func.HttpRequest, written: func.Out[str]) -> func.HttpResponse:  # noqa: N802
    written.set(req.get_body().decode())
    if req.route_params["name"] == "fail":
        raise ValueError("on purpose")
    return func.HttpResponse("written")


@app.route("write-many", methods=["POST"])
@app.queue_output("written", "written", STORAGE)
def WriteMany(req: func.HttpRequest, written: func.Out[List[str]]) -> func.HttpResponse:  # noqa: N802, UP006
    written.set(json.loads(req.get_body()))
    return func.HttpResponse("written")


@app.route("write-nowhere", methods=["POST"])
@app.queue_output("written", "Not_A_Queue_Name", STORAGE)
def WriteNowhere(req: func.HttpRequest, written: func.Out[str]) -> func.HttpResponse:  # noqa: N802
    written.set("lost")
    return func.HttpResponse("never seen")


@app.route("pass-on", methods=["POST"])
@app.queue_output("written", "received", STORAGE)
def PassOn(req: func.HttpRequest, written: func.Out[str]) -> func.HttpResponse:  # noqa: N802
    written.set(req.get_body().decode())
    return func.HttpResponse("passed on")
