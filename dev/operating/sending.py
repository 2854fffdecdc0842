"""The stop switch: pause every e-mail of a deployed app, and let them go again."""

import argparse
import os
import sys

from dev.operating import options
from dev.operating.calls import Refused, app_at


def main(arguments: list[str]) -> int:
    """Turn or show the switch; return 1 where the app does not do it."""
    parser = argparse.ArgumentParser(prog="python3 -m dev sending", description=__doc__)
    options.add_sending(parser)
    asked = parser.parse_args(arguments)
    try:
        app = app_at(asked.app, asked.key or os.environ.get("APP_KEY", ""))
        if asked.what == "status":
            told = app.ask("GET", "Sending")
        else:
            body = {"by": asked.by, "why": asked.why}
            told = app.ask("POST", f"Sending/{asked.what}", body)
    except Refused as refusal:
        print(refusal, file=sys.stderr)
        return 1
    print(_said(told))
    return 0


def _said(told: dict[str, object]) -> str:
    by = f" by {told['by']}" if told["by"] else ""
    why = f": {told['why']}" if told["why"] else ""
    since = f" since {told['since']}{by}{why}" if told["since"] else ""
    if told["paused"]:
        return f"Sending is paused{since}. Within a minute nothing goes out; nothing is lost."
    return f"Sending is on{since}."
