"""Whatever is listed, whenever it is folded: a page is what going through everything gives."""

import dataclasses
import uuid
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shared.domain.company import CompanyData
from shared.domain.invitation import OPEN, EmailFate, Invitation, Person, State
from shared.outer.listing import blocks, walking
from shared.usecases.listing import SHOWN_STATES, Filters
from tests.samples import NOW
from tests.storage.lists import Lists, counts, expected, lists

_MOMENT = timedelta(microseconds=1)
_NAMES = [
    "Éva Kovács",
    "Jørgen Åkerlund",
    "김철수",
    "Ana-María Ñuñez",
    "O'Neil",
    "ELLA ELLMANN",
    "=1+1",
]
_COMPANIES = ["", "Kovacs & Söhne GmbH", "Straße AG", "ACME", "한국 기계"]
_INVITERS = ["tamer@gfms.example", "eva@gfms.example", "o'hara@gfms.example"]
_SEARCHES = [
    "kov",
    "KOVÁCS s",
    "ak",
    "김",
    "철수",
    "neil",
    "strasse",
    "x' or '1' eq '1",
    "--",
    "ell elle",
    "ellm",
    "kunde.exa",
]


@st.composite
def _invitation(draw: st.DrawFn) -> Invitation:
    created = NOW - timedelta(hours=draw(st.integers(0, 200)))
    return Invitation(
        id=str(uuid.UUID(int=draw(st.integers(0, 2**128 - 1)))),
        organisation=draw(st.sampled_from(["GFMS", "Other"])),
        guest=Person(draw(st.sampled_from(_NAMES)), f"g{draw(st.integers(0, 9))}@kunde.example"),
        inviter=Person("T", draw(st.sampled_from(_INVITERS))),
        created=created,
        expires=created + timedelta(hours=draw(st.integers(1, 400))),
        language=draw(st.sampled_from(["en", "fr", "zh-Hant"])),
        company=CompanyData(legalName=draw(st.sampled_from(_COMPANIES))),
        state=draw(st.sampled_from(State)),
        email=draw(st.sampled_from([EmailFate.QUEUED, EmailFate.SENT, EmailFate.BOUNCED])),
        consent=draw(st.sampled_from(["", "PendingAcceptance", "Accepted"])),
    )


_FILTERS = st.builds(
    Filters,
    state=st.sampled_from(["", *SHOWN_STATES]),
    email=st.sampled_from(["", "", "sent", "bounced", "delivered"]),
    inviter=st.sampled_from(["", "", *_INVITERS, "nobody@gfms.example"]),
    language=st.sampled_from(["", "", "fr", "zh-Hant", "hu"]),
    since=st.sampled_from([None, None, NOW.date() - timedelta(days=3)]),
    until=st.sampled_from([None, None, NOW.date() - timedelta(days=2)]),
    search=st.sampled_from(["", "", *_SEARCHES]),
)
# What happens: an invitation is noted, one is changed and noted (late, too), all is folded.
_STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("made"), _invitation()),
        st.tuples(st.just("changed"), st.integers(0, 50), st.sampled_from(State)),
        st.tuples(st.just("noted late"), st.integers(0, 50)),
        st.tuples(st.just("folded")),
    ),
    min_size=5,
    max_size=60,
)


@pytest.fixture(autouse=True)
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that a few lines make a tree."""
    for name, number in (("LINES", 5), ("ENTRIES", 4)):
        monkeypatch.setattr(blocks, f"MOST_{name}", number)
        monkeypatch.setattr(blocks, f"CUT_{name}", number - 2)
    monkeypatch.setattr(walking, "MOST_READS", 6)


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=_STEPS, filters=st.lists(_FILTERS, min_size=4, max_size=8))
async def test_a_page_is_what_going_through_everything_gives(
    azurite: str, steps: list[tuple[object, ...]], filters: list[Filters]
) -> None:
    async with lists(azurite) as ours:
        versions: dict[str, list[Invitation]] = {}
        for step in steps:
            match step:
                case ("made", Invitation() as one) if one.id not in versions:
                    versions[one.id] = [one]
                    await ours.listing.note(one)
                case ("changed", int(number), State() as state) if versions:
                    history = list(versions.values())[number % len(versions)]
                    last = history[-1]
                    history.append(
                        dataclasses.replace(last, state=state, revision=last.revision + 1)
                    )
                    await ours.listing.note(history[-1])
                case ("noted late", int(number)) if versions:
                    await ours.listing.note(list(versions.values())[number % len(versions)][0])
                case ("folded",):
                    await ours.listing.fold()
        everything = [history[-1] for history in versions.values()]
        for whose in ("GFMS", "Other", ""):
            for asked in (Filters(), *filters):
                wanted = expected(everything, whose, asked, ours.now)
                assert await ours.ids(whose, asked) == wanted, asked
        await check_counts(ours, everything)
        await ours.listing.fold()
        await check_counts(ours, everything)


async def check_counts(ours: Lists, everything: list[Invitation]) -> None:
    """Count now, later, and where one is about to run out and where it just did."""
    open_ = [one.expires for one in everything if one.state in OPEN and one.expires > NOW]
    ends = [end - ago for end in open_[:3] for ago in (_MOMENT, timedelta())]
    for whose in ("GFMS", "Other", ""):
        theirs = [one for one in everything if whose in {"", one.organisation}]
        for ours.now in (NOW, NOW + timedelta(days=3), NOW + timedelta(days=30), *ends):
            assert await ours.counts(whose) == counts(theirs, ours.now), ours.now
    ours.now = NOW


async def test_a_day_is_a_whole_one(azurite: str) -> None:
    async with lists(azurite) as ours:
        day = date(2026, 11, 19)
        start = NOW.replace(day=19, hour=0, minute=0, second=0, microsecond=0)
        times = [start - timedelta(microseconds=1), start, start + timedelta(days=1)]
        times.insert(2, times[2] - timedelta(microseconds=1))
        for number, time in enumerate(times):
            await ours.listing.note(_one(number).having(created=time))
        for _ in range(2):
            found = await ours.ids("GFMS", Filters(since=day, until=day))
            assert found == [_one(2).id, _one(1).id]
            await ours.listing.fold()


def _one(number: int) -> Invitation:
    return Invitation(
        id=str(uuid.UUID(int=number)),
        organisation="GFMS",
        guest=Person("Eva", "eva@kunde.example"),
        inviter=Person("T", _INVITERS[0]),
        created=NOW,
        expires=NOW + timedelta(days=30),
        language="en",
    )
