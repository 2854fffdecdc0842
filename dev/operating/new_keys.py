"""Make a key for SESSION_KEYS: put it in front of the others, comma separated."""

import argparse

from dev.operating import options


def main(arguments: list[str]) -> int:
    """Print a fresh Fernet key and nothing else, so that a script can take it."""
    from cryptography.fernet import Fernet

    parser = argparse.ArgumentParser(prog="python3 -m dev keys", description=__doc__)
    options.add_keys(parser)
    parser.parse_args(arguments)
    print(Fernet.generate_key().decode())
    return 0
