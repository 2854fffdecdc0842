"""The very e-mail of an invitation, before there is one."""

import asyncio
import base64
import re
from dataclasses import dataclass
from datetime import datetime
from html.parser import HTMLParser

from shared.domain.addresses import domain_of
from shared.domain.letter import Kind
from shared.services import Services
from shared.settings import origin
from shared.usecases.create_invitation import InviteGuest, draft_of
from shared.usecases.mailing import PICTURE
from shared.web.letters import compose

# No invitation has this id: the links of a preview lead nowhere.
_NOBODY = "00000000-0000-0000-0000-000000000000"
# Whoever has such a link can block invitations in the guest's name.
_BLOCK_TOKEN = re.compile(r"(BlockInvitations\?t=)[\w-]+")


@dataclass(frozen=True)
class Preview:
    """What the guest will read; `styles` are those that the HTML uses, `pictures` whence."""

    subject: str
    sender: str
    reply_to: str
    html: str
    text: str
    language: str
    expires: datetime
    styles: tuple[str, ...]
    pictures: str


async def preview(command: InviteGuest, outer: Services) -> Preview:
    """Return the e-mail as it would go out now, in everything but its personal links."""
    now = outer.clock()
    way, picture = await asyncio.gather(
        outer.ways.of(domain_of(command.guest.email)), outer.pictures.of(command.inviter.email)
    )
    invitation = draft_of(command, _NOBODY, now, outer.settings.lifetime).having(
        way=way.kind, tenant_name=way.tenant_name
    )
    letter = compose(Kind.INVITATION, invitation, outer.settings, picture=picture, now=now)
    html = _BLOCK_TOKEN.sub(r"\1preview", letter.html).replace(
        f'src="cid:{PICTURE}"', f'src="{_inline(letter.picture)}"'
    )
    logo = outer.settings.brand.logo_url
    return Preview(
        subject=letter.subject,
        sender=letter.from_name,
        reply_to=letter.reply_to,
        html=html,
        text=_BLOCK_TOKEN.sub(r"\1preview", letter.text),
        language=invitation.language,
        expires=invitation.expires,
        styles=_Styles(html).found,
        pictures=origin(logo) if logo else "",
    )


def _inline(picture: bytes) -> str:
    """Return the picture as an address: a page has no attachments."""
    kind = "png" if picture.startswith(b"\x89PNG") else "jpeg"
    return f"data:image/{kind};base64,{base64.b64encode(picture).decode()}"


class _Styles(HTMLParser):
    """Collects the style sheets and style attributes of a document."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self._all: dict[str, None] = {}
        self._inside = False
        self.feed(html)

    @property
    def found(self) -> tuple[str, ...]:
        """Return each of them once."""
        return tuple(self._all)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._inside = tag == "style"
        self._all |= {value: None for name, value in attrs if name == "style" and value}

    def handle_endtag(self, tag: str) -> None:
        self._inside = self._inside and tag != "style"

    def handle_data(self, data: str) -> None:
        if self._inside:
            self._all[data] = None
