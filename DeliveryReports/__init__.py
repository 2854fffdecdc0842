"""Event Grid: what became of each e-mail."""

import azure.functions as func

blueprint = func.Blueprint()


@blueprint.function_name("DeliveryReports")
@blueprint.event_grid_trigger("event")
async def report(event: func.EventGridEvent) -> None:
    """Note a delivery report of Azure Communication Services."""
    from DeliveryReports.report import note

    await note(event)
