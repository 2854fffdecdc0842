"""A zip whose bytes depend on nothing but what is in it."""

import zipfile
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

_REGULAR_0644 = 0o100644 << 16
_UNIX = 3
# Two seconds; the densest takes three times as long for less than a hundredth.
_LEVEL = 6
_EARLIEST = (1980, 1, 1, 0, 0, 0)  # as far back as a zip can say


def write(target: Path, entries: Iterable[tuple[str, bytes]], time: datetime) -> None:
    """Write the entries, sorted, all with the same time (UTC) and mode; replaces the file at last.

    Raises ValueError for a name that leads out of the folder where the zip is unpacked.
    """
    partial = target.with_name(f".{target.name}.partial")
    moment = max(_EARLIEST, time.timetuple()[:6])
    with zipfile.ZipFile(partial, "w") as archive:
        for name, data in sorted(entries):
            if name.startswith("/") or ".." in name.split("/") or "\\" in name:
                raise ValueError(f"{name} is no path for a package")
            info = zipfile.ZipInfo(name, moment)
            info.create_system = _UNIX
            info.external_attr = _REGULAR_0644
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, data, compresslevel=_LEVEL)
    partial.replace(target)
