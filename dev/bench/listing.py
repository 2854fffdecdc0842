"""A page of the list at 100 invitations and at 100,000, each on a storage of its own."""

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from urllib.parse import urlencode

from dev.bench import rates
from dev.bench.figures import median, median_ratio
from dev.bench.list_seed import INVITERS, ORGANISATION, calls, seed
from dev.bench.load import Plan, Target
from dev.bench.rates import Rates
from dev.bench.run import Run
from dev.bench.surroundings import Surroundings, surroundings
from dev.bench.table import Bar, Line, Section
from dev.parts import ROOT
from dev.settings import connection_string

TITLE = "a page of 50 of the list, one after the other"
FEW, MANY = 100, 100_000
BAR = Bar(1.3)
_WHOSE = {"organisation": ORGANISATION}
ASKED = {
    "first page": _WHOSE,
    "first page, all organisations": {},
    "by state": _WHOSE | {"state": "completed"},
    "by fate of the e-mail": _WHOSE | {"email": "delivered"},
    "by language": _WHOSE | {"language": "fr"},
    "by inviter": _WHOSE | {"inviter": INVITERS[0]},
    "counts by state": _WHOSE | {"size": "1", "counts": "true"},
}
# Of these there are few or none among 100: nothing to compare with.
ALONE = {
    "a rare word": _WHOSE | {"search": "quetzal"},
    "a word that nobody has": _WHOSE | {"search": "xylophon"},
    "a rare inviter": _WHOSE | {"inviter": INVITERS[-1]},
}


def measure(run: Run) -> Section:
    """Ask both lists in turns."""
    many = 10_000 if run.quick else MANY
    with ExitStack() as opened:
        around = {
            "few": opened.enter_context(surroundings(run.folder / "few")),
            "many": opened.enter_context(surroundings(run.folder / "many")),
        }
        for name, number in (("few", FEW), ("many", many)):
            run.tell(f"seeding {number:,} invitations")
            storage = connection_string(around[name].ports)
            asyncio.run(seed(storage, number, run.tell))
        targets = _targets(
            {
                name: (opened.enter_context(one.web_host(name, ROOT).running()), one)
                for name, one in around.items()
            }
        )
        rounds, seconds = (5, 0.4) if run.quick else (11, 0.4)
        plan = Plan(targets, rounds, seconds, connections=1)
        seen = rates.loaded(plan, run)
        cost = asyncio.run(calls(connection_string(around["many"].ports), ASKED | ALONE))
    return Section(f"{TITLE}: {many:,} against {FEW}", lines(seen, cost))


def _targets(hosts: dict[str, tuple[str, Surroundings]]) -> list[Target]:
    return [
        Target(
            f"{name} {what}",
            f"{url}/api/Invitations?{urlencode(query)}",
            200,
            headers={"x-functions-key": around.keys.host},
        )
        for what, query in (ASKED | ALONE).items()
        for name, (url, around) in hosts.items()
        if what in ASKED or name == "many"
    ]


def lines(seen: Mapping[str, Rates], cost: Mapping[str, tuple[int, int]]) -> Sequence[Line]:
    """Return a line for each question: its time, its ratio, and its storage calls."""
    found = []
    for what in (*ASKED, *ALONE):
        many, (cold, warm) = seen[f"many {what}"].rate, cost[what]
        told = f"{1000 / median(many):.1f} ms; storage calls {warm}, when cold {cold}"
        if what in ALONE:
            found.append(Line(what, told))
            continue
        few = seen[f"few {what}"].rate
        ratio = median_ratio(few, many)
        found.append(Line(what, told, f"{1000 / median(few):.1f} ms at {FEW}", ratio, BAR))
    return found
