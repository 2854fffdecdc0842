"""Finds a Chromium that runs, or gets one: Playwright's own, else Debian's package."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from dev.bootstrap.machine import answer, on_path, run
from dev.bootstrap.progress import BootstrapError, Progress

VARIABLE = "CHROMIUM_PATH"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MAC = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
# A host that cannot be reached may keep the installer silent for ever.
SILENCE = 60.0
OWN = (
    "from playwright.sync_api import sync_playwright as start\n"
    "with start() as playwright: print(playwright.chromium.executable_path)"
)
ADVICE = """The browser tests need Chromium, and none could be had. Do one of these and try again:
    Debian:    sudo apt-get install chromium
    anywhere:  install Chromium or Google Chrome, or set CHROMIUM_PATH to one
    or leave the browser tests out:  python3 -m dev test -m "not browser\""""


def find(env: Mapping[str, str]) -> Path | None:
    """Return CHROMIUM_PATH's Chromium, else PATH's, if it runs."""
    named = [Path(env[VARIABLE])] if env.get(VARIABLE) else []
    for candidate in [*named, *on_path(NAMES, env), MAC]:
        if runs(candidate, env):
            return candidate
    return None


def runs(browser: Path, env: Mapping[str, str]) -> bool:
    """Return whether `browser` starts; one whose system libraries are missing does not."""
    return browser.is_file() and bool(answer([str(browser), "--version"], env))


def ensure(python: Path, env: Mapping[str, str], progress: Progress) -> Path:
    """Return a Chromium that runs, and say where it came from when it had to be got.

    Raises BootstrapError when neither Playwright nor apt can give one.
    """
    found = find(env) or _playwrights(python, env)
    if found is not None:
        return found
    progress.say("No Chromium on PATH: getting one for the browser tests")
    for title, attempt in _ways(python, env, progress.tick):
        try:
            with progress.step(title):
                attempt()
        except BootstrapError as error:
            progress.say(f"because: {error.reason}")
            continue
        found = find(env) or _playwrights(python, env)
        if found is not None:
            progress.say(f"Chromium is {found}")
            return found
        progress.say("it does not run here")
    raise BootstrapError(ADVICE)


def _ways(
    python: Path, env: Mapping[str, str], tick: Callable[[], None]
) -> Iterator[tuple[str, Callable[[], None]]]:
    def attempt(*commands: list[str]) -> Callable[[], None]:
        def all_of_them() -> None:
            for command in commands:
                run(
                    command,
                    {**env, "DEBIAN_FRONTEND": "noninteractive"},
                    what=" ".join(command[:4]),
                    advice=ADVICE,
                    tick=tick,
                    quiet_limit=SILENCE,
                )

        return all_of_them

    playwright = [str(python), "-m", "playwright"]
    yield "Playwright's Chromium", attempt([*playwright, "install", "chromium"])
    apt = shutil.which("apt-get", path=env.get("PATH"))
    if apt and hasattr(os, "geteuid") and os.geteuid() == 0:
        install = [apt, "install", "-y", "-q", "--no-install-recommends", "chromium"]
        yield "Debian's package chromium", attempt([apt, "update", "-q"], install)


def _playwrights(python: Path, env: Mapping[str, str]) -> Path | None:
    found = answer([str(python), "-c", OWN], env)
    return Path(found) if found and runs(Path(found), env) else None
