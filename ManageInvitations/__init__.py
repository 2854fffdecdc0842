"""Invitations are looked after through the API; the console stands in `screens`."""

import azure.functions as func

from shared.web.operations import Operation, register

OPERATIONS = (
    Operation("ListInvitations", "GET", "Invitations", "list", "invitations"),
    Operation("ExportInvitations", "GET", "Invitations/export", "export", "export"),
    Operation("GetInvitation", "GET", "Invitations/{id:guid}", "detail", "detail"),
    Operation("DeleteInvitation", "DELETE", "Invitations/{id:guid}", "erase", "erase"),
    Operation("ResendInvitation", "POST", "Invitations/{id:guid}/resend", "resend", "resend"),
    Operation("RevokeInvitation", "POST", "Invitations/{id:guid}/revoke", "revoke", "revoke"),
    Operation("CorrectAddress", "POST", "Invitations/{id:guid}/address", "address", "address"),
    Operation("ExtendInvitation", "POST", "Invitations/{id:guid}/extend", "extend", "extend"),
    Operation("ExportPerson", "POST", "People/export", "people", "export"),
    Operation("ErasePerson", "POST", "People/erase", "people", "erase"),
)
blueprint = func.Blueprint()
register(blueprint, __name__, OPERATIONS)
