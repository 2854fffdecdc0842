"""Whether the app registration has the redirect URIs, by asking Microsoft's authorize endpoint.

The question is harmless: with prompt=none nobody is asked anything and nobody is signed in. For a
registered redirect URI the answer leads there, with the error that somebody would have to sign in;
for another one it is a page that names the error (signin.md, Authorize request and response).
"""

import re
from collections.abc import Iterator
from urllib.parse import parse_qs, urlencode, urlsplit, urlunsplit

import requests

from dev.operating.line import Line, fault, fine, warning

TIMEOUT = 30.0  # seconds
PATHS = ("RedeemInvitation", "ManageInvitations/SignedIn", "Consent")
_CODE = re.compile(r"AADSTS(\d{5,7})")
_FIXES = {
    "50011": "Add it to the redirect URIs of the app registration, platform Web, to the letter.",
    "700016": "Set CLIENT_ID to the app registration's application id, and TENANT_ID to its "
    "tenant.",
    "90002": "Set TENANT_ID to the inviting tenant's id.",
}


def look(app: str) -> Iterator[Line]:
    """Yield a line for PUBLIC_URL and one for each redirect URI."""
    try:
        start = _sign_in(app)
    except (requests.RequestException, KeyError, IndexError) as error:
        yield fault(
            "redirects",
            f"the console's sign-in leads nowhere: {type(error).__name__}",
            "Look at the app's log.",
        )
        return
    asked = {name: values[0] for name, values in parse_qs(urlsplit(start).query).items()}
    public = asked["redirect_uri"].removesuffix("/api/ManageInvitations/SignedIn")
    if public == app:
        yield fine("address", f"PUBLIC_URL is {public}")
    else:
        yield warning(
            "address",
            f"PUBLIC_URL is {public}, and not {app}",
            "Set it to the address by which guests reach the app, and run the doctor with that.",
        )
    for path in PATHS:
        yield _try(start, asked, f"{public}/api/{path}")


def _sign_in(app: str) -> str:
    """Return where the console sends people to sign in: it has the app's own parameters."""
    answer = requests.get(
        f"{app}/api/ManageInvitations/SignIn", timeout=TIMEOUT, allow_redirects=False
    )
    return answer.headers["Location"]


def _try(start: str, asked: dict[str, str], redirect_uri: str) -> Line:
    parts = urlsplit(start)
    query = {name: asked[name] for name in ("client_id", "response_type", "scope")}
    query |= {"redirect_uri": redirect_uri, "prompt": "none", "state": "doctor"}
    query["nonce"] = "doctor"
    url = urlunsplit((parts.scheme, parts.netloc, parts.path, urlencode(query), ""))
    try:
        answer = requests.get(url, timeout=TIMEOUT, allow_redirects=False)
    except requests.RequestException as error:
        return fault(
            "redirects", f"{redirect_uri}: {type(error).__name__}", "Check AUTHORITY_HOST."
        )
    if answer.headers.get("Location", "").startswith(redirect_uri):
        return fine("redirects", f"{redirect_uri} is registered")
    code = _CODE.search(answer.text)
    if code is None:
        return warning(
            "redirects",
            f"{redirect_uri}: Microsoft's answer does not tell whether it is registered",
            "Look in the app registration, under Authentication.",
        )
    fix = _FIXES.get(code[1], "Look up the code in Microsoft's list of AADSTS errors.")
    return fault("redirects", f"{redirect_uri}: AADSTS{code[1]}", fix)
