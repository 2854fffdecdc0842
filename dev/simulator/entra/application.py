"""The one application registered in the inviting tenant, as the consent pages name it."""

from collections.abc import Iterable

from dev.simulator.defaults import CLIENT_ID

NAME = "My rConnect (Stag)"

GRAPH = "00000003-0000-0000-c000-000000000000"

# What a person reads for each scope; these are all that the application may ask for.
RIGHTS = {
    "openid": "Sign you in",
    "profile": "See your name and your user name",
    "email": "See your email address",
    "offline_access": "Keep the access that you give it until you take it back",
    "User.Read": "Read your profile",
}
# The API of the application itself, and the one permission that it offers to other applications.
API = (f"api://{CLIENT_ID}/", f"{CLIENT_ID}/")
API_RIGHTS = {"access_as_user": "Look after invitations on your behalf"}
# What it does ask for at every sign-in, and so what an invited person is asked to agree to.
SCOPES = ("openid", "profile", "offline_access")


def rights(scopes: Iterable[str]) -> list[str]:
    """Return what a person reads for `scopes`, in a fixed order; .default is all it asks for."""
    names = {scope.rpartition("/")[2] for scope in scopes}
    if ".default" in names:
        names.update(SCOPES)
    return [text for name, text in (RIGHTS | API_RIGHTS).items() if name in names]


def own(scopes: Iterable[str]) -> list[str]:
    """Return the names of the scopes that are of the application's own API."""
    return [scope.rpartition("/")[2] for scope in scopes if scope.startswith(API)]
