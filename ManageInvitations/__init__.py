"""Invitations are looked after through the API; the console stands in `console`.

Each operation is there twice, for function keys and for access tokens.
"""

import azure.functions as func

blueprint = func.Blueprint()


@blueprint.function_name("GetInvitation")
@blueprint.route("Invitations/{id}", methods=["GET"], auth_level=func.AuthLevel.FUNCTION)
async def get_invitation(req: func.HttpRequest) -> func.HttpResponse:
    """Show an invitation with its history."""
    from ManageInvitations.detail import detail
    from shared.web.callers import key_caller

    return await detail(req, key_caller)


@blueprint.function_name("EntraGetInvitation")
@blueprint.route("entra/Invitations/{id}", methods=["GET"], auth_level=func.AuthLevel.ANONYMOUS)
async def entra_get_invitation(req: func.HttpRequest) -> func.HttpResponse:
    """Show an invitation with its history."""
    from ManageInvitations.detail import detail
    from shared.web.callers import token_caller

    return await detail(req, token_caller)


@blueprint.function_name("ResendInvitation")
@blueprint.route("Invitations/{id}/resend", methods=["POST"], auth_level=func.AuthLevel.FUNCTION)
async def resend_invitation(req: func.HttpRequest) -> func.HttpResponse:
    """Send an invitation again."""
    from ManageInvitations.resend import resend
    from shared.web.callers import key_caller

    return await resend(req, key_caller)


@blueprint.function_name("EntraResendInvitation")
@blueprint.route(
    "entra/Invitations/{id}/resend", methods=["POST"], auth_level=func.AuthLevel.ANONYMOUS
)
async def entra_resend_invitation(req: func.HttpRequest) -> func.HttpResponse:
    """Send an invitation again."""
    from ManageInvitations.resend import resend
    from shared.web.callers import token_caller

    return await resend(req, token_caller)


@blueprint.function_name("RevokeInvitation")
@blueprint.route("Invitations/{id}/revoke", methods=["POST"], auth_level=func.AuthLevel.FUNCTION)
async def revoke_invitation(req: func.HttpRequest) -> func.HttpResponse:
    """Withdraw an invitation."""
    from ManageInvitations.revoke import revoke
    from shared.web.callers import key_caller

    return await revoke(req, key_caller)


@blueprint.function_name("EntraRevokeInvitation")
@blueprint.route(
    "entra/Invitations/{id}/revoke", methods=["POST"], auth_level=func.AuthLevel.ANONYMOUS
)
async def entra_revoke_invitation(req: func.HttpRequest) -> func.HttpResponse:
    """Withdraw an invitation."""
    from ManageInvitations.revoke import revoke
    from shared.web.callers import token_caller

    return await revoke(req, token_caller)
