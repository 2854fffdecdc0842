"""The inviteRedeemUrl: how it is written, and how /redeem reads it back (signin.md)."""

import re
from urllib.parse import parse_qs, quote, unquote, urlsplit

from dev.simulator.config import Config
from dev.simulator.state import Invitation

REDEEM_PAGE = "https://invitations.microsoft.com/redeem/"


def redeem_url(config: Config, invitation: Invitation) -> str:
    """Return the URL in today's documented shape, opening at the simulator.

    signin.md, inviteRedeemUrl: `rd` carries an address of invitations.microsoft.com whose hex
    escapes are lower case and whose ticket is escaped twice more; `user` is the invitation's id.
    """
    ticket = _escape(_escape(invitation.ticket))
    inner = f"{REDEEM_PAGE}?tenant={config.tenant_id}&user={invitation.id}&ticket={ticket}&ver=2.0"
    return f"{config.base_url}/redeem?rd={_escape(inner)}"


def read_redeem_target(rd: str) -> tuple[str, str] | None:
    """Return (invitation id, ticket) of a once-decoded `rd`, or None if it is something else."""
    target = urlsplit(rd)
    if f"{target.scheme}://{target.netloc}{target.path}" != REDEEM_PAGE:
        return None
    query = parse_qs(target.query)
    if "user" not in query or "ticket" not in query:
        return None
    return query["user"][0], unquote(query["ticket"][0])


def _escape(text: str) -> str:
    """Percent-encode everything, with lower-case hex digits as Microsoft writes them."""
    return re.sub(r"%[0-9A-F]{2}", lambda escape: escape[0].lower(), quote(text, safe=""))
