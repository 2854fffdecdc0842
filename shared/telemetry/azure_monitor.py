"""Application Insights through OpenTelemetry: the Azure Monitor exporters, fed with our records.

Imported by the exporting thread alone. The exporters' own ways of keeping what failed, of measuring
themselves and of asking Microsoft for switches are off: keeping is ours, and nothing else goes out.
"""

import logging
import os
from collections.abc import Mapping, Sequence

_OFF = (
    "APPLICATIONINSIGHTS_STATSBEAT_DISABLED_ALL",
    "APPLICATIONINSIGHTS_SDKSTATS_DISABLED",
    "APPLICATIONINSIGHTS_CONTROLPLANE_DISABLED",
    "APPLICATIONINSIGHTS_OPENTELEMETRY_RESOURCE_METRIC_DISABLED",
)
for _name in _OFF:
    # They are read while the exporters are imported.
    os.environ.setdefault(_name, "true")

from azure.core.credentials import TokenCredential  # noqa: E402
from azure.monitor.opentelemetry.exporter import (  # noqa: E402
    AzureMonitorLogExporter,
    AzureMonitorMetricExporter,
    AzureMonitorTraceExporter,
)
from opentelemetry.sdk._logs.export import LogRecordExportResult  # noqa: E402
from opentelemetry.sdk.metrics.export import MetricExportResult  # noqa: E402
from opentelemetry.sdk.resources import Resource  # noqa: E402
from opentelemetry.sdk.trace.export import SpanExportResult  # noqa: E402

from shared.telemetry.metrics import Totals  # noqa: E402
from shared.telemetry.opentelemetry import log_record, metrics_data, readable_span  # noqa: E402
from shared.telemetry.records import Record, Span  # noqa: E402

_TIMEOUT = 10.0  # seconds


class AzureMonitor:
    """The Sink of `shared/telemetry/exporting.py`."""

    def __init__(
        self,
        connection_string: str,
        credential: TokenCredential | None,
        resource: Mapping[str, str],
    ) -> None:
        """Take the credential where the resource takes no instrumentation key alone."""
        # Its words may quote what could not be sent; ours say that something was not.
        logging.getLogger("azure.monitor.opentelemetry").setLevel(logging.CRITICAL)
        options = {
            "connection_string": connection_string,
            "credential": credential,
            "disable_offline_storage": True,
            "retry_total": 0,
            "timeout": _TIMEOUT,
            "read_timeout": _TIMEOUT,
        }
        self._resource = Resource(dict(resource))
        self._spans = AzureMonitorTraceExporter(**options)
        self._logs = AzureMonitorLogExporter(**options)
        self._metrics = AzureMonitorMetricExporter(**options)

    def close(self) -> None:
        """Close the connections."""
        for exporter in (self._spans, self._logs, self._metrics):
            exporter.shutdown()
            exporter.client.close()

    def send(self, records: Sequence[Record]) -> bool:
        """Send spans, and steps and log lines; both may be sent twice if the second fails."""
        spans = [readable_span(one, self._resource) for one in records if isinstance(one, Span)]
        others = [one for one in records if not isinstance(one, Span)]
        logs = [log_record(one, self._resource) for one in others]
        if spans and self._spans.export(spans) is not SpanExportResult.SUCCESS:
            return False
        return not logs or self._logs.export(logs) is LogRecordExportResult.SUCCESS

    def send_metrics(self, totals: Totals) -> bool:
        """Send totals as deltas."""
        data = metrics_data(totals, self._resource)
        return self._metrics.export(data) is MetricExportResult.SUCCESS
