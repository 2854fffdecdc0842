"""host.json, as far as the local host reads it."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .functions import HostError
from .overrides import overridden
from .schedule import parse_timespan

MAX_BATCH = 32


@dataclass(frozen=True)
class QueueSettings:
    """`extensions.queues`, with the defaults of functions-host.md (Queues)."""

    batch_size: int
    new_batch_threshold: int
    max_dequeue_count: int
    retry_delay: float
    base64: bool
    max_polling_interval: float


@dataclass(frozen=True)
class HostSettings:
    """What host.json says, defaults filled in."""

    route_prefix: str
    queues: QueueSettings


def read_settings(app_dir: Path) -> HostSettings:
    """Return the settings in the app's host.json, with what the environment replaces in them.

    Raises HostError if the file is missing, is not JSON, or holds a value out of range.
    """
    path = app_dir / "host.json"
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise HostError(f"{path} is missing: an app needs a host.json") from None
    except ValueError as error:
        raise HostError(f"{path} is not JSON: {error}") from error
    extensions = overridden(document, os.environ).get("extensions") or {}
    prefix = (extensions.get("http") or {}).get("routePrefix", "api")
    try:
        queues = _queues(extensions.get("queues") or {})
    except (TypeError, ValueError) as error:
        raise HostError(f"{path}: extensions.queues: {error}") from error
    return HostSettings(prefix.strip("/"), queues)


def _queues(given: Mapping[str, Any]) -> QueueSettings:
    batch_size = int(given.get("batchSize", 16))
    if not 1 <= batch_size <= MAX_BATCH:
        raise ValueError(f"batchSize is {batch_size}, allowed are 1 to {MAX_BATCH}")
    threshold = given.get("newBatchThreshold", batch_size // 2 * (os.cpu_count() or 1))
    encoding = str(given.get("messageEncoding", "base64")).lower()
    if encoding not in {"base64", "none"}:
        raise ValueError(f"messageEncoding is {encoding}, allowed are base64 and none")
    return QueueSettings(
        batch_size=batch_size,
        new_batch_threshold=int(threshold),
        max_dequeue_count=int(given.get("maxDequeueCount", 5)),
        retry_delay=parse_timespan(given.get("visibilityTimeout", "00:00:00")),
        base64=encoding == "base64",
        max_polling_interval=parse_timespan(given.get("maxPollingInterval", "00:01:00")),
    )
