"""One attempt to sign in: what it is for, how far it got, and whose browser it runs in."""

import secrets
from dataclasses import dataclass, field
from enum import StrEnum

from aiohttp import web

from dev.simulator.entra.errors import SignInError
from dev.simulator.entra.grants import Grants

MOST_FLOWS = 1000  # the oldest is forgotten beyond


class Step(StrEnum):
    """A page of the way; its value names the template and the address that its form posts to."""

    PICK = "pick"
    EMAIL = "email"
    PASSWORD = "password"  # noqa: S105 - a page
    CREATE = "create"
    CODE = "code"
    CHOOSE = "choose"  # an Entra and a personal account match (R5 step 1)
    FEDERATION = "federation"  # the guest's own SAML or WS-Fed provider (R5 step 2)
    GOOGLE = "google"
    SEND = "send"  # before a one-time passcode is mailed (R5 step 6)
    PASSCODE = "passcode"
    OPTIONS = "options"  # of a sign-in without a tenant (R2)
    ORGANIZATION = "organization"
    REVIEW = "review"  # an existing account: Review permissions (R7)
    RIGHTS = "rights"  # an account made on the way: terms and rights (J6 step 4)
    AGREEMENT = "agreement"  # the tenant's terms of use (R7)
    APPROVAL = "approval"  # only an administrator may consent (R9)
    GRANT = "grant"  # an administrator consents for everybody
    APPS = "apps"  # the Apps access panel
    DECLINED = "declined"
    REFUSED = "refused"


@dataclass(frozen=True)
class AuthorizeRequest:
    """A checked request of the application to /authorize (signin.md)."""

    redirect_uri: str
    scopes: tuple[str, ...]
    state: str = ""
    nonce: str = ""
    challenge: str = ""
    challenge_method: str = ""
    prompt: str = ""
    login_hint: str = ""


@dataclass(frozen=True)
class Redemption:
    """A guest follows the redeem link of an invitation."""

    invitation_id: str


@dataclass(frozen=True)
class Portal:
    """A person goes to the Apps access panel: of `tenant`, or of no tenant in particular (R2)."""

    tenant: str = ""


@dataclass(frozen=True)
class AdminConsent:
    """An administrator is asked to agree for a tenant (signin.md, admin consent).

    `tenant` is its id, empty for "organizations": then it is that of whoever signs in.
    """

    redirect_uri: str
    scopes: tuple[str, ...]
    state: str = ""
    tenant: str = ""


type Goal = AuthorizeRequest | Redemption | Portal | AdminConsent

SIGNING_IN = frozenset(
    {
        *(Step.PICK, Step.EMAIL, Step.PASSWORD, Step.CREATE, Step.CODE, Step.CHOOSE),
        *(Step.FEDERATION, Step.GOOGLE, Step.SEND, Step.PASSCODE),
        *(Step.OPTIONS, Step.ORGANIZATION),
    }
)


@dataclass
class Flow:
    """A sign-in on its way to `goal`.

    `visited` are the steps whose forms may be posted, so that the browser's Back button works
    until the person is signed in; `location` is where the flow ended, so that a second click on
    the last button leads there too. `address` is what the person typed or was invited with;
    `provider` is whose password is asked for; `account` is the key of the account signed in with.
    """

    goal: Goal
    browser: str
    id: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    step: Step = Step.EMAIL
    visited: set[Step] = field(default_factory=set)
    address: str = ""
    provider: str = ""
    account: str = ""
    new_password: str = field(default="", repr=False)
    created: bool = False
    home: str = ""  # the organization to whose Apps page it led, where no tenant was asked for
    code_sent_again: bool = False
    refusal: SignInError | None = None
    location: str = ""

    @property
    def address_is_fixed(self) -> bool:
        """Whether the person cannot choose the account: an invitation is for one address."""
        return isinstance(self.goal, Redemption)

    @property
    def may_choose(self) -> bool:
        """Whether the person is still free to sign in with, or to make, another account."""
        return self.step in SIGNING_IN and not self.address_is_fixed

    @property
    def can_cancel(self) -> bool:
        """Whether there is an application to return to."""
        return isinstance(self.goal, AuthorizeRequest | AdminConsent)

    @property
    def prompt(self) -> str:
        """What the application wants shown; whoever is signed in is hardly the administrator."""
        if isinstance(self.goal, AdminConsent):
            return "login"
        return self.goal.prompt if isinstance(self.goal, AuthorizeRequest) else ""

    @property
    def is_common(self) -> bool:
        """Whether the person has not said which organization it is about (R2)."""
        return isinstance(self.goal, Portal) and not self.goal.tenant

    def go(self, step: Step) -> None:
        """Make `step` the page to show."""
        self.step = step
        self.visited.add(step)

    def signed_in(self) -> None:
        """Close the forms of signing in."""
        self.visited.clear()
        self.new_password = ""


@dataclass
class Entra:
    """What Entra keeps for minutes only, apart from the state of the tenant."""

    flows: dict[str, Flow] = field(default_factory=dict)
    grants: Grants = field(default_factory=Grants)

    def start(self, flow: Flow) -> Flow:
        """Keep `flow`, forgetting the oldest when there are too many, and return it."""
        self.flows[flow.id] = flow
        if len(self.flows) > MOST_FLOWS:
            del self.flows[next(iter(self.flows))]
        return flow


ENTRA: web.AppKey[Entra] = web.AppKey("entra", Entra)
