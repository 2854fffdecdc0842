"""Which build it is."""

import json
import tomllib
from pathlib import Path

import pytest

from dev.parts import ROOT
from shared.build import VERSION, Build, build


def test_a_tree_is_of_the_projects_version() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["version"] == VERSION


def test_a_package_says_which_it_is(tmp_path: Path) -> None:
    file = tmp_path / "build.json"
    told = {"version": "1.4.0", "commit": "8b76b90", "built": "2026-11-02T08:30:00Z"}
    file.write_text(json.dumps(told))
    assert build(file) == Build(**told)


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"version": "1"}', "\x00"])
def test_what_cannot_be_read_says_as_much_as_none(tmp_path: Path, content: str) -> None:
    file = tmp_path / "build.json"
    assert build(file) == Build()
    build.cache_clear()
    file.write_text(content)
    assert build(file) == Build(VERSION, "unknown", "")
