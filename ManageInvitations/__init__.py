"""Invitations are looked after through the API; the console stands in `console`.

Each operation is there twice, with one handler: for function keys, which the host checks, and
under `entra/` for access tokens, which the app checks itself. The handlers are imported on the
first call.
"""

from dataclasses import dataclass
from importlib import import_module

import azure.functions as func

blueprint = func.Blueprint()
_HERE = __name__


@dataclass(frozen=True)
class Operation:
    """An operation of the API: `handler` is a function of the module of that name in here."""

    name: str
    method: str
    route: str
    module: str
    handler: str


# The host tries routes in the order of the functions' names: Export comes before Get.
OPERATIONS = (
    Operation("ListInvitations", "GET", "Invitations", "list", "invitations"),
    Operation("ExportInvitations", "GET", "Invitations/export", "export", "export"),
    Operation("GetInvitation", "GET", "Invitations/{id}", "detail", "detail"),
    Operation("DeleteInvitation", "DELETE", "Invitations/{id}", "erase", "erase"),
    Operation("ResendInvitation", "POST", "Invitations/{id}/resend", "resend", "resend"),
    Operation("RevokeInvitation", "POST", "Invitations/{id}/revoke", "revoke", "revoke"),
    Operation("CorrectAddress", "POST", "Invitations/{id}/address", "address", "address"),
    Operation("ExtendInvitation", "POST", "Invitations/{id}/extend", "extend", "extend"),
    Operation("ExportPerson", "POST", "People/export", "people", "export"),
    Operation("ErasePerson", "POST", "People/erase", "people", "erase"),
)


def _register(one: Operation, name: str, route: str, level: func.AuthLevel, asks: str) -> None:
    @blueprint.function_name(name)
    @blueprint.route(route, methods=[one.method], auth_level=level)
    async def answer(req: func.HttpRequest) -> func.HttpResponse:
        callers = import_module("shared.web.callers")
        handler = getattr(import_module(f"{_HERE}.{one.module}"), one.handler)
        answered: func.HttpResponse = await handler(req, getattr(callers, asks))
        return answered


for _one in OPERATIONS:
    _register(_one, _one.name, _one.route, func.AuthLevel.FUNCTION, "key_caller")
    entra = f"entra/{_one.route}"
    _register(_one, f"Entra{_one.name}", entra, func.AuthLevel.ANONYMOUS, "token_caller")
