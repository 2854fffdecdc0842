"""The app's settings for the local environment: nothing but endpoints and credentials."""

import json
from pathlib import Path
from typing import Any

from dev.ports import Ports
from dev.simulator import defaults

# Azurite's well-known account, the same on every machine; it opens nothing else.
ACCOUNT = "devstoreaccount1"
ACCOUNT_KEY = (
    "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=="
)
PLATFORM_URL = "https://rconnect.example"
_TITLES = Path(__file__).with_name("welcome_links.json")
ROLES = {
    "customer": {
        "groups": [defaults.GROUP_ID],
        "appRoles": [{"resourceId": defaults.RESOURCE_ID, "appRoleId": defaults.APP_ROLE_ID}],
    }
}


def connection_string(ports: Ports) -> str:
    """Return the storage connection string of the Azurite on `ports`."""
    return ";".join(
        [
            "DefaultEndpointsProtocol=http",
            f"AccountName={ACCOUNT}",
            f"AccountKey={ACCOUNT_KEY}",
            f"BlobEndpoint=http://127.0.0.1:{ports.blob}/{ACCOUNT}",
            f"QueueEndpoint=http://127.0.0.1:{ports.queue}/{ACCOUNT}",
            f"TableEndpoint=http://127.0.0.1:{ports.table}/{ACCOUNT}",
        ]
    )


def welcome_links() -> list[dict[str, Any]]:
    """Return where the welcome page leads besides the platform, with titles in all languages."""
    return [
        {"url": f"{PLATFORM_URL}/{link['path']}", "title": link["title"]}
        for link in json.loads(_TITLES.read_text(encoding="utf-8"))
    ]


def app_settings(ports: Ports, *, ca_file: Path, session_keys: str) -> dict[str, str]:
    """Return every setting of the app, for the environment that listens on `ports`.

    `ca_file` is the certificate of the simulator's own CA, `session_keys` the Fernet keys, parted
    by commas, with which the app seals its cookies.
    """
    public_url = f"http://localhost:{ports.app}"
    simulator = f"http://localhost:{ports.simulator}"
    return {
        "FUNCTIONS_WORKER_RUNTIME": "python",
        "AzureWebJobsStorage": connection_string(ports),
        "PUBLIC_URL": public_url,
        "TENANT_ID": defaults.TENANT_ID,
        "CLIENT_ID": defaults.CLIENT_ID,
        "CLIENT_SECRET": defaults.CLIENT_SECRET,
        "AUTHORITY_HOST": f"https://localhost:{ports.tls}",
        "GRAPH_URL": f"{simulator}/v1.0",
        "EMAIL_TRANSPORT": "acs",
        "EMAIL_ENDPOINT": simulator,
        "EMAIL_ACCESS_KEY": defaults.EMAIL_ACCESS_KEY,
        "EMAIL_SENDER": "donotreply@rconnect.example",
        # The simulator takes as many as come: nobody waits for the next hour.
        "EMAIL_PER_MINUTE": "10000",
        "EMAIL_PER_HOUR": "100000",
        "SESSION_KEYS": session_keys,
        "ROLES": json.dumps(ROLES),
        "DEFAULT_ROLES": "customer",
        "PRODUCT_NAME": "My rConnect (Stag)",
        "BRAND_COLOUR": "#0b5cad",
        "LOGO_URL": "",
        "ORGANISATION_DOMAIN": "gfms.example",
        "SUPPORT_URL": f"{PLATFORM_URL}/support",
        "DOCUMENTATION_URL": f"{PLATFORM_URL}/documentation",
        "PRIVACY_URL": f"{PLATFORM_URL}/privacy",
        "TERMS_URL": f"{PLATFORM_URL}/terms",
        "PLATFORM_URL": PLATFORM_URL,
        "WELCOME_LINKS": json.dumps(welcome_links(), ensure_ascii=False),
        "ALLOWED_REDIRECTS": f"{public_url},{PLATFORM_URL}",
        "DELETE_REVOKED_GUESTS": "true",
        "DESCRIBE_GUESTS": "true",
        "INVITER_NOTICES": "accepted,completed,bounced",
        "INVITER_ORGANISATIONS": json.dumps({defaults.TENANT_DOMAIN: defaults.TENANT_NAME}),
        "INVITEES_PER_INVITER_PER_DAY": "0",
        "INVITEES_PER_ORGANISATION_PER_DAY": "0",
        "WEBHOOK_URL": "",
        "WEBHOOK_SECRETS": "",
        "INVITATION_DAYS": "30",
        "REMIND_AFTER_DAYS": "",
        "RETENTION_DAYS": "0",
        "PSEUDONYM_KEY": "for local runs only, in place of a secret",
        "DEFAULT_LANGUAGE": "en",
        "APPLICATIONINSIGHTS_CONNECTION_STRING": (
            f"InstrumentationKey={defaults.INSTRUMENTATION_KEY};IngestionEndpoint=https://localhost:{ports.tls}"
        ),
        "APPLICATIONINSIGHTS_AUTHENTICATION_STRING": "Authorization=AAD",
        "OTEL_TRACES_SAMPLER_ARG": "1",
        # Sooner than on Azure: somebody looks.
        "OTEL_BSP_SCHEDULE_DELAY": "1000",
        "OTEL_METRIC_EXPORT_INTERVAL": "5000",
        "IDENTITY_ENDPOINT": f"{simulator}/msi/token",
        "IDENTITY_HEADER": defaults.IDENTITY_HEADER,
        "REQUESTS_CA_BUNDLE": str(ca_file),
    }
