"""Settings from a file, checked as the app does at its start."""

import json
from collections.abc import Iterator
from pathlib import Path

from dev.operating.line import Line, fault, fine
from shared.settings import WrongSettings, read_settings


def look(file: Path) -> Iterator[Line]:
    """Yield a line for each wrong setting; none of their values is shown."""
    try:
        environment = read(file)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        yield fault(
            "settings",
            f"{file} cannot be read: {type(error).__name__}",
            "Give what `az functionapp config appsettings list` prints.",
        )
        return
    try:
        read_settings(environment)
    except WrongSettings as wrong:
        for problem in str(wrong).splitlines()[1:]:
            yield fault(
                "settings", problem, "Set it as docs/settings.md says, and restart the app."
            )
    else:
        yield fine("settings", f"{len(environment)} in {file.name} are valid")


def read(file: Path) -> dict[str, str]:
    """Return names and values; raise OSError or ValueError and the like."""
    told = json.loads(file.read_text(encoding="utf-8"))
    if isinstance(told, list):
        return {str(one["name"]): str(one["value"]) for one in told}
    return {str(name): str(value) for name, value in told.get("Values", told).items()}
