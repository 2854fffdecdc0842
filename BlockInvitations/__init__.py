"""The guest can say no: block an organisation's invitations, see and lift what is blocked."""

import azure.functions as func

blueprint = func.Blueprint()


@blueprint.function_name("BlockInvitations")
@blueprint.route(
    "BlockInvitations", methods=["GET", "HEAD", "POST"], auth_level=func.AuthLevel.ANONYMOUS
)
async def block_invitations(req: func.HttpRequest) -> func.HttpResponse:
    """Show the button that blocks, or block (also by one click in a mail program)."""
    from BlockInvitations.block import block

    return await block(req)


@blueprint.function_name("ManageBlocks")
@blueprint.route(
    "BlockInvitations/manage", methods=["GET", "POST"], auth_level=func.AuthLevel.ANONYMOUS
)
async def manage_blocks(req: func.HttpRequest) -> func.HttpResponse:
    """Prove an address; show and lift its blocks."""
    from BlockInvitations.manage import manage

    return await manage(req)


@blueprint.function_name("ExportBlocks")
@blueprint.route("BlockInvitations/export", methods=["GET"], auth_level=func.AuthLevel.ANONYMOUS)
async def export_blocks(req: func.HttpRequest) -> func.HttpResponse:
    """Return the blocks of a proven address as CSV."""
    from BlockInvitations.export import export

    return await export(req)


@blueprint.function_name("SendCode")
@blueprint.queue_trigger("msg", "codes", "AzureWebJobsStorage")
async def send_code(msg: func.QueueMessage) -> None:
    """Send a one-time code."""
    from BlockInvitations.code import send_message

    await send_message(msg)


@blueprint.function_name("SendCodePoison")
@blueprint.queue_trigger("msg", "codes-poison", "AzureWebJobsStorage")
async def give_up_code(msg: func.QueueMessage) -> None:  # noqa: ARG001 - nothing of it is needed
    """Drop a code that could not be sent: nobody waits for it any more."""
    from BlockInvitations.code import give_up_message

    give_up_message()
