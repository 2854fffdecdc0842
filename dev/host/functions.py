"""What the worker tells about the app's functions."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

RETURN_BINDING = "$return"


class HostError(Exception):
    """The app cannot be run; the message says what to change."""


@dataclass(frozen=True)
class Binding:
    """One binding of a function, as azure-functions describes it."""

    name: str
    type: str
    raw: Mapping[str, Any]

    def setting(self, key: str, default: str = "") -> str:
        """Return a text property with `%NAME%` replaced from the environment.

        Raises HostError if the environment lacks the name.
        """
        return re.sub(r"%([^%]+)%", self._app_setting, str(self.raw.get(key) or default))

    def _app_setting(self, match: re.Match[str]) -> str:
        try:
            return os.environ[match[1]]
        except KeyError:
            raise HostError(
                f"A binding refers to %{match[1]}%: set the environment variable {match[1]}"
            ) from None


@dataclass(frozen=True)
class Function:
    """An indexed function: its trigger and the queue outputs that the host writes."""

    name: str
    id: str
    trigger: Binding
    outputs: Mapping[str, Binding]


def parse_function(name: str, function_id: str, raw_bindings: Iterable[str]) -> Function:
    """Return the function that the worker's metadata describes.

    Raises HostError if it has no trigger.
    """
    trigger: Binding | None = None
    outputs: dict[str, Binding] = {}
    for text in raw_bindings:
        raw = json.loads(text)
        binding = Binding(raw["name"], raw["type"], raw)
        if binding.type.lower().endswith("trigger"):
            trigger = binding
        elif str(raw["direction"]).upper() == "OUT":
            outputs[binding.name] = binding
    if trigger is None:
        raise HostError(f"Function {name} has no trigger")
    return Function(name, function_id, trigger, outputs)
