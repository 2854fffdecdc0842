"""The company page with its grey and orange button (J7), and the welcome (J8)."""

import azure.functions as func

blueprint = func.Blueprint()


@blueprint.function_name("CreateCompany")
@blueprint.route("CreateCompany", methods=["GET", "POST"], auth_level=func.AuthLevel.ANONYMOUS)
async def create_company(req: func.HttpRequest) -> func.HttpResponse:
    """Show the company, or create or join it."""
    from CreateCompany.company import company

    return await company(req)


@blueprint.function_name("Welcome")
@blueprint.route("Welcome", methods=["GET"], auth_level=func.AuthLevel.ANONYMOUS)
async def welcome(req: func.HttpRequest) -> func.HttpResponse:
    """Welcome a guest who is done."""
    from CreateCompany.welcome import show_welcome

    return await show_welcome(req)
