"""The API tells what it is: a document for programs, and a page of it for developers."""

import azure.functions as func

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
