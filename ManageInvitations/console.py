"""The way in to the inviters' console, and out of it; its pages stand in `screens`.

Routes are tried by the name of their function: a page with an id in its path must take nothing
but ids (`{id:guid}`).
"""

import azure.functions as func

blueprint = func.Blueprint()


@blueprint.function_name("ConsoleSignIn")
@blueprint.route("ManageInvitations/SignIn", methods=["GET"], auth_level=func.AuthLevel.ANONYMOUS)
async def console_sign_in(req: func.HttpRequest) -> func.HttpResponse:
    """Lead an inviter to Microsoft's sign-in."""
    from ManageInvitations.sign_in import sign_in

    return await sign_in(req)


@blueprint.function_name("ConsoleSignedIn")
@blueprint.route("ManageInvitations/SignedIn", methods=["GET"], auth_level=func.AuthLevel.ANONYMOUS)
async def console_signed_in(req: func.HttpRequest) -> func.HttpResponse:
    """Take an inviter back from Microsoft."""
    from ManageInvitations.sign_in import signed_in

    return await signed_in(req)


@blueprint.function_name("ConsoleSignOut")
@blueprint.route("ManageInvitations/SignOut", methods=["POST"], auth_level=func.AuthLevel.ANONYMOUS)
async def console_sign_out(req: func.HttpRequest) -> func.HttpResponse:
    """End an inviter's session."""
    from ManageInvitations.sign_in import sign_out

    return await sign_out(req)
