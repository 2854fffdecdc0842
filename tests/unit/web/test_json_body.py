"""JSON Schema's integers are taken, and nothing else instead of one."""

import msgspec
import pytest

from shared.web.invitation_body import read_body
from shared.web.json_body import decoded
from shared.web.shapes.bodies import ExtendBody


@pytest.mark.parametrize("days", ["14", "14.0", "1.4e1"])
def test_a_whole_number_is_an_integer(days: str) -> None:
    assert decoded(b'{"days": %s}' % days.encode(), ExtendBody).days == 14


@pytest.mark.parametrize("days", ["14.5", '"14"', "null", "true", "0.0", "91.0", "[14.0]"])
def test_nothing_else_is(days: str) -> None:
    with pytest.raises(msgspec.ValidationError):
        decoded(b'{"days": %s}' % days.encode(), ExtendBody)


def test_deep_in_an_invitation_too() -> None:
    person = '{"email": "kim@kunde.example", "name": "Kim"}'
    text = (
        f'{{"guest": {person}, "inviter": {person}, "organisation": "G", "reminders": [7.0, 14]}}'
    )
    assert read_body(text.encode()).reminders == [7, 14]
