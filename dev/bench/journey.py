"""One invitation from the first request to the welcome page, step by step."""

from dataclasses import dataclass
from urllib.parse import urljoin

from dev.bench.errors import NotMeasured
from dev.bench.guest import Form, Guest
from dev.bench.invitations import body, invite
from dev.bench.ledger import Ledger, Step
from dev.bench.proxy import CountingProxy
from dev.simulator import defaults
from dev.stack import Stack

_WORKED_OFF_WITHIN = 30
_QUIET = 1.5  # seconds


@dataclass(frozen=True)
class Journey:
    """Where an invitation is taken through its steps; the queues are closed in between."""

    stack: Stack
    proxy: CountingProxy
    ledger: Ledger
    organisation: str

    def walk(self) -> list[Step]:
        """Return the steps with their storage calls; raises NotMeasured where one goes wrong."""
        steps: list[Step] = []
        with self.ledger.step("create", steps):
            link = self._invite(defaults.ENTRA_CUSTOMER_USER, respond_async=False)
        self._work_off("send", steps)
        self._another_guest(steps)
        self._redeem(link, steps)
        return steps

    def _another_guest(self, steps: list[Step]) -> None:
        with self.ledger.step("create, respond-async", steps):
            self._invite("another@example.com", respond_async=True)
        self._work_off("guest and send, after respond-async", steps)

    def _invite(self, address: str, *, respond_async: bool) -> str:
        return invite(
            self.stack.app_url,
            self.stack.keys.invite_user,
            address,
            organisation=self.organisation,
            respond_async=respond_async,
        )

    def _redeem(self, link: str, steps: list[Step]) -> None:
        with Guest(self.stack.app_url) as guest:
            with self.ledger.step("click", steps):
                redeem = guest.ask(link, 302).headers["Location"]
            back = guest.sent_on(redeem)
            with self.ledger.step("sign-in start", steps):
                authorize = guest.ask(back, 302).headers["Location"]
            callback = guest.sent_on(authorize)
            with self.ledger.step("acceptance", steps):
                company = guest.ask(callback, 302).headers["Location"]
            with self.ledger.step("company page", steps):
                page = guest.ask(company, 200)
            form = body(defaults.ENTRA_CUSTOMER_USER)["company"]
            form |= {"csrf": Form(page.text).fields["csrf"], "do": "create"}
            with self.ledger.step("company create", steps):
                welcome = guest.ask(company, 303, form).headers["Location"]
            self._work_off("grant", steps)
            with self.ledger.step("welcome page", steps):
                guest.ask(urljoin(company, welcome), 200)

    def _work_off(self, name: str, steps: list[Step]) -> None:
        """Let the host work off the messages that are waiting, and what they lead to."""
        with self.ledger.step(name, steps):
            self.proxy.open_queues()
            done = self.ledger.wait_worked_off(_WORKED_OFF_WITHIN, _QUIET)
            self.proxy.close_queues()
        if not done:
            raise NotMeasured(f"A message of the step `{name}` was not worked off")
