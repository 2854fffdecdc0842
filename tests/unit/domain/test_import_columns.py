"""Headings are known in any case and by several names."""

import pytest

from shared.domain.errors import MalformedRequest
from shared.domain.harmless_cell import harmless
from shared.domain.import_columns import columns_of, known, letter
from shared.domain.sheets.sheet import Line


@pytest.mark.parametrize(
    "heading",
    ["email", "E-Mail", " EMAIL ADDRESS ", "Email address to invite [inviteeEmail] Required",
     "user [INVITEEEMAIL]", "guest.email", "company.legalName", "Legal name", "VAT number"],
)  # fmt: skip
def test_it_is_known(heading: str) -> None:
    assert known(heading)


@pytest.mark.parametrize("heading", ["", "colour", "e mail2", "organisation"])
def test_it_is_not(heading: str) -> None:
    assert not known(heading)


def test_letters_are_those_of_a_spreadsheet() -> None:
    assert [letter(at) for at in (0, 25, 26, 51, 52, 701, 702)] == [
        "A", "Z", "AA", "AZ", "BA", "ZZ", "AAA",
    ]  # fmt: skip


def test_two_of_a_kind_are_refused() -> None:
    with pytest.raises(MalformedRequest, match="A and C"):
        columns_of((Line(1, ("email", "name", "E-Mail")),))


@pytest.mark.parametrize("text", ["=1+1", "+41", "-1", "@x", " =x", "\t=x", "＝1", "|x", "%x"])
def test_no_cell_is_worked_out(text: str) -> None:
    assert harmless(text) == f"'{text}"


def test_other_cells_stay() -> None:
    assert harmless("guest@kunde.example") == "guest@kunde.example"
