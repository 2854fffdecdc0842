"""The invitation e-mail (J2): the same in HTML and in plain text, in the guest's language."""

from shared.domain.addresses import domain_of
from shared.domain.invitation import Invitation
from shared.settings import Settings
from shared.usecases.ports import Email
from shared.web.guide_links import administrators_guide, guests_guide
from shared.web.rendering import render


def compose(invitation: Invitation, settings: Settings) -> Email:
    """Return the e-mail; answers to it reach the inviter (E3)."""
    language, domain = invitation.language, domain_of(invitation.guest.email)
    link = f"{settings.public_url}/api/InviteUser?invitationId={invitation.id}"

    def part(name: str) -> str:
        return render(
            f"email/invitation/{name}",
            language,
            settings.brand,
            invitation=invitation,
            link=link,
            guide=guests_guide(settings, language, way=invitation.way, domain=domain),
            administrators=administrators_guide(settings, language, domain),
        )

    return Email(
        to=invitation.guest.email,
        to_name=invitation.guest.name,
        reply_to=invitation.inviter.email,
        reply_to_name=invitation.inviter.name,
        subject=" ".join(part("subject.txt").split()),
        text=part("body.txt"),
        html=part("body.html"),
    )
