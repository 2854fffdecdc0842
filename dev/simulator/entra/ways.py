"""How a person signs in: the way of the first redemption, or the one that was taken then."""

from dev.simulator.entra.errors import SignInError
from dev.simulator.entra.flow import Flow, Step
from dev.simulator.entra.order import Provider, provider
from dev.simulator.entra.people import PENDING, federated_identity
from dev.simulator.entra.sources import account_of, sources_of
from dev.simulator.state import Guest, State

ISSUERS = {  # facts.md section 1: what user.identities says after redemption
    "ExternalAzureAD": Provider.ENTRA,
    "Microsoft account": Provider.MICROSOFT,
    "google.com": Provider.GOOGLE,
    "mail": Provider.PASSCODE,
}
STEPS = {
    Provider.ENTRA: Step.PASSWORD,
    Provider.MICROSOFT: Step.PASSWORD,
    Provider.CHOICE: Step.CHOOSE,
    Provider.FEDERATION: Step.FEDERATION,
    Provider.GOOGLE: Step.GOOGLE,
    Provider.PASSCODE: Step.SEND,
    Provider.NEW_MICROSOFT: Step.CREATE,
}


def way_of(state: State, guest: Guest | None, address: str) -> Provider | None:
    """Return how `guest`, or a stranger with `address`, signs in; None: there is no account.

    A guest who has redeemed keeps the provider until a reset (facts.md section 2, OTP). Nothing
    is sent to, or made for, a stranger.

    Raises SignInError where the guest redeemed with passcodes and those are off now.
    """
    identity = federated_identity(guest) if guest else None
    if identity and guest and guest.external_user_state != PENDING:
        kept = ISSUERS.get(identity["issuer"], Provider.FEDERATION)
        if kept == Provider.PASSCODE and not passcodes_are_on(state):
            raise SignInError(
                0,
                "access_denied",
                "Your organization doesn't sign in with one-time passcodes any more. Ask the "
                "person who invited you to reset your invitation.",
                status=403,
            )
        return kept
    way = provider(sources_of(state, address), state.policy)
    if guest is None and way in (Provider.PASSCODE, Provider.NEW_MICROSOFT):
        # The account of an unmanaged tenant signs in, only to be refused (AADSTS65005).
        return Provider.ENTRA if account_of(state, address, "entra") else None
    return way


def passcodes_are_on(state: State) -> bool:
    """Return whether the tenant sends one-time passcodes."""
    return state.policy.otp_enabled or state.policy.fallback == "emailOneTimePasscode"


def providers(way: Provider | None) -> frozenset[str]:
    """Return the providers of the accounts that may be used on this way."""
    if way == Provider.CHOICE:
        return frozenset({"entra", "microsoft"})
    if way == Provider.NEW_MICROSOFT:
        return frozenset({"microsoft"})
    return frozenset({way.value}) if way else frozenset()


def take(flow: Flow, way: Provider) -> None:
    """Make the first page of `way` the one to show."""
    flow.provider = "" if way in (Provider.CHOICE, Provider.NEW_MICROSOFT) else way.value
    flow.go(STEPS[way])
