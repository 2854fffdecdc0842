"""The published type definitions of Azure's and Graph's resources, cut down to what infra/ uses.

`python3 -m dev.bicep.published AZURE GRAPH` writes them anew, of clones of Azure/bicep-types-az and
microsoftgraph/msgraph-bicep-types: after another resource or API version is used.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from dev.bicep.reading import read_folder

ROOT = Path(__file__).parents[2]
FILE = ROOT / "tests" / "infra" / "data" / "types.json"
READ_ONLY = 2
_GRAPH = "microsoft.graph/"


def main(arguments: list[str]) -> int:
    """Write the file; returns 1 where a type is not published."""
    azure, graph = map(Path, arguments)
    types: dict[str, Any] = {}
    for wanted in sorted(used(ROOT / "infra")):
        clone = graph if wanted.lower().startswith(_GRAPH) else azure
        found = _find(clone, wanted)
        if found is None:
            print(f"{wanted} is not published", file=sys.stderr)
            return 1
        types[wanted] = found
    sources = {
        "Azure/bicep-types-az": _git(azure, "rev-parse", "HEAD").strip(),
        "microsoftgraph/msgraph-bicep-types": _git(graph, "rev-parse", "HEAD").strip(),
    }
    lines = [f'"sources": {json.dumps(sources)}']
    lines += [f"{json.dumps(name)}: {_compact(types[name])}" for name in types]
    FILE.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
    print(f"wrote {FILE.relative_to(ROOT)}, {FILE.stat().st_size} bytes")
    return 0


def used(folder: Path) -> set[str]:
    """Return every type, with its version, that a resource of the folder has."""
    statements = (item for file in read_folder(folder).values() for item in file)
    return {item.about for item in statements if item.kind == "resource"}


def _find(clone: Path, wanted: str) -> list[Any] | None:
    """Return the types that a resource's body reaches, the body first."""
    for path in _files(clone, wanted):
        file = json.loads(_git(clone, "show", f"HEAD:{path}"))
        for entry in file:
            if entry["$type"] == "ResourceType" and entry["name"].lower() == wanted.lower():
                return _Cut(file).types(entry["body"])
    return None


def _files(clone: Path, wanted: str) -> Iterator[str]:
    kind, version = wanted.lower().split("@")
    provider = kind.split("/")[0]
    for path in _git(clone, "ls-tree", "-r", "--name-only", "HEAD", "generated").splitlines():
        parts = path.lower().split("/")
        if parts[-1] == "types.json" and provider in parts and version in parts:
            # Of several releases of an extension, the stable one.
            if provider in _GRAPH and parts[-2] != "1.0.0":
                continue
            yield path


class _Cut:
    """Types that are reached from one, numbered anew, without their descriptions."""

    def __init__(self, file: list[dict[str, Any]]) -> None:
        self._file = file
        self._numbers: dict[int, int] = {}
        self._kept: list[Any] = []

    def types(self, body: dict[str, str]) -> list[Any]:
        """Return the types; each refers to others by their place in the list."""
        self._number(body)
        return self._kept

    def _number(self, reference: dict[str, str]) -> int:
        at = int(reference["$ref"].removeprefix("#/"))
        if at not in self._numbers:
            self._numbers[at] = len(self._kept)
            self._kept.append(None)
            self._kept[self._numbers[at]] = self._cut(self._file[at])
        return self._numbers[at]

    def _cut(self, entry: dict[str, Any]) -> Any:
        match entry["$type"]:
            case "StringLiteralType":
                return {"is": entry["value"]}
            case "UnionType":
                return {"any": [self._number(element) for element in entry["elements"]]}
            case "ArrayType":
                return {"of": self._number(entry["itemType"])}
            case "ObjectType":
                return self._object(entry)
            case "DiscriminatedObjectType":
                elements = {name: self._number(one) for name, one in entry["elements"].items()}
                base = self._properties(entry["baseProperties"])
                return {"by": entry["discriminator"], "has": base, "one": elements}
            case other:
                return other.removesuffix("Type").lower()

    def _object(self, entry: dict[str, Any]) -> dict[str, Any]:
        more = entry.get("additionalProperties")
        has = {"has": self._properties(entry["properties"])}
        return has | ({"more": self._number(more)} if more else {})

    def _properties(self, properties: dict[str, Any]) -> dict[str, list[int]]:
        """Return flags and type of each; of what is read only, the type only where it is plain."""
        found = {}
        for name, property_ in properties.items():
            flags, type_ = property_["flags"], property_["type"]
            far = self._file[int(type_["$ref"].removeprefix("#/"))]["$type"] == "ArrayType"
            skipped = flags & READ_ONLY and far
            found[name] = [flags] if skipped else [flags, self._number(type_)]
        return found


def _compact(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"))


def _git(clone: Path, *arguments: str) -> str:
    command = ["git", "-C", str(clone), *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
