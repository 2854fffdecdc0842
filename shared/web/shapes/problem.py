"""The problem document (RFC 9457)."""

import msgspec
from msgspec import UNSET, UnsetType


class ProblemFault(msgspec.Struct, frozen=True):
    """One thing that is wrong with the request: where (RFC 6901 pointer) and what."""

    pointer: str
    detail: str


class Problem(msgspec.Struct, frozen=True, omit_defaults=True):
    """Why a request was not done (RFC 9457). What is empty is left out."""

    type: str
    title: str
    status: int
    detail: str | UnsetType = UNSET
    errors: list[ProblemFault] | UnsetType = UNSET
    invitation: str | UnsetType = UNSET
    kind: str | UnsetType = UNSET
    reason: str | UnsetType = UNSET
    nextStep: str | UnsetType = UNSET  # noqa: N815 - the names of the wire
    code: str | UnsetType = UNSET
    answer: str | UnsetType = UNSET
    requestId: str | UnsetType = UNSET  # noqa: N815
    limit: int | UnsetType = UNSET
    left: int | UnsetType = UNSET
