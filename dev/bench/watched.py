"""What telemetry costs a guest: clicks and cold starts with it against without."""

import http.client
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from urllib.parse import urlsplit

from dev.bench import rates
from dev.bench.errors import NotMeasured
from dev.bench.figures import interleaved, median, median_ratio
from dev.bench.invitations import invite
from dev.bench.load import Plan, Target
from dev.bench.run import Run
from dev.bench.surroundings import Surroundings
from dev.bench.table import Bar, Line, Section
from dev.parts import ROOT

TITLE = "telemetry on, against off"
LEAST = Bar(0.8, at_least=True)
MOST = Bar(1.1)
_ON, _OFF = "on", "off"
_SETTING = "APPLICATIONINSIGHTS_CONNECTION_STRING"
_TIMEOUT = 30


def measure(run: Run) -> Section:
    """Start both again and again in turns, then ask both for the link in turns."""
    around = run.around
    starts = 6 if run.quick else 15
    seconds: dict[str, list[float]] = {_ON: [], _OFF: []}
    with _hosted(around, _ON) as url:
        link = invite(url, around.keys.invite_user, "watched@example.com")
    run.tell(f"{starts} starts of each")
    for name in interleaved((_ON, _OFF), starts + 1):
        seconds[name].append(_first_answer(around, name, link))
    with ExitStack() as hosts:
        targets = []
        for name in seconds:
            url = hosts.enter_context(_hosted(around, name))
            targets.append(Target(name, _at(link, url), 302))
        plan = Plan(targets, 5, 0.7) if run.quick else Plan(targets, 11, 1.5)
        seen = rates.loaded(plan, run)
    # The first of each leaves the .pyc files, as a deployment has them.
    return Section(TITLE, lines(seconds[_ON][1:], seconds[_OFF][1:], seen[_ON], seen[_OFF]))


def lines(on: list[float], off: list[float], clicks: rates.Rates, bare: rates.Rates) -> list[Line]:
    """Return the lines; starts are seconds, of which the best count."""
    best, least = min(on), min(off)
    start = Line(
        "process start to the link's redirect (best)",
        f"{best * 1000:.0f} ms",
        f"off {least * 1000:.0f} ms",
        best / least,
        MOST,
    )
    rate = Line(
        "clicks/s (16 connections)",
        f"{median(clicks.rate):.0f}",
        f"off {median(bare.rate):.0f}",
        median_ratio(clicks.rate, bare.rate),
        LEAST,
    )
    p99 = Line(
        "p99 of a click",
        f"{median(clicks.p99) * 1000:.1f} ms",
        f"off {median(bare.p99) * 1000:.1f} ms",
        median_ratio(clicks.p99, bare.p99),
    )
    return [start, rate, p99]


@contextmanager
def _hosted(around: Surroundings, name: str) -> Iterator[str]:
    settings = {} if name == _ON else {_SETTING: ""}
    with around.web_host(f"telemetry-{name}", ROOT, settings=settings).running() as url:
        yield url


def _first_answer(around: Surroundings, name: str, link: str) -> float:
    """Return the seconds from starting the host to having read its first answer."""
    start = time.perf_counter()
    with _hosted(around, name) as url:
        parts = urlsplit(_at(link, url))
        with closing(http.client.HTTPConnection(parts.netloc, timeout=_TIMEOUT)) as client:
            client.request("GET", f"{parts.path}?{parts.query}")
            status = client.getresponse().status
        seconds = time.perf_counter() - start
    if status != http.client.FOUND:
        raise NotMeasured(f"The link answered {status} with telemetry {name}")
    return seconds


def _at(link: str, url: str) -> str:
    """Return the same link at another host."""
    return f"{url}{link[link.index('/api/') :]}"
