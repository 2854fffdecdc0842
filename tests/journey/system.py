"""A system that calls the app's API, and looks behind it: storage, the simulator, the inbox."""

import itertools
import json
import threading
import uuid
from collections.abc import Callable
from typing import Any, Self

import requests
from azure.core import MatchConditions
from azure.data.tables import TableClient, TableServiceClient, UpdateMode
from azure.storage.queue import QueueClient, TextBase64DecodePolicy

from dev.stack import Stack
from tests.journey.waiting import until

TIMEOUT = 30
_NUMBERS = itertools.count(1)


def new_address(name: str = "guest") -> str:
    """Return an address that no other test uses."""
    return f"{name}{next(_NUMBERS)}.{uuid.uuid4().hex[:8]}@kunde.example"


def body(**changed: Any) -> dict[str, Any]:
    """Return a small right body with a new guest; `changed` replaces members, None removes one."""
    whole: dict[str, Any] = {
        "guest": {"email": new_address(), "name": "Éva Kovács"},
        "inviter": {"email": "tamer@gfms.example", "name": "Mohamed-Nour, Tamer"},
        "organisation": "GFMS",
    } | changed
    return {name: value for name, value in whole.items() if value is not None}


class System:
    """Calls the app with the function key; closes what it opened."""

    def __init__(self, stack: Stack) -> None:
        self.stack = stack
        self.url = f"{stack.app_url}/api/InviteUser"
        self.key = stack.keys.invite_user
        self._local = threading.local()
        self._opened: list[requests.Session] = []
        self._tables = TableServiceClient.from_connection_string(stack.connection_string)
        self._clients: dict[str, TableClient] = {}
        self._events: list[dict[str, Any]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for session in self._opened:
            session.close()
        for client in self._clients.values():
            client.close()
        self._tables.close()

    @property
    def session(self) -> requests.Session:
        """A session of this thread's own."""
        if not hasattr(self._local, "session"):
            self._local.session = requests.Session()
            self._local.session.trust_env = False
            self._opened.append(self._local.session)
        session: requests.Session = self._local.session
        return session

    def post(self, content: Any, **headers: str) -> requests.Response:
        """POST an invitation; bytes are sent as they are, anything else as JSON."""
        data = content if isinstance(content, bytes) else json.dumps(content).encode()
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        sent = {"x-functions-key": self.key, "Content-Type": "application/json"} | named
        return self.session.post(self.url, data=data, headers=sent, timeout=TIMEOUT)

    def invite(self, **changed: Any) -> str:
        """Make an invitation and return its id."""
        answer = self.post(body(**changed))
        assert answer.status_code == 201, answer.text
        return str(answer.json()["invitationId"])

    def ask(self, method: str, link: str, **headers: str) -> requests.Response:
        """Ask for an address and stay there."""
        return self.session.request(
            method, link, headers=headers, allow_redirects=False, timeout=TIMEOUT
        )

    def link(self, invitation: str) -> str:
        """Return the link of an invitation (J3)."""
        return f"{self.url}?invitationId={invitation}"

    def row(self, invitation: str) -> dict[str, Any]:
        """Return the stored row, with its ETag."""
        row = self.table("Invitations").get_entity(invitation[:3], invitation)
        return {**row, "etag": row.metadata["etag"]}

    def alter(self, invitation: str, **columns: Any) -> None:
        """Change columns of the stored row behind the app's back."""
        keys = {"PartitionKey": invitation[:3], "RowKey": invitation}
        self.table("Invitations").update_entity(
            keys | columns, UpdateMode.MERGE, match_condition=MatchConditions.Unconditionally
        )

    def rows(self, table: str, partition: str) -> list[dict[str, Any]]:
        """Return the rows of a partition."""
        found = self.table(table).query_entities(
            "PartitionKey eq @partition", parameters={"partition": partition}
        )
        return [dict(row) for row in found]

    def kinds(self, invitation: str) -> list[str]:
        """Return what happened to the invitation, in order."""
        rows = self.rows("Invitations", invitation[:3])
        return [row["kind"] for row in rows if row["RowKey"].startswith(f"{invitation}_e")]

    def table(self, name: str) -> TableClient:
        """Return the client of a table."""
        if name not in self._clients:
            self._clients[name] = self._tables.get_table_client(name)
        return self._clients[name]

    def sent(self, invitation: str) -> dict[str, Any]:
        """Wait until the invitation's e-mail has arrived, and return its row."""
        until(lambda: self.row(invitation)["email"] == "delivered")
        return self.row(invitation)

    def events(self) -> list[dict[str, Any]]:
        """Return the CloudEvents that the platform got so far, in the order of their arrival."""
        with QueueClient.from_connection_string(
            self.stack.connection_string, "events", message_decode_policy=TextBase64DecodePolicy()
        ) as queue:
            while seen := list(queue.receive_messages(messages_per_page=32, max_messages=32)):
                for message in seen:
                    self._events.append(json.loads(message.content))
                    queue.delete_message(message)
        return list(self._events)

    def state(self) -> dict[str, Any]:
        """Return all that the simulator remembers."""
        answer = self.session.get(f"{self.stack.simulator_url}/control/state", timeout=TIMEOUT)
        found: dict[str, Any] = answer.json()
        return found

    def simulator(self, what: str, content: Any) -> None:
        """Use a control URL of the simulator."""
        url = f"{self.stack.simulator_url}/control/{what}"
        assert self.session.post(url, json=content, timeout=TIMEOUT).status_code == 204

    def look_after_guests(self) -> None:
        """Run the timer that looks after guests."""
        self.run_timer("LookAfterGuests")

    def run_timer(self, name: str) -> None:
        """Run a timer, as an operator does by hand."""
        answer = self.session.post(
            f"{self.stack.app_url}/admin/functions/{name}",
            json={"input": ""},
            headers={"x-functions-key": self.stack.keys.master},
            timeout=TIMEOUT,
        )
        assert answer.status_code == 202

    def mails(self, address: str) -> list[dict[str, Any]]:
        """Return what is in the inbox for an address."""
        return [mail for mail in self.state()["mails"] if mail["to"] == address]

    def mail(self, address: str) -> dict[str, Any]:
        """Wait for the one e-mail to an address."""
        until(lambda: self.mails(address))
        (mail,) = self.mails(address)
        return mail

    def guest(self, address: str) -> dict[str, Any] | None:
        """Return the guest in the directory, if there is one."""
        guests = self.state()["guests"].values()
        return next((guest for guest in guests if guest["mail"] == address), None)


Ask = Callable[[], requests.Response]
