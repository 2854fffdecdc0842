"""HTTP functions that show how the host treats requests and results."""

import asyncio
import json
import time
from typing import cast

import azure.functions as func

app = func.FunctionApp(http_auth_level=func.AuthLevel.ANONYMOUS)


@app.route("hello", methods=["GET", "HEAD"])
async def hello(req: func.HttpRequest) -> func.HttpResponse:
    return func.HttpResponse("hello")


@app.route("hello", methods=["POST"])
def post_hello(req: func.HttpRequest) -> func.HttpResponse:
    return func.HttpResponse(req.get_body(), mimetype="application/octet-stream")


@app.route("echo/{word?}")
async def echo(req: func.HttpRequest) -> func.HttpResponse:
    seen = {
        "method": req.method,
        "url": req.url,
        "headers": dict(req.headers),
        "params": dict(req.params),
        "route": dict(req.route_params),
        "body": req.get_body().decode(),
    }
    return func.HttpResponse(json.dumps(seen), mimetype="application/json")


@app.route()
async def NoRoute(req: func.HttpRequest) -> str:  # noqa: N802 - the route is the name
    return "no route"


@app.route("first/{anything}")
async def a_wide(req: func.HttpRequest) -> str:
    return "wide"


@app.route("first/exact")
async def b_exact(req: func.HttpRequest) -> str:
    return "exact"


@app.route("items/{id:int}")
async def item_by_number(req: func.HttpRequest) -> str:
    return f"number {req.route_params['id']}"


@app.route("items/{id:guid}")
async def item_by_guid(req: func.HttpRequest) -> str:
    return f"guid {req.route_params['id']}"


@app.route("files/{folder=inbox}/{*path}")
async def files(req: func.HttpRequest) -> str:
    return f"{req.route_params['folder']} {req.route_params.get('path')}"


@app.route("text")
async def text(req: func.HttpRequest) -> str:
    return req.get_body().decode()


@app.route("raise")
async def fails(req: func.HttpRequest) -> func.HttpResponse:
    raise ValueError("on purpose")


@app.route("none")
async def none(req: func.HttpRequest) -> func.HttpResponse:
    return cast("func.HttpResponse", None)


@app.route("cookies")
async def cookies(req: func.HttpRequest) -> func.HttpResponse:
    response = func.HttpResponse("two", headers={"X-Twice": "1"})
    response.headers.add("X-Twice", "2")
    response.headers.add("Set-Cookie", "one=a+b/c==; Path=/; Secure; HttpOnly; SameSite=Lax")
    response.headers.add("Set-Cookie", "two=x; Path=/api; Max-Age=60")
    response.headers.add("Set-Cookie", "old=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT")
    return response


@app.route("slow")
async def slow(req: func.HttpRequest) -> str:
    await asyncio.sleep(float(req.params["seconds"]))
    slow_runs.append(req.params["seconds"])
    return "done"


@app.route("blocking")
def blocking(req: func.HttpRequest) -> str:
    time.sleep(float(req.params["seconds"]))
    return "done"


@app.route("broken-header")
async def broken_header(req: func.HttpRequest) -> func.HttpResponse:
    return func.HttpResponse("x", headers={"X-Bad": "a\r\nInjected: yes"})


@app.route("locked", auth_level=func.AuthLevel.FUNCTION)
async def Locked(req: func.HttpRequest) -> str:  # noqa: N802 - function names are Pascal case
    return "open"


@app.route("vault", auth_level=func.AuthLevel.ADMIN)
async def Vault(req: func.HttpRequest) -> str:  # noqa: N802 - function names are Pascal case
    return "open"


slow_runs: list[str] = []
