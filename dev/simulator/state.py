"""What the simulator remembers: one plain object that routes read and change."""

import dataclasses
from dataclasses import dataclass, field
from typing import Any, Self


@dataclass
class Guest:
    """A user of the inviting tenant; `id` is the `oid` of its sign-ins (signin.md)."""

    id: str
    mail: str
    display_name: str
    user_principal_name: str
    user_type: str = "Guest"
    creation_type: str | None = "Invitation"
    external_user_state: str | None = "PendingAcceptance"
    external_user_state_changed: str | None = None
    identities: list[dict[str, str]] = field(default_factory=list)
    account_enabled: bool = True
    fields: dict[str, Any] = field(default_factory=dict)  # companyName, city, ... as PATCHed
    visible_at: float = 0.0  # Unix time from which the rest of the directory knows the guest


@dataclass
class ServicePrincipal:
    """An application in the inviting tenant, with the roles that it defines."""

    display_name: str
    app_roles: dict[str, str] = field(default_factory=dict)  # app role id: name


@dataclass
class Invitation:
    """What POST /invitations made; `ticket` is the secret part of its redeem URL."""

    id: str
    guest_id: str
    mail: str
    redirect_url: str
    ticket: str
    status: str = "PendingAcceptance"


@dataclass
class Account:
    """A way to sign in: an Entra account of another tenant or a Microsoft account.

    `provider` is "entra" or "microsoft"; `home_tenant` is the tenant of the account itself.
    """

    address: str
    password: str
    provider: str
    home_tenant: str
    display_name: str = ""


@dataclass
class Mail:
    """One e-mail in the inbox, whoever sent it (the app through ACS, or Microsoft itself)."""

    id: str
    to: str
    sender: str
    subject: str
    text: str
    html: str
    headers: dict[str, str] = field(default_factory=dict)
    reply_to: list[str] = field(default_factory=list)
    received: str = ""
    operation_id: str | None = None
    source: dict[str, Any] = field(default_factory=dict)  # the request as it came


@dataclass
class Fault:
    """What a service answers instead, `times` times (control URL /control/faults).

    `service` is graph, identity, login or email. `kind` is "status" (answer `status`, with
    Retry-After if given), "slow" (answer after `seconds`), "drop" (close the connection), or
    "lost" (do the work, then close the connection). `path` restricts it to paths that contain it.
    """

    service: str
    kind: str = "status"
    status: int = 503
    retry_after: int | None = None
    seconds: float = 0.0
    times: int = 1
    path: str = ""
    code: str = ""
    message: str = ""


@dataclass
class State:
    """All of it. Saved to and loaded from one JSON file when the simulator has a data folder."""

    guests: dict[str, Guest] = field(default_factory=dict)  # by id
    invitations: dict[str, Invitation] = field(default_factory=dict)  # by id
    accounts: dict[str, Account] = field(default_factory=dict)  # by lower-case address
    entra_domains: dict[str, str] = field(default_factory=dict)  # domain: tenant id
    group_members: dict[str, list[str]] = field(default_factory=dict)  # group id: guest ids
    groups: dict[str, str] = field(default_factory=dict)  # group id: display name
    # service principal id: its display name and {app role id: name}
    service_principals: dict[str, ServicePrincipal] = field(default_factory=dict)
    app_role_assignments: list[dict[str, str]] = field(default_factory=list)
    mails: list[Mail] = field(default_factory=list)
    operations: dict[str, dict[str, Any]] = field(default_factory=dict)  # ACS operation id: result
    sign_ins: dict[str, str] = field(default_factory=dict)  # session cookie: account address
    consents: list[list[str]] = field(default_factory=list)  # [guest id, client id]
    codes: dict[str, str] = field(default_factory=dict)  # e-mail address: code to prove it
    faults: list[Fault] = field(default_factory=list)
    calls: dict[str, int] = field(default_factory=dict)  # "graph POST /v1.0/invitations": n
    visibility_delay: float = 0.0  # seconds until a new guest is visible (facts.md section 6)

    def as_dict(self) -> dict[str, Any]:
        """Return the whole state as JSON-ready values."""
        return dataclasses.asdict(self)

    def become(self, other: Self) -> None:
        """Take over everything of `other`; this object stays the one that routes hold."""
        for item in dataclasses.fields(self):
            setattr(self, item.name, getattr(other, item.name))
