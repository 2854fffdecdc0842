"""An invitation is made (POST, by systems) and its link followed (GET, HEAD, by guests).

The handlers are imported on the first call: a click does not load what only a create needs.
"""

import azure.functions as func

blueprint = func.Blueprint()


@blueprint.function_name("InviteUser")
@blueprint.route("InviteUser", methods=["POST"], auth_level=func.AuthLevel.FUNCTION)
async def invite_user(req: func.HttpRequest) -> func.HttpResponse:
    """Make an invitation."""
    from InviteUser.create import create
    from shared.web.callers import key_caller

    return await create(req, key_caller)


@blueprint.function_name("EntraInviteUser")
@blueprint.route("entra/Invitations", methods=["POST"], auth_level=func.AuthLevel.ANONYMOUS)
async def entra_invite_user(req: func.HttpRequest) -> func.HttpResponse:
    """Make an invitation with an access token."""
    from InviteUser.create import create
    from shared.web.callers import token_caller

    return await create(req, token_caller)


@blueprint.function_name("FollowInvitation")
@blueprint.route("InviteUser", methods=["GET", "HEAD"], auth_level=func.AuthLevel.ANONYMOUS)
async def follow_invitation(req: func.HttpRequest) -> func.HttpResponse:
    """Lead a guest on; changes nothing, however often it is fetched."""
    from InviteUser.follow import follow

    return await follow(req)
