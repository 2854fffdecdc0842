"""An operation: to which trace it belongs, what of it is recorded."""

import contextvars
from collections.abc import Iterator

import pytest

from shared.telemetry import names, operation
from shared.telemetry.allowance import Allowance
from shared.telemetry.calls import Calling, plain
from shared.telemetry.operation import Operation, begin
from shared.telemetry.recorder import Recorder, use
from shared.telemetry.records import Line, Record, Span, Step, Thrown
from shared.telemetry.trace import Trace, of_invitation

ID = "0c5a3f5e-8f0e-4a27-9d0b-6d2d3b9a1c11"
OTHER = "1d5a3f5e-8f0e-4a27-9d0b-6d2d3b9a1c22"
HOST = Trace("a" * 32, "b" * 16)
MESSAGE = Trace(of_invitation(ID).trace_id, "c" * 16)


@pytest.fixture
def recorder() -> Iterator[Recorder]:
    """A recorder of this process."""
    made = Recorder("a key")
    use(made)
    yield made
    use(None)


def ended(one: Operation, recorder: Recorder, *, share: float = 1, outcome: str = "200") -> Span:
    one.end(recorder, outcome, None, share)
    [span] = [span for span in spans(recorder) if span.name == one.name]
    return span


def spans(recorder: Recorder) -> list[Span]:
    return [record for record in recorder.take(1000) if isinstance(record, Span)]


def test_what_is_about_nobody_stays_with_the_host(recorder: Recorder) -> None:
    span = ended(Operation("List", {}, host=HOST), recorder)
    assert (span.place.trace_id, span.parent) == (HOST.trace_id, HOST.span_id)


def test_what_is_about_an_invitation_stands_below_it_and_links_to_the_host(
    recorder: Recorder,
) -> None:
    one = Operation("Follow", {}, host=HOST)
    one.about(of_invitation(ID).trace_id)
    span = ended(one, recorder)
    root = of_invitation(ID)
    assert (span.place.trace_id, span.parent, span.links) == (root.trace_id, root.span_id, (HOST,))


def test_a_message_is_the_parent_and_linked(recorder: Recorder) -> None:
    one = Operation("Send", {}, host=HOST, message=MESSAGE)
    one.about(of_invitation(ID).trace_id)
    span = ended(one, recorder)
    assert span.parent == MESSAGE.span_id
    assert span.links == (HOST, MESSAGE)


def test_a_message_of_another_trace_is_only_linked(recorder: Recorder) -> None:
    one = Operation("Send", {}, message=MESSAGE)
    one.about(of_invitation(OTHER).trace_id)
    span = ended(one, recorder)
    assert span.parent == of_invitation(OTHER).span_id
    assert MESSAGE in span.links


def test_the_invitation_that_changes_decides_and_others_are_linked(recorder: Recorder) -> None:
    one = Operation("Create", {}, host=HOST)
    one.about(of_invitation(OTHER).trace_id)
    one.about(of_invitation(ID).trace_id, lead=True)
    one.about(of_invitation(OTHER).trace_id, lead=True)
    span = ended(one, recorder)
    assert span.place.trace_id == of_invitation(ID).trace_id
    assert span.links == (HOST, of_invitation(OTHER))


def test_what_is_about_many_is_of_no_trace_and_linked_to_each(recorder: Recorder) -> None:
    def run() -> None:
        one = Operation("Remind", {}, host=HOST, many=True)
        begin(one)
        for id_ in (ID, OTHER):
            operation.about(id_)
            operation.step("GuestReminded", id_)
            assert operation.carried(id_) == of_invitation(id_).header
        one.end(recorder, "done", None, 1.0)

    contextvars.copy_context().run(run)
    *steps, span = recorder.take(9)
    assert isinstance(span, Span)
    assert (span.place.trace_id, span.parent) == (HOST.trace_id, HOST.span_id)
    assert set(span.links) == {HOST, of_invitation(ID), of_invitation(OTHER)}
    places = [step.place for step in steps if isinstance(step, Step)]
    assert places == [of_invitation(ID), of_invitation(OTHER)]


def test_a_share_is_recorded_and_what_went_wrong_whatever_the_share(recorder: Recorder) -> None:
    one = Operation("Good", {}, host=HOST)
    one.end(recorder, "200", None, 0.0)
    assert spans(recorder) == []
    assert recorder.metrics.take()
    bad = Operation("Bad", {}, host=HOST)
    bad.end(recorder, "failed", Thrown("ValueError", ""), 0.0)
    [span] = spans(recorder)
    assert (span.good, span.share) == (False, 1.0)


def test_a_failed_call_keeps_the_whole_operation(recorder: Recorder) -> None:
    def run() -> None:
        one = Operation("Create", {}, host=HOST)
        begin(one)
        with Calling(names.GRAPH, "invitations") as call:
            call.status = 429
        with Calling(names.STORAGE, "Invitations", "GET") as call:
            call.status = 404
        one.end(recorder, "202", None, 0.0)

    contextvars.copy_context().run(run)
    whole, refused, missing = spans(recorder)
    assert refused.parent == missing.parent == whole.place.span_id
    assert {one.place.trace_id for one in (whole, refused, missing)} == {HOST.trace_id}
    assert [one.good for one in (whole, refused, missing)] == [True, False, True]


def test_the_share_is_of_traces_and_about_right() -> None:
    kept = sum(operation.chosen(f"{number:032x}", 0.25) for number in range(4000))
    assert 850 < kept < 1150
    assert operation.chosen("a" * 32, 1.0)
    assert not operation.chosen("a" * 32, 0.0)


def test_a_message_carries_where_it_comes_from(recorder: Recorder) -> None:
    assert recorder is not None

    def run() -> str:
        one = Operation("Create", {}, host=HOST)
        begin(one)
        header = operation.carried(ID)
        assert header == Trace(of_invitation(ID).trace_id, one.span_id).header
        return operation.carried(OTHER)

    assert contextvars.copy_context().run(run) == of_invitation(OTHER).header
    assert operation.carried(ID) == ""


def test_a_step_outside_of_any_operation_stands_below_its_invitation(recorder: Recorder) -> None:
    operation.step("GuestReminded", ID)
    [step] = recorder.take(9)
    assert isinstance(step, Step)
    assert step.place == of_invitation(ID)


def test_without_a_recorder_nothing_happens() -> None:
    operation.step("GuestReminded", ID)
    with Calling(names.GRAPH, "users") as call:
        call.status = 200


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/v1.0/users/0c5a3f5e-8f0e-4a27-9d0b-6d2d3b9a1c11/messages", "users/*/messages"),
        ("/v1.0/users/kim@example.com/photos/48x48/$value", "users/*/photos/*/$value"),
        ("/v1.0/groups/x1/members/$ref", "groups/*/members/$ref"),
        ("/beta/t/findTenantByDomainName(domainName='kunde.example')", "t/findTenantByDomainName"),
        ("/v1.0/users/kim%40example.com", "users/*"),
        ("/v1.0/users/a@b.example/messages/AAMk1=/send", "users/*/messages/*/send"),
        ("/", ""),
    ],
)
def test_a_path_is_told_without_names(path: str, told: str) -> None:
    assert plain(path) == told


def test_the_oldest_go_where_there_is_no_room_and_are_counted() -> None:
    made = Recorder(most=3)
    records: list[Record] = [Step(str(number), number, None, {}) for number in range(5)]
    made.keep(*records)
    assert made.take(9) == records[2:]
    [((name, _), total)] = made.metrics.take().items()
    assert (name, total.count) == (names.DROPPED, 2)


def test_an_allowance_comes_back_with_time_and_no_further() -> None:
    now = [0.0]
    allowance = Allowance(2, 4, lambda: now[0])
    assert [allowance.spend(3) for _ in range(3)] == [True, True, False]  # 2 more than there are
    now[0] = 1.0
    assert not allowance.spend(1)
    now[0] = 1.5
    assert allowance.spend(1)
    now[0] = 1000.0
    assert [allowance.spend(1) for _ in range(5)] == [True, True, True, True, False]


def test_in_a_flood_only_what_went_wrong_is_recorded_and_all_is_counted() -> None:
    made = Recorder(allow=lambda: Allowance(0, 3, lambda: 0.0))
    for _ in range(5):
        Operation("Follow", {}, host=HOST, spare=True).end(made, "302", None, 1)
        made.step("LinkFollowed", HOST, {}, spare="Follow")
    Operation("Follow", {}, host=HOST, spare=True).end(made, "500", Thrown("ValueError", ""), 1)
    made.step("InvitationSent", HOST, {})
    Operation("Send", {}, host=HOST).end(made, "done", None, 1)
    Operation("List", {}, host=HOST, spare=True).end(made, "200", None, 1)
    kept = [record.name for record in made.take(99) if not isinstance(record, Line)]
    assert kept == ["Follow", "LinkFollowed", "Follow", "Follow", "InvitationSent", "Send", "List"]
    counted: dict[str, float] = {}
    for (name, _), total in made.metrics.take().items():
        counted[name] = counted.get(name, 0) + (total.sum if name == names.DROPPED else total.count)
    assert counted == {names.OPERATIONS: 8, names.STEPS: 6, names.DROPPED: 7}


def test_a_customer_is_the_same_one_and_nobody() -> None:
    made = Recorder("a key")
    assert made.customer("Kunde.example") == made.customer("kunde.example") != ""
    assert made.customer("kunde.example") != Recorder("another").customer("kunde.example")
    assert made.customer("") == ""
    assert "kunde" not in made.customer("kunde.example")
