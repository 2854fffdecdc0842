"""Microsoft's own invitation e-mail, sent when sendInvitationMessage is true."""

from html import escape

from dev.simulator.config import Config
from dev.simulator.graph.redeem_url import redeem_url
from dev.simulator.inbox.delivery import deliver
from dev.simulator.state import Invitation, State


def send_invitation_mail(state: State, config: Config, invitation: Invitation) -> None:
    """Deliver the e-mail of facts.md section 3.

    The message of an app-only caller is not in it (facts.md section 0, TRB).
    """
    organisation = f"{config.tenant_name} ({config.tenant_domain})"
    link = redeem_url(config, invitation)
    warning = "Please only act on this email if you trust the organization represented below."
    text = (
        f"{warning}\n\n{organisation} invited you to access applications within their "
        f"organization.\n\nAccept invitation: {link}\n"
    )
    html = (
        f"<p>{escape(warning)}</p><p><strong>{escape(organisation)}</strong> invited you to access "
        f'applications within their organization.</p><p><a href="{escape(link)}">Accept '
        "invitation</a></p>"
    )
    deliver(
        state,
        to=invitation.mail,
        sender=(f"Microsoft invitations on behalf of {config.tenant_name} <invites@microsoft.com>"),
        subject=(
            f"{config.tenant_name} invited you to access applications within their organization."
        ),
        text=text,
        html=html,
    )
