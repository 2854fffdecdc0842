"""Function keys (functions-host.md, HTTP; facts.md section 11)."""

from __future__ import annotations

import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from pathlib import Path

from .functions import HostError

EVENT_GRID = "eventgrid_extension"


class Level(IntEnum):
    """What a key opens."""

    ANONYMOUS = 0
    FUNCTION = 1
    ADMIN = 2


@dataclass(frozen=True)
class Keys:
    """The app's keys: the master key, host keys for all functions, and each function's own.

    The system keys are those of extensions: each opens its webhook, and no function.
    """

    master: str = ""
    host: Mapping[str, str] = field(default_factory=dict)
    functions: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    system: Mapping[str, str] = field(default_factory=dict)

    def opens_event_grid(self, key: str) -> bool:
        """Return whether `key` is the extension's system key, or the master key."""
        return any([_same(key, self.system.get(EVENT_GRID, "")), _same(key, self.master)])

    def level(self, key: str, function: str = "") -> Level:
        """Return what `key` opens of `function`; without a function only host keys count."""
        if not key:
            return Level.ANONYMOUS
        if _same(key, self.master):
            return Level.ADMIN
        own = {name.lower(): keys for name, keys in self.functions.items()}.get(function.lower())
        allowed = [*self.host.values(), *(own or {}).values()]
        # A list, not a generator: every key is compared, so that time tells nothing.
        return Level.FUNCTION if any([_same(key, one) for one in allowed]) else Level.ANONYMOUS  # noqa: C419


def read_keys(path: Path) -> Keys:
    """Return the keys in a file {"master": ..., "host", "functions": {name: {...}}, "system"}.

    Raises HostError if it cannot be read as such.
    """
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        return Keys(
            document.get("master", ""),
            document.get("host", {}),
            document.get("functions", {}),
            document.get("system", {}),
        )
    except (OSError, ValueError, AttributeError) as error:
        raise HostError(f"The keys file {path} cannot be read: {error}") from error


def required_level(auth_level: str) -> Level:
    """Return what a function with this authLevel needs; azure-functions' default is function."""
    return {"ANONYMOUS": Level.ANONYMOUS, "ADMIN": Level.ADMIN}.get(
        auth_level.upper(), Level.FUNCTION
    )


def _same(key: str, other: str) -> bool:
    return bool(other) and hmac.compare_digest(key.encode(), other.encode())
