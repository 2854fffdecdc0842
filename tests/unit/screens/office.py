"""An inviter who asks for pages of the console and sends its forms."""

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import azure.functions as func
import pytest

from ManageInvitations.inviter import Inviter
from ManageInvitations.screens import answers
from ManageInvitations.screens.address_page import address
from ManageInvitations.screens.audit_page import audit
from ManageInvitations.screens.blocks_page import blocks
from ManageInvitations.screens.detail_page import show_detail
from ManageInvitations.screens.export_page import export
from ManageInvitations.screens.extend_page import extend
from ManageInvitations.screens.import_page import import_file
from ManageInvitations.screens.import_state_page import import_result, import_state
from ManageInvitations.screens.list_page import show_list
from ManageInvitations.screens.new_page import new
from ManageInvitations.screens.people_page import people
from ManageInvitations.screens.resend_page import resend
from ManageInvitations.screens.revoke_page import revoke
from shared.domain.caller import Caller
from shared.domain.errors import InvitationError, SignInNeeded
from shared.domain.invitation import Event, Invitation
from shared.usecases.listing import Filters, Listed, Page
from tests import samples
from tests.unit.fakes import World

HOME = "https://invite.example/api/ManageInvitations"
CSRF = "the-forms-token"
SCREENS = {
    "": show_list,
    "new": new,
    "resend": resend,
    "revoke": revoke,
    "detail": show_detail,
    "address": address,
    "extend": extend,
    "export": export,
    "import": import_file,
    "import/state": import_state,
    "import/result": import_result,
    "audit": audit,
    "blocks": blocks,
    "people": people,
}
_BOUNDARY = "the-boundary"
_HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')


@dataclass
class FakeList:
    """Lists what the store of the world holds; remembers what it was asked for."""

    # The names of the port's parameters are those that the app calls it with.
    # ruff: noqa: ARG002

    world: World
    asked: list[tuple[str, Filters, str]] = field(default_factory=list)
    continuation: str = ""
    empty: bool = False

    async def page(
        self,
        organisation: str,
        filters: Filters,
        *,
        continuation: str,
        size: int,
        counting: bool = False,
    ) -> Page:
        self.asked.append((organisation, filters, continuation))
        listed = [self._listed(row) for row in self.world.store.rows.values()]
        counts = dict(Counter(one.state for one in listed)) if counting else None
        return Page(() if self.empty else tuple(listed), self.continuation, counts)

    def _listed(self, row: Invitation) -> Listed:
        return Listed(
            row.id,
            row.created,
            row.expires,
            "expired" if row.expired(self.world.clock()) else row.state.value,
            row.email.value,
            row.language,
            row.guest.name,
            row.guest.email,
            row.inviter.name,
            row.inviter.email,
            row.organisation,
            row.company.legalName,
        )


class Office:
    """Somebody who is signed in, until `sign_out` or `sign_in` as somebody else."""

    def __init__(self, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
        self.world = world
        self._monkeypatch = monkeypatch
        self.sign_in()

    def sign_in(
        self, organisation: str = "GFMS", *, admin: bool = False, name: str = "Tamer"
    ) -> None:
        """Be an inviter of an organisation, or an admin."""
        caller = Caller("tamer@gfms.example", "tamer@gfms.example", organisation, admin)
        self._be(Inviter(caller=caller, name=name, csrf=CSRF, language=""))

    def sign_out(self) -> None:
        """Be nobody."""
        self._be(SignInNeeded("/api/ManageInvitations/new"))

    def _be(self, who: Inviter | InvitationError) -> None:
        async def signed_in(_: func.HttpRequest) -> Inviter:
            if isinstance(who, InvitationError):
                raise who
            return who

        self._monkeypatch.setattr(answers, "signed_in", signed_in)

    def have(self, **changed: Any) -> Invitation:
        """Have an invitation of GFMS stored, with its first event."""
        made = self.world.have(samples.invitation(**{"organisation": "GFMS"} | changed))
        self.world.store.events[made.id].append(
            Event("InvitationCreated", made.created, made.inviter.email)
        )
        return made

    async def look(
        self, screen: str, invitation: str = "", *, lang: str = "", **query: str
    ) -> func.HttpResponse:
        """Ask for a page."""
        params = query | ({"lang": lang} if lang else {})
        return await self._ask(screen, invitation, "GET", params, b"")

    async def send(
        self, screen: str, invitation: str = "", *, csrf: str = CSRF, lang: str = "", **form: str
    ) -> func.HttpResponse:
        """Send a form."""
        body = urlencode(form | ({"csrf": csrf} if csrf else {})).encode()
        return await self._ask(screen, invitation, "POST", {"lang": lang} if lang else {}, body)

    async def bring(
        self, content: bytes, *, csrf: str = CSRF, lang: str = "", do: str = "look", **form: str
    ) -> func.HttpResponse:
        """Send the form with a file."""
        head = 'Content-Disposition: form-data; name="'
        parts = [f'{head}{name}"\r\n\r\n{value}' for name, value in form.items()]
        parts += [f'{head}csrf"\r\n\r\n{csrf}', f'{head}do"\r\n\r\n{do}']
        before = "".join(f"--{_BOUNDARY}\r\n{part}\r\n" for part in parts)
        name = "guests.csv" if content else ""
        file = f'--{_BOUNDARY}\r\n{head}file"; filename="{name}"\r\n\r\n'
        body = f"{before}{file}".encode() + content + f"\r\n--{_BOUNDARY}--\r\n".encode()
        kind = {"Content-Type": f"multipart/form-data; boundary={_BOUNDARY}"}
        params = {"lang": lang} if lang else {}
        return await self._ask("import", "", "POST", params, body, kind)

    async def look_at(self, content: bytes) -> str:
        """Bring a file and return the id of its import."""
        answer = await self.bring(content)
        assert answer.status_code == 303, html(answer)
        location: str = answer.headers["Location"]
        return location.rpartition("/")[2]

    async def _ask(
        self,
        screen: str,
        invitation: str,
        method: str,
        params: dict[str, str],
        body: bytes,
        headers: dict[str, str] | None = None,
    ) -> func.HttpResponse:
        path = f"{HOME}/{screen if 'import' in screen else invitation or screen}".rstrip("/")
        route = {"id": invitation} if invitation else {}
        return await SCREENS[screen](
            func.HttpRequest(
                method, path, headers=headers or {}, params=params, route_params=route, body=body
            )
        )


def html(answer: func.HttpResponse) -> str:
    """Return the page."""
    text: str = answer.get_body().decode()
    return text


def hidden(answer: func.HttpResponse) -> dict[str, str]:
    """Return the hidden fields of the page's form, but its token."""
    from html import unescape

    found = {unescape(name): unescape(value) for name, value in _HIDDEN.findall(html(answer))}
    found.pop("csrf", None)
    return found
