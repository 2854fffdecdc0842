"""States: the transition table as a whole, and what runs out when."""

from datetime import timedelta
from itertools import product

import pytest

from shared.domain.errors import IllegalTransition
from shared.domain.invitation import OPEN, TRANSITIONS, Link, State, is_expired
from tests.samples import LIFETIME, NOW, invitation

S = State
LEGAL = {
    (S.QUEUED, S.QUEUED),
    (S.SENT, S.QUEUED),
    (S.ACCEPTED, S.QUEUED),
    (S.COMPLETED, S.QUEUED),
    (S.FAILED, S.QUEUED),
    (S.FAILED, S.REVOKED),
    (S.QUEUED, S.SENT),
    (S.QUEUED, S.ACCEPTED),
    (S.QUEUED, S.COMPLETED),
    (S.QUEUED, S.FAILED),
    (S.QUEUED, S.REVOKED),
    (S.QUEUED, S.BLOCKED),
    (S.SENT, S.ACCEPTED),
    (S.SENT, S.COMPLETED),
    (S.SENT, S.FAILED),
    (S.SENT, S.REVOKED),
    (S.SENT, S.BLOCKED),
    (S.ACCEPTED, S.COMPLETED),
    (S.ACCEPTED, S.REVOKED),
}


@pytest.mark.parametrize(("before", "after"), list(product(S, S)))
def test_every_pair_of_states(before: State, after: State) -> None:
    one = invitation(state=before)
    if (before, after) in LEGAL:
        changed = one.to(after, failure="why")
        assert (changed.state, changed.failure) == (after, "why")
        assert (one.state, one.failure) == (before, "")
    else:
        with pytest.raises(IllegalTransition, match=f"{before} does not lead to {after}"):
            one.to(after)


def test_the_table_knows_every_state_and_open_ones_can_be_closed() -> None:
    assert TRANSITIONS.keys() == set(S)
    assert all({S.ACCEPTED, S.REVOKED, S.FAILED} <= TRANSITIONS[state] for state in OPEN)
    assert {state for state in S if not TRANSITIONS[state]} == {S.REVOKED, S.BLOCKED}


@pytest.mark.parametrize("state", list(S))
def test_only_open_invitations_run_out(state: State) -> None:
    moment = timedelta(microseconds=1)
    one = invitation(state=state)
    link = Link(state, one.expires, "en", "")
    for at, past in ((one.expires - moment, False), (one.expires, True), (NOW, False)):
        expected = past and state in {S.QUEUED, S.SENT}
        assert is_expired(state, one.expires, at) is expected
        assert one.expired(at) is link.expired(at) is expected
    assert one.expires - NOW == LIFETIME
