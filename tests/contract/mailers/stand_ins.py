"""What stands beside a mailer in tests: a memory of drafts, and a credential of nobody."""

from typing import Any

from azure.core.credentials import AccessToken

from shared.domain.errors import Unavailable

SECRET = "b3BlbnMgbm90aGluZyBhdCBhbGw="


class MemoryDrafts:
    """The Drafts of one test; while `down`, none is kept."""

    def __init__(self) -> None:
        self.kept: dict[str, str] = {}
        self.down = False

    async def get(self, operation_id: str) -> str:
        return self.kept.get(operation_id, "")

    async def put(self, operation_id: str, draft_id: str) -> None:
        if self.down:
            raise Unavailable("storage", 5)
        self.kept[operation_id] = draft_id

    async def forget(self, operation_id: str) -> None:
        self.kept.pop(operation_id, None)

    async def close(self) -> None:
        """Nothing stays open."""


class Nobody:
    """A credential whose token no service takes."""

    async def get_token(self, *_scopes: str, **_options: Any) -> AccessToken:
        return AccessToken(SECRET, 2**31)

    async def close(self) -> None:
        """Nothing stays open."""

    async def __aenter__(self) -> "Nobody":
        return self

    async def __aexit__(self, *_: object) -> None:
        """Nothing stays open."""
