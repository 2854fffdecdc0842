"""The sign-in round trip with Microsoft, at whose end the invitation is accepted."""

import azure.functions as func

blueprint = func.Blueprint()


@blueprint.function_name("RedeemInvitation")
@blueprint.route("RedeemInvitation", methods=["GET"], auth_level=func.AuthLevel.ANONYMOUS)
async def redeem_invitation(req: func.HttpRequest) -> func.HttpResponse:
    """Start the sign-in, or end it."""
    from RedeemInvitation.redeem import redeem

    return await redeem(req)


@blueprint.function_name("RenewInvitation")
@blueprint.route("RedeemInvitation", methods=["POST"], auth_level=func.AuthLevel.ANONYMOUS)
async def renew_invitation(req: func.HttpRequest) -> func.HttpResponse:
    """Make a guest anew who was deleted before redeeming."""
    from RedeemInvitation.renew import renew

    return await renew(req)
