"""The other side: who invites, who gives accounts, and what storage holds."""

import contextlib
import uuid
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp

from dev.invitation import DOCUMENTED
from dev.simulator import defaults
from dev.stack import Stack
from shared.domain.errors import LostRace
from shared.domain.invitation import Event, Invitation, Person, State
from shared.outer.invitation_table import InvitationTable
from tests.host.polling import until_true

PASSWORD = "Sehr-geheim-1"


@dataclass(frozen=True)
class Invited:
    """An invitation that was made: whose, and its link."""

    email: str
    link: str
    body: dict[str, Any] = field(repr=False)


class Office:
    """Invites people and arranges what they meet; every address and organisation is a new one."""

    def __init__(self, stack: Stack, http: aiohttp.ClientSession, store: InvitationTable) -> None:
        self.app_url = stack.app_url
        self.simulator_url = stack.simulator_url
        self.store = store
        self._http = http
        self._key = stack.keys.invite_user
        self._host_key = stack.keys.host
        self._master_key = stack.keys.master

    async def invite(self, **changes: Any) -> Invited:
        """Make the documented invitation with changes, for a guest nobody invited before."""
        tag = uuid.uuid4().hex[:8]
        guest = {"email": f"willy.urs.{tag}@urs-mechanik.example", "name": "Willy URS"}
        body = DOCUMENTED | {"guest": guest, "organisation": f"GFMS {tag}"} | changes
        headers = {"x-functions-key": self._key}
        url = f"{self.app_url}/api/InviteUser"
        async with self._http.post(url, json=body, headers=headers) as answer:
            assert answer.status == 201, f"{answer.status} {await answer.text()}"
            return Invited(body["guest"]["email"], answer.headers["Location"], body)

    async def invite_known(self, **changes: Any) -> Invited:
        """Invite somebody of the simulated customer tenant, who has an account there (J5)."""
        email = f"anna.keller.{uuid.uuid4().hex[:8]}@{defaults.ENTRA_CUSTOMER_DOMAIN}"
        guest = {"email": email, "name": "Anna Keller"}
        await self.give_account(**guest)
        return await self.invite(guest=guest, **changes)

    async def give_account(self, email: str, name: str) -> None:
        """Give somebody an account in the simulated customer tenant."""
        account = {
            "address": email,
            "password": PASSWORD,
            "provider": "entra",
            "home_tenant": defaults.ENTRA_CUSTOMER_TENANT_ID,
            "display_name": name,
        }
        await self.control("POST", "seed", {"accounts": [account]})

    async def control(self, method: str, what: str, body: Any = None) -> None:
        """Use a control URL of the simulator."""
        url = f"{self.simulator_url}/control/{what}"
        async with self._http.request(method, url, json=body) as answer:
            assert answer.status == 204, await answer.text()

    @contextlib.asynccontextmanager
    async def policy(self, **changes: Any) -> AsyncIterator[None]:
        """Let the inviting tenant have other policies for a while."""
        before = (await self.state())["policy"]
        await self.control("POST", "seed", {"policy": changes})
        try:
            yield
        finally:
            await self.control("POST", "seed", {"policy": before})

    async def state(self) -> dict[str, Any]:
        """Return all that the simulator remembers."""
        async with self._http.get(f"{self.simulator_url}/control/state") as answer:
            found: dict[str, Any] = await answer.json()
        return found

    async def guest(self, email: str) -> dict[str, Any]:
        """Return the directory's guest of an address."""
        (guest,) = [
            guest for guest in (await self.state())["guests"].values() if guest["mail"] == email
        ]
        found: dict[str, Any] = guest
        return found

    async def shown(self, invited: Invited) -> dict[str, Any]:
        """Return what the app tells the inviter's system of the invitation."""
        url = f"{self.app_url}/api/Invitations/{invited.link.rpartition('=')[2]}"
        async with self._http.get(url, headers={"x-functions-key": self._host_key}) as answer:
            assert answer.status == 200, await answer.text()
            found: dict[str, Any] = await answer.json()
        return found

    async def delete_guest(self, invited: Invited) -> None:
        """Delete the guest, as somebody in the inviting tenant would."""
        token_url = f"{self.simulator_url}/msi/token"
        query = {"api-version": "2019-08-01", "resource": "https://graph.microsoft.com"}
        identity = {"X-IDENTITY-HEADER": defaults.IDENTITY_HEADER}
        async with self._http.get(token_url, params=query, headers=identity) as answer:
            token = (await answer.json())["access_token"]
        guest = (await self.guest(invited.email))["id"]
        url = f"{self.simulator_url}/v1.0/users/{guest}"
        headers = {"Authorization": f"Bearer {token}"}
        async with self._http.delete(url, headers=headers) as answer:
            assert answer.status == 204, await answer.text()

    async def look_after_guests(self, invited: Invited) -> None:
        """Run the timer that looks after guests, until it has seen that this one is gone."""
        url = f"{self.app_url}/admin/functions/LookAfterGuests"
        headers = {"x-functions-key": self._master_key}
        async with self._http.post(url, json={"input": ""}, headers=headers) as answer:
            assert answer.status == 202

        async def noted() -> bool:
            history = (await self.shown(invited))["history"]
            return any(one["event"] == "GuestGone" for one in history)

        await until_true(noted, deadline=30)

    async def put(self, why: str, language: str) -> str:
        """Store an invitation whose link is closed because of `why`; return the link."""
        now = datetime.now(UTC)
        state = State(why) if why in set(State) else State.SENT
        expires = now - timedelta(minutes=1) if why == "expired" else now + timedelta(days=30)
        invitation = Invitation(
            id=str(uuid.uuid4()),
            organisation="GFMS",
            guest=Person("Willy URS", "willy.urs@urs-mechanik.example"),
            inviter=Person("Mohamed-Nour, Tamer", "tamer.mohamed-nour@gfms.example"),
            created=now,
            expires=expires,
            language=language,
            state=state,
            redeem_url="" if why == "preparing" else f"{self.simulator_url}/redeem?rd=none",
        )
        await self.store.add(invitation, _arranged(now))
        return f"{self.app_url}/api/InviteUser?invitationId={invitation.id}"

    async def change(self, invited: Invited, state: State) -> None:
        """Bring a stored invitation to another state; the app may be writing it as well."""
        while True:
            found = await self.store.get(invited.link.rpartition("=")[2])
            assert found is not None
            with contextlib.suppress(LostRace):
                await self.store.save(found.to(state), _arranged(datetime.now(UTC)))
                return


def _arranged(at: datetime) -> Event:
    return Event("ArrangedByTest", at, "test")
