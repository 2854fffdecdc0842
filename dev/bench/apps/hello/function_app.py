"""The smallest function app: what every app on this host costs at least."""

import azure.functions as func

app = func.FunctionApp(http_auth_level=func.AuthLevel.ANONYMOUS)


@app.function_name("Hello")
@app.route("Hello", methods=["GET", "POST"])
async def hello(req: func.HttpRequest) -> func.HttpResponse:  # noqa: ARG001 - the signature is given
    """Answer at once."""
    return func.HttpResponse("hello")
