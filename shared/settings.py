"""All settings of the app, read in this one place from the environment.

Nothing is read at import. A missing or malformed setting raises `WrongSettings`, which names
every one of them and says what it should hold; the app checks this when the host indexes its
functions, so that a wrong deployment shows at start and not at the first guest.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from shared import transport
from shared.brand import Brand, read_brand
from shared.domain import webhook
from shared.domain.letter import TO_INVITER, Kind
from shared.setting import Setting
from shared.setting_list import SETTINGS
from shared.telemetry_settings import TelemetrySettings, telemetry_settings
from shared.usecases.ports import Role


class WrongSettings(Exception):
    """Settings are missing or malformed; the message names each of them."""


@dataclass(frozen=True)
class StorageSettings:
    """Where tables and queues are: by connection string, or by identity and addresses."""

    connection_string: str
    table_url: str
    queue_url: str
    client_id: str


@dataclass(frozen=True)
class RelaySettings:
    """The mail server of the transport `smtp`; `security` is starttls, tls or none."""

    host: str
    port: int
    user: str
    password: str = field(repr=False)
    security: str


@dataclass(frozen=True)
class Settings:
    """Every setting, checked and in its own type."""

    storage: StorageSettings
    public_url: str
    tenant_id: str
    client_id: str
    client_secret: str
    authority_host: str
    graph_url: str
    identity_client_id: str
    email_transport: str
    email_endpoint: str
    email_access_key: str
    email_sender: str
    relay: RelaySettings
    email_per_minute: int
    email_per_hour: int
    session_keys: tuple[str, ...]
    roles: Mapping[str, Role]
    default_roles: tuple[str, ...]
    brand: Brand
    allowed_redirects: frozenset[str]
    delete_revoked_guests: bool
    describe_guests: bool
    notices: frozenset[Kind]
    inviter_organisations: Mapping[str, str]
    webhook_url: str
    webhook_keys: tuple[bytes, ...] = field(repr=False)
    invitees_per_inviter: int
    invitees_per_organisation: int
    lifetime: timedelta
    reminders: tuple[int, ...]
    retention: timedelta
    pseudonym_key: str
    default_language: str
    telemetry: TelemetrySettings = TelemetrySettings()

    @property
    def authority(self) -> str:
        """Return the inviting tenant's own address at Microsoft Entra."""
        return f"{self.authority_host}/{self.tenant_id}"

    @property
    def redirect_uri(self) -> str:
        """Return the OpenID Connect redirect URI that the app registration must list."""
        return f"{self.public_url}/api/RedeemInvitation"

    @property
    def console_redirect_uri(self) -> str:
        """Return the redirect URI of inviters, which the app registration must list as well."""
        return f"{self.public_url}/api/ManageInvitations/SignedIn"


def read_settings(environment: Mapping[str, str]) -> Settings:
    """Return the settings; raise WrongSettings, which names every one that is wrong."""
    wrong = [problem for setting in SETTINGS if (problem := setting.problem(environment))]
    wrong += _storage_problems(environment)
    if not wrong:
        value = _values(environment)
        wrong = _role_problems(value) + transport.problems(value) + _webhook_problems(value)
    if wrong:
        raise WrongSettings("These settings are wrong (docs/settings.md):\n" + "\n".join(wrong))
    value = _values(environment)
    return Settings(
        storage=_storage(environment),
        public_url=value["PUBLIC_URL"].rstrip("/"),
        tenant_id=value["TENANT_ID"].lower(),
        client_id=value["CLIENT_ID"],
        client_secret=value["CLIENT_SECRET"],
        authority_host=value["AUTHORITY_HOST"].rstrip("/"),
        graph_url=value["GRAPH_URL"].rstrip("/"),
        identity_client_id=value["AZURE_CLIENT_ID"],
        email_transport=value["EMAIL_TRANSPORT"],
        email_endpoint=value["EMAIL_ENDPOINT"],
        email_access_key=value["EMAIL_ACCESS_KEY"],
        email_sender=value["EMAIL_SENDER"],
        relay=RelaySettings(
            host=value["SMTP_HOST"],
            port=int(value["SMTP_PORT"]),
            user=value["SMTP_USER"],
            password=value["SMTP_PASSWORD"],
            security=value["SMTP_SECURITY"],
        ),
        email_per_minute=int(value["EMAIL_PER_MINUTE"]),
        email_per_hour=int(value["EMAIL_PER_HOUR"]),
        session_keys=tuple(_list(value["SESSION_KEYS"])),
        roles=_roles(json.loads(value["ROLES"])),
        default_roles=tuple(_list(value["DEFAULT_ROLES"])),
        brand=read_brand(value),
        allowed_redirects=frozenset(map(origin, _list(value["ALLOWED_REDIRECTS"]))),
        delete_revoked_guests=value["DELETE_REVOKED_GUESTS"] == "true",
        describe_guests=value["DESCRIBE_GUESTS"] == "true",
        notices=frozenset(TO_INVITER.intersection(_list(value["INVITER_NOTICES"]))),
        inviter_organisations={
            key.lower(): name for key, name in json.loads(value["INVITER_ORGANISATIONS"]).items()
        },
        webhook_url=value["WEBHOOK_URL"],
        webhook_keys=tuple(map(webhook.secret, _list(value["WEBHOOK_SECRETS"]))),
        invitees_per_inviter=int(value["INVITEES_PER_INVITER_PER_DAY"]),
        invitees_per_organisation=int(value["INVITEES_PER_ORGANISATION_PER_DAY"]),
        lifetime=timedelta(days=int(value["INVITATION_DAYS"])),
        reminders=tuple(map(int, _list(value["REMIND_AFTER_DAYS"]))),
        retention=timedelta(days=int(value["RETENTION_DAYS"])),
        pseudonym_key=value["PSEUDONYM_KEY"] or _list(value["SESSION_KEYS"])[-1],
        default_language=value["DEFAULT_LANGUAGE"],
        telemetry=telemetry_settings(value),
    )


def _values(environment: Mapping[str, str]) -> dict[str, str]:
    return {
        setting.name: environment.get(setting.name, "").strip() or setting.default
        for setting in SETTINGS
    }


def _storage(environment: Mapping[str, str]) -> StorageSettings:
    def of(name: str) -> str:
        return environment.get(f"AzureWebJobsStorage__{name}", "")

    account = of("accountName")
    return StorageSettings(
        connection_string=environment.get("AzureWebJobsStorage", ""),
        table_url=of("tableServiceUri") or f"https://{account}.table.core.windows.net",
        queue_url=of("queueServiceUri") or f"https://{account}.queue.core.windows.net",
        client_id=of("clientId"),
    )


def _storage_problems(environment: Mapping[str, str]) -> list[str]:
    names = ("AzureWebJobsStorage", "AzureWebJobsStorage__accountName")
    addresses = ("AzureWebJobsStorage__tableServiceUri", "AzureWebJobsStorage__queueServiceUri")
    if any(environment.get(name) for name in names) or all(
        environment.get(name) for name in addresses
    ):
        return []
    return [
        "AzureWebJobsStorage is missing: set a connection string, or "
        "AzureWebJobsStorage__accountName for access by identity."
    ]


def _role_problems(value: Mapping[str, str]) -> list[str]:
    unknown = set(_list(value["DEFAULT_ROLES"])) - json.loads(value["ROLES"]).keys()
    return [f"DEFAULT_ROLES names {name}, which ROLES does not have." for name in sorted(unknown)]


def _webhook_problems(value: Mapping[str, str]) -> list[str]:
    if value["WEBHOOK_URL"] and not value["WEBHOOK_SECRETS"]:
        return ["WEBHOOK_SECRETS is missing: nothing is delivered to WEBHOOK_URL unsigned."]
    return []


def _roles(read: Mapping[str, Any]) -> dict[str, Role]:
    return {
        name: Role(
            groups=tuple(role.get("groups", [])),
            app_roles=tuple(
                (granted["resourceId"], granted["appRoleId"])
                for granted in role.get("appRoles", [])
            ),
        )
        for name, role in read.items()
    }


def _list(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def origin(url: str) -> str:
    """Return scheme, host and port of a URL as allow-lists write them."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}".lower()


__all__ = ["SETTINGS", "Brand", "Setting", "Settings", "WrongSettings", "origin", "read_settings"]
