"""docs/settings.md, written from the one list of settings: `update` it, `check` that it is."""

import argparse
import sys
from pathlib import Path

from shared.setting import SETTINGS, Setting

PAGE = Path(__file__).parents[1] / "docs" / "settings.md"
START, END = "<!-- made from the list of settings -->\n", "<!-- end of the list -->"


def page() -> str:
    """Return the page with its list made anew; what stands around the list is kept."""
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(START)
    after = rest.partition(END)[2]
    return before + START + _list() + END + after


def _list() -> str:
    rows = "".join(_row(setting) for setting in SETTINGS)
    examples = "".join(
        f"\n`{setting.name}`\n```\n{setting.example}\n```\n"
        for setting in SETTINGS
        if setting.example
    )
    head = "| name | required | default | meaning |\n|---|---|---|---|\n"
    return f"{head}{rows}\n## Examples\n{examples}"


def _row(setting: Setting) -> str:
    default = f"`{setting.default}`" if setting.default else ""
    required = "yes" if setting.required else ""
    return f"| `{setting.name}` | {required} | {default} | {setting.purpose} |\n"


def check() -> list[str]:
    """Return a sentence if the page is behind the settings."""
    if PAGE.read_text(encoding="utf-8") == page():
        return []
    return ["docs/settings.md is behind: run .venv/bin/python -m dev.settings_page update"]


def main(arguments: list[str] | None = None) -> int:
    """Return 0, or 1 where `check` finds something."""
    parser = argparse.ArgumentParser(
        prog="python3 -m dev.settings_page", description=__doc__, epilog="example: ... check"
    )
    parser.add_argument("what", choices=["check", "update"])
    if parser.parse_args(arguments).what == "update":
        PAGE.write_text(page(), encoding="utf-8")
        return 0
    for problem in (problems := check()):
        print(problem, file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
