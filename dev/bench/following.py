"""The invitation link under load, against nothing at all and against the bare read of its row."""

from contextlib import ExitStack

from dev.bench import rates
from dev.bench.invitations import invite
from dev.bench.load import Plan, Target
from dev.bench.run import Run
from dev.bench.surroundings import APPS
from dev.bench.table import Bar, Section
from dev.parts import ROOT

TITLE = "the invitation link under load (16 connections)"
LEAST = Bar(0.8, at_least=True)


def measure(run: Run) -> Section:
    """Ask the link, the hello function and the function that reads the row, in turns."""
    around = run.around
    with ExitStack() as hosts:
        app = hosts.enter_context(around.web_host("app", ROOT).running())
        hello = hosts.enter_context(around.web_host("hello", APPS / "hello").running())
        read = hosts.enter_context(around.web_host("read", APPS / "point_read").running())
        link = invite(app, around.keys.invite_user)
        query = link.partition("?")[2]
        targets = [
            Target("link", link, 302),
            Target("hello", f"{hello}/api/Hello", 200),
            Target("read", f"{read}/api/PointRead?{query}", 302),
        ]
        plan = Plan(targets, 3, 0.7) if run.quick else Plan(targets, 11, 1.5)
        seen = rates.loaded(plan, run)
    return Section(
        TITLE,
        [
            *rates.lines(seen["link"], seen["hello"], "hello"),
            *rates.lines(seen["link"], seen["read"], "read", LEAST),
        ],
    )
