"""azd's hook before provisioning: makes the keys of a deployment that has no vault yet.

They go into azd's environment, from there into the vault, and `forget_secrets.py` takes them out
again. Nothing but the standard library is needed.
"""

import base64
import os
import secrets
import subprocess
import sys


def made(environment: "os._Environ[str] | dict[str, str]") -> dict[str, str]:
    """Return the secrets that are missing: none where there is a vault, which keeps its own."""
    if environment.get("AZURE_KEY_VAULT_NAME"):
        return {}
    new = {
        "SESSION_KEYS": base64.urlsafe_b64encode(secrets.token_bytes(32)).decode(),
        "PSEUDONYM_KEY": secrets.token_urlsafe(48),
    }
    return {name: value for name, value in new.items() if not environment.get(name)}


def main() -> int:
    """Hand each to azd; by `--print`, print them as lines for a shell instead."""
    for name, value in made(os.environ).items():
        if "--print" in sys.argv:
            print(f"export {name}='{value}'")
        else:
            subprocess.run(["azd", "env", "set", name, value], check=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
