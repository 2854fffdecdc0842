"""docs/settings.md, written from the one list of settings: `update` it, `check` that it is."""

import sys

from dev.made_page import MadePage
from shared.setting import Setting
from shared.setting_list import SETTINGS


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
    only = f"with `{setting.transport}`" if setting.transport else ""
    required = "yes" if setting.required else only
    return f"| `{setting.name}` | {required} | {default} | {setting.purpose} |\n"


PAGE = MadePage(
    name="settings",
    start="<!-- made from the list of settings -->\n",
    end="<!-- end of the list -->",
    made=_list,
    module="dev.settings_page",
)

if __name__ == "__main__":
    sys.exit(PAGE.main(__doc__))
