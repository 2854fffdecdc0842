"""Whether e-mail could go out, without sending any.

ACS is asked about an e-mail that never was, Graph about a message that never was, and a mail server
lets us in, hears who would send, and is left again. Only a test e-mail proves the rest, such as a
sender's address that the resource does not have.
"""

from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from urllib.parse import quote

import httpx
from azure.core.credentials_async import AsyncTokenCredential
from azure.core.exceptions import AzureError, ClientAuthenticationError, HttpResponseError

from shared import transport
from shared.domain.errors import Unavailable
from shared.domain.finding_kinds import ACS_ENDS, MAIL_DENIED, MAIL_DOWN, MAIL_QUOTA
from shared.domain.findings import Finding
from shared.outer.email_verdicts import SETUP_WAIT
from shared.outer.graph_reader import SCOPE

TIMEOUT = 5.0  # seconds
# A year before the service ends (facts.md section 0).
ENDS_SOON = datetime(2027, 9, 30, tzinfo=UTC)
_THROTTLED = 429
_DENIED = {401, 403}
# What a mailbox answers about a message that it does not have, and about an id that is none.
_FINE = {"ErrorItemNotFound", "ErrorInvalidIdMalformed"}
Findings = Sequence[Finding]


def acs(ask: Callable[[], Awaitable[int]], now: datetime) -> Callable[[], Awaitable[Findings]]:
    """Return the check of ACS; `ask` returns the status of a question that changes nothing."""

    async def check() -> Findings:
        ends = [Finding(ACS_ENDS)] if now >= ENDS_SOON else []
        try:
            return [*_by_status(await ask()), *ends]
        except ClientAuthenticationError:
            return [Finding(MAIL_DENIED, transport.ACS), *ends]
        except (HttpResponseError, AzureError) as error:
            return [Finding(MAIL_DOWN, type(error).__name__), *ends]

    return check


def graph(
    url: str,
    credential: AsyncTokenCredential,
    sender: str,
    *,
    used: httpx.AsyncBaseTransport | None = None,
) -> Callable[[], Awaitable[Findings]]:
    """Return the check of a mailbox: may the app read its messages?"""
    address = f"{url}/users/{quote(sender, safe='@')}/messages/none?$select=isDraft"

    async def check() -> Findings:
        try:
            token = await credential.get_token(SCOPE)
            async with httpx.AsyncClient(transport=used, timeout=TIMEOUT) as client:
                headers = {"Authorization": f"Bearer {token.token}"}
                answer = await client.get(address, headers=headers)
        except (httpx.HTTPError, AzureError) as error:
            return [Finding(MAIL_DOWN, type(error).__name__)]
        if answer.is_success or _code(answer) in _FINE:
            return []
        if answer.status_code == httpx.codes.NOT_FOUND:
            return [Finding(MAIL_DENIED, f"{transport.GRAPH}: {_code(answer)}")]
        return _by_status(answer.status_code)

    return check


def smtp(probe: Callable[[], Awaitable[None]]) -> Callable[[], Awaitable[Findings]]:
    """Return the check of a mail server."""

    async def check() -> Findings:
        try:
            await probe()
        except Unavailable as outage:
            denied = outage.retry_after == SETUP_WAIT
            return [Finding(MAIL_DENIED if denied else MAIL_DOWN, transport.SMTP)]
        return []

    return check


def _by_status(status: int) -> list[Finding]:
    if status in _DENIED:
        return [Finding(MAIL_DENIED, str(status))]
    if status == _THROTTLED:
        return [Finding(MAIL_QUOTA, str(status))]
    fine = status in {httpx.codes.OK, httpx.codes.NOT_FOUND}
    return [] if fine else [Finding(MAIL_DOWN, str(status))]


def _code(answer: httpx.Response) -> str:
    try:
        return str(answer.json()["error"]["code"])
    except (ValueError, KeyError, TypeError):
        return str(answer.status_code)
