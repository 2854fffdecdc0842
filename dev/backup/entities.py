"""A row of a table as a line of JSON and back, exact to each type (OData's JSON with types)."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from azure.data.tables import EdmType, EntityProperty

_TYPE = "@odata.type"
_TIME = "Edm.DateTime"


def to_line(entity: Mapping[str, Any]) -> bytes:
    """Return the row as one line. Raises TypeError for a value that no table holds."""
    written: dict[str, Any] = {}
    for name, value in entity.items():
        written |= _written(name, value)
    return json.dumps(written, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def from_line(line: bytes) -> dict[str, Any]:
    """Return the row of a line, as the SDK takes it. Raises ValueError for one that is none."""
    read: dict[str, Any] = json.loads(line)
    types = {name.removesuffix(_TYPE): kind for name, kind in read.items() if name.endswith(_TYPE)}
    plain = {name: value for name, value in read.items() if not name.endswith(_TYPE)}
    return {name: _read(value, types.get(name)) for name, value in plain.items()}


def _written(name: str, value: Any) -> dict[str, Any]:
    if isinstance(value, EntityProperty):
        kind = value.edm_type.value if isinstance(value.edm_type, EdmType) else str(value.edm_type)
        return {name: str(value.value), name + _TYPE: kind}
    if isinstance(value, datetime):
        # The SDK's own class keeps the seventh digit, which datetime has no room for.
        exact = getattr(value, "tables_service_value", "") or value.isoformat()
        return {name: exact, name + _TYPE: _TIME}
    if isinstance(value, bytes):
        return {name: value.hex(), name + _TYPE: "Edm.Binary"}
    if isinstance(value, UUID):
        return {name: str(value), name + _TYPE: "Edm.Guid"}
    if isinstance(value, float):
        return {name: repr(value), name + _TYPE: "Edm.Double"}
    if value is None or isinstance(value, str | bool | int):
        return {name: value}
    raise TypeError(f"{name} holds {type(value).__name__}, which no table has")


def _read(value: Any, kind: str | None) -> Any:
    match kind:
        case None:
            return value
        case "Edm.DateTime":
            # As text: what the service wrote goes back digit by digit.
            return EntityProperty(value, EdmType.DATETIME)
        case "Edm.Int64":
            return EntityProperty(int(value), EdmType.INT64)
        case "Edm.Binary":
            return bytes.fromhex(value)
        case "Edm.Guid":
            return UUID(value)
        case "Edm.Double":
            return float(value)
    raise ValueError(f"a value of the type {kind}, which no table has")
