"""R5 and R6: every combination of sources and configuration ends in exactly one provider."""

import itertools
from dataclasses import dataclass, replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dev.simulator.config import Config
from dev.simulator.entra.order import Provider, Sources, provider
from dev.simulator.entra.people import MICROSOFT_ACCOUNTS
from dev.simulator.entra.ways import way_of
from dev.simulator.graph.redeem_url import redeem_url
from dev.simulator.state import Account, Guest, Invitation, Policy, Source, State
from tests.contract.conftest import Simulator
from tests.contract.sign_in.application import Application
from tests.contract.sign_in.walking import Browser

OTP = "emailOneTimePasscode"
HOME_TENANT = "6f4c1f0e-2a51-4a87-9d0b-0d6b6f7c1a22"
PRIMARY = ("azureActiveDirectory", "externalFederation", "socialIdentityProviders")
FALLBACKS = ("defaultConfiguredIdp", "emailOneTimePasscode", "microsoftAccount")

# R6 (facts.md section 2, IDPCFG): fallback, passcodes on, Microsoft account there: who signs in.
AFTER_THE_PRIMARIES = {
    ("defaultConfiguredIdp", True, True): Provider.MICROSOFT,
    ("defaultConfiguredIdp", False, True): Provider.MICROSOFT,
    ("defaultConfiguredIdp", True, False): Provider.PASSCODE,
    ("defaultConfiguredIdp", False, False): Provider.NEW_MICROSOFT,
    ("emailOneTimePasscode", True, True): Provider.PASSCODE,
    ("emailOneTimePasscode", False, True): Provider.PASSCODE,
    ("emailOneTimePasscode", True, False): Provider.PASSCODE,
    ("emailOneTimePasscode", False, False): Provider.PASSCODE,
    ("microsoftAccount", True, True): Provider.MICROSOFT,
    ("microsoftAccount", False, True): Provider.MICROSOFT,
    ("microsoftAccount", True, False): Provider.NEW_MICROSOFT,
    ("microsoftAccount", False, False): Provider.NEW_MICROSOFT,
}
HEADINGS = {
    Provider.ENTRA: "Enter password",
    Provider.MICROSOFT: "Enter password",
    Provider.CHOICE: "Which account do you want to use?",
    Provider.FEDERATION: "Sign in to your organization",
    Provider.GOOGLE: "Sign in with Google",
    Provider.PASSCODE: "Sign in with a code",
    Provider.NEW_MICROSOFT: "Create account",
}


@dataclass(frozen=True)
class Case:
    """An invited address, the accounts and the federations that there are, and the policy."""

    domain: str = "kunde.example"
    entra: bool = False
    managed: bool = True
    known_tenant: bool = True
    alias: bool = False
    microsoft: bool = False
    federated: bool = False
    google: bool = False
    order: tuple[str, ...] = PRIMARY
    fallback: str = "defaultConfiguredIdp"
    passcodes: bool = False

    @property
    def address(self) -> str:
        return f"pat@{self.domain}"

    def state(self) -> State:
        """Return the tenant that the case describes."""
        state = State(policy=self.policy())
        if self.entra:
            name = f"p.smith@{self.domain}" if self.alias else self.address
            aliases = [self.address.title()] if self.alias else []
            state.keep_account(Account(name, "p", "entra", HOME_TENANT, aliases=aliases))
        if self.microsoft:
            state.keep_account(Account(self.address, "p", "microsoft", MICROSOFT_ACCOUNTS))
        if self.known_tenant:
            state.sources["tenant.example"] = Source("entra", HOME_TENANT, managed=self.managed)
        if self.federated:
            state.sources[self.domain] = Source("federation")
        if self.google:
            state.sources["googlemail.com"] = Source("google")
        return state

    def policy(self) -> Policy:
        """Return the configuration of R6."""
        return Policy(
            primary_order=list(self.order), fallback=self.fallback, otp_enabled=self.passcodes
        )

    def expected(self) -> Provider:
        """Return who must sign the guest in, worked out from the text of R5 and R6."""
        applies = {
            # An account of a managed tenant; unmanaged ones no longer count.
            "azureActiveDirectory": self.entra and (self.managed or not self.known_tenant),
            "externalFederation": self.federated,
            # Google is for its own domains, and only where the tenant has it.
            "socialIdentityProviders": self.google and self.domain == "gmail.com",
        }
        answers = {
            "azureActiveDirectory": Provider.CHOICE if self.microsoft else Provider.ENTRA,
            "externalFederation": Provider.FEDERATION,
            "socialIdentityProviders": Provider.GOOGLE,
        }
        winners = [answers[name] for name in self.order if applies.get(name)]
        last = AFTER_THE_PRIMARIES[self.fallback, self.passcodes, self.microsoft]
        return [*winners, last][0]


cases = st.builds(
    Case,
    domain=st.sampled_from(["kunde.example", "gmail.com", "sub.gmail.com", "outlook.example"]),
    entra=st.booleans(),
    managed=st.booleans(),
    known_tenant=st.booleans(),
    alias=st.booleans(),
    microsoft=st.booleans(),
    federated=st.booleans(),
    google=st.booleans(),
    order=st.lists(st.sampled_from(PRIMARY), unique=True).map(tuple),
    fallback=st.sampled_from(FALLBACKS),
    passcodes=st.booleans(),
)


@settings(max_examples=1000, deadline=None)
@given(cases)
def test_every_case_ends_in_the_provider_that_the_order_gives(case: Case) -> None:
    guest = Guest("g", case.address, "Pat", "pat#EXT#@gfms.example")
    assert way_of(case.state(), guest, case.address) == case.expected()


def test_all_sources_in_all_configurations() -> None:
    orders = [order for n in range(4) for order in itertools.permutations(PRIMARY, n)]
    sources = [Sources(*flags) for flags in itertools.product([False, True], repeat=4)]
    counted = 0
    for source, order, fallback, passcodes in itertools.product(
        sources, orders, FALLBACKS, [False, True]
    ):
        case = Case(order=order, fallback=fallback, passcodes=passcodes)
        found = provider(source, case.policy())
        first = [
            wanted
            for name in order
            for known, wanted, there in (
                (PRIMARY[0], Provider.CHOICE, source.entra and source.microsoft),
                (PRIMARY[0], Provider.ENTRA, source.entra and not source.microsoft),
                (PRIMARY[1], Provider.FEDERATION, source.federation),
                (PRIMARY[2], Provider.GOOGLE, source.google),
            )
            if known == name and there
        ]
        assert found == [*first, AFTER_THE_PRIMARIES[fallback, passcodes, source.microsoft]][0]
        counted += 1
    assert counted == 16 * 16 * 3 * 2


@pytest.mark.parametrize("fallback", FALLBACKS)
@pytest.mark.parametrize(
    ("issuer", "kept"),
    [
        ("mail", Provider.PASSCODE),
        ("Microsoft account", Provider.MICROSOFT),  # also where it is the fallback no more (XTAP)
        ("ExternalAzureAD", Provider.ENTRA),
        ("google.com", Provider.GOOGLE),
        ("https://idp.kunde.example/", Provider.FEDERATION),
    ],
)
def test_a_guest_keeps_the_provider_of_the_first_redemption(
    fallback: str, issuer: str, kept: Provider
) -> None:
    case = Case(entra=True, microsoft=True, fallback=fallback, passcodes=True)
    guest = Guest("g", case.address, "Pat", "upn", external_user_state="Accepted")
    guest.identities = [
        {"signInType": "federated", "issuer": issuer, "issuerAssignedId": case.address}
    ]
    assert way_of(case.state(), guest, case.address) == kept
    guest.external_user_state = "PendingAcceptance"  # as a reset leaves it
    assert way_of(case.state(), guest, case.address) == Provider.CHOICE


@settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(case=cases)
def test_the_link_leads_to_the_page_of_that_provider(simulator: Simulator, case: Case) -> None:
    state = case.state()
    guest = Guest("g", case.address, "Pat", "upn", sign_in_name=case.address)
    state.guests["g"] = guest
    invitation = Invitation("i", "g", case.address, "http://localhost:7071/", "ticket")
    state.invitations["i"] = invitation
    simulator.state.become(state)
    with Browser(simulator.url) as browser:
        page = browser.open(redeem_url(Config(simulator.url, simulator.tls_url), invitation))
    assert page.heading == HEADINGS[case.expected()]


def test_the_order_that_is_set_through_graph_counts_at_the_next_click(
    simulator: Simulator, app: Application, browser: Browser
) -> None:
    simulator.state.sources["kunde.example"] = Source("federation")
    simulator.state.keep_account(Account("pat@kunde.example", "p", "entra", HOME_TENANT))
    _, link = app.invite("pat@kunde.example")
    configuration = "invitationRedemptionIdentityProviderConfiguration"
    for order, heading in (
        (PRIMARY, "Enter password"),
        (PRIMARY[::-1], "Sign in to your organization"),
        ((), "Sign in with a code"),
    ):
        names = {"primaryIdentityProviderPrecedenceOrder": order, "fallbackIdentityProvider": OTP}
        answer = app.session.patch(
            f"{simulator.url}/v1.0/policies/crossTenantAccessPolicy/default",
            json={configuration: names},
            headers={"Authorization": f"Bearer {app.identity_token()}"},
            timeout=10,
        )
        assert answer.status_code == 204, answer.text
        assert browser.open(link).heading == heading


def test_passcodes_are_for_guests_only() -> None:
    case = Case(passcodes=True)
    assert way_of(case.state(), None, case.address) is None
    assert way_of(replace(case, entra=True).state(), None, case.address) == Provider.ENTRA
