"""Many are invited at once: a file is looked at, confirmed, and accepted lot by lot."""

import azure.functions as func

from shared.web.operations import Operation, register

OPERATIONS = (
    Operation("ImportInvitations", "POST", "Invitations/import", "upload", "upload"),
    Operation("ImportConfirm", "POST", "Imports/{id:guid}/confirm", "show", "confirm"),
    Operation("ImportProgress", "GET", "Imports/{id:guid}", "show", "show"),
    Operation("ImportResult", "GET", "Imports/{id:guid}/result", "show", "result"),
    Operation("ImportTemplate", "GET", "ImportTemplates/{name}", "show", "template_file"),
)
blueprint = func.Blueprint()
register(blueprint, __name__, OPERATIONS)


@blueprint.function_name("ImportWork")
@blueprint.queue_trigger("msg", "imports", "AzureWebJobsStorage")
async def work(msg: func.QueueMessage) -> None:
    """Go on with an import."""
    from ImportInvitations.work import work_on

    await work_on(msg)


@blueprint.function_name("ImportWorkPoison")
@blueprint.queue_trigger("msg", "imports-poison", "AzureWebJobsStorage")
async def give_up(msg: func.QueueMessage) -> None:
    """Tell that an import cannot be gone on with."""
    from ImportInvitations.work import give_up_on

    await give_up_on(msg)
