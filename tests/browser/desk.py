"""An inviter in front of the console."""

import json
import re
import time
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

from cryptography.fernet import Fernet

from dev.stack import Stack
from shared.domain.company import Change, CompanyData
from shared.domain.failure import Failure
from shared.domain.invitation import EmailFate, Event, Invitation, Person, State
from shared.domain.refusals import REFUSALS
from tests.browser.office import Office
from tests.browser.visitor import Visitor


class Desk:
    """An inviter of an organisation that nobody else invites for, in front of the console."""

    def __init__(self, visitor: Visitor, stack: Stack, office: Office) -> None:
        self.visitor = visitor
        self.page = visitor.page
        self.home = f"{stack.app_url}/api/ManageInvitations"
        self.organisation = f"GFMS {uuid.uuid4().hex[:8]}"
        self._stack, self._office = stack, office

    async def sign_in(self, *, admin: bool = False, email: str = "tamer@gfms.example") -> None:
        """Have the session of somebody who has signed in."""
        now = time.time()
        content = {
            "cookie": "inviter",
            "oid": str(uuid.uuid4()),
            "name": "Mohamed-Nour, Tamer",
            "email": email,
            "organisation": self.organisation,
            "admin": admin,
            "csrf": "token",
            "began": now,
            "confirmed": now,
        }
        seal = Fernet(self._stack.keys.session.split(",")[0])
        token = seal.encrypt(json.dumps(content).encode()).decode().rstrip("=")
        cookie = {
            "name": "__Secure-inviter",
            "value": token,
            # As the app sets it; a browser takes no other under that name.
            "url": self._stack.app_url.replace("http://", "https://"),
            "secure": True,
        }
        await self.visitor.context.add_cookies([cookie])  # type: ignore[list-item]  # a TypedDict

    async def have(self, name: str, **changed: Any) -> Invitation:
        """Store an invitation of this organisation."""
        now = datetime.now(UTC)
        fields: dict[str, Any] = {
            "id": str(uuid.uuid4()),
            "organisation": self.organisation,
            "guest": Person(name, f"{uuid.uuid4().hex[:8]}@urs-mechanik.example"),
            "inviter": Person("Mohamed-Nour, Tamer", "tamer@gfms.example"),
            "created": now,
            "expires": now + timedelta(days=30),
            "language": "en",
            "state": State.SENT,
            "email": EmailFate.DELIVERED,
            "roles": ("customer",),
            "company": CompanyData(legalName=f"{name} AG", country="CH", city="Biel"),
        }
        made = Event("InvitationCreated", now, "tamer@gfms.example")
        added = await self._office.store.add(Invitation(**fields | changed), made)
        await self._office.store.enlist(added)
        return added

    async def have_many(self) -> dict[str, Invitation]:
        """Store one of each kind."""
        bounced = Failure(
            "550",
            "The guest's mail server refused the e-mail: there is no such mailbox, or it takes "
            "none.",
            "Check the address with the guest, then resend the invitation to the right one.",
            "email-bounced",
            "550 5.1.1 No such user",
        )
        refused = Failure("400", REFUSALS[0].reason, REFUSALS[0].next_step, REFUSALS[0].kind)
        changes = (
            Change("legalName", "Keller", "Keller Werkzeuge AG"),
            Change("phone", "", "+41 32 344 11 11"),
        )
        return {
            "revoked": await self.have("Piotr Zieliński", state=State.REVOKED),
            "blocked": await self.have("Li", state=State.BLOCKED),
            "failed": await self.have("王小明", state=State.FAILED, **refused.fields()),
            "expired": await self.have("Nagy Ilona", expires=datetime(2026, 1, 1, tzinfo=UTC)),
            "completed": await self.have("Anna Keller", state=State.COMPLETED, changes=changes),
            "accepted": await self.have("Éva Kovács", state=State.ACCEPTED, message="Welcome!"),
            "bounced": await self.have(
                "김민지", email=EmailFate.BOUNCED, language="ko", **bounced.fields()
            ),
            "sent": await self.have("Willy URS"),
        }

    async def goto(self, path: str, heading: str | re.Pattern[str], *, shot: str = "") -> None:
        """Open a page of the console, and check it."""
        await self.visitor.goto(f"{self.home}{path}", heading, shot=shot)

    async def fill(self, **values: str) -> str:
        """Fill in the form of a new invitation; return the guest's address."""
        address = f"{uuid.uuid4().hex[:8]}@urs-mechanik.example"
        for name, value in {"guestEmail": address, "guestName": "Willy URS", **values}.items():
            await self.page.locator(f"#{name}").fill(value)
        return address
