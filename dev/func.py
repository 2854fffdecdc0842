"""Runs the app under Core Tools' func, without writing a settings file into the repository."""

import json
import os
import shutil
import sys
import urllib.error
import urllib.request
from collections.abc import Mapping
from pathlib import Path

from dev.children import ChildError

HOW_TO_INSTALL = """Azure Functions Core Tools (func) is not on PATH. Install it:
    npm install -g azure-functions-core-tools@4
or run the app without it:
    python3 -m dev up"""
_NO_PROXY = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def func_command(env: Mapping[str, str], port: int) -> list[str]:
    """Return the command that serves the app on `port`; raises ChildError when func is missing."""
    func = shutil.which("func", path=env.get("PATH"))
    if func is None:
        raise ChildError(HOW_TO_INSTALL)
    return [func, "start", "--port", str(port)]


def func_environment(env: Mapping[str, str], settings: Mapping[str, str]) -> dict[str, str]:
    """Return the app's settings, with the project's Python in front for func's worker to use."""
    own = Path(sys.executable).parent
    return {
        **settings,
        "PATH": f"{own}{os.pathsep}{env.get('PATH', '')}",
        "VIRTUAL_ENV": str(own.parent),
        "languageWorkers__python__defaultExecutablePath": sys.executable,
        "FUNCTIONS_CORE_TOOLS_TELEMETRY_OPTOUT": "1",
    }


def func_ready(port: int) -> bool:
    """Return whether func's host has loaded the app (GET /admin/host/status says Running)."""
    try:
        with _NO_PROXY.open(f"http://localhost:{port}/admin/host/status", timeout=2) as answer:
            return bool(json.load(answer).get("state") == "Running")
    except (OSError, ValueError, urllib.error.URLError):
        return False
