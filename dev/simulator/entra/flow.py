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
    REVIEW = "review"  # an existing account: Review permissions (R7)
    RIGHTS = "rights"  # an account made on the way: terms and rights (J6 step 4)
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


@dataclass
class Flow:
    """A sign-in on its way to `goal`.

    `visited` are the steps whose forms may be posted, so that the browser's Back button works
    until the person is signed in; `location` is where the flow ended, so that a second click on
    the last button leads there too.
    """

    goal: AuthorizeRequest | Redemption
    browser: str
    id: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    step: Step = Step.EMAIL
    visited: set[Step] = field(default_factory=set)
    address: str = ""
    new_password: str = field(default="", repr=False)
    created: bool = False
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
        signing_in = {Step.PICK, Step.EMAIL, Step.PASSWORD, Step.CREATE, Step.CODE}
        return self.step in signing_in and not self.address_is_fixed

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
