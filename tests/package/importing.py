"""Imports all names that it is given; prints those that are not there, with the reason."""

import importlib
import json
import sys
import warnings

sys.path[:0] = sys.argv[1:]
warnings.simplefilter("ignore")


def problem(name: str) -> str:
    """Return why neither a module nor something in a module has this name, or nothing."""
    module, _, member = name.rpartition(".")
    try:
        importlib.import_module(name)
    except ModuleNotFoundError as error:
        # A name in a module is no module; what a module lacks has another name.
        if not module or error.name not in {name, module}:
            return repr(error)
    else:
        return ""
    try:
        getattr(importlib.import_module(module), member)
    except (ImportError, AttributeError) as error:
        return repr(error)
    return ""


if __name__ == "__main__":
    problems = {name: problem(name) for name in json.load(sys.stdin)}
    print(json.dumps({name: why for name, why in problems.items() if why}))
