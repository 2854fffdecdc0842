"""Stand-ins for the protobuf messages between the Functions host and the Python worker.

The worker library takes the message classes as a parameter (`properties["protos"]`), so that one
process can pass plain objects. Names are the names of the language worker protocol; only what
azure-functions-runtime touches is here (functions-host.md, "The Python worker").
"""

from __future__ import annotations

from typing import Any


class Message:
    """A message that is only read by field name."""

    def __init__(self, **fields: Any) -> None:
        self.__dict__.update(fields)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(self.__dict__)})"


class TypedData:
    """One value, with the name of its kind: http, string, bytes, json, int or double."""

    __slots__ = ("kind", "value")

    def __init__(self, **field: Any) -> None:
        self.kind: str | None = None
        self.value: Any = None
        for self.kind, self.value in field.items():
            pass

    def WhichOneof(self, _oneof: str) -> str | None:  # noqa: N802 - protobuf's name
        """Return the kind, None for a value that is not there."""
        return self.kind

    @property
    def TypedData(self) -> TypedData:  # noqa: N802 - the worker asks for the wrapped value first
        """Return itself: the worker unwraps a value that may be wrapped."""
        return self

    def __getattr__(self, name: str) -> Any:
        if name == self.kind:
            return self.value
        raise AttributeError(name)


class RpcHttp(Message):
    """A request on its way in, or a response on its way out."""

    status_code: str
    headers: dict[str, str]
    cookies: list[RpcHttpCookie] | None
    body: TypedData


class ParameterBinding:
    """A named value: an input of the function or one of its outputs."""

    __slots__ = ("data", "name")

    def __init__(self, name: str, data: TypedData | None) -> None:
        self.name = name
        self.data = data

    def WhichOneof(self, _oneof: str) -> str:  # noqa: N802 - protobuf's name
        """Return that the value is inline, not in shared memory."""
        return "data"


class RpcHttpCookie(Message):
    """A response cookie that the worker took apart."""

    class SameSite:
        """What the worker writes into `same_site`; the value is what ASP.NET prints."""

        Lax = "lax"
        Strict = "strict"
        ExplicitNone = "none"


# `None` cannot be assigned in a class body; no SameSite attribute means nothing is printed.
setattr(RpcHttpCookie.SameSite, "None", None)


class BindingInfo(Message):
    """Name, type and direction of a binding; the numbers are azure-functions' own."""

    undefined = 0
    out = 1
    inout = 2


class StatusResult(Message):
    """How an exchange ended."""

    Failure = 0
    Success = 1


class RpcException(Message):
    """An exception of the function: message and stack trace."""

    message: str
    stack_trace: str


class InvocationResponse(Message):
    """What the function returned, wrote to its outputs, or raised."""

    return_value: TypedData | None = None
    output_data: tuple[ParameterBinding, ...] | list[ParameterBinding] = ()


class FunctionMetadataResponse(Message):
    """What the worker found in the app."""


class RpcFunctionMetadata(Message):
    """One function: name, id, bindings."""


class RpcRetryOptions(Message):
    """A retry policy; the host does not use it."""


class WorkerInitResponse(Message):
    """How indexing the app went."""


class WorkerMetadata(Message):
    """Versions of the worker."""


class NullableString(Message):
    """A string that may be missing."""


class NullableBool(Message):
    """A truth value that may be missing."""


class NullableDouble(Message):
    """A number that may be missing."""


class NullableTimestamp(Message):
    """A time that may be missing."""


class Timestamp(Message):
    """A time in seconds since 1970."""
