"""Export and erase what a running app keeps about one person (GDPR, articles 15 and 17)."""

import argparse
import json
import sys
import urllib.error
import urllib.request
from typing import Any
from urllib.parse import urlsplit

from dev import person_options

TIMEOUT = 240.0  # seconds; an HTTP function is cut off after 230 s


class Refused(Exception):
    """The app did not do it; the message holds its answer."""


def main(arguments: list[str]) -> int:
    """Print what the app answers, as JSON; return 1 where it refuses."""
    parser = argparse.ArgumentParser(prog="python3 -m dev person", description=__doc__)
    person_options.add(parser)
    asked = parser.parse_args(arguments)
    try:
        found = run(asked.what, asked.address, asked.app, asked.key)
    except Refused as refusal:
        print(refusal, file=sys.stderr)
        return 1
    print(json.dumps(found, indent=2, ensure_ascii=False))
    return 0


def run(what: str, address: str, app: str, key: str) -> dict[str, Any]:
    """Return what the app answers; erasing goes on until nothing is left. Raises Refused."""
    if urlsplit(app).scheme not in {"http", "https"}:
        raise Refused(f"{app} is no http(s) address.")
    url = f"{app.rstrip('/')}/api/People/{what}"
    found = _post(url, address, key)
    whole = found
    while found.get("more"):
        found = _post(url, address, key)
        whole = _joined(whole, found)
    return whole


def _joined(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    return other | {
        "erased": one["erased"] + other["erased"],
        "changed": one["changed"] + other["changed"],
        "companies": one["companies"] + other["companies"],
        "directory": one["directory"] | other["directory"],
    }


def _post(url: str, address: str, key: str) -> dict[str, Any]:
    request = urllib.request.Request(  # noqa: S310 - the scheme was looked at
        url,
        data=json.dumps({"address": address}).encode(),
        headers={"Content-Type": "application/json", "x-functions-key": key},
    )
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT) as answer:  # noqa: S310
            found: dict[str, Any] = json.loads(answer.read())
            return found
    except urllib.error.HTTPError as error:
        with error:
            told = error.read().decode(errors="replace")[:2000]
            raise Refused(f"{url} answered {error.code}: {told}") from error
    except (OSError, ValueError) as error:
        raise Refused(f"{url} does not answer: {error}") from error
