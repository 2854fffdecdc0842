"""The operations of the API: each is there twice, with one handler.

For function keys, which the host checks, and under `entra/` for access tokens, which the app
checks itself. The handlers are imported on the first call.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from importlib import import_module

import azure.functions as func


@dataclass(frozen=True)
class Operation:
    """An operation: `handler` is a function of the module of that name in its package.

    It takes the request, and what tells who calls (`shared/web/callers.py`).
    """

    name: str
    method: str
    route: str
    module: str
    handler: str


def register(blueprint: func.Blueprint, package: str, operations: Iterable[Operation]) -> None:
    """Register each operation for keys and for tokens."""
    for one in operations:
        _add(blueprint, package, one)
        entra = Operation(
            f"Entra{one.name}", one.method, f"entra/{one.route}", one.module, one.handler
        )
        _add(blueprint, package, entra, func.AuthLevel.ANONYMOUS, "token_caller")


def _add(
    blueprint: func.Blueprint,
    package: str,
    one: Operation,
    level: func.AuthLevel = func.AuthLevel.FUNCTION,
    asks: str = "key_caller",
) -> None:
    @blueprint.function_name(one.name)
    @blueprint.route(one.route, methods=[one.method], auth_level=level)
    async def answer(req: func.HttpRequest) -> func.HttpResponse:
        callers = import_module("shared.web.callers")
        handler = getattr(import_module(f"{package}.{one.module}"), one.handler)
        answered: func.HttpResponse = await handler(req, getattr(callers, asks))
        return answered
