"""Making invitations under load: POST with Prefer: respond-async."""

import json
from contextlib import ExitStack

from dev.bench import rates
from dev.bench.invitations import body, invite
from dev.bench.load import UNIQUE, Plan, Target
from dev.bench.run import Run
from dev.bench.surroundings import APPS
from dev.bench.table import Section
from dev.parts import ROOT

TITLE = "POST with Prefer: respond-async under load (16 connections)"


def measure(run: Run) -> Section:
    """Make invitations for ever other guests, in turns with POSTs to the hello function."""
    text = json.dumps(body(f"guest-{UNIQUE}@example.com"))
    headers = {"Content-Type": "application/json", "Prefer": "respond-async"}
    around = run.around
    with ExitStack() as hosts:
        app = hosts.enter_context(around.web_host("app", ROOT).running())
        hello = hosts.enter_context(around.web_host("hello", APPS / "hello").running())
        # Makes the tables and the queue, which a running app has.
        invite(app, around.keys.invite_user, "first@example.com")
        targets = [
            Target("create", f"{app}/api/InviteUser", 202, "POST", headers, text),
            Target("hello", f"{hello}/api/Hello", 200, "POST", headers, text),
        ]
        plan = Plan(targets, 3, 0.7) if run.quick else Plan(targets, 7, 1.5)
        seen = rates.loaded(plan, run)
    return Section(TITLE, rates.lines(seen["create"], seen["hello"], "hello"))
