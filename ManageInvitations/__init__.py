"""Invitations are looked after through the API; the console stands in `screens`."""

import azure.functions as func

from shared.web.operations import Operation, register

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
blueprint = func.Blueprint()
register(blueprint, __name__, OPERATIONS)
