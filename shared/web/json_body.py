"""JSON that systems send, decoded into a shape."""

from typing import Any

import msgspec


def decoded[T](data: bytes, shape: type[T]) -> T:
    """Return the shape; raise msgspec's errors for what is no JSON or another shape.

    To JSON Schema, 14.0 is an integer (validation, 4.2.3); to msgspec it is none.
    """
    try:
        return msgspec.json.decode(data, type=shape)
    except msgspec.ValidationError as error:
        try:
            whole = _whole(msgspec.json.decode(data))
        except RecursionError:
            # Nested deeper than any shape: what is wrong with it was found before.
            raise error from None
        return msgspec.convert(whole, shape)


def _whole(value: Any) -> Any:
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, list):
        return [_whole(one) for one in value]
    if isinstance(value, dict):
        return {name: _whole(one) for name, one in value.items()}
    return value
