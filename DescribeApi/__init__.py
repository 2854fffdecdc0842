"""The API tells what it is, to programs and developers, and answers where no operation does."""

import azure.functions as func

# The first segments of the API's addresses.
SEGMENTS = (
    *("InviteUser", "Invitations", "Imports", "ImportTemplates", "People", "Sending", "health"),
    "entra",
)
blueprint = func.Blueprint()


@blueprint.function_name("ApiDocument")
@blueprint.route("openapi.json", methods=["GET"], auth_level=func.AuthLevel.ANONYMOUS)
async def api_document(req: func.HttpRequest) -> func.HttpResponse:
    """Return the OpenAPI document."""
    from DescribeApi.document import document

    return await document(req)


@blueprint.function_name("ApiPage")
@blueprint.route("docs", methods=["GET"], auth_level=func.AuthLevel.ANONYMOUS)
async def api_page(req: func.HttpRequest) -> func.HttpResponse:
    """Return the page that shows it."""
    from DescribeApi.page import page

    return await page(req)


def _register_elsewhere(first: str) -> None:
    # The host tries routes in the order of the functions' names, and these must come last: they
    # take every method, also such as have no name in the Functions model.
    @blueprint.function_name(f"Unanswered{first[:1].upper()}{first[1:]}")
    @blueprint.route(f"{first}/{{*rest}}", auth_level=func.AuthLevel.ANONYMOUS)
    async def answer(req: func.HttpRequest) -> func.HttpResponse:
        from DescribeApi.elsewhere import elsewhere

        return await elsewhere(req, first)


for _segment in SEGMENTS:
    _register_elsewhere(_segment)
