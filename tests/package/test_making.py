"""The parts of the making, each on small things; the same bytes from two folders."""

import marshal
import os
import re
import shutil
import subprocess
import sys
import zipfile
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path

import pytest

from dev.package import app_files, archive, identity, imported
from dev.package.build import build
from dev.package.compiling import compiled
from dev.package.errors import NotPackaged
from dev.package.identity import Identity
from dev.package.rule import LeftOut, Rule
from dev.package.wheels import LOCK, _tags
from dev.parts import ROOT

TIME = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
FEW = ("jinja2", "markupsafe", "microsoft-kiota-http", "msgspec")


def write(folder: Path, files: dict[str, str]) -> Path:
    """Write modules."""
    for name, text in files.items():
        file = folder / f"{name}.py"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    return folder


def tree(folder: Path, modified: int) -> Path:
    """Return a copy of the app with some of its dependencies, and other times and modes."""
    for path in app_files.listed(ROOT):
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / path, target)
        target.chmod(0o600 if modified % 2 else 0o755)
        os.utime(target, (modified, modified))
    shutil.copyfile(ROOT / "pyproject.toml", folder / "pyproject.toml")
    lock = (ROOT / LOCK).read_text(encoding="utf-8")
    entries = [rf"^{name}==.*(?:\n .*)*" for name in FEW]
    kept = [re.findall(entry, lock, re.MULTILINE)[0] for entry in entries]
    (folder / LOCK).write_text("\n".join(kept) + "\n", encoding="utf-8")
    return folder


def test_two_folders_make_the_same_bytes(tmp_path: Path) -> None:
    made = []
    for number, name in enumerate(("one", "another-with-a-longer-name")):
        root = tree(tmp_path / name, 1_700_000_000 + number)
        known = Identity("1.0.0", "c" * 40, TIME)
        made.append(build(root, root / "dist", known, root / "cache"))
    first, second = made
    assert first.file.read_bytes() == second.file.read_bytes()
    assert first.bill.read_bytes() == second.bill.read_bytes()
    with zipfile.ZipFile(first.file) as opened:
        names = opened.namelist()
    assert any("kiota_http" in name for name in names)
    assert any("msgspec/_core" in name for name in names)


SOURCE = """
import typing
NAMES = {"a", "b", "c"}
def f(x: int = 3) -> str:
    "Text."
    return "spam" if x in {1, 2, 3} else f"{x} eggs"
class C:
    spam = ("spam", "eggs", b"spam", 1.5, 10**20)
    def g(self): return lambda: (self.spam, "a b c", "eggs")
"""


def test_other_processes_compile_to_the_same_bytes() -> None:
    """Whatever their hash seed is, and whatever they have compiled before."""
    program = (
        "import sys; from dev.package.compiling import compiled\n"
        "if len(sys.argv) > 1: import json, decimal, email.message, xml.dom.minidom\n"
        f"sys.stdout.buffer.write(compiled({SOURCE.encode()!r}, 'a/b.py'))"
    )
    made = {
        subprocess.run(
            [sys.executable, "-c", program, *more],
            env=os.environ | {"PYTHONHASHSEED": seed},
            cwd=ROOT,
            capture_output=True,
            check=True,
        ).stdout
        for seed, more in (("1", []), ("2", ["x"]), ("3", []))
    }
    assert made == {compiled(SOURCE.encode(), "a/b.py")}
    (data,) = made
    assert marshal.loads(data[16:]).co_filename == "a/b.py"  # noqa: S302 - our own


def test_a_zip_is_sorted_and_leads_nowhere_else(tmp_path: Path) -> None:
    file = tmp_path / "a.zip"
    archive.write(file, [("b", b"2"), ("a/c", b"1")], TIME)
    with zipfile.ZipFile(file) as opened:
        assert opened.namelist() == ["a/c", "b"]
    for name in ("/a", "../a", "a/../../b", "a\\b"):
        with pytest.raises(ValueError, match="is no path"):
            archive.write(file, [(name, b"")], TIME)


def test_a_module_needs_what_runs_when_it_is_imported(tmp_path: Path) -> None:
    modules = {
        "p/__init__": "",
        "p/a": "from .sub import b\nfrom typing import TYPE_CHECKING\n"
        "if TYPE_CHECKING:\n    from . import types_only\n"
        "def f():\n    from . import later\n"
        "class C:\n    from p import inner\n"
        "try:\n    import p.tried\nexcept ImportError:\n    from p import other\n",
        "p/sub/__init__": "from ..up import thing",
        "p/sub/b": "import q",
        "p/up": "thing = 1",
        "q": "",
    }
    bare = ["types_only", "later", "inner", "tried", "other", "unused"]
    site = write(tmp_path, modules | {f"p/{name}": "" for name in bare})
    files = {"__init__", "a", "sub/__init__", "sub/b", "up", "inner", "tried", "other"}
    assert imported.needed(site, "p", ["p.a"]) == {f"p/{file}.py" for file in files}
    assert imported.needed(site, "p", ["p.unused.Name"]) == set()


def test_funcignore_names_what_stays(tmp_path: Path) -> None:
    (tmp_path / ".funcignore").write_text("# said\n\n*.md\n/dev\ntests\n/local*.json\n")
    left_out = ("a.md", "b/c.md", "dev/x.py", "b/tests/y.py", "local.s.json")
    for name in (*left_out, "b/dev/x.py", "z.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    found = [str(path) for path in app_files.listed(tmp_path)]
    assert found == [".funcignore", "b/dev/x.py", "z.py"]


def test_the_identity_is_gits_or_has_to_be_given(tmp_path: Path) -> None:
    shutil.copyfile(ROOT / "pyproject.toml", tmp_path / "pyproject.toml")
    with pytest.raises(NotPackaged, match="SOURCE_DATE_EPOCH"):
        identity.of(tmp_path, {})
    known = identity.of(tmp_path, {"SOURCE_DATE_EPOCH": "1790000000"})
    assert (known.commit, known.time.year) == ("unknown", 2026)

    def git(*arguments: str) -> str:
        who = ["-c", "user.name=x", "-c", "user.email=x@example.com", "-c", "commit.gpgsign=false"]
        command = ["git", "-C", str(tmp_path), *who, *arguments]
        dated = os.environ | {"GIT_COMMITTER_DATE": "1800000000 +0100"}
        return subprocess.run(command, env=dated, check=True, capture_output=True, text=True).stdout

    git("init", "-q")
    git("add", "-A")
    git("commit", "-qm", "x")
    known = identity.of(tmp_path, {})
    assert known.commit == git("rev-parse", "HEAD").strip()
    assert known.time == datetime.fromtimestamp(1_800_000_000, UTC)
    (tmp_path / "new.py").touch()
    assert identity.of(tmp_path, {}).commit.endswith("-changed")


def test_a_wheel_is_known_by_its_tags() -> None:
    assert _tags("x-1-py2.py3-none-any.whl") == {"py2-none-any", "py3-none-any"}
    assert len(_tags("x-1-1b-cp313-cp313-manylinux2014_x86_64.manylinux_2_17_x86_64.whl")) == 2


def test_an_entry_of_the_rule_leaves_out_all_but_its_exceptions() -> None:
    entry = LeftOut(("*.dist-info/*",), ("*/METADATA",), "why")
    assert entry.names("x-1.dist-info/RECORD")
    assert not entry.names("x-1.dist-info/METADATA")
    assert not entry.names("x/RECORD")


def test_no_line_of_the_rule_is_idle() -> None:
    """Each pattern finds something in what is locked, so that none outlives its reason."""
    lock = (ROOT / LOCK).read_text(encoding="utf-8")
    paths = [
        str(path).replace("../../../", "")
        for dist in metadata.distributions()
        if f"{dist.name.lower().replace('_', '-')}=={dist.version}" in lock
        for path in dist.files or ()
    ]
    for entry in Rule.read().left_out:
        assert any(entry.names(path) for path in paths), entry.why
