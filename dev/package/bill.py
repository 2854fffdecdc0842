"""The bill of materials: what is in a package, as CycloneDX 1.6 has it.

Nothing in it is drawn at random or read from a clock: the same package has the same bill.
"""

import json
import re
import tomllib
import uuid
from collections.abc import Iterable, Sequence
from email.message import Message
from email.parser import HeaderParser
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement

from dev.package.identity import Identity
from dev.package.wheels import Wheel

APP = "symuserinvitation"
_LONGEST_NAME = 60
# What the dependencies' metadata say in words, as SPDX identifiers; the rest stays as it is said.
_SPDX = {
    "3-clause bsd license": "BSD-3-Clause",
    "apache 2": "Apache-2.0",
    "apache 2.0": "Apache-2.0",
    "apache software license": "Apache-2.0",
    "bsd 3-clause": "BSD-3-Clause",
    "bsd license": "BSD-3-Clause",
    "isc license (iscl)": "ISC",
    "lgpl-2.1+": "LGPL-2.1-or-later",
    "mit license": "MIT",
    "mozilla public license 2.0 (mpl 2.0)": "MPL-2.0",
    "python software foundation license": "PSF-2.0",
}
_IDENTIFIERS = {*_SPDX.values(), "MIT", "MIT-0", "ISC", "BSD-2-Clause", "0BSD"}
# Markers are asked for where the package runs.
_TARGET = {"python_version": "3.13", "python_full_version": "3.13.0", "sys_platform": "linux",
           "platform_system": "Linux", "os_name": "posix", "platform_machine": "x86_64",
           "implementation_name": "cpython", "platform_python_implementation": "CPython",
           "extra": ""}  # fmt: skip


def bill(root: Path, site: Path, wheels: Sequence[Wheel], identity: Identity) -> str:
    """Return the bill of the app's package as JSON text; `site` holds the wheels' metadata."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    about = {wheel.name: _metadata(site, wheel) for wheel in wheels}
    names = {wheel.name: _purl(wheel.name, wheel.version) for wheel in wheels}
    app = _purl(APP, identity.version)
    needs = {app: _needed(project["dependencies"], names)}
    for name, message in about.items():
        needs[names[name]] = _needed(message.get_all("Requires-Dist", []), names)
    text = {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": uuid.uuid5(uuid.NAMESPACE_URL, f"{app}#{identity.commit}").urn,
        "version": 1,
        "metadata": {
            "timestamp": identity.time.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "component": {
                "type": "application",
                "bom-ref": app,
                "name": APP,
                "version": identity.version,
                "licenses": [{"license": {"id": project["license"]}}],
                "properties": [{"name": "commit", "value": identity.commit}],
            },
        },
        "components": [_component(wheel, about[wheel.name]) for wheel in wheels],
        "dependencies": [{"ref": ref, "dependsOn": needs[ref]} for ref in sorted(needs)],
    }
    return json.dumps(text, indent=2) + "\n"


def _component(wheel: Wheel, about: Message) -> dict[str, Any]:
    purl = _purl(wheel.name, wheel.version)
    return {
        "type": "library",
        "bom-ref": purl,
        "name": wheel.name,
        "version": wheel.version,
        "description": str(about.get("Summary", "")),
        "hashes": [{"alg": "SHA-256", "content": wheel.sha256}],
        "licenses": licences(about),
        "purl": purl,
    }


def licences(about: Message) -> list[dict[str, Any]]:
    """Return what a wheel's metadata say of its licence, by SPDX identifiers where they can."""
    expression = about.get("License-Expression")
    if expression:
        return [{"expression": expression}]
    classifiers = [str(line) for line in about.get_all("Classifier", [])]
    said = [line.rpartition(" :: ")[2] for line in classifiers if line.startswith("License :: ")]
    free = str(about.get("License", "")).strip()
    # Some put the whole text there.
    if not said and free and "\n" not in free and len(free) <= _LONGEST_NAME:
        said = [free]
    return [{"license": _licence(name)} for name in said]


def _licence(name: str) -> dict[str, str]:
    known = _SPDX.get(name.lower(), name)
    return {"id": known} if known in _IDENTIFIERS else {"name": known}


def _metadata(site: Path, wheel: Wheel) -> Message:
    folder = f"{re.sub('[-_.]+', '_', wheel.name)}-{wheel.version}.dist-info"
    return HeaderParser().parsestr((site / folder / "METADATA").read_text(encoding="utf-8"))


def _needed(requirements: Iterable[str], names: dict[str, str]) -> list[str]:
    found = set()
    for line in requirements:
        requirement = Requirement(line)
        name = re.sub(r"[-_.]+", "-", requirement.name).lower()
        if name in names and (requirement.marker is None or requirement.marker.evaluate(_TARGET)):
            found.add(names[name])
    return sorted(found)


def _purl(name: str, version: str) -> str:
    return f"pkg:pypi/{name}@{version}"
