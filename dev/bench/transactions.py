"""The storage calls of each step of one invitation, counted at the wire."""

from collections.abc import Sequence

from dev.bench.journey import Journey
from dev.bench.ledger import Ledger, Step
from dev.bench.proxy import CountingProxy
from dev.bench.run import Run
from dev.bench.table import Bar, Line, Section
from dev.ports import Ports
from dev.settings import connection_string
from dev.stack import Options, Stack

TITLE = "storage calls of one invitation, by step"
BARS = {"create": Bar(4), "create, respond-async": Bar(4), "click": Bar(1)}
# So that nobody waits for a queue that was found empty.
_POLLS = {"AzureFunctionsJobHost__extensions__queues__maxPollingInterval": "00:00:00.2000000"}


def measure(run: Run) -> Section:
    """Take an invitation through all its steps, after a first one that makes the tables."""
    ports, front, ledger = Ports.free(), Ports.free(), Ledger()
    options = Options(
        folder=run.folder / "transactions",
        ports=ports,
        settings=_POLLS | {"AzureWebJobsStorage": connection_string(front)},
    )
    between = {front.queue: ports.queue, front.table: ports.table}
    with CountingProxy(between, ledger) as proxy:
        proxy.open_queues()
        with Stack(options) as stack:
            proxy.close_queues()
            Journey(stack, proxy, ledger, "First").walk()
            run.tell("counting")
            steps = Journey(stack, proxy, ledger, "GFMS").walk()
    return Section(TITLE, lines(steps))


def lines(steps: Sequence[Step]) -> list[Line]:
    """Return a line for each step: the app's calls, what they are, and the host's beside them."""
    return [
        Line(
            step.name,
            str(step.by_app.total()),
            _told(step),
            step.by_app.total(),
            BARS.get(step.name),
            is_ratio=False,
        )
        for step in steps
    ]


def _told(step: Step) -> str:
    ours = ", ".join(f"{number} {what}" for what, number in step.by_app.items())
    host = ", ".join(f"{number} {what}" for what, number in step.by_host.items())
    return f"{ours} (host: {host})" if host else ours
