"""What is in the package, and what is not."""

import json
import marshal
import re
import zipfile
from importlib.util import MAGIC_NUMBER, source_hash
from pathlib import Path
from types import CodeType

import pytest

from dev.package import app_files
from dev.package.build import SITE, Package
from dev.package.rule import Rule
from dev.parts import ROOT
from tests.package.conftest import IDENTITY

MOST_MEGABYTES = 40
UNCHECKED = (1).to_bytes(4, "little")


def test_it_is_no_larger_than_the_bar(package: Package) -> None:
    assert package.file.stat().st_size < MOST_MEGABYTES * 1_000_000


def test_entries_are_sorted_and_bear_one_time_and_mode(archive: zipfile.ZipFile) -> None:
    entries = archive.infolist()
    assert [entry.filename for entry in entries] == sorted(archive.namelist())
    assert len(set(archive.namelist())) == len(entries)
    assert {entry.date_time for entry in entries} == {(2026, 11, 21, 12, 30, 14)}
    assert {entry.external_attr >> 16 for entry in entries} == {0o100644}
    assert {entry.create_system for entry in entries} == {3}


def test_it_says_which_version_it_is(archive: zipfile.ZipFile) -> None:
    assert json.loads(archive.read("build.json")) == {
        "version": IDENTITY.version,
        "commit": IDENTITY.commit,
        "built": "2026-11-21T12:30:15Z",
    }


def test_the_app_is_there_with_its_sources_and_nothing_of_the_workshop(
    archive: zipfile.ZipFile,
) -> None:
    app = {name for name in archive.namelist() if not name.startswith(".python_packages/")}
    sources = {name for name in app if name.endswith(".py")}
    assert {"host.json", "function_app.py", "locales/languages.txt"} <= app
    assert {str(path) for path in app_files.listed(ROOT) if path.suffix == ".py"} == sources
    assert not {name.partition("/")[0] for name in app} & {
        "dev", "tests", "docs", "infra", ".github", ".venv", "pyproject.toml", "requirements.txt",
        "local.settings.json", "local.settings.sample.json",
    }  # fmt: skip


def test_nothing_is_left_that_the_rule_leaves_out(archive: zipfile.ZipFile) -> None:
    inside = [name.removeprefix(f"{SITE}/") for name in archive.namelist() if SITE in name]
    sources = [name.removesuffix("c") if name.endswith(".pyc") else name for name in inside]
    entries = Rule.read().left_out
    assert not [name for name in sources for entry in entries if entry.names(name)]
    assert not [name for name in inside if name.endswith((".py", ".pyi")) or "/tests/" in name]
    infos = {name.rpartition("/")[2] for name in inside if ".dist-info/" in name}
    assert {"METADATA", "entry_points.txt"} <= infos
    assert not infos & {"RECORD", "INSTALLER", "WHEEL", "REQUESTED", "direct_url.json"}


def test_every_module_is_compiled_for_this_python_and_never_compared(
    archive: zipfile.ZipFile,
) -> None:
    names = [name for name in archive.namelist() if name.endswith(".pyc")]
    for name in names:
        data = archive.read(name)
        assert data[:8] == MAGIC_NUMBER + UNCHECKED, name
        if "/__pycache__/" in f"/{name}":
            folder, _, file = f"/{name}".partition("/__pycache__/")
            source = f"{folder}/{file.partition('.')[0]}.py".lstrip("/")
            assert data[8:16] == source_hash(archive.read(source)), name
    assert len(names) > 1500


def test_no_path_of_the_machine_that_made_it_is_inside(archive: zipfile.ZipFile) -> None:
    """Tracebacks name files from the app's folder on, or from site-packages on."""
    for name in archive.namelist():
        if name.endswith(".pyc"):
            code: CodeType = marshal.loads(archive.read(name)[16:])  # noqa: S302 - our own
            plain = re.sub(r"__pycache__/|\.cpython-313", "", name.removeprefix(f"{SITE}/"))
            assert code.co_filename == plain.removesuffix("c")


@pytest.mark.parametrize("entry", Rule.read().left_out, ids=lambda entry: entry.paths[0])
def test_each_entry_of_the_rule_has_a_reason(entry: object) -> None:
    assert getattr(entry, "why", "")


def test_what_the_rule_says_of_msgraph_is_there(unpacked: Path) -> None:
    for name in Rule.read().reached:
        assert (unpacked / SITE / f"{name.replace('.', '/')}.pyc").is_file(), name
