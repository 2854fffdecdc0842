"""The e-mail of an automatic redemption, which needs no action (R8)."""

from dev.simulator.config import Config
from dev.simulator.entra.pages import render
from dev.simulator.entra.sources import account_of, domain_of
from dev.simulator.inbox.delivery import deliver
from dev.simulator.state import Account, Guest, State


def is_automatic(state: State, account: Account) -> bool:
    """Return whether both tenants agreed to redeem without consent; the list names tenant ids."""
    return account.provider == "entra" and account.home_tenant in state.policy.automatic_redemption


def will_be_automatic(state: State, address: str) -> bool:
    """Return whether the home tenant of an invited address agreed, as far as it is known."""
    account = account_of(state, address, "entra")
    tenant = account.home_tenant if account else state.entra_domains.get(domain_of(address))
    return tenant in state.policy.automatic_redemption


def notify(state: State, config: Config, guest: Guest) -> None:
    """Deliver it to somebody who was just invited (RED: no sign-in is needed first).

    Its wording is not known.
    """
    values = {"tenant": config, "name": guest.display_name}
    deliver(
        state,
        to=guest.sign_in_name,
        sender=f"Microsoft invitations on behalf of {config.tenant_name} <invites@microsoft.com>",
        subject=f"You can now use applications of {config.tenant_name}",
        text=render("notification_mail.txt", **values),
        html=render("notification_mail.html", **values),
    )
