"""What the tenant of the account itself demands, before the inviting tenant is asked."""

from dev.simulator.config import Config
from dev.simulator.entra import application
from dev.simulator.entra.errors import SignInError
from dev.simulator.entra.sources import tenant_of
from dev.simulator.state import Account, State

BLOCKED = 53003


def check_home_tenant(state: State, config: Config, account: Account) -> None:
    """Raise SignInError where the home tenant of an Entra account stands in the way.

    AADSTS65005 for an unmanaged tenant, AADSTS53003 for a refusal by Conditional Access,
    AADSTS90071 where the inviting tenant does not trust its second factor. The numbers are
    troubleshoot.md's (signin.md) and, for 53003, the error code reference's; the wording of 65005
    and 90071 is shortened.
    """
    tenant = tenant_of(state, account.home_tenant) if account.provider == "entra" else None
    if tenant is None:
        return
    name = tenant.tenant_name or account.address.partition("@")[2]
    if not tenant.managed:
        raise SignInError(
            65005,
            "invalid_resource",
            f"Using application '{application.NAME}' is currently not supported for your "
            f"organization {name} because it is in an unmanaged state. An administrator needs to "
            "claim ownership of the company by DNS validation of the domain before the "
            "application can be provisioned.",
            status=403,
        )
    if tenant.conditional_access:
        raise SignInError(
            BLOCKED,
            "interaction_required",
            "Access has been blocked by Conditional Access policies. The access policy does not "
            "allow token issuance.",
            status=403,
        )
    if tenant.inbound_mfa:
        raise SignInError(
            90071,
            "interaction_required",
            f"An administrator from {config.tenant_name} must update their access settings to "
            "accept inbound multifactor authentication.",
            status=403,
        )


def needs_administrator(state: State, config: Config, account: Account) -> bool:
    """Return whether only an administrator of the account's tenant may agree, and none has (R9)."""
    tenant = tenant_of(state, account.home_tenant) if account.provider == "entra" else None
    given = [account.home_tenant, config.client_id] in state.admin_consents
    return tenant is not None and tenant.admin_consent and not given
