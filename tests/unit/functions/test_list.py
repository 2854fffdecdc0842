"""Whose list a caller gets."""

import pytest

from ManageInvitations.list import whose_list
from shared.domain.caller import Caller
from shared.domain.errors import InvitationNotFound
from shared.usecases.listing import Filters
from shared.web.list_query import ListQuery


def _asked(organisation: str) -> ListQuery:
    return ListQuery(Filters(), organisation, "", 50)


def test_an_admin_chooses() -> None:
    admin = Caller("", admin=True)
    assert [whose_list(_asked(one), admin) for one in ("", "GFMS")] == ["", "GFMS"]


def test_an_inviter_has_one_list() -> None:
    inviter = Caller("eva", organisation="GFMS")
    assert [whose_list(_asked(one), inviter) for one in ("", "gfms")] == ["GFMS", "GFMS"]
    with pytest.raises(InvitationNotFound):
        whose_list(_asked("Other"), inviter)


@pytest.mark.parametrize("organisation", ["", "GFMS"])
def test_nobody_without_an_organisation_sees_a_list(organisation: str) -> None:
    with pytest.raises(InvitationNotFound):
        whose_list(_asked(organisation), Caller("eva"))
