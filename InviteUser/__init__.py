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

    return await create(req)


@blueprint.function_name("FollowInvitation")
@blueprint.route("InviteUser", methods=["GET", "HEAD"], auth_level=func.AuthLevel.ANONYMOUS)
async def follow_invitation(req: func.HttpRequest) -> func.HttpResponse:
    """Lead a guest on; changes nothing, however often it is fetched."""
    from InviteUser.follow import follow

    return await follow(req)
