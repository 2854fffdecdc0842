"""Where things belong among traces."""

import pytest

from shared.domain.happening import reference
from shared.telemetry import trace

ID = "0c5a3f5e-8f0e-4a27-9d0b-6d2d3b9a1c11"
HEADER = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


def test_a_traceparent_is_read_and_written() -> None:
    place = trace.parse(HEADER)
    assert place == trace.Trace("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331")
    assert place is not None
    assert place.header == HEADER


@pytest.mark.parametrize(
    "header",
    [
        None,
        "",
        7,
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331",
        "00-00000000000000000000000000000000-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
        HEADER.upper().replace("-01", "-0G"),
        f"{HEADER}\n",
    ],
)
def test_what_is_none_is_none(header: object) -> None:
    assert trace.parse(header) is None


def test_the_trace_of_an_invitation_is_its_reference_and_stays_the_same() -> None:
    root = trace.of_invitation(ID)
    assert root.trace_id == reference(ID)
    assert root == trace.of_reference(reference(ID))
    assert trace.parse(root.header) == root
    assert ID[:8] not in root.header
