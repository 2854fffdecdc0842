"""The gallery, written once for all tests of this folder."""

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from dev.bootstrap import node
from dev.gallery.writing import Exhibit, write
from dev.parts import ROOT
from shared.domain.languages import languages

type Gallery = tuple[Path, list[Exhibit]]
type RunNode = Callable[..., str]


@pytest.fixture(scope="session")
def gallery(tmp_path_factory: pytest.TempPathFactory) -> Gallery:
    """Every e-mail and page in every language: the folder, and what is in it."""
    folder = tmp_path_factory.mktemp("gallery")
    return folder, write(folder, languages(), "")


@pytest.fixture(scope="session")
def run_node() -> RunNode:
    """Run a script of this folder with Node on a folder of HTML and return what it prints."""
    found = node.installed(ROOT, os.environ).path

    def run(script: str, folder: Path, *more: str) -> str:
        path = Path(__file__).with_name(script)
        command = [str(found), str(path), str(node.modules(ROOT)), str(folder), *more]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    return run
