"""Runs the load generator and compares what it saw."""

import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import msgspec

from dev.bench.errors import NotMeasured
from dev.bench.figures import median, median_ratio
from dev.bench.load import Plan, Round
from dev.bench.run import Run
from dev.bench.table import Bar, Line
from dev.parts import ROOT

_GRACE = 60


@dataclass(frozen=True)
class Rates:
    """Requests per second, and the seconds within which 99 of 100 were answered, by round."""

    rate: tuple[float, ...]
    p99: tuple[float, ...]


def loaded(plan: Plan, run: Run) -> Mapping[str, Rates]:
    """Carry out the plan; raises NotMeasured for the first answer that was not expected."""
    most = len(plan.targets) * (plan.warm_up + plan.rounds * plan.seconds)
    run.tell(f"{plan.rounds} rounds of {plan.seconds:g} s for each of {len(plan.targets)} targets")
    done = subprocess.run(
        [sys.executable, "-m", "dev.bench.load"],
        cwd=ROOT,
        input=msgspec.json.encode(plan),
        capture_output=True,
        timeout=most + _GRACE,
        check=False,
    )
    if done.returncode:
        raise NotMeasured(f"The load generator failed:\n{done.stderr.decode()}")
    return by_target([msgspec.json.decode(line, type=Round) for line in done.stdout.splitlines()])


def by_target(rounds: Sequence[Round]) -> dict[str, Rates]:
    """Return the rounds of each target, in their order."""
    wrong = next((one for one in rounds if one.error), None)
    if wrong is not None:
        raise NotMeasured(f"{wrong.name} answered {wrong.error}")
    return {
        name: Rates(
            tuple(one.rate for one in rounds if one.name == name),
            tuple(one.p99 for one in rounds if one.name == name),
        )
        for name in dict.fromkeys(one.name for one in rounds)
    }


def lines(app: Rates, other: Rates, name: str, bar: Bar | None = None) -> list[Line]:
    """Return the rate and the 99th percentile of the app against another's; `bar` is for rates."""
    return [
        Line(
            f"requests/s, against {name}",
            f"{median(app.rate):.0f}",
            f"{name} {median(other.rate):.0f}",
            median_ratio(app.rate, other.rate),
            bar,
        ),
        Line(
            f"p99, against {name}",
            f"{median(app.p99) * 1000:.1f} ms",
            f"{name} {median(other.p99) * 1000:.1f} ms",
            median_ratio(app.p99, other.p99),
        ),
    ]
