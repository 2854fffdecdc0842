"""The e-mail of an automatic redemption, which needs no action (R8)."""

from dev.simulator.config import Config
from dev.simulator.entra.pages import render
from dev.simulator.inbox.delivery import deliver
from dev.simulator.state import Account, Guest, State


def is_automatic(state: State, account: Account) -> bool:
    """Return whether both tenants agreed to redeem without consent; the list names tenant ids."""
    return account.provider == "entra" and account.home_tenant in state.policy.automatic_redemption


def notify(state: State, config: Config, guest: Guest) -> None:
    """Deliver it, at the first sign-in; its wording and its moment are not known."""
    values = {"tenant": config, "name": guest.display_name}
    deliver(
        state,
        to=guest.mail,
        sender=f"Microsoft invitations on behalf of {config.tenant_name} <invites@microsoft.com>",
        subject=f"You can now use applications of {config.tenant_name}",
        text=render("notification_mail.txt", **values),
        html=render("notification_mail.html", **values),
    )
