"""GET /api/Guide: how to sign in (J5, J6), for a guest or for a guest's administrator (R9)."""

import azure.functions as func

from shared.services import services
from shared.usecases.ports import ACCOUNT, ENTRA
from shared.web.answers import with_pages
from shared.web.guide_links import ADMINISTRATORS, admin_consent, administrators_guide, tenant
from shared.web.pages import language_of, page


@with_pages
async def show_guide(request: func.HttpRequest) -> func.HttpResponse:
    """Return the guide; whatever is not known of the way or the tenant, it describes for all."""
    outer = services()
    settings = outer.settings
    language = language_of(request)
    of_tenant = tenant(request.params.get("tenant", ""))
    if request.params.get("for") == ADMINISTRATORS:
        return page(
            "administrators",
            language,
            switch_query={"for": ADMINISTRATORS, "tenant": of_tenant},
            client_id=settings.client_id,
            tenant_id=settings.tenant_id,
            website=settings.public_url,
            tenant=of_tenant,
            consent=admin_consent(settings, await outer.sign_in.host(), language, of_tenant),
        )
    asked = request.params.get("way", "")
    way = asked if asked in {ENTRA, ACCOUNT} else ""
    return page(
        "guide",
        language,
        switch_query={"way": way, "tenant": of_tenant},
        way=way,
        administrators=administrators_guide(settings, language, of_tenant),
    )
