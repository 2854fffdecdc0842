"""Who signs a guest in at the first redemption: the order of R5, as R6 lets it be configured."""

from dataclasses import dataclass
from enum import StrEnum

from dev.simulator.state import Policy


class Provider(StrEnum):
    """How a guest signs in; the value is the provider of the account, where there is one answer."""

    ENTRA = "entra"
    FEDERATION = "federation"
    GOOGLE = "google"
    MICROSOFT = "microsoft"
    PASSCODE = "mail"  # a one-time passcode to the invited address
    NEW_MICROSOFT = "new"  # a Microsoft account is made with the invited address
    CHOICE = "choice"  # the person is asked: Entra or Microsoft


@dataclass(frozen=True)
class Sources:
    """Where an address has, or its domain promises, an account."""

    entra: bool = False  # of a managed tenant
    federation: bool = False
    google: bool = False
    microsoft: bool = False


def provider(sources: Sources, policy: Policy) -> Provider:
    """Return who signs in an address with these `sources` (facts.md section 2, RED steps 1-8).

    The primary providers are tried in the policy's order, then its fallback. The person is asked
    where Entra's turn comes and a personal account matches as well, whatever the fallback is
    (XTAP).
    """
    for name in policy.primary_order:
        if name == "azureActiveDirectory" and sources.entra:
            return Provider.CHOICE if sources.microsoft else Provider.ENTRA
        if name == "externalFederation" and sources.federation:
            return Provider.FEDERATION
        if name == "socialIdentityProviders" and sources.google:
            return Provider.GOOGLE
    if policy.fallback == "emailOneTimePasscode":
        return Provider.PASSCODE
    if sources.microsoft:
        return Provider.MICROSOFT
    if policy.fallback == "defaultConfiguredIdp" and policy.otp_enabled:
        return Provider.PASSCODE
    return Provider.NEW_MICROSOFT
