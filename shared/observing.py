"""Starts telemetry where the settings name a resource to export to; else nothing is recorded."""

import logging
from typing import Any

from shared.build import build
from shared.settings import Settings
from shared.telemetry import names
from shared.telemetry.exporting import Exporter, Sink
from shared.telemetry.functions import watch
from shared.telemetry.logs import TelemetryHandler
from shared.telemetry.recorder import Recorder, use


def observe(functions: list[Any], settings: Settings) -> None:
    """Have every function recorded, and what was recorded exported in the background."""
    wanted = settings.telemetry
    if not wanted.connection_string:
        return
    recorder = Recorder(settings.pseudonym_key)
    exporter = Exporter(recorder, lambda: _sink(settings), wanted.delay, wanted.interval)
    use(recorder)
    for function in functions:
        watch(function, recorder, wanted.share, exporter.touch)
    logging.getLogger().addHandler(TelemetryHandler())
    recorder.step(
        names.STARTED,
        None,
        {
            names.MAIL_TRANSPORT: settings.email_transport,
            names.MAIL_PER_HOUR: settings.email_per_hour,
        },
    )


def _sink(settings: Settings) -> Sink:
    """Return the way out; this imports the exporters."""
    from azure.identity import ManagedIdentityCredential

    from shared.telemetry.azure_monitor import AzureMonitor

    wanted, made = settings.telemetry, build()
    credential = None
    if wanted.sign_in:
        credential = ManagedIdentityCredential(client_id=wanted.client_id or None)
    resource = {
        "service.name": names.ROLE,
        "service.version": f"{made.version}+{made.commit}",
    }
    return AzureMonitor(wanted.connection_string, credential, resource)
