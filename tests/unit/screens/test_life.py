"""The list's filters and funnel; resending and revoking."""

from datetime import date, timedelta

import pytest

from ManageInvitations.screens.detail_page import days_of
from ManageInvitations.screens.list_page import filters_of, stages
from shared.domain.errors import GuestRefused
from shared.domain.failure import Failure
from shared.domain.invitation import State
from shared.usecases.listing import Filters
from tests.samples import NOW
from tests.unit.screens.office import Office, hidden, html


def test_the_query_is_read_and_nonsense_left_out() -> None:
    query = {"state": "expired", "email": "bounced", "inviter": " Tamer@GFMS.example "}
    query |= {"language": "fr", "since": "2026-11-01", "until": "2026-11-30", "search": " a  b "}
    assert filters_of(query) == Filters(
        "expired",
        "bounced",
        "tamer@gfms.example",
        "fr",
        date(2026, 11, 1),
        date(2026, 11, 30),
        "a b",
    )
    odd = {"state": "x", "email": "x", "language": "x", "since": "x", "until": "2026-13-01"}
    assert filters_of(odd) == Filters()


def test_the_funnel_counts_who_got_so_far_at_least() -> None:
    counts = {"queued": 9, "failed": 8, "sent": 4, "expired": 2, "revoked": 1, "blocked": 1}
    counts |= {"accepted": 3, "completed": 5, "clicked": 10}
    found = [(stage.name, stage.count, stage.share) for stage in stages(counts)]
    assert found == [
        ("sent", 16, 100),
        ("clicked", 10, 62),
        ("accepted", 8, 50),
        ("completed", 5, 31),
    ]
    assert [stage.share for stage in stages({"queued": 3})] == [0, 0, 0, 0]


async def test_the_way_to_older_ones_keeps_the_filters(office: Office) -> None:
    from shared.services import services

    office.have()
    services().listing.continuation = "a b"  # type: ignore[attr-defined]  # of the fake
    page = html(await office.look("", state="sent", search="willy"))
    assert 'href="?state=sent&amp;search=willy&amp;continuation=a+b"' in page


@pytest.mark.parametrize(("state", "alive"), [(State.QUEUED, True), (State.SENT, False)])
async def test_pages_keep_themselves_up_to_date_only_while_something_is_under_way(
    office: Office, state: State, alive: bool
) -> None:
    one = office.have(state=state)
    refresh = '<noscript><meta http-equiv="refresh" content="10"></noscript>'
    for page in (html(await office.look("")), html(await office.look("detail", one.id))):
        assert (refresh in page) is ("data-every" in page) is alive
    for page in (
        html(await office.look("", live="off")),
        html(await office.look("detail", one.id, live="off")),
        html(await office.look("new")),
        html(await office.look("resend", one.id)),
    ):
        assert "data-every" not in page
        assert refresh not in page


async def test_resending_is_asked_and_then_done_once(office: Office) -> None:
    one = office.have(state=State.SENT, guest_id="g")
    asked = await office.look("resend", one.id)
    assert office.world.row(one) == one
    form = hidden(asked) | {"language": "fr", "do": "resend"}
    for _ in range(2):
        answer = await office.send("resend", one.id, **form)
        assert answer.headers["Location"].endswith(f"/{one.id}?done=resent")
    after = office.world.row(one)
    assert (after.state, after.language, after.round) == (State.QUEUED, "fr", 1)
    assert office.world.store.events[one.id][-1].by == "tamer@gfms.example"


async def test_a_language_chosen_on_the_way_resends_nothing(office: Office) -> None:
    one = office.have(state=State.SENT)
    answer = await office.send("resend", one.id, lang="fr", language="ko", key="k")
    assert answer.status_code == 200
    assert 'value="ko" lang="ko" selected' in html(answer)
    assert hidden(answer)["key"] == "k"
    assert office.world.row(one) == one


async def test_a_refused_resend_says_why(office: Office) -> None:
    one = office.have(state=State.SENT)
    office.world.directory.failures.append(GuestRefused(Failure("x", "Why.", "What next.")))
    answer = await office.send("resend", one.id, do="resend", language="fr")
    assert answer.status_code == 422
    assert "Why." in html(answer)
    assert "What next." in html(answer)


async def test_revoking_is_asked_and_then_done(office: Office) -> None:
    one = office.have(state=State.SENT)
    assert "cannot be taken back" in html(await office.look("revoke", one.id))
    assert (await office.send("revoke", one.id)).status_code == 200
    assert office.world.row(one) == one
    for _ in range(2):
        answer = await office.send("revoke", one.id, do="revoke")
        assert answer.headers["Location"].endswith(f"/{one.id}?done=revoked")
    assert office.world.row(one).state is State.REVOKED
    assert office.world.store.kinds(one.id)[-1:] == ["InvitationRevoked"]
    assert office.world.store.events[one.id][-1].by == "tamer@gfms.example"


@pytest.mark.parametrize(
    ("state", "resend", "revoke"),
    [
        (State.QUEUED, True, True),
        (State.SENT, True, True),
        (State.FAILED, True, True),
        (State.ACCEPTED, False, True),
        (State.COMPLETED, False, False),
        (State.REVOKED, False, False),
        (State.BLOCKED, False, False),
    ],
)
async def test_only_what_is_possible_is_offered(
    office: Office, state: State, resend: bool, revoke: bool
) -> None:
    one = office.have(state=state)
    page = html(await office.look("detail", one.id))
    for step, possible in (("resend", resend), ("revoke", revoke)):
        assert (f"{one.id}/{step}" in page) is possible
        assert (await office.look(step, one.id)).status_code == (200 if possible else 409)


async def test_what_was_done_is_said_only_if_it_was(office: Office) -> None:
    one = office.have(state=State.SENT, expires=NOW)
    assert "is revoked." not in html(await office.look("detail", one.id, done="revoked"))
    assert "goes out again" in html(await office.look("detail", one.id, done="resent"))
    assert 'role="status"' not in html(await office.look("detail", one.id, done="<x>"))


@pytest.mark.parametrize(
    ("state", "extend", "address"),
    [
        (State.QUEUED, True, True),
        (State.SENT, True, True),
        (State.FAILED, False, True),
        (State.ACCEPTED, False, False),
        (State.COMPLETED, False, False),
        (State.REVOKED, False, False),
        (State.BLOCKED, False, False),
    ],
)
async def test_more_time_and_another_address_only_where_possible(
    office: Office, state: State, extend: bool, address: bool
) -> None:
    one = office.have(state=state)
    page = html(await office.look("detail", one.id))
    for step, possible in (("extend", extend), ("address", address)):
        assert (f"{one.id}/{step}" in page) is possible
        assert (await office.look(step, one.id)).status_code == (200 if possible else 409)
        if not possible:
            sent = await office.send(step, one.id, do=step, days="40", email="new@b.example")
            assert sent.status_code == 409


@pytest.mark.parametrize(
    ("ran", "left", "bounds"),
    [
        (0, 30, (31, 90)),
        (40, -10, (1, 50)),
        (60, 5, (6, 30)),
        (0, 89, (90, 90)),
        (0, 90, None),
        (90, -1, None),
    ],
)
async def test_days_run_ninety_from_when_it_was_sent(
    office: Office, ran: int, left: int, bounds: tuple[int, int] | None
) -> None:
    made, ends = NOW - timedelta(days=ran), NOW + timedelta(days=left)
    one = office.have(state=State.SENT, created=made, expires=ends)
    assert days_of(one, NOW) == bounds
    if bounds is None:
        return
    for days, status in ((bounds[0] - 1, 422), (bounds[1] + 1, 422), (bounds[1], 303)):
        answer = await office.send("extend", one.id, do="extend", days=str(days))
        assert answer.status_code == status
    assert office.world.row(one).expires == NOW + timedelta(days=bounds[1])
    assert office.world.store.events[one.id][-1].by == "tamer@gfms.example"


async def test_a_refused_address_keeps_the_invitation(office: Office) -> None:
    one = office.have(state=State.SENT)
    office.world.directory.failures.append(GuestRefused(Failure("x", "Why.", "What next.")))
    answer = await office.send("address", one.id, do="correct", email="new@b.example", name="N")
    assert answer.status_code == 422
    assert "Why." in html(answer)
    assert 'value="new@b.example" aria-invalid="true"' in html(answer)
    assert office.world.row(one).state is State.SENT


async def test_pressed_twice_there_is_one_successor(office: Office) -> None:
    one = office.have(state=State.SENT)
    form = {"do": "correct", "email": "New@b.example ", "name": "Willy"}
    answers = [await office.send("address", one.id, **form) for _ in range(2)]
    assert {answer.status_code for answer in answers} == {303}
    assert len({answer.headers["Location"] for answer in answers}) == 1
    assert len(office.world.store.rows) == 2
    assert office.world.row(one).state is State.REVOKED


@pytest.mark.parametrize(("kind", "begins"), [("csv", b"\xef\xbb\xbf"), ("xlsx", b"PK")])
async def test_the_file_holds_what_the_inviter_may_see(
    office: Office, kind: str, begins: bytes
) -> None:
    from shared.services import services

    office.have()
    answer = await office.look("export", format=kind, state="sent", search="x")
    assert answer.status_code == 200
    assert answer.get_body().startswith(begins)
    assert answer.headers["Content-Disposition"].endswith(f'.{kind}"')
    asked = services().listing.asked[-1]  # type: ignore[attr-defined]  # of the fake
    assert asked == ("GFMS", Filters(state="sent", search="x"), "")
    assert (await office.look("export", format="exe")).status_code == 422
