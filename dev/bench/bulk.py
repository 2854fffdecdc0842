"""An import of 10,000 rows over HTTP, until all of them are accepted durably.

Against single ones made one after the other, measured on a sample of them before it: 10,000 of
those would take minutes. The host runs all of the app's functions, as `up` does.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import requests

from dev.bench.errors import NotMeasured
from dev.bench.figures import median
from dev.bench.invitations import body
from dev.bench.run import Run
from dev.bench.table import Bar, Line, Section
from dev.parts import ROOT

TITLE = "an import, until claims, invitations and queue messages of all rows are stored"
SECONDS = Bar(15)
MEMORY = Bar(120)
TIMES = Bar(20, at_least=True)
_POLL = 0.3
_PATIENCE = 300
_WARM = 20
_IDLE = 10  # hundredths of a second, in one
_FIELDS = ("legalName", "country", "streetAddress", "city", "postalCode", "taxNumber", "phone")


@dataclass(frozen=True)
class Imported:
    """What one import took; `single` is the seconds of a single one."""

    rows: int
    seconds: float
    preview_seconds: float
    megabytes: float
    single: float
    sample: int


def measure(run: Run) -> Section:
    """Make a sample of single ones, then import; the memory is the host's."""
    rows, sample = (2000, 100) if run.quick else (10_000, 500)
    around = run.around
    hosted = around.host("bulk", ROOT)
    with hosted.running() as url, requests.Session() as session:
        session.trust_env = False
        session.headers["x-functions-key"] = around.keys.host
        pid = hosted.part.child.pid
        # Makes the tables and the queues, which a running app has, and loads the code.
        _import(session, url, _file(_WARM, "warm"), run.tell, lambda: None)
        run.tell(f"{sample} single ones, one after the other")
        single = _singles(session, url, sample)
        _quiet(pid)
        before = _resident(pid)
        run.tell(f"importing {rows} rows")
        watch = _Watch(pid, before)
        preview, seconds = _import(session, url, _file(rows, "row"), run.tell, watch.look)
        seen = Imported(rows, seconds, preview, watch.most - before, single, sample)
    return Section(TITLE, lines(seen))


def lines(seen: Imported) -> list[Line]:
    """Return seconds and memory, and how much faster a row is than a single one."""
    rate = seen.rows / seen.seconds
    return [
        Line(
            f"seconds for {seen.rows} rows",
            f"{seen.seconds:.1f} s",
            f"of them reading, checking and keeping the file {seen.preview_seconds:.1f} s",
            seen.seconds,
            SECONDS,
            is_ratio=False,
        ),
        Line(
            "rows/s, against single async POSTs",
            f"{rate:.0f}",
            f"{1 / seen.single:.0f} (median of a sample of {seen.sample}, one after the other)",
            rate * seen.single,
            TIMES,
        ),
        Line(
            "more memory of the host at its most",
            f"{seen.megabytes:.0f} MB",
            value=seen.megabytes,
            bar=MEMORY,
            is_ratio=False,
        ),
    ]


class _Watch:
    """The most memory that the host was seen with."""

    def __init__(self, pid: int, before: float) -> None:
        self._pid = pid
        self.most = before

    def look(self) -> None:
        """Look once."""
        self.most = max(self.most, _resident(self._pid))


def _import(
    session: requests.Session,
    url: str,
    file: bytes,
    tell: Callable[[str], None],
    look: Callable[[], None],
) -> tuple[float, float]:
    """Send a file and confirm it at once; return the seconds until the answer and until the end."""
    query = {
        "organisation": "GFMS", "inviterName": "Tamer", "inviterEmail": "tamer@gfms.example",
        "confirm": "true",
    }  # fmt: skip
    began = time.monotonic()
    answer = session.post(
        f"{url}/api/Invitations/import", params=query, data=file, timeout=_PATIENCE
    )
    preview = time.monotonic() - began
    look()
    if answer.status_code != requests.codes.accepted:
        raise NotMeasured(f"The import answered {answer.status_code}: {answer.text[:500]}")
    shown = f"{url}/api/Imports/{answer.json()['importId']}"
    told = 0.0
    while time.monotonic() - began < _PATIENCE:
        found = session.get(shown, timeout=_PATIENCE).json()
        look()
        if found["stage"] == "done":
            seconds = time.monotonic() - began
            if found["counts"]["invited"] != found["rows"]:
                raise NotMeasured(f"The import ended with {found['counts']}")
            return preview, seconds
        if time.monotonic() - told > 1:
            told = time.monotonic()
            tell(f"{found['progress']['done']} of {found['progress']['of']} rows")
        time.sleep(_POLL)
    raise NotMeasured(f"The import was not done after {_PATIENCE} s")


def _singles(session: requests.Session, url: str, sample: int) -> float:
    """Return the median of the seconds that a single one takes."""
    taken = []
    for number in range(sample):
        content = body(f"single-{number}@example.com")
        began = time.monotonic()
        answer = session.post(
            f"{url}/api/InviteUser",
            json=content,
            headers={"Prefer": "respond-async"},
            timeout=_PATIENCE,
        )
        taken.append(time.monotonic() - began)
        if answer.status_code != requests.codes.accepted:
            raise NotMeasured(f"A single one answered {answer.status_code}: {answer.text[:500]}")
    return median(taken)


def _quiet(pid: int) -> None:
    """Wait until the e-mails of the sample are out: sending them must not slow the import."""
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        before = _ticks(pid)
        time.sleep(1)
        if _ticks(pid) - before < _IDLE:
            return


def _ticks(pid: int) -> int:
    """Return the processor time of a process in hundredths of a second (Linux, proc(5))."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


def _file(rows: int, name: str) -> bytes:
    """Return a file of guests with their companies, none of them seen before."""
    company = body("")["company"]
    values = ",".join(f'"{company.get(field, "")}"' for field in _FIELDS)
    lines_ = [f"email,name,language,{','.join(_FIELDS)}"]
    languages = ("en", "fr", "hu", "ko", "zh-Hant")
    lines_ += [
        f"{name}-{number}@kunde-{number % 500}.example,Guest {number},"
        f"{languages[number % len(languages)]},{values}"
        for number in range(rows)
    ]
    return "\r\n".join(lines_).encode()


def _resident(pid: int) -> float:
    """Return the memory of a process in MB (Linux)."""
    for line in Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return 0.0
