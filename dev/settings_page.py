"""docs/settings.md, written from the one list of settings: `update` it, `check` that it is."""

import argparse
import sys
from pathlib import Path

from shared.setting import SETTINGS, Setting

PAGE = Path(__file__).parents[1] / "docs" / "settings.md"
_HEAD = """# Settings

All settings are environment variables, read in `shared/settings.py` and nowhere else. A missing or
malformed one stops the app at its start with a message that names it. Locally,
`local.settings.sample.json` has a complete set for `python3 -m dev up`.

| name | required | default | meaning |
|---|---|---|---|
"""
_TAIL = """
## Storage

| name | meaning |
|---|---|
| `AzureWebJobsStorage` | A connection string, for local runs. Queue triggers, tables and queues all use it. |
| `AzureWebJobsStorage__accountName` | Instead of it where deployed: the account, reached by managed identity. |
| `AzureWebJobsStorage__tableServiceUri`, `AzureWebJobsStorage__queueServiceUri` | Both, where the account has other addresses than the usual ones. The host wants `AzureWebJobsStorage__blobServiceUri` as well. |
| `AzureWebJobsStorage__credential`, `AzureWebJobsStorage__clientId` | `managedidentity` and the client id, for a user-assigned identity. |

The identity needs Storage Queue Data Contributor and Storage Table Data Contributor, and Storage Blob Data Owner for the host.

## Set by the platform, or for local runs only

| name | meaning |
|---|---|
| `FUNCTIONS_WORKER_RUNTIME` | `python` |
| `IDENTITY_ENDPOINT`, `IDENTITY_HEADER` | Where the managed identity's tokens come from; Azure sets both. Locally, the simulator. |
| `REQUESTS_CA_BUNDLE` | Locally, the certificate of the simulator's own authority, so that the sign-in's TLS is checked as everywhere. |

## Examples
"""


def page() -> str:
    """Return the whole page."""
    rows = "".join(_row(setting) for setting in SETTINGS)
    examples = "".join(
        f"\n`{setting.name}`\n```\n{setting.example}\n```\n"
        for setting in SETTINGS
        if setting.example
    )
    return _HEAD + rows + _TAIL + examples


def _row(setting: Setting) -> str:
    default = f"`{setting.default}`" if setting.default else ""
    required = "yes" if setting.required else ""
    return f"| `{setting.name}` | {required} | {default} | {setting.purpose} |\n"


def check() -> list[str]:
    """Return a sentence if the page is behind the settings."""
    if PAGE.exists() and PAGE.read_text(encoding="utf-8") == page():
        return []
    return ["docs/settings.md is behind: run .venv/bin/python -m dev.settings_page update"]


def main(arguments: list[str] | None = None) -> int:
    """Return 0, or 1 where `check` finds something."""
    parser = argparse.ArgumentParser(
        prog="python3 -m dev.settings_page", description=__doc__, epilog="example: ... check"
    )
    parser.add_argument("what", choices=["check", "update"])
    if parser.parse_args(arguments).what == "update":
        PAGE.parent.mkdir(exist_ok=True)
        PAGE.write_text(page(), encoding="utf-8")
        return 0
    for problem in (problems := check()):
        print(problem, file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
