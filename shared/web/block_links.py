"""The links with which a guest says no (E7, E8); they name neither an address nor an invitation.

The token of a block link is sealed with SESSION_KEYS and bound to its purpose. It does not run
out: an old e-mail must still be able to say no (RFC 8058 asks it of one-click links).
"""

from urllib.parse import urlencode

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from shared.domain.addresses import address_hash
from shared.domain.languages import offered
from shared.services import services
from shared.settings import Settings

# No other sealed content of this app starts so: cookies are JSON.
_PURPOSE = b"block\0"
_HASH = 20  # bytes
# UTF-16 keeps 200 characters of any common script below the 998 of a header's line (RFC 5322).
_TEXT = "utf-16-le"
_LONGEST = 200  # the API takes no longer name; whatever comes otherwise makes no longer link


def block_link(settings: Settings, address: str, organisation: str, language: str) -> str:
    """Return where the owner of the address can block the organisation's invitations."""
    content = b"\0".join(
        (
            _PURPOSE + bytes.fromhex(address_hash(address)) + language.encode("ascii"),
            organisation[:_LONGEST].encode(_TEXT, "surrogatepass"),
        )
    )
    # Without padding, which is escaped in a URL.
    token = _seal(settings).encrypt(content).decode().rstrip("=")
    return f"{settings.public_url}/api/BlockInvitations?t={token}"


def one_click_link(settings: Settings, address: str, organisation: str, language: str) -> str:
    """Return the same for mail programs, which post to it (RFC 8058)."""
    return block_link(settings, address, organisation, language)


def manage_link(settings: Settings, language: str) -> str:
    """Return where anybody can see, export and lift the blocks of an address (E8)."""
    return f"{settings.public_url}/api/BlockInvitations/manage?{urlencode({'lang': language})}"


def open_block_token(token: str) -> tuple[str, str, str] | None:
    """Return (address hash, organisation, language) of a block link, or None for no such token."""
    try:
        content = _seal(services().settings).decrypt(token + "=" * (-len(token) % 4))
        if not content.startswith(_PURPOSE):
            return None
        hashed = content[len(_PURPOSE) :][:_HASH]
        language, _, organisation = content[len(_PURPOSE) + _HASH :].partition(b"\0")
        found = language.decode("ascii")
        text = organisation.decode(_TEXT, "surrogatepass")
    except (InvalidToken, ValueError):
        return None
    return (hashed.hex(), text, found) if found in offered() else None


def _seal(settings: Settings) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in settings.session_keys])
