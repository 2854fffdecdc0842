"""A process that dies: after so many calls to anything outside, whose answer it never sees."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any


class Died(BaseException):
    """The process is gone; nothing catches that."""


@dataclass
class Fuse:
    """Burns down with every call that was done; dies with the `at`-th one."""

    at: int
    calls: int = 0

    def burn(self) -> None:
        self.calls += 1
        if self.calls == self.at:
            raise Died


class Dying:
    """Passes calls on to anything, and burns the fuse with each."""

    def __init__(self, inner: Any, fuse: Fuse) -> None:
        self._inner = inner
        self._fuse = fuse

    def __getattr__(self, name: str) -> Callable[..., Awaitable[Any]]:
        async def call(*args: Any, **named: Any) -> Any:
            result = await getattr(self._inner, name)(*args, **named)
            self._fuse.burn()
            return result

        return call
