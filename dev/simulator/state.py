"""What the simulator remembers: one plain object that routes read and change."""

import dataclasses
from dataclasses import dataclass, field
from typing import Any, Literal, Self

from dev.simulator.mailing import Draft, Limits


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
    sign_in_name: str = ""  # the invited address; after resetRedemption not always the mail


@dataclass
class Deleted:
    """A guest in deletedItems, with what restoring gives back (facts.md section 1, LEAVE).

    The guest's field deletedDateTime says since when.
    """

    guest: Guest
    groups: list[str] = field(default_factory=list)
    app_role_assignments: list[dict[str, str]] = field(default_factory=list)


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
    """A way to sign in: an account at one of the identity providers.

    `provider` is "entra", "microsoft", "google", "federation" (SAML or WS-Fed) or "mail" (one-time
    passcodes, made at the first use); `home_tenant` is the tenant of the account itself, empty
    where there is none. `address` is the sign-in name (UPN), `aliases` are further addresses.
    """

    address: str
    password: str
    provider: str
    home_tenant: str = ""
    display_name: str = ""
    aliases: list[str] = field(default_factory=list)
    administrator: bool = False  # may consent for everybody in the home tenant


@dataclass
class Source:
    """Where the people of a domain have their accounts; `kind` as in the redemption order (R5).

    The switches are what an Entra tenant may demand.
    """

    kind: Literal["entra", "federation", "google"]
    tenant_id: str = ""
    tenant_name: str = ""
    federation: Literal["saml", "wsfed"] = "saml"
    issuer: str = ""  # of a federation; empty: one made of the domain
    managed: bool = True  # an unmanaged (viral) tenant counts no more (facts.md section 2)
    admin_consent: bool = False  # only an administrator may agree to applications (R9)
    conditional_access: bool = False  # its policy refuses the sign-in
    inbound_mfa: bool = False  # the inviting tenant would have to trust its second factor


@dataclass
class Passcode:
    """A one-time passcode that was mailed; `expires` is in Unix time."""

    code: str
    expires: float


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
    "lost" (do the work, then close the connection). `path` restricts it to paths that contain it,
    and `every` to each so-many-th call that fits; `seen` counts those.
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
    every: int = 1
    seen: int = 0


@dataclass
class Policy:
    """What the inviting tenant has set about invitations and their redemption.

    `primary_order` and `fallback` are Graph's names (R6, facts.md section 2). `quota` counts the
    objects that the directory may hold. Domains are in lower case.
    """

    primary_order: list[str] = field(
        default_factory=lambda: [
            "azureActiveDirectory",
            "externalFederation",
            "socialIdentityProviders",
        ]
    )
    fallback: str = "defaultConfiguredIdp"
    otp_enabled: bool = False  # J6 makes a Microsoft account: R5 step 7, not 6
    allow_domains: list[str] | None = None
    deny_domains: list[str] = field(default_factory=list)
    allow_invites_from: str = "everyone"
    cross_tenant_blocked: list[str] = field(default_factory=list)
    automatic_redemption: list[str] = field(default_factory=list)
    quota: int | None = None
    terms_of_use: bool = False


@dataclass
class Contact:
    """An organisational contact: an address book entry that nobody signs in with (R4)."""

    mail: str
    display_name: str = ""
    proxy_addresses: list[str] = field(default_factory=list)  # "SMTP:..." as Graph writes them


@dataclass
class State:
    """All of it. Saved to and loaded from one JSON file when the simulator has a data folder."""

    guests: dict[str, Guest] = field(default_factory=dict)  # by id
    members: dict[str, Guest] = field(default_factory=dict)  # who signs in only; not in Graph
    invitations: dict[str, Invitation] = field(default_factory=dict)  # by id
    accounts: dict[str, Account] = field(default_factory=dict)  # see keep_account
    sources: dict[str, Source] = field(default_factory=dict)  # by lower-case domain
    group_members: dict[str, list[str]] = field(default_factory=dict)  # group id: guest ids
    groups: dict[str, str] = field(default_factory=dict)  # group id: display name
    group_addresses: dict[str, str] = field(default_factory=dict)  # lower-case address: group id
    contacts: dict[str, Contact] = field(default_factory=dict)  # by id
    directory_roles: dict[str, list[str]] = field(default_factory=dict)  # guest id: role names
    photos: dict[str, str] = field(default_factory=dict)  # guest id: JPEG or PNG in base64
    deleted: dict[str, Deleted] = field(default_factory=dict)  # deleted guests, by id
    policy: Policy = field(default_factory=Policy)
    permissions: list[str] | None = None  # application permissions of the app; None: all
    # service principal id: its display name and {app role id: name}
    service_principals: dict[str, ServicePrincipal] = field(default_factory=dict)
    app_role_assignments: list[dict[str, str]] = field(default_factory=list)
    # object id of a user or a service principal: the roles that it has in this application
    app_roles: dict[str, list[str]] = field(default_factory=dict)
    mails: list[Mail] = field(default_factory=list)
    operations: dict[str, dict[str, Any]] = field(default_factory=dict)  # ACS operation id: result
    limits: Limits = field(default_factory=Limits)
    drafts: dict[str, Draft] = field(default_factory=dict)  # by id
    mailboxes: list[str] | None = None  # addresses that Graph may send from; None: all
    sign_ins: dict[str, str] = field(default_factory=dict)  # session cookie: key of accounts
    consents: list[list[str]] = field(default_factory=list)  # [guest id, client id]
    admin_consents: list[list[str]] = field(default_factory=list)  # [home tenant id, client id]
    codes: dict[str, str] = field(default_factory=dict)  # e-mail address: code to prove it
    passcodes: dict[str, Passcode] = field(default_factory=dict)  # by lower-case address
    faults: list[Fault] = field(default_factory=list)
    calls: dict[str, int] = field(default_factory=dict)  # "graph POST /v1.0/invitations": n
    visibility_delay: float = 0.0  # seconds until a new guest is visible (facts.md section 6)
    clock_skew: float = 0.0  # seconds by which the times in a person's tokens are ahead

    @property
    def entra_domains(self) -> dict[str, str]:
        """Return the tenant id of each domain that belongs to an Entra tenant."""
        return {name: one.tenant_id for name, one in self.sources.items() if one.kind == "entra"}

    def keep_account(self, account: Account) -> None:
        """Add `account`, replacing the one of the same provider and address.

        The key is the address; a further account of the address has its provider before it.
        """
        key = account.address.lower()
        first = self.accounts.get(key)
        if account.provider not in ("entra", "microsoft") or (
            first and first.provider != account.provider
        ):
            key = f"{account.provider}:{key}"
        self.accounts[key] = account

    def as_dict(self) -> dict[str, Any]:
        """Return the whole state as JSON-ready values."""
        return dataclasses.asdict(self) | {"entra_domains": self.entra_domains}

    def become(self, other: Self) -> None:
        """Take over everything of `other`; this object stays the one that routes hold."""
        for item in dataclasses.fields(self):
            setattr(self, item.name, getattr(other, item.name))
