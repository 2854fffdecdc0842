"""GET /api/Consent: where Microsoft leads an administrator back to (signin.md).

Its route may not be called AdminConsent: the host keeps what starts with "admin" for itself.
The page only tells what Microsoft says. Nothing depends on it, so nothing is gained by forging
it; `tenant` is not read at all.
"""

import azure.functions as func

from shared.domain.languages import match
from shared.outer.entra_refusals import aadsts
from shared.services import services
from shared.web.answers import with_pages
from shared.web.guide_links import administrators_guide
from shared.web.pages import language_of, page

_FAILED = 400


@with_pages
async def show_consent(request: func.HttpRequest) -> func.HttpResponse:
    """Return 200 for a consent, 400 for anything else.

    `error` comes first: Microsoft says admin_consent=True beside it as well.
    """
    language = language_of(request, match(request.params.get("state", "")) or "")
    given = request.params.get("admin_consent", "").lower() == "true"
    if given and "error" not in request.params:
        return page("consent_given", language, switch_query={"admin_consent": "True"})
    code = aadsts(request.params.get("error_description", ""))
    return page(
        "consent_missing",
        language,
        status=_FAILED,
        switch_query={"error_description": code},
        code=code,
        guide=administrators_guide(services().settings, language),
    )
