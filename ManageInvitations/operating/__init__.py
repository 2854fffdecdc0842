"""The console's page for whoever looks after the app: what is wrong, and the stop switch."""

import azure.functions as func

blueprint = func.Blueprint()


@blueprint.function_name("ConsoleOperation")
@blueprint.route(
    "ManageInvitations/operation",
    methods=["GET", "POST"],
    auth_level=func.AuthLevel.ANONYMOUS,  # the page asks who is signed in
)
async def console_operation(req: func.HttpRequest) -> func.HttpResponse:
    """Show how the deployment stands; pause and resume sending; send a test e-mail."""
    from ManageInvitations.operating.page import operation

    return await operation(req)
