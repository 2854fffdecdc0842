"""Who is not the first looks again, and never for ever."""

import pytest

from shared.domain.errors import AddressBusy, LostRace, Unavailable
from shared.outer.contention import settled
from shared.outer.tables import AlreadyThere

_AT_ONCE = (0.0, 0.0, 0.0)
_YOUNG = AddressBusy("the address", 301)


class _Attempt:
    """Meets one error after the other, then comes through."""

    def __init__(self, *errors: Exception) -> None:
        self._errors = list(errors)
        self.made = 0

    async def __call__(self) -> int:
        self.made += 1
        if self._errors:
            raise self._errors.pop(0)
        return self.made


@pytest.mark.parametrize("error", [LostRace(), AlreadyThere(), _YOUNG])
@pytest.mark.parametrize("times", [0, 1, 3])
async def test_a_lost_race_is_looked_at_again(error: Exception, times: int) -> None:
    assert await settled(_Attempt(*[error] * times), _AT_ONCE) == times + 1


@pytest.mark.parametrize(
    ("error", "told"),
    [(LostRace(), Unavailable), (AlreadyThere(), Unavailable), (_YOUNG, AddressBusy)],
)
async def test_not_for_ever(error: Exception, told: type[Exception]) -> None:
    attempt = _Attempt(*[error] * 9)
    with pytest.raises(told):
        await settled(attempt, _AT_ONCE)
    assert attempt.made == 4


async def test_a_crashed_request_is_not_waited_for() -> None:
    attempt = _Attempt(AddressBusy("the address", 280))
    with pytest.raises(AddressBusy) as caught:
        await settled(attempt, (60.0,))
    assert (attempt.made, caught.value.retry_after) == (1, 280)
