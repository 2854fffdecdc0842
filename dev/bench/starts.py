"""From the start of the process to the first answer: what a cold instance costs a guest."""

import contextlib
import http.client
import time
from urllib.parse import urlsplit

from dev.bench.errors import NotMeasured
from dev.bench.figures import interleaved
from dev.bench.invitations import invite
from dev.bench.run import Run
from dev.bench.surroundings import APPS, Hosted
from dev.bench.table import Bar, Line, Section
from dev.parts import ROOT

TITLE = "process start to first answer (best)"
MOST = Bar(2)
_TIMEOUT = 30


def measure(run: Run) -> Section:
    """Start both apps again and again, in turns; the app's first answer is a link's redirect."""
    around = run.around
    app, hello = around.host("start-app", ROOT), around.host("start-hello", APPS / "hello")
    with app.running() as url:
        link = invite(url, around.keys.invite_user, "start@example.com")
    asked = {"app": (app, link, 302), "hello": (hello, f"{hello.url}/api/Hello", 200)}
    for one in asked.values():
        first_answer(*one)  # leaves the .pyc files, as a deployment has them
    rounds = 6 if run.quick else 12
    run.tell(f"{rounds} starts of each")
    seconds: dict[str, list[float]] = {name: [] for name in asked}
    for name in interleaved(tuple(asked), rounds):
        seconds[name].append(first_answer(*asked[name]))
    return Section(TITLE, lines(seconds["app"], seconds["hello"]))


def lines(app: list[float], hello: list[float]) -> list[Line]:
    """Return the line that compares the two; both are seconds."""
    ours, theirs = min(app), min(hello)
    return [
        Line(
            "link's redirect, against hello",
            f"{ours * 1000:.0f} ms",
            f"hello {theirs * 1000:.0f} ms",
            ours / theirs,
            MOST,
        )
    ]


def first_answer(host: Hosted, url: str, expected: int) -> float:
    """Return the seconds from starting the host to having read its first answer."""
    start = time.perf_counter()
    with host.running():
        status = _status(url)
        seconds = time.perf_counter() - start
    if status != expected:
        raise NotMeasured(f"{url} answered {status}, not {expected}")
    return seconds


def _status(url: str) -> int:
    parts = urlsplit(url)
    with contextlib.closing(http.client.HTTPConnection(parts.netloc, timeout=_TIMEOUT)) as client:
        client.request("GET", f"{parts.path}?{parts.query}")
        answer = client.getresponse()
        answer.read()
        return answer.status
