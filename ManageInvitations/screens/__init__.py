"""The inviters' console: the list, an invitation, a new one (docs/console.md).

The id in a route is a GUID, so that no page's name is taken for one.
"""

import azure.functions as func

blueprint = func.Blueprint()
ANYBODY = func.AuthLevel.ANONYMOUS  # the pages ask who is signed in


@blueprint.function_name("ConsoleList")
@blueprint.route("ManageInvitations", methods=["GET"], auth_level=ANYBODY)
async def console_list(req: func.HttpRequest) -> func.HttpResponse:
    """Show the invitations, newest first."""
    from ManageInvitations.screens.list_page import show_list

    return await show_list(req)


@blueprint.function_name("ConsoleNew")
@blueprint.route("ManageInvitations/new", methods=["GET", "POST"], auth_level=ANYBODY)
async def console_new(req: func.HttpRequest) -> func.HttpResponse:
    """Make an invitation, after a look at its e-mail."""
    from ManageInvitations.screens.new_page import new

    return await new(req)


@blueprint.function_name("ConsoleDetail")
@blueprint.route("ManageInvitations/{id:guid}", methods=["GET"], auth_level=ANYBODY)
async def console_detail(req: func.HttpRequest) -> func.HttpResponse:
    """Show where an invitation stands, and what happened to it."""
    from ManageInvitations.screens.detail_page import show_detail

    return await show_detail(req)


@blueprint.function_name("ConsoleResend")
@blueprint.route("ManageInvitations/{id:guid}/resend", methods=["GET", "POST"], auth_level=ANYBODY)
async def console_resend(req: func.HttpRequest) -> func.HttpResponse:
    """Say what resending does, and do it."""
    from ManageInvitations.screens.resend_page import resend

    return await resend(req)


@blueprint.function_name("ConsoleRevoke")
@blueprint.route("ManageInvitations/{id:guid}/revoke", methods=["GET", "POST"], auth_level=ANYBODY)
async def console_revoke(req: func.HttpRequest) -> func.HttpResponse:
    """Say what revoking does, and do it."""
    from ManageInvitations.screens.revoke_page import revoke

    return await revoke(req)


@blueprint.function_name("ConsoleScript")
@blueprint.route("ManageInvitations/live.js", methods=["GET"], auth_level=ANYBODY)
async def console_script(req: func.HttpRequest) -> func.HttpResponse:
    """Return the console's one script; every page works without it."""
    from shared.web.console_script import serve

    return serve(req)
