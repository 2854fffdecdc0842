"""The sign-in round trip with Microsoft, at whose end the invitation is accepted."""

import azure.functions as func

blueprint = func.Blueprint()


@blueprint.function_name("RedeemInvitation")
@blueprint.route("RedeemInvitation", methods=["GET"], auth_level=func.AuthLevel.ANONYMOUS)
async def redeem_invitation(req: func.HttpRequest) -> func.HttpResponse:
    """Start the sign-in, or end it."""
    from RedeemInvitation.redeem import redeem

    return await redeem(req)
