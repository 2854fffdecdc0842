"""Guides: what a guest and a guest's administrator do, and where admin consent ends."""

import azure.functions as func

blueprint = func.Blueprint()


@blueprint.function_name("Guide")
@blueprint.route("Guide", methods=["GET"], auth_level=func.AuthLevel.ANONYMOUS)
async def guide(req: func.HttpRequest) -> func.HttpResponse:
    """Show the guide for guests, or the one for their administrators."""
    from PrepareSignIn.guide import show_guide

    return await show_guide(req)


@blueprint.function_name("Consent")
@blueprint.route("Consent", methods=["GET"], auth_level=func.AuthLevel.ANONYMOUS)
async def admin_consent(req: func.HttpRequest) -> func.HttpResponse:
    """Tell an administrator whether the application is approved now."""
    from PrepareSignIn.consent import show_consent

    return await show_consent(req)
