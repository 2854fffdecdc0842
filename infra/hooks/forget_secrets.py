"""azd's hook after provisioning: what is in the vault need not stay in azd's environment."""

import os
import subprocess
import sys

NAMES = ("SESSION_KEYS", "PSEUDONYM_KEY", "SMTP_PASSWORD", "WEBHOOK_SECRETS")


def main() -> int:
    """Empty each that is set."""
    for name in NAMES:
        if os.environ.get(name):
            subprocess.run(["azd", "env", "set", name, ""], check=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
