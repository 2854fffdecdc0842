"""What way awaits a guest, as far as Graph tells: the Ways of `shared/usecases/ports.py`.

Two calls, each with a permission of its own that an operator may withhold (facts.md section 5):
whose domain it is, and in which order the inviting tenant redeems (section 2, R5 and R6). Both
answers are kept for a while; whatever cannot be found out is unknown, and never an error.
"""

import asyncio
import json
import logging
from typing import Any
from urllib.parse import quote

import httpx
from azure.core.exceptions import AzureError

from shared.domain.text import harmful, one_line
from shared.outer.graph_reader import GraphReader
from shared.usecases.ports import ACCOUNT, ENTRA, UNKNOWN_WAY, Way

log = logging.getLogger(__name__)
TIMEOUT = 2.0  # seconds; an invitation does not wait for what only its e-mail words depend on
_LONGEST_NAME = 120
_OK, _NOT_FOUND = 200, 404
_POLICY = "/policies/crossTenantAccessPolicy/default"
_ORDER = "primaryIdentityProviderPrecedenceOrder"
Answer = tuple[int, dict[str, Any]]


class GraphWays:
    """Asks Graph two things at once; the reader keeps what it answered."""

    def __init__(self, reader: GraphReader, *, timeout: float = TIMEOUT) -> None:
        self._reader = reader
        self._timeout = timeout

    async def of(self, domain: str) -> Way:
        """Return what way awaits a guest of the domain; never raises."""
        # A name in a path of Graph's: a quote in it would be doubled, but no domain has one.
        tenant = "/tenantRelationships/findTenantInformationByDomainName"
        try:
            async with asyncio.timeout(self._timeout):
                found, policy = await asyncio.gather(
                    self._ask(f"{tenant}(domainName='{quote(domain)}')"), self._ask(_POLICY)
                )
        except (TimeoutError, httpx.HTTPError, AzureError, ValueError) as error:
            log.warning("What way awaits a guest is not known: %s", type(error).__name__)
            return UNKNOWN_WAY
        return way(found, policy)

    async def _ask(self, path: str) -> Answer:
        status, content = await self._reader.get(path)
        body = json.loads(content) if content else {}
        return status, body if isinstance(body, dict) else {}


def way(found: Answer, policy: Answer) -> Way:
    """Return the way that the answers on the domain and on the policy add up to.

    A domain without a tenant says nothing by itself: how Graph answers it is not documented
    (facts.md section 6), and a 404 may mean other things. Where the tenant lets us read its
    policy, 404 with Graph's own error is taken for "no tenant".
    """
    order = _order(policy)
    if order is not None and "azureActiveDirectory" not in order:
        return Way(ACCOUNT)
    status, body = found
    if status == _OK and body.get("tenantId"):
        return Way(ENTRA, _name(body.get("displayName")))
    if status == _NOT_FOUND and isinstance(body.get("error"), dict) and order is not None:
        return Way(ACCOUNT)
    return UNKNOWN_WAY


def _order(policy: Answer) -> list[str] | None:
    status, body = policy
    redemption = body.get("invitationRedemptionIdentityProviderConfiguration")
    if status != _OK or not isinstance(redemption, dict):
        return None
    order = redemption.get(_ORDER)
    return order if isinstance(order, list) else None


def _name(found: object) -> str:
    """Return a tenant's name, which its owner chose, as far as it may stand in an e-mail."""
    name = one_line(found) if isinstance(found, str) else ""
    return "" if harmful(name) or len(name) > _LONGEST_NAME else name
