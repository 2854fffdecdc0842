"""The inviters' console: the list, an invitation, a new one, an import (docs/console.md).

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


@blueprint.function_name("ConsoleAddress")
@blueprint.route("ManageInvitations/{id:guid}/address", methods=["GET", "POST"], auth_level=ANYBODY)
async def console_address(req: func.HttpRequest) -> func.HttpResponse:
    """Say what another address does, and change it."""
    from ManageInvitations.screens.address_page import address

    return await address(req)


@blueprint.function_name("ConsoleExtend")
@blueprint.route("ManageInvitations/{id:guid}/extend", methods=["GET", "POST"], auth_level=ANYBODY)
async def console_extend(req: func.HttpRequest) -> func.HttpResponse:
    """Ask for how many days an invitation stays open, and give them."""
    from ManageInvitations.screens.extend_page import extend

    return await extend(req)


@blueprint.function_name("ConsoleExport")
@blueprint.route("ManageInvitations/export", methods=["GET"], auth_level=ANYBODY)
async def console_export(req: func.HttpRequest) -> func.HttpResponse:
    """Return what the filters leave of the list, as a file."""
    from ManageInvitations.screens.export_page import export

    return await export(req)


@blueprint.function_name("ConsoleImport")
@blueprint.route("ManageInvitations/import", methods=["GET", "POST"], auth_level=ANYBODY)
async def console_import(req: func.HttpRequest) -> func.HttpResponse:
    """Take a file of invitations and look at it."""
    from ManageInvitations.screens.import_page import import_file

    return await import_file(req)


@blueprint.function_name("ConsoleImportState")
@blueprint.route("ManageInvitations/import/{id:guid}", methods=["GET", "POST"], auth_level=ANYBODY)
async def console_import_state(req: func.HttpRequest) -> func.HttpResponse:
    """Show what the file holds, send it when confirmed, and show how far it is."""
    from ManageInvitations.screens.import_state_page import import_state

    return await import_state(req)


@blueprint.function_name("ConsoleImportResult")
@blueprint.route("ManageInvitations/import/{id:guid}/result", methods=["GET"], auth_level=ANYBODY)
async def console_import_result(req: func.HttpRequest) -> func.HttpResponse:
    """Return what became of each row, as a file."""
    from ManageInvitations.screens.import_state_page import import_result

    return await import_result(req)


@blueprint.function_name("ConsoleImportTemplate")
@blueprint.route("ManageInvitations/import/templates/{name}", methods=["GET"], auth_level=ANYBODY)
async def console_import_template(req: func.HttpRequest) -> func.HttpResponse:
    """Return an empty file to fill in."""
    from ManageInvitations.screens.import_page import template_file

    return await template_file(req)


@blueprint.function_name("ConsoleScript")
@blueprint.route("ManageInvitations/live.js", methods=["GET"], auth_level=ANYBODY)
async def console_script(req: func.HttpRequest) -> func.HttpResponse:
    """Return the console's one script; every page works without it."""
    from shared.web.console_script import serve

    return serve(req)
