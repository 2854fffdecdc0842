"""Who may see an invitation."""

import pytest

from shared.domain.caller import Caller
from tests.samples import invitation


@pytest.mark.parametrize(
    ("caller", "sees"),
    [
        (Caller("x", admin=True), True),
        (Caller("x", organisation="gfms "), True),
        (Caller("x", organisation="Other"), False),
        (Caller("x"), False),
    ],
)
def test_what_a_caller_may_not_see_is_not_there(caller: Caller, sees: bool) -> None:
    assert caller.may_see(invitation(organisation="GFMS")) is sees
    assert caller.may_see(invitation(organisation="")) is caller.admin
