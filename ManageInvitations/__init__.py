"""An invitation is looked at, sent again, withdrawn (by systems, with a function key)."""

import azure.functions as func

blueprint = func.Blueprint()


@blueprint.function_name("GetInvitation")
@blueprint.route("Invitations/{id}", methods=["GET"], auth_level=func.AuthLevel.FUNCTION)
async def get_invitation(req: func.HttpRequest) -> func.HttpResponse:
    """Show an invitation with its history."""
    from ManageInvitations.detail import detail

    return await detail(req)


@blueprint.function_name("ResendInvitation")
@blueprint.route("Invitations/{id}/resend", methods=["POST"], auth_level=func.AuthLevel.FUNCTION)
async def resend_invitation(req: func.HttpRequest) -> func.HttpResponse:
    """Send an invitation again."""
    from ManageInvitations.resend import resend

    return await resend(req)


@blueprint.function_name("RevokeInvitation")
@blueprint.route("Invitations/{id}/revoke", methods=["POST"], auth_level=func.AuthLevel.FUNCTION)
async def revoke_invitation(req: func.HttpRequest) -> func.HttpResponse:
    """Withdraw an invitation."""
    from ManageInvitations.revoke import revoke

    return await revoke(req)
