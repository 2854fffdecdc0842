"""What modules import, read from their sources: nothing is run."""

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path

from dev.package import app_files


def by_app(root: Path, package: str = "") -> list[str]:
    """Return what the app's code imports anywhere, of one package or of all, sorted.

    A name is that of a module, or of something in one.
    """
    found: set[str] = set()
    for path in app_files.listed(root):
        if path.suffix == ".py":
            tree = ast.parse((root / path).read_text(encoding="utf-8"))
            found.update(_named(ast.walk(tree), "", is_package=False))
    return sorted(name for name in found if not package or f"{name}.".startswith(f"{package}."))


def needed(site: Path, package: str, starts: Iterable[str]) -> set[str]:
    """Return the files of `package` below `site` that importing `starts` reads.

    What a function imports when it runs is not followed, nor what only type checkers read.
    Names that are no modules (a class that is imported from one) lead nowhere.
    """
    files: set[str] = set()
    waiting = list(starts)
    while waiting:
        name = waiting.pop()
        file = _file(site, name)
        if file is None or file in files or name.partition(".")[0] != package:
            continue
        files.add(file)
        # Importing a module imports the packages that it lies in.
        waiting.append(name.rpartition(".")[0])
        tree = ast.parse((site / file).read_text(encoding="utf-8"))
        is_package = file.endswith("/__init__.py")
        waiting += _named(_at_import(tree.body), name, is_package=is_package)
    return files


def _file(site: Path, name: str) -> str | None:
    base = name.replace(".", "/")
    for file in (f"{base}.py", f"{base}/__init__.py"):
        if name and (site / file).is_file():
            return file
    return None


def _named(nodes: Iterable[ast.AST], module: str, *, is_package: bool) -> Iterator[str]:
    """Yield the absolute names of all that the nodes import, modules and what is in them."""
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                above = module.split(".")[: None if is_package else -1]
                start = above[: len(above) - node.level + 1]
                base = ".".join([*start, *([node.module] if node.module else [])])
            yield base
            yield from (f"{base}.{alias.name}" for alias in node.names)


def _at_import(body: Iterable[ast.stmt]) -> Iterator[ast.stmt]:
    """Yield the statements that run when the module is imported."""
    for node in body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            yield from _at_import(node.orelse)
            continue
        yield node
        for part in ("body", "orelse", "finalbody"):
            yield from _at_import(getattr(node, part, []))
        for handler in getattr(node, "handlers", []):
            yield from _at_import(handler.body)
