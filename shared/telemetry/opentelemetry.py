"""Our records as OpenTelemetry's own objects, which its exporters take.

Imported by the exporting thread alone. Every text passes the last fence here.
"""

import functools
import logging
import time
from collections.abc import Mapping

from opentelemetry._logs import LogRecord, SeverityNumber
from opentelemetry.context import Context
from opentelemetry.sdk._logs import ReadableLogRecord
from opentelemetry.sdk.metrics.export import (
    AggregationTemporality,
    Histogram,
    HistogramDataPoint,
    Metric,
    MetricsData,
    ResourceMetrics,
    ScopeMetrics,
)
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import Event, ReadableSpan
from opentelemetry.sdk.util.instrumentation import InstrumentationScope
from opentelemetry.trace import (
    Link,
    NonRecordingSpan,
    SpanContext,
    SpanKind,
    Status,
    StatusCode,
    TraceFlags,
    set_span_in_context,
)

from shared.telemetry import names
from shared.telemetry.metrics import Total, Totals
from shared.telemetry.records import CLIENT, Line, Span, Step, Thrown, Value
from shared.telemetry.scrubbing import scrubbed
from shared.telemetry.trace import Trace

# Few values, again and again.
_scrubbed = functools.lru_cache(1000)(scrubbed)
_SCOPE = InstrumentationScope(names.ROLE)
_KINDS = {CLIENT: SpanKind.CLIENT}
# How the exporters are told of a share, and of what is an event (their _constants.py).
_SHARE = "_MS.sampleRate"
_EVENT = "microsoft.custom_event.name"
_SEVERITIES = {
    logging.WARNING: SeverityNumber.WARN,
    logging.ERROR: SeverityNumber.ERROR,
    logging.CRITICAL: SeverityNumber.FATAL,
}


def readable_span(span: Span, resource: Resource) -> ReadableSpan:
    """Return a span."""
    attributes = _clean(span.attributes)
    if span.share < 1:
        attributes[_SHARE] = span.share * 100
    events = [Event("exception", _exception(span.thrown), span.end)] if span.thrown else []
    return ReadableSpan(
        scrubbed(span.name),
        context=_context(span.place),
        parent=_context(Trace(span.place.trace_id, span.parent)) if span.parent else None,
        resource=resource,
        attributes=attributes,
        events=events,
        links=[Link(_context(link)) for link in span.links],
        kind=_KINDS.get(span.kind, SpanKind.INTERNAL),
        status=Status(StatusCode.OK if span.good else StatusCode.ERROR),
        start_time=span.start,
        end_time=span.end,
        instrumentation_scope=_SCOPE,
    )


def log_record(record: Step | Line, resource: Resource) -> ReadableLogRecord:
    """Return a step as an event, and a line as a line or as the exception that it tells."""
    if isinstance(record, Step):
        severity, body = SeverityNumber.INFO, record.name
        attributes = {**_clean(record.attributes), _EVENT: record.name}
    else:
        severity = _SEVERITIES.get(record.severity, SeverityNumber.WARN)
        body = scrubbed(record.text)
        attributes = {names.LOGGER: record.logger}
        if record.thrown:
            attributes |= _exception(record.thrown)
    log = LogRecord(
        timestamp=record.at,
        observed_timestamp=record.at,
        context=_where(record.place),
        severity_number=severity,
        body=body,
        attributes=attributes,
    )
    return ReadableLogRecord(log, resource, _SCOPE)


def metrics_data(totals: Totals, resource: Resource) -> MetricsData:
    """Return the totals as histograms of one bucket: count, sum, least and most."""
    now = time.time_ns()
    points: dict[str, list[HistogramDataPoint]] = {}
    for (name, dimensions), total in totals.items():
        points.setdefault(name, []).append(_point(dict(dimensions), total, now))
    metrics = [
        Metric(name, None, None, Histogram(found, AggregationTemporality.DELTA))
        for name, found in points.items()
    ]
    return MetricsData([ResourceMetrics(resource, [ScopeMetrics(_SCOPE, metrics, "")], "")])


def _point(dimensions: dict[str, str], total: Total, now: int) -> HistogramDataPoint:
    return HistogramDataPoint(
        attributes=_clean(dimensions),
        start_time_unix_nano=now,
        time_unix_nano=now,
        count=total.count,
        sum=total.sum,
        bucket_counts=[total.count],
        explicit_bounds=[],
        min=total.least,
        max=total.most,
    )


def _clean(attributes: Mapping[str, Value]) -> dict[str, Value]:
    return {
        name: _scrubbed(value) if isinstance(value, str) else value
        for name, value in attributes.items()
        if value != ""
    }


def _exception(thrown: Thrown) -> dict[str, Value]:
    return {
        "exception.type": thrown.kind,
        "exception.message": thrown.kind,
        "exception.stacktrace": scrubbed(thrown.stack),
    }


def _context(place: Trace) -> SpanContext:
    span_id = int(place.span_id or "0", 16)
    return SpanContext(int(place.trace_id, 16), span_id, is_remote=False, trace_flags=TraceFlags(1))


def _where(place: Trace | None) -> Context | None:
    if place is None:
        return None
    return set_span_in_context(NonRecordingSpan(_context(place)), Context())
