"""The bill of materials: complete, valid, and the same each time."""

import json
import re
from email.message import Message
from email.parser import HeaderParser
from pathlib import Path
from typing import Any

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from dev.package.bill import bill, licences
from dev.package.build import SITE, Package
from dev.package.wheels import Wheel
from dev.parts import ROOT
from tests.package.conftest import IDENTITY


@pytest.fixture(scope="module")
def said(package: Package) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(package.bill.read_text(encoding="utf-8"))
    return found


def test_it_is_cyclonedx(package: Package) -> None:
    text = package.bill.read_text(encoding="utf-8")
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(text) is None
    broken = text.replace('"type": "library"', '"type": "libary"')
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(broken) is not None


def test_each_dependency_is_there_with_version_licence_and_a_hash_of_the_lock(
    said: dict[str, Any], unpacked: Path
) -> None:
    lock = (ROOT / "requirements.txt").read_text(encoding="utf-8").replace("\\\n", " ")
    there = {folder.name for folder in (unpacked / SITE).glob("*.dist-info")}
    components = said["components"]
    assert len(components) == len(there)
    for one in components:
        name, version = one["name"], one["version"]
        assert f"{name.replace('-', '_')}-{version}.dist-info" in there
        (entry,) = re.findall(rf"^{re.escape(name)}=={re.escape(version)} .*", lock, re.MULTILINE)
        (digest,) = one["hashes"]
        assert f"sha256:{digest['content']}" in entry
        assert one["licenses"], name
        assert one["purl"] == f"pkg:pypi/{name}@{version}"


def test_it_says_what_needs_what(said: dict[str, Any]) -> None:
    needs = {entry["ref"]: entry["dependsOn"] for entry in said["dependencies"]}
    app = said["metadata"]["component"]["bom-ref"]
    names = {ref: ref.partition("@")[0].removeprefix("pkg:pypi/") for ref in needs}
    assert {"msgraph-sdk", "aiohttp"} <= {names[ref] for ref in needs[app]}
    assert any(names[ref] == "jinja2" and "markupsafe" in map(names.get, on)
               for ref, on in needs.items())  # fmt: skip
    assert {one["bom-ref"] for one in said["components"]} | {app} == needs.keys()


def test_no_machine_is_named_in_it(package: Package) -> None:
    text = package.bill.read_text(encoding="utf-8").replace("http://cyclonedx.org/schema/", "")
    assert not re.findall(r"\w+://\S+", text)
    assert str(ROOT) not in text


def test_the_same_package_has_the_same_bill(package: Package, unpacked: Path) -> None:
    said = json.loads(package.bill.read_text(encoding="utf-8"))
    wheels = [
        Wheel(one["name"], one["version"], one["hashes"][0]["content"])
        for one in said["components"]
    ]
    again = bill(ROOT, unpacked / SITE, wheels, IDENTITY)
    assert again == package.bill.read_text(encoding="utf-8")


def metadata(*lines: str) -> Message:
    return HeaderParser().parsestr("\n".join(["Name: x", *lines]))


@pytest.mark.parametrize(
    ("lines", "wanted"),
    [
        (["License-Expression: MIT OR Apache-2.0"], [{"expression": "MIT OR Apache-2.0"}]),
        (["Classifier: License :: OSI Approved :: MIT License"], [{"license": {"id": "MIT"}}]),
        (["License: Apache 2.0"], [{"license": {"id": "Apache-2.0"}}]),
        (["License: My own"], [{"license": {"name": "My own"}}]),
        ([f"License: {'a whole text ' * 20}"], []),
        ([], []),
    ],
)
def test_licences_are_told_by_identifiers_where_they_have_one(
    lines: list[str], wanted: list[dict[str, Any]]
) -> None:
    assert licences(metadata(*lines)) == wanted
