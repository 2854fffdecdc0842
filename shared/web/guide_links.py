"""The addresses of the guides. None holds an invitation or a person: they may be passed on."""

import re
from urllib.parse import urlencode

from shared.settings import Settings

ADMINISTRATORS = "administrator"
# What the app asks for at sign-in (signin.md: msal adds these three to any scopes).
SCOPES = ("openid", "profile", "offline_access")
ANY_TENANT = "organizations"  # never "common" (signin.md, Admin consent)
_LONGEST = 253
_GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_LABEL = r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"
_DOMAIN = re.compile(rf"({_LABEL}\.)+{_LABEL}")


def tenant(text: str) -> str:
    """Return a tenant's id or a domain in lower case, or nothing where the text is neither."""
    found = text.strip().lower()
    if len(found) > _LONGEST or not (_GUID.fullmatch(found) or _DOMAIN.fullmatch(found)):
        return ""
    return found


def guests_guide(settings: Settings, language: str, *, way: str = "", domain: str = "") -> str:
    """Return the address of the guide for a guest, for one way or for both."""
    return _guide(settings, lang=language, way=way, tenant=tenant(domain))


def administrators_guide(settings: Settings, language: str, domain: str = "") -> str:
    """Return the address of the guide for the administrator of a tenant, or of any."""
    query = {"for": ADMINISTRATORS, "lang": language, "tenant": tenant(domain)}
    return _guide(settings, **query)


def admin_consent(settings: Settings, host: str, language: str, of_tenant: str) -> str:
    """Return where on Microsoft's `host` an administrator agrees to the app (signin.md).

    The state only brings the language back: what comes with it is shown, never believed.
    """
    query = urlencode(
        {
            "client_id": settings.client_id,
            "scope": " ".join(SCOPES),
            "redirect_uri": f"{settings.public_url}/api/Consent",
            "state": language,
        }
    )
    return f"{host}/{of_tenant or ANY_TENANT}/v2.0/adminconsent?{query}"


def _guide(settings: Settings, **query: str) -> str:
    asked = urlencode({name: value for name, value in query.items() if value})
    return f"{settings.public_url}/api/Guide?{asked}"
