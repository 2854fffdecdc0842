"""The parts of this deployment and how each is looked at: for monitors, and for the operator.

A monitor may ask every minute, so its parts cost little; the operator's findings take more.
"""

import asyncio
import os
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from typing import TYPE_CHECKING, cast

from shared import transport
from shared.domain.finding_kinds import CATALOGUE, PAUSED
from shared.domain.findings import Finding
from shared.domain.languages import offered
from shared.outer.probes import mail_probe
from shared.outer.probes.graph_probe import Features, GraphProbe
from shared.outer.probes.sign_in_probe import SignInProbe
from shared.outer.probes.storage_probe import QueueProbe, TableProbe
from shared.services import Services
from shared.setting_findings import of_keys, of_settings
from shared.usecases.checking import Check
from shared.web.catalogues import CONSOLE, GUESTS, console_languages, translations

if TYPE_CHECKING:
    from shared.outer.acs_email import AcsMailer
    from shared.outer.smtp_email import SmtpMailer

Run = Callable[[], Awaitable[Sequence[Finding]]]


@asynccontextmanager
async def parts(outer: Services) -> AsyncIterator[list[Check]]:
    """Give the checks of the parts; what they opened is closed afterwards."""
    async with AsyncExitStack() as opened:
        yield _parts(outer, opened)


@asynccontextmanager
async def everything(outer: Services) -> AsyncIterator[list[Check]]:
    """Give all checks."""
    async with AsyncExitStack() as opened:
        graph = _graph(outer, opened)
        yield [
            *_parts(outer, opened),
            Check("permissions", lambda: graph.permissions(features(outer))),
            Check("sign-in", _sign_in(outer).check),
            Check("settings", lambda: _settings(outer)),
        ]


def _parts(outer: Services, opened: AsyncExitStack) -> list[Check]:
    tables = TableProbe(outer.clients.table_service(), outer.clients.table("Pace"), outer.clock)
    queues = QueueProbe(outer.clients.queue_service())
    for probe in (tables, queues):
        opened.push_async_callback(probe.close)
    return [
        Check("tables", lambda: tables.check(outer.new_id)),
        Check("queues", queues.check),
        Check("identity", _graph(outer, opened).token),
        Check("mail", _mail(outer, opened)),
        Check("sending", lambda: _sending(outer)),
        Check("keys", lambda: _keys(outer)),
        Check("catalogues", _catalogues),
    ]


def _graph(outer: Services, opened: AsyncExitStack) -> GraphProbe:
    # A credential of its own: one that is kept would still have the permissions of yesterday.
    settings = outer.settings
    probe = GraphProbe(settings.graph_url, outer.clients.identity(), settings.tenant_id)
    opened.push_async_callback(probe.close)
    return probe


def features(outer: Services) -> Features:
    """Return what of the settings decides which permissions are needed."""
    settings = outer.settings
    roles = settings.roles.values()
    return Features(
        groups=tuple(dict.fromkeys(group for role in roles for group in role.groups)),
        applications=tuple(dict.fromkeys(one for role in roles for one, _ in role.app_roles)),
        domain=settings.brand.organisation_domain,
    )


def _sign_in(outer: Services) -> SignInProbe:
    settings = outer.settings
    return SignInProbe(
        settings.authority,
        settings.tenant_id,
        settings.client_id,
        settings.client_secret or outer.clients.federated(),
    )


def _mail(outer: Services, opened: AsyncExitStack) -> Run:
    settings = outer.settings
    match settings.email_transport:
        case transport.GRAPH:
            credential = outer.clients.identity()
            opened.push_async_callback(credential.close)
            return mail_probe.graph(settings.graph_url, credential, settings.email_sender)
        case transport.SMTP:
            return mail_probe.smtp(lambda: cast("SmtpMailer", outer.transport).probe())
        case _:
            never_was = outer.new_id()
            return mail_probe.acs(
                lambda: cast("AcsMailer", outer.transport).probe(never_was), outer.clock()
            )


async def _sending(outer: Services) -> Sequence[Finding]:
    switch, _ = await outer.switch.read()
    return [Finding(PAUSED, switch.why)] if switch.paused else []


async def _keys(outer: Services) -> Sequence[Finding]:
    keys, now = outer.settings.session_keys, outer.clock()
    return of_keys(keys, await outer.key_sightings.since(keys, now), now)


async def _settings(outer: Services) -> Sequence[Finding]:
    return of_settings(os.environ, outer.settings)


async def _catalogues() -> Sequence[Finding]:
    return await asyncio.to_thread(_read_catalogues)


def _read_catalogues() -> list[Finding]:
    found = []
    for tags, domain in ((offered(), GUESTS), (console_languages(), CONSOLE)):
        for tag in tags:
            try:
                translations(tag, domain)
            except (OSError, ValueError, KeyError, SyntaxError) as error:
                found.append(Finding(CATALOGUE, f"{tag} ({domain}): {type(error).__name__}"))
    return found
