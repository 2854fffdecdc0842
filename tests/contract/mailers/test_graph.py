"""What only a mailbox does: its draft is made once, kept, sent once, and looked at."""

import uuid
from collections.abc import AsyncIterator

import pytest

from dev.simulator.state import Fault
from shared.domain.errors import EmailRefused, Unavailable
from shared.outer.graph_email import GraphMailer
from tests.contract.clients import managed_identity
from tests.contract.conftest import Simulator
from tests.contract.mailers.posts import SENDER, now
from tests.contract.mailers.stand_ins import MemoryDrafts
from tests.contract.mailers.test_mailers import email

CREATE = "graph POST /v1.0/users/{user}/messages"


@pytest.fixture
def drafts() -> MemoryDrafts:
    return MemoryDrafts()


@pytest.fixture
async def mailer(
    simulator: Simulator, drafts: MemoryDrafts, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[GraphMailer]:
    async with managed_identity(simulator, monkeypatch) as credential:
        url = f"{simulator.url}/v1.0"
        made = GraphMailer(url, credential, SENDER, now, drafts=drafts)
        yield made
        await made.close()


async def test_the_draft_that_is_left_is_sent(simulator: Simulator, mailer: GraphMailer) -> None:
    operation = str(uuid.uuid4())
    simulator.state.faults.append(Fault("graph", status=429, retry_after=9, path="/send"))
    with pytest.raises(Unavailable) as busy:
        await mailer.send(email(), operation)
    # Such a 429 may have sent it all the same: the next try has to look.
    assert (busy.value.retry_after, busy.value.sent_nothing) == (9, False)
    assert not await mailer.has(operation)
    await mailer.send(email(), operation)
    assert simulator.count(CREATE) == 1
    assert len(simulator.state.mails) == 1
    assert await mailer.has(operation)


async def test_a_message_on_its_way_is_in_no_folder_and_counts_as_sent(
    simulator: Simulator, mailer: GraphMailer
) -> None:
    operation = str(uuid.uuid4())
    simulator.state.faults.append(Fault("graph", kind="lost", path="/send"))
    with pytest.raises(Unavailable):
        await mailer.send(email(), operation)
    (draft,) = simulator.state.drafts.values()
    draft.folder = False
    assert await mailer.has(operation)
    # Whoever does not look sends nothing twice.
    with pytest.raises(Unavailable):
        await mailer.send(email(), operation)
    assert simulator.count(CREATE) == 1
    assert len(simulator.state.mails) == 1


async def test_a_draft_that_is_not_found_yet_does_not_count_as_sent(
    simulator: Simulator, mailer: GraphMailer, caplog: pytest.LogCaptureFixture
) -> None:
    operation = str(uuid.uuid4())
    missing = Fault("graph", status=404, code="ErrorItemNotFound", path="/send")
    simulator.state.faults.append(missing)
    with pytest.raises(Unavailable) as soon:
        await mailer.send(email(), operation)
    assert (soon.value.retry_after, soon.value.sent_nothing) == (None, False)
    assert "refuses this app" not in caplog.text
    assert simulator.state.mails == []
    assert not await mailer.has(operation)
    await mailer.send(email(), operation)
    assert len(simulator.state.mails) == 1


async def test_a_draft_whose_id_was_not_kept_is_never_sent(
    simulator: Simulator, drafts: MemoryDrafts, mailer: GraphMailer
) -> None:
    """A crash, or storage that is down, between the draft and its row: the draft stays one."""
    operation = str(uuid.uuid4())
    drafts.down = True
    with pytest.raises(Unavailable):
        await mailer.send(email(), operation)
    drafts.down = False
    assert not await mailer.has(operation)
    await mailer.send(email(), operation)
    assert [draft.sent for draft in simulator.state.drafts.values()] == [False, True]
    assert len(simulator.state.mails) == 1


async def test_a_refused_e_mail_leaves_no_draft(simulator: Simulator, mailer: GraphMailer) -> None:
    with pytest.raises(EmailRefused) as refused:
        await mailer.send(email(to="invalid@kunde.example"), str(uuid.uuid4()))
    assert refused.value.failure.code == "ErrorInvalidRecipients"
    assert simulator.state.drafts == {}


@pytest.mark.parametrize("permissions", [[], ["Mail.ReadWrite"], ["Mail.Send"]])
async def test_a_missing_permission_waits_for_the_operator(
    simulator: Simulator,
    mailer: GraphMailer,
    permissions: list[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    simulator.state.permissions = permissions
    with pytest.raises(Unavailable):
        await mailer.send(email(), str(uuid.uuid4()))
    assert "Mail.Send" in caplog.text
    assert simulator.state.mails == []


async def test_two_permissions_for_one_mailbox_are_enough(
    simulator: Simulator, mailer: GraphMailer
) -> None:
    simulator.state.permissions = ["Mail.ReadWrite", "Mail.Send"]
    simulator.state.mailboxes = [SENDER]
    operation = str(uuid.uuid4())
    await mailer.send(email(), operation)
    assert await mailer.has(operation)
    simulator.state.mailboxes = ["somebody@else.example"]
    with pytest.raises(Unavailable):
        await mailer.send(email(), str(uuid.uuid4()))
    with pytest.raises(Unavailable):
        await mailer.has(operation)
