"""The pages of the console for admins: audit trail, blocks, data of one person (docs/console.md).

For everybody else there are no such pages.
"""

import azure.functions as func

blueprint = func.Blueprint()
ANYBODY = func.AuthLevel.ANONYMOUS  # the pages ask who is signed in


@blueprint.function_name("ConsoleAudit")
@blueprint.route("ManageInvitations/audit", methods=["GET"], auth_level=ANYBODY)
async def console_audit(req: func.HttpRequest) -> func.HttpResponse:
    """Show what happened to all invitations, newest first."""
    from ManageInvitations.screens.audit_page import audit

    return await audit(req)


@blueprint.function_name("ConsoleBlocks")
@blueprint.route("ManageInvitations/blocks", methods=["GET", "POST"], auth_level=ANYBODY)
async def console_blocks(req: func.HttpRequest) -> func.HttpResponse:
    """Show the blocks, and whether one address has some."""
    from ManageInvitations.screens.blocks_page import blocks

    return await blocks(req)


@blueprint.function_name("ConsolePeople")
@blueprint.route("ManageInvitations/people", methods=["GET", "POST"], auth_level=ANYBODY)
async def console_people(req: func.HttpRequest) -> func.HttpResponse:
    """Show what is kept about one person, give it as a file, and erase it."""
    from ManageInvitations.screens.people_page import people

    return await people(req)
