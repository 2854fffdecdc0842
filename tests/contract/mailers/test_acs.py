"""What only Azure Communication Services does: drops later, and limits sends and questions."""

import uuid
from collections.abc import AsyncIterator

import aiohttp
import pytest
from azure.core.credentials import AzureKeyCredential

from dev.simulator import defaults
from dev.simulator.mailing import Limits
from dev.simulator.state import Fault
from shared.domain.errors import EmailRefused, Unavailable
from shared.outer.acs_email import AcsMailer
from tests.contract.conftest import Simulator
from tests.contract.mailers.posts import SENDER
from tests.contract.mailers.test_mailers import email
from tests.contract.test_faults import ask_for


@pytest.fixture
async def mailer(simulator: Simulator) -> AsyncIterator[AcsMailer]:
    made = AcsMailer(simulator.url, AzureKeyCredential(defaults.EMAIL_ACCESS_KEY), SENDER)
    yield made
    await made.close()


@pytest.mark.parametrize(
    ("name", "code"),
    [("suppressed", "EmailDroppedAllRecipientsSuppressed"), ("dropped", "EmailDropped")],
)
async def test_what_was_dropped_is_refused_when_asked(
    mailer: AcsMailer, name: str, code: str
) -> None:
    operation = str(uuid.uuid4())
    await mailer.send(email(to=f"{name}@kunde.example"), operation)
    with pytest.raises(EmailRefused) as refused:
        await mailer.has(operation)
    assert refused.value.failure.code == code
    assert refused.value.failure.reason.endswith(".")


async def test_a_bad_address_is_refused_at_once(mailer: AcsMailer) -> None:
    with pytest.raises(EmailRefused) as refused:
        await mailer.send(email(to="invalid@kunde.example"), str(uuid.uuid4()))
    assert refused.value.failure.code == "InvalidEmailAddress"


async def test_a_sender_that_is_not_linked_waits_for_the_operator(
    simulator: Simulator, mailer: AcsMailer, caplog: pytest.LogCaptureFixture
) -> None:
    for status, code in ((404, "DomainNotLinked"), (403, "Denied")):
        simulator.state.faults.append(Fault("email", status=status, code=code, path=":send"))
        with pytest.raises(Unavailable) as waiting:
            await mailer.send(email(), str(uuid.uuid4()))
        assert waiting.value.sent_nothing
        assert waiting.value.retry_after
        assert code in caplog.text
    assert "EMAIL_SENDER" in caplog.text


async def test_sends_and_questions_are_limited_apart(
    simulator: Simulator, mailer: AcsMailer
) -> None:
    simulator.state.limits = Limits(2, 100, 1, 200)
    operations = [str(uuid.uuid4()) for _ in range(3)]
    for operation in operations[:2]:
        await mailer.send(email(), operation)
    with pytest.raises(Unavailable) as busy:
        await mailer.send(email(), operations[2])
    assert busy.value.sent_nothing
    assert busy.value.retry_after is not None
    assert 0 < busy.value.retry_after <= 60
    assert await mailer.has(operations[0])
    with pytest.raises(Unavailable):
        await mailer.has(operations[1])
    assert len(simulator.state.mails) == 2


async def test_limits_by_control_url(
    http: aiohttp.ClientSession, simulator: Simulator, mailer: AcsMailer
) -> None:
    async with http.post("/control/seed", json={"limits": {"sends_per_hour": 1}}) as answer:
        assert answer.status == 204
    await mailer.send(email(), str(uuid.uuid4()))
    with pytest.raises(Unavailable) as busy:
        await mailer.send(email(), str(uuid.uuid4()))
    assert busy.value.retry_after is not None
    assert busy.value.retry_after > 60
    async with http.post("/control/reset") as answer:
        assert answer.status == 204
    await mailer.send(email(), str(uuid.uuid4()))


async def test_faults_of_every_so_manieth_call(
    http: aiohttp.ClientSession, simulator: Simulator, mailer: AcsMailer
) -> None:
    """429 to every third send, and of the others every fifth is taken but not answered."""
    await ask_for(
        http,
        {"service": "email", "status": 429, "every": 3, "times": -1, "path": ":send"},
        {"service": "email", "kind": "lost", "every": 5, "times": -1, "path": ":send"},
    )
    outcomes = ""
    for _ in range(15):
        try:
            await mailer.send(email(), str(uuid.uuid4()))
            outcomes += "."
        except Unavailable as outage:
            outcomes += "t" if outage.sent_nothing else "l"
    assert outcomes == "..t..tl.t..t.lt"
    assert len(simulator.state.mails) == 10
