"""What the app finds about itself, and how its texts compare with those of this tree."""

from collections.abc import Iterator
from typing import Any

from dev.operating.calls import App, Refused
from dev.operating.line import Line, fault, fine, warning
from shared.domain.findings import Level
from shared.web import digests


def look(found: dict[str, Any]) -> Iterator[Line]:
    """Yield what the app finds about itself, and how its texts compare."""
    wrong = {one["part"] for one in found["findings"]}
    for part in found["parts"]:
        if part["name"] not in wrong:
            yield fine(part["name"], f"{part['milliseconds']} ms")
    yield from map(_line, found["findings"])
    yield from _texts(found["digests"])


def test_mail(app: App, mail_to: str) -> Line:
    """Send a test e-mail and return what became of it."""
    try:
        told = app.ask("POST", "health/test-mail", {"address": mail_to})
    except Refused as refusal:
        return fault("test e-mail", str(refusal), "Do what it says, then try again.")
    return fine("test e-mail", f"handed over as {told['operation']}: see whether it arrives")


def _line(one: dict[str, Any]) -> Line:
    subject = f" [{one['subject']}]" if one["subject"] else ""
    what = f"{one['what']}{subject} ({one['code']})"
    return Line(Level(one["level"]), one["part"], what, one["fix"])


def _texts(deployed: dict[str, str]) -> Iterator[Line]:
    here = {"templates": digests.templates(), "catalogues": digests.translations()}
    for name, digest in here.items():
        if deployed.get(name) == digest:
            yield fine(name, f"the same as in this tree ({digest})")
        else:
            yield warning(
                name,
                f"{deployed.get(name)} there, {digest} in this tree",
                "Check out the commit that is deployed and run the doctor there; if it still "
                "differs, deploy anew.",
            )
