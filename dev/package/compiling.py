"""Python sources to .pyc files that are never compared with their sources (PEP 552)."""

import importlib.util
import marshal
import multiprocessing
import warnings
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

# Bit 0: told by a hash of the source; bit 1, not set: compared with it.
_UNCHECKED = (1).to_bytes(4, "little")
_PROCESSES = 2


def compiled(source: bytes, name: str) -> bytes:
    """Return the .pyc of a source; `name` is what tracebacks call the file.

    The same source and Python give the same bytes. Raises SyntaxError, ValueError.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        code = compile(source, name, "exec", dont_inherit=True)
    head = importlib.util.MAGIC_NUMBER + _UNCHECKED + importlib.util.source_hash(source)
    return head + marshal.dumps(code)


def compile_files(files: Iterable[tuple[Path, Path, str]]) -> list[str]:
    """Compile each (source, target, name); return the names of those that are no Python 3.13."""
    # Not a fork: the tests' process has threads.
    with ProcessPoolExecutor(_PROCESSES, multiprocessing.get_context("spawn")) as pool:
        refused = pool.map(_compile_file, files, chunksize=50)
        return [name for name in refused if name]


def _compile_file(job: tuple[Path, Path, str]) -> str:
    source, target, name = job
    try:
        data = compiled(source.read_bytes(), name)
    except (SyntaxError, ValueError):
        return name
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(data)
    return ""
