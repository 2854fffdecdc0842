"""A local Azure Functions host around Microsoft's own Python worker library.

It behaves as reference/functions-host.md says; tests/host has a test per row. In a process of its
own: `python -m dev.host --app DIR --port N`. In this process: `Host(Options(...))`.
"""

from .functions import HostError
from .host import Host, Options
from .keys import Keys, read_keys
from .run import run

__all__ = ["Host", "HostError", "Keys", "Options", "read_keys", "run"]
