"""Settings that replace values of host.json, as on Azure.

`AzureFunctionsJobHost__extensions__queues__batchSize=1` replaces `extensions.queues.batchSize`;
names are matched ignoring case (Microsoft's "Override host.json values").
"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any

_PREFIX = "azurefunctionsjobhost"


def overridden(document: Mapping[str, Any], environ: Mapping[str, str]) -> dict[str, Any]:
    """Return host.json's `document` with what `environ` replaces; the values are strings."""
    result = copy.deepcopy(dict(document))
    for name, value in environ.items():
        prefix, *path = name.split("__")
        if prefix.lower() == _PREFIX and all(path) and path:
            _put(result, path, value)
    return result


def _put(target: dict[str, Any], path: list[str], value: str) -> None:
    for word in path[:-1]:
        key = _known(target, word)
        if not isinstance(target.get(key), dict):
            target[key] = {}
        target = target[key]
    target[_known(target, path[-1])] = value


def _known(target: Mapping[str, Any], word: str) -> str:
    """Return the key that `target` already has for `word`, ignoring case, else `word`."""
    return next((key for key in target if key.lower() == word.lower()), word)
