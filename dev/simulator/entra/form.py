"""What the forms of all pages have in common."""

from collections.abc import Callable, Mapping

from aiohttp import web

from dev.simulator.entra.flow import Flow

type Fields = Mapping[str, str]
type Form = Callable[[web.Request, Flow, Fields], web.Response]


class Mistake(Exception):
    """Something to correct in `field`; its text is shown on the same page."""

    def __init__(self, field: str, text: str) -> None:
        super().__init__(text)
        self.field = field
