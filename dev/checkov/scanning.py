"""Runs checkov over a copy of infra/, and says what it finds.

checkov's parser is older than Bicep: the copy leaves out, line by line, what it cannot read and
what no check looks at (imports, extensions, exported types). Conditions go as well, so that what
is deployed in some places is checked as if it were in all.
"""

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_LEFT_OUT = re.compile(r"^(import|extension) .*|^@(export|sealed)\(\)$")
_CONDITION = re.compile(r"^((?:resource|module) .* =) if \(.*\) \{$")
_DEPLOYS = re.compile(r"(resource|module|output) ")
_SKIP = re.compile(r"checkov:skip=\s*(\w+)(?::\s*(.*))?")
_SHORTEST_REASON = 15
_CRASH = "Failed to run check"


@dataclass(frozen=True)
class Scan:
    """What a scan has seen and found."""

    files: int
    passed: int
    skipped: int
    problems: tuple[str, ...]


def scan(python: Path, infra: Path, work: Path) -> Scan:
    """Scan the Bicep of a folder with the checkov of a Python; `work` is a folder to copy into."""
    sources = readable_copy(infra, work)
    command = [str(python), "-m", "checkov.main", "--directory", str(work), "--compact"]
    done = subprocess.run(
        [*command, "--framework", "bicep", "dockerfile", "--output", "json", "--skip-download"],
        env={**os.environ, "LOG_LEVEL": "ERROR"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    crashes = [line for line in done.stderr.splitlines() if _CRASH in line]
    try:
        read = json.loads(done.stdout)
        reports = {report["check_type"]: report for report in read}
        summaries = [reports[kind]["summary"] for kind in ("bicep", "dockerfile")]
    except (ValueError, KeyError, TypeError):
        said = (done.stderr or done.stdout).strip()[-2000:]
        return Scan(len(sources), 0, 0, (f"checkov gave no report: {said}",))
    problems = [line for report in reports.values() for line in _told(report)]
    problems += [*crashes, *_reasons(infra, sources)]
    passed, skipped = (sum(one[what] for one in summaries) for what in ("passed", "skipped"))
    return Scan(len(sources), passed, skipped, tuple(problems))


def readable_copy(infra: Path, work: Path) -> list[Path]:
    """Copy what checkov can read of a folder; return the paths, from the folder on.

    Lines keep their numbers. Files of types alone, which nothing is deployed of, stay behind.
    """
    found = []
    shutil.rmtree(work, ignore_errors=True)
    for file in sorted([*infra.rglob("*.bicep"), *infra.rglob("Dockerfile")]):
        lines = file.read_text(encoding="utf-8").splitlines()
        if file.suffix and not any(_DEPLOYS.match(line) for line in lines):
            continue
        path = file.relative_to(infra)
        kept = ["" if _LEFT_OUT.match(line) else _CONDITION.sub(r"\1 {", line) for line in lines]
        (work / path).parent.mkdir(parents=True, exist_ok=True)
        (work / path).write_text("\n".join(kept) + "\n", encoding="utf-8")
        found.append(path)
    return found


def _told(report: dict[str, Any]) -> Iterator[str]:
    for check in report["results"]["failed_checks"]:
        where = f"infra{check['file_path']}:{check['file_line_range'][0]}"
        yield f"{where}: {check['check_id']} {check['check_name']} ({check['resource']})"
    unread = report["summary"]["parsing_errors"]
    if unread:
        yield f"checkov cannot read {unread} files of {report['check_type']}"


def _reasons(infra: Path, sources: list[Path]) -> Iterator[str]:
    """Yield each exception that has no reason worth reading."""
    for path in sources:
        for number, line in enumerate((infra / path).read_text(encoding="utf-8").splitlines(), 1):
            match = _SKIP.search(line)
            if match and len(match[2] or "") < _SHORTEST_REASON:
                yield f"infra/{path}:{number}: {match[1]} is left out without a reason"
