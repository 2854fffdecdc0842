"""What checkov gets to read, and which exceptions count."""

import stat
from pathlib import Path

from dev.checkov.scanning import readable_copy, scan

BICEP = """\
import { A } from 'types.bicep'

@export()
type B = string
resource a 'T@1' = if (!empty(b)) {
  // checkov:skip=CKV_1:because
}
module c 'd.bicep' = {
}
"""
REPORT = """[
{"check_type": "bicep", "summary": {"passed": 3, "skipped": 1, "parsing_errors": 1},
 "results": {"failed_checks": [{"check_id": "CKV_2", "check_name": "Ensure", "resource": "T.a",
  "file_path": "/a.bicep", "file_line_range": [5, 7]}]}},
{"check_type": "dockerfile", "summary": {"passed": 2, "skipped": 0, "parsing_errors": 0},
 "results": {"failed_checks": []}}]"""


def infra(folder: Path) -> Path:
    """Return a small infra/."""
    made = folder / "infra"
    made.mkdir()
    (made / "a.bicep").write_text(BICEP)
    (made / "types.bicep").write_text("@export()\ntype A = string\n")
    (made / "Dockerfile").write_text("FROM scratch\n")
    return made


def checkov(folder: Path, output: str, errors: str = "") -> Path:
    """Return a program that answers as checkov does, whatever it is asked."""
    program = folder / "python"
    program.write_text(f"#!/bin/sh\ncat <<'END'\n{output}\nEND\necho '{errors}' >&2\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return program


def test_lines_keep_their_numbers(tmp_path: Path) -> None:
    work = tmp_path / "work"
    assert readable_copy(infra(tmp_path), work) == [Path("Dockerfile"), Path("a.bicep")]
    lines = (work / "a.bicep").read_text().splitlines()
    assert lines[:5] == ["", "", "", "type B = string", "resource a 'T@1' = {"]
    assert len(lines) == len(BICEP.splitlines())


def test_findings_unread_files_and_thin_reasons_are_problems(tmp_path: Path) -> None:
    found = scan(checkov(tmp_path, REPORT), infra(tmp_path), tmp_path / "work")
    assert (found.files, found.passed, found.skipped) == (2, 5, 1)
    assert found.problems == (
        "infra/a.bicep:5: CKV_2 Ensure (T.a)",
        "checkov cannot read 1 files of bicep",
        "infra/a.bicep:6: CKV_1 is left out without a reason",
    )


def test_a_check_that_crashes_has_checked_nothing(tmp_path: Path) -> None:
    said = "Failed to run check CKV_3 on a.bicep"
    found = scan(checkov(tmp_path, REPORT, said), infra(tmp_path), tmp_path / "work")
    assert said in found.problems


def test_no_report_is_a_problem(tmp_path: Path) -> None:
    found = scan(checkov(tmp_path, "", "no such option"), infra(tmp_path), tmp_path / "work")
    assert found.problems == ("checkov gave no report: no such option",)
    assert list((tmp_path / "work").iterdir())
