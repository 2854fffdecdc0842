"""What the bootstrap asks of the machine."""

import ast
import io
import os
import sys
import time
from pathlib import Path

import pytest

from dev.bootstrap.machine import answer, child_environment, on_path, run, version
from dev.bootstrap.progress import BootstrapError, Progress

DEV = Path(__file__).parents[2] / "dev"
ENV = dict(os.environ)


def nothing() -> None:
    pass


def say(text: str) -> list[str]:
    return [sys.executable, "-c", text]


@pytest.mark.parametrize(
    "file", [DEV / "__main__.py", DEV / "cli.py", *sorted((DEV / "bootstrap").glob("*.py"))]
)
def test_what_starts_first_is_written_for_python_3_9(file: Path) -> None:
    tree = ast.parse(file.read_text(encoding="utf-8"), feature_version=(3, 9))
    imported = {
        name.split(".")[0]
        for node in tree.body
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    assert imported <= {*sys.stdlib_module_names, "dev"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("v20.20.2", (20, 20, 2)),
        ("uv 0.13.8 (abc 2026-01-02)", (0, 13, 8)),
        ("none", ()),
        (None, ()),
    ],
)
def test_version_reads_what_tools_print(text: str | None, expected: tuple[int, ...]) -> None:
    assert version(text) == expected


def test_on_path_yields_only_what_can_be_run_in_the_order_of_path(tmp_path: Path) -> None:
    for folder, mode in (("a", 0o644), ("b", 0o755), ("c", 0o755)):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "tool").touch(mode)
    path = os.pathsep.join(["", *(str(tmp_path / folder) for folder in "abc")])
    assert list(on_path(["tool"], {"PATH": path})) == [tmp_path / "b/tool", tmp_path / "c/tool"]


def test_answer_is_none_for_what_fails_hangs_or_is_missing() -> None:
    assert answer(say("print('yes')"), ENV) == "yes"
    assert answer(say("raise SystemExit(3)"), ENV) is None
    assert answer(say("input() or __import__('time').sleep(60)"), ENV, timeout=0.5) is None
    assert answer(["no-such-program"], ENV) is None


def test_children_get_no_variable_that_bends_their_python(tmp_path: Path) -> None:
    given = {"HOME": str(tmp_path), "PYTHONDONTWRITEBYTECODE": "1", "PYTHONPATH": "/x", "A": "b"}
    assert child_environment(given, tmp_path) == {
        "HOME": str(tmp_path),
        "A": "b",
        "UV_SYSTEM_CERTS": "1",
    }


@pytest.mark.parametrize("home", [{}, {"HOME": "/nonexistent"}])
def test_caches_move_into_the_repository_where_home_cannot_be_written(
    home: dict[str, str], tmp_path: Path
) -> None:
    env = child_environment(home, tmp_path)
    assert env["UV_CACHE_DIR"].startswith(str(tmp_path / ".dev"))
    assert env["npm_config_cache"].startswith(str(tmp_path / ".dev"))


def test_a_failed_command_is_told_with_its_end_the_advice_and_without_noise() -> None:
    script = "print('npm warn old'); print('Error: no network'); print('at x.js:1'); exit(4)"
    with pytest.raises(BootstrapError) as caught:
        run(say(script), ENV, what="Npm", advice="Try again.", tick=nothing, noise=("npm warn",))
    told = str(caught.value)
    assert told.startswith("Npm failed:")
    assert told.endswith("Try again.")
    assert "no network" in told
    assert "npm warn" not in told
    assert caught.value.reason == "Error: no network"


def test_a_command_that_cannot_be_started_is_told_too() -> None:
    with pytest.raises(BootstrapError, match=r"(?s)Tool failed: .*no-such-program.*Install it"):
        run(["no-such-program"], ENV, what="Tool", advice="Install it.", tick=nothing)


def test_a_silent_command_is_ended(tmp_path: Path) -> None:
    start = time.monotonic()
    script = "import time; print('begun', flush=True); time.sleep(60)"
    with pytest.raises(BootstrapError, match="no sign of life"):
        run(say(script), ENV, what="It", advice="", tick=nothing, quiet_limit=0.3)
    assert time.monotonic() - start < 20


def test_progress_prints_a_line_per_step_and_nothing_without_one() -> None:
    out = io.StringIO()
    progress = Progress(out)
    assert out.getvalue() == ""
    with progress.step("First"):
        progress.tick()
    with pytest.raises(ValueError), progress.step("Second"):
        raise ValueError
    heading, first, second = out.getvalue().splitlines()
    assert heading.startswith("Setting up")
    assert first == "  First .... 0.0 s"
    assert second == "  Second ... failed"
