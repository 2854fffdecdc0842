"""2,000 invitations, a provider that refuses every third send and dies at every tenth."""

import random

import pytest

from dev.rush.memory import MemoryPace, MemoryStore
from dev.rush.provider import Provider
from dev.rush.rush import QUOTAS, START, Outcome, Plan, Rush
from dev.rush.virtual_time import VirtualTime
from shared.domain.errors import Unavailable
from shared.domain.quota import Quota
from tests.samples import bare_email

HOUR = 3600.0
SINGLES = {"singles": 40, "singles_from": 5 * HOUR, "singles_within": HOUR}


async def rush(plan: Plan) -> Outcome:
    return await Rush(plan, MemoryStore(), MemoryPace(), MemoryPace()).run()


@pytest.fixture(scope="module")
async def worst() -> Outcome:
    return await rush(Plan(2000, faulty=True, **SINGLES))  # type: ignore[arg-type]  # of numbers


async def test_each_arrives_exactly_once(worst: Outcome) -> None:
    assert len(worst.addresses) == 2040
    assert worst.not_once == []
    assert worst.provider.refused > 600, "every third send was refused"
    assert worst.provider.deaths > 200, "every tenth was the last of its instance"


async def test_no_quota_is_exceeded(worst: Outcome) -> None:
    """Not even where a refused request counts as well."""
    assert worst.provider.sends.exceeded == 0
    assert worst.provider.checks.exceeded == 0
    assert worst.requests_share >= 0.95


async def test_single_ones_that_come_in_the_middle_go_first(worst: Outcome) -> None:
    """All but those that a crash hid for the ten minutes of a lease."""
    assert len(worst.asked) == 40
    overtaken = sorted(worst.overtaken().values())
    assert overtaken[: -len(overtaken) // 4] == [0] * len(overtaken[: -len(overtaken) // 4])
    assert overtaken[-1] < 30
    assert sorted(worst.delays.values())[20] < 120


async def test_without_faults_the_quota_is_used_and_single_ones_never_wait_for_bulk() -> None:
    well = await rush(Plan(600, singles=40, singles_from=HOUR))
    assert well.not_once == []
    assert well.provider.sends.exceeded == 0
    assert well.taken_share >= 0.95
    assert set(well.overtaken().values()) == {0}
    assert max(well.delays.values()) < 120, "of an hour whose quota is used up by bulk"
    # A queue of 560 that were all told to come at once would come some hundred times each.
    assert well.deliveries < 15 * 640


@pytest.mark.parametrize("seed", range(2, 6))
async def test_other_chances_another_quota(seed: int) -> None:
    """Where the minute is the narrow one; every seed is another order of events."""
    quotas = (Quota(12, 60), Quota(5000, 3600))
    seen = await rush(Plan(300, singles=20, faulty=True, quotas=quotas, seed=seed))
    assert seen.not_once == []
    assert seen.provider.sends.exceeded == 0


async def test_the_quota_of_a_minute_is_used_as_well() -> None:
    quotas = (Quota(30, 60), Quota(5000, 3600))
    seen = await rush(Plan(900, quotas=quotas))
    assert seen.not_once == []
    assert seen.provider.sends.exceeded == 0
    assert seen.requests_share >= 0.95


async def test_the_provider_notices_who_comes_too_often() -> None:
    """The judge itself: one more than the limit in a window is noted, one later is not."""
    time = VirtualTime(START.timestamp())
    provider = Provider(time, random.Random(1), QUOTAS, faulty=True)  # noqa: S311 - no secret
    email = bare_email("a@rush.example")

    async def send() -> None:
        for number in range(31):
            try:
                await provider.send(email, str(number))
            except Unavailable:
                continue

    sending = time.work(send())
    await time.run(sending.done)
    assert provider.sends.exceeded == 1
    assert (provider.refused, provider.deaths) == (9, 3)
    assert provider.copies[email.to] == 31 - 9 - 1
    provider.sends.arrive(time.now + 61)
    assert provider.sends.exceeded == 1
