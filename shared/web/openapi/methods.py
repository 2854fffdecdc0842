"""Which methods an address of the API takes, as the document says it."""

from shared.domain.keys import invitation_id
from shared.web.openapi.document import document

# Where a GET is answered, no HEAD is: the host takes it for a method of its own.
_WITH_HEAD = "/InviteUser"


def allowed(address: str) -> tuple[str, ...]:
    """Return the methods of an address below /api, none where there is nothing at all."""
    asked = address.rstrip("/").split("/")
    # One without parameters comes before one with them.
    for path in sorted(document()["paths"], key=lambda path: path.count("{")):
        wanted = path.split("/")
        if len(wanted) == len(asked) and all(map(_fits, wanted, asked)):
            found = [method.upper() for method in document()["paths"][path]]
            return tuple(sorted([*found, "HEAD"] if path == _WITH_HEAD else found))
    return ()


def _fits(wanted: str, asked: str) -> bool:
    if wanted == "{id}":
        return invitation_id(asked) is not None
    return bool(asked) if wanted.startswith("{") else wanted.lower() == asked.lower()
