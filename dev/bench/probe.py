"""Imports the function_app of the folder that is given, and prints what that took as JSON.

Run by path in a process of its own, with `python -P`, so that nothing else is loaded. With `-S`,
the folder of the libraries is given as well.
"""

import sys
import time

start = time.perf_counter()
sys.path[:0] = sys.argv[1:]
import function_app  # noqa: E402, F401 - this is what is measured

seconds = time.perf_counter() - start
modules = list(sys.modules)

import json  # noqa: E402
from pathlib import Path  # noqa: E402

status = Path("/proc/self/status")
if status.exists():
    lines = dict(line.split(":", 1) for line in status.read_text().splitlines())
    kilobytes = int(lines["VmRSS"].split()[0])
else:
    import resource

    # A peak, and on macOS in bytes; both apps are measured alike.
    kilobytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(json.dumps({"seconds": seconds, "modules": modules, "kilobytes": kilobytes}))
