"""The habits of .NET's JSON library that an app can see.

The host reads strings that look like JSON and writes them again, so that spacing changes
(functions-host.md, HTTP and Queues; `HttpBinding.CreateResult`, `FunctionBinding.ReadAsEnumerable`
and `Utility.ApplyBindingData` of azure-functions-host).
"""

from __future__ import annotations

import json
from typing import Any


def looks_like_json(text: str) -> bool:
    """Return whether the host takes the text for JSON: braces or brackets around it."""
    text = text.strip()
    return text[:1] + text[-1:] in {"{}", "[]"} and len(text) > 1


def indented(value: Any) -> str:
    """Return what `JToken.ToString()` prints: two spaces per level; a scalar bare."""
    if isinstance(value, dict | list):
        return json.dumps(value, indent=2, ensure_ascii=False)
    return scalar(value)


def compact(value: Any) -> str:
    """Return the value on one line without spaces; a scalar bare."""
    if isinstance(value, dict | list):
        return json.dumps(value, separators=(",", ":"), ensure_ascii=False)
    return scalar(value)


def scalar(value: Any) -> str:
    """Return what `ToString()` prints of a JSON scalar: True, 1 for 1.0, nothing for null."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)


def get_ignoring_case(document: dict[str, Any], name: str) -> tuple[bool, Any]:
    """Return whether the object has the field, whatever its case, and the value."""
    for key, value in document.items():
        if key.lower() == name:
            return True, value
    return False, None


def output_messages(text: str) -> list[str]:
    """Return the messages that a queue output of this string becomes: an array becomes many.

    Raises ValueError if the text looks like JSON and is none, as the host does.
    """
    if not looks_like_json(text):
        return [text]
    value = json.loads(text)
    return [indented(item) for item in (value if isinstance(value, list) else [value])]


def top_level_fields(text: str) -> dict[str, str]:
    """Return a message's top-level JSON fields as text; arrays and nulls are left out."""
    if not looks_like_json(text):
        return {}
    try:
        value = json.loads(text)
    except ValueError:
        return {}
    if not isinstance(value, dict):
        return {}
    return {
        key: compact(item)
        for key, item in value.items()
        if item is not None and not isinstance(item, list)
    }
