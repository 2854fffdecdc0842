"""azd's hook after deploying: has Event Grid bring the delivery reports of Communication Services.

Event Grid refuses a function that is not there yet, so this comes last.
"""

import os
import subprocess
import sys


def command(environment: "os._Environ[str] | dict[str, str]") -> list[str]:
    """Return the command, or nothing where e-mail goes out by another transport."""
    communication = environment.get("AZURE_COMMUNICATION_NAME")
    if not communication:
        return []
    parameters = {
        "communicationName": communication,
        "functionAppName": environment["AZURE_FUNCTION_APP_NAME"],
        "workspaceId": environment.get("WORKSPACE_ID", ""),
    }
    return [
        *("az", "deployment", "group", "create", "--name", "delivery-reports"),
        *("--resource-group", environment["AZURE_RESOURCE_GROUP"]),
        *("--template-file", "infra/delivery-reports.bicep", "--output", "none"),
        *("--parameters", *(f"{name}={value}" for name, value in parameters.items())),
    ]


def main() -> int:
    """Run it."""
    found = command(os.environ)
    return subprocess.run(found, check=False).returncode if found else 0


if __name__ == "__main__":
    sys.exit(main())
