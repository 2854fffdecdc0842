"""A new invitation: what is wrong at its field, the very e-mail, and one press, one invitation."""

import base64
import re
from datetime import timedelta
from html import unescape

import pytest

from ManageInvitations.screens.new_page import OF_ADDRESS
from shared.domain.company import FIELDS
from shared.domain.errors import GuestRefused, Unavailable
from shared.domain.failure import Failure
from shared.domain.invitation import State
from shared.domain.letter import Kind
from shared.domain.refusals import REFUSALS
from shared.services import services
from shared.usecases.ports import ENTRA, Way
from shared.web.console_page import hash_of
from shared.web.letters import compose
from tests.samples import PHOTO
from tests.unit.screens.office import Office, hidden, html

FORM = {
    "guestEmail": "New@URS-mechanik.example",
    "guestName": "Willy  URS",
    "language": "fr",
    "message": "Dear Willy,\r\nwelcome!",
    "days": "7",
    "role-guide": "on",
    "legalName": "URS Mechanik AG",
    "country": "CH",
    "city": "Biel",
    "key": "k" * 32,
}


def told(page: str) -> dict[str, str]:
    """Return what the page says of each field."""
    found = re.findall(r'<p class="error" id="(\w+)-error">(.*?)</p>', page, re.DOTALL)
    return {name: unescape(re.sub(r"<.*?>", "", text)).strip() for name, text in found}


async def test_it_is_made_as_it_was_typed(office: Office) -> None:
    answer = await office.send("new", do="send", **FORM)
    (made,) = office.world.store.rows.values()
    assert answer.status_code == 303
    assert answer.headers["Location"].endswith(f"/ManageInvitations/{made.id}?done=made")
    assert made.guest.email == "new@urs-mechanik.example"
    assert made.guest.name == "Willy URS"
    assert made.message == "Dear Willy,\nwelcome!"
    assert made.expires - made.created == timedelta(days=7)
    assert (made.language, made.language_open) == ("fr", False)
    assert made.roles == ("guide",)
    assert made.company.legalName == "URS Mechanik AG"
    assert made.state is State.QUEUED
    assert len(office.world.queue.tasks) == 1


async def test_pressing_twice_makes_one(office: Office) -> None:
    first = await office.send("new", do="send", **FORM)
    second = await office.send("new", do="send", **FORM)
    assert first.headers["Location"] == second.headers["Location"]
    assert len(office.world.store.rows) == len(office.world.queue.tasks) == 1
    other = await office.send("new", do="send", **FORM | {"guestEmail": "b@b.example"})
    assert other.status_code == 409
    assert "has made an invitation already" in html(other)
    assert hidden(other)["key"] != FORM["key"]
    assert len(office.world.store.rows) == 1


async def test_each_form_has_a_key_of_its_own(office: Office) -> None:
    keys = [hidden(await office.look("new"))["key"] for _ in range(2)]
    assert keys[0] != keys[1]
    assert min(map(len, keys)) >= 32
    assert hidden(await office.send("new", **FORM | {"key": "short"}))["key"] != "short"


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("guestEmail", "", "Please fill in this field."),
        ("guestEmail", " ", "Please fill in this field."),
        ("guestEmail", "nobody", "This is not a valid e-mail address."),
        ("guestEmail", "a@b", "This is not a valid e-mail address."),
        ("guestEmail", "a+b@c.example", "Microsoft Entra takes no guest whose"),
        ("guestEmail", "-b@c.example", "Microsoft Entra takes no guest whose"),
        ("guestEmail", f"{'x' * 250}@c.example", "This is too long."),
        ("guestName", "\u2066", "This field holds characters"),
        ("guestName", "   ", "Please fill in this field."),
        ("guestName", "x" * 121, "This is too long."),
        ("message", "x" * 2001, "This is too long."),
        ("message", "\x07", "This field holds characters"),
        ("language", "tlh", "Please choose or enter a valid value."),
        ("days", "0", "Please enter a number from 1 to 90."),
        ("days", "91", "Please enter a number from 1 to 90."),
        ("days", "-1", "Please enter a number from 1 to 90."),
        ("days", "", "Please enter a number from 1 to 90."),
        ("days", "1e1", "Please enter a number from 1 to 90."),
        ("role-none", "on", "Please choose or enter a valid value."),
        ("role-", "on", "Please fill in this field."),
        ("country", "XX", "Please choose or enter a valid value."),
        ("country", "CHE", "This is too long."),
        ("legalName", "x" * 201, "This is too long."),
        ("city", "\u202e", "This field holds characters"),
        ("contactEmail", "x" * 255, "This is too long."),
    ],
)
@pytest.mark.parametrize("do", ["preview", "send"])
async def test_what_is_wrong_is_said_at_its_field(
    office: Office, do: str, name: str, value: str, says: str
) -> None:
    answer = await office.send("new", do=do, **FORM | {name: value})
    assert answer.status_code == 422
    page = html(answer)
    field = "roles" if name.startswith("role-") else name
    found = told(page)
    assert list(found) == [field]
    assert found[field].startswith(says)
    assert f'href="#{field}"' in page
    assert f'aria-describedby="{field}-error"' in page
    assert office.world.store.rows == {}


async def test_everything_wrong_is_said_at_once(office: Office) -> None:
    long = dict.fromkeys(FIELDS, "x" * 600)
    wrong = {"guestEmail": "", "guestName": "", "message": "x" * 9999, "days": "x"} | long
    answer = await office.send("new", do="preview", **FORM | wrong)
    assert set(told(html(answer))) == set(wrong) - {"cityArea", "sortingCode"}


async def test_wrong_data_of_the_company_is_the_guests_to_put_right(office: Office) -> None:
    odd = {"taxNumber": "x", "phone": "x", "website": "x", "contactEmail": "x", "postalCode": "x"}
    answer = await office.send("new", do="send", **FORM | odd)
    assert answer.status_code == 303


async def test_the_country_brings_its_form_and_keeps_what_is_typed(office: Office) -> None:
    answer = await office.send("new", do="country", **FORM | {"country": "US", "days": "x"})
    page = html(answer)
    assert answer.status_code == 200
    assert "ZIP code" in page
    assert told(page) == {}
    assert 'value="New@URS-mechanik.example"' in page
    assert "\nDear Willy,\nwelcome!</textarea>" in page
    assert re.search(r'name="role-guide" checked', page)
    assert not re.search(r'name="role-customer" checked', page)


async def test_the_preview_is_the_very_email(office: Office) -> None:
    office.world.ways.ways["urs-mechanik.example"] = Way(ENTRA, "URS Mechanik AG")
    answer = await office.send("new", do="preview", **FORM)
    page = html(answer)
    assert office.world.store.rows == {}
    assert office.world.directory.guests == {}
    await office.send("new", do="send", **hidden(answer))
    (made,) = office.world.store.rows.values()
    sent = compose(Kind.INVITATION, made, services().settings, now=made.created)
    frame = re.search(r'<iframe class="mail" sandbox title="[^"]+" srcdoc="([^"]*)">', page)
    plain = re.search(r"<pre [^>]*>(.*?)</pre>", page, re.DOTALL)
    assert frame is not None
    assert plain is not None
    token = re.compile(r"(?<=BlockInvitations\?t=)[\w-]+|" + made.id)
    nobody = "00000000-0000-0000-0000-000000000000"
    for shown, real in ((frame[1], sent.html), (plain[1], sent.text)):
        assert unescape(shown).replace(nobody, "").replace("t=preview", "t=") == token.sub("", real)
    assert f"<strong>{sent.subject}</strong>" in page
    assert "URS Mechanik AG" in unescape(frame[1])
    policy = answer.headers["Content-Security-Policy"]
    assert "unsafe-inline" not in policy
    for style in re.findall(r'style="([^"]*)"', sent.html):
        assert hash_of(unescape(style)) in policy
    assert len(policy) < 8000


async def test_changing_something_goes_back_to_all_that_was_typed(office: Office) -> None:
    preview = await office.send("new", do="preview", **FORM)
    assert hidden(preview)["key"] == FORM["key"]
    again = await office.send("new", do="edit", **hidden(preview))
    assert "\nDear Willy,\nwelcome!</textarea>" in html(again)
    assert hidden(again)["key"] == FORM["key"]


@pytest.mark.parametrize("row", REFUSALS, ids=lambda row: row.kind)
async def test_what_graph_refuses_is_said_where_it_belongs(office: Office, row: object) -> None:
    refusal = next(one for one in REFUSALS if one is row)
    failure = Failure("x", refusal.reason, refusal.next_step, refusal.kind, "Graph's own words")
    office.world.directory.failures.append(GuestRefused(failure))
    answer = await office.send("new", do="send", **FORM)
    page = html(answer)
    assert answer.status_code == 422
    at_field = told(page).get("guestEmail", "")
    assert (refusal.reason in at_field) is (refusal.kind in OF_ADDRESS)
    assert refusal.reason in unescape(page)
    assert refusal.next_step in unescape(page)
    assert "Graph&#39;s own words" in page
    assert office.world.store.rows == {}
    # Nothing holds the address: the next press works.
    assert (await office.send("new", do="send", **FORM)).status_code == 303


async def test_an_address_invited_already_offers_to_resend(office: Office) -> None:
    await office.send("new", do="send", **FORM)
    (first,) = office.world.store.rows.values()
    answer = await office.send("new", do="send", **FORM | {"key": "l" * 32})
    assert answer.status_code == 409
    assert f'href="/api/ManageInvitations/{first.id}/resend"' in html(answer)
    assert told(html(answer)) == {"guestEmail": "This address has an open invitation already."}


async def test_what_is_not_seen_is_not_offered(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    await office.send("new", do="send", **FORM)
    (first,) = office.world.store.rows.values()
    office.world.store.rows[first.id] = first.having(organisation="Others")
    answer = await office.send("new", do="send", **FORM | {"key": "l" * 32})
    assert answer.status_code == 409
    assert first.id not in html(answer)


async def test_an_outage_loses_nothing_that_was_typed(office: Office) -> None:
    office.world.queue.outage = Unavailable("storage")
    answer = await office.send("new", do="send", **FORM)
    assert answer.status_code == 503
    assert answer.headers["Retry-After"]
    assert "Dear Willy," in html(answer)
    office.world.queue.outage = None
    assert (await office.send("new", do="send", **FORM)).status_code == 303
    assert len(office.world.store.rows) == 1


@pytest.mark.parametrize(
    ("name", "read"),
    [("  ", "tamer@gfms.example"), ("\u202eTamer", "tamer@gfms.example"), ("T" * 200, "T" * 120)],
)
async def test_an_odd_name_in_the_directory_keeps_nobody_from_inviting(
    office: Office, name: str, read: str
) -> None:
    office.sign_in(name=name)
    assert (await office.send("new", do="send", **FORM)).status_code == 303
    (made,) = office.world.store.rows.values()
    assert made.inviter.name == read


@pytest.mark.parametrize(
    ("picture", "kind"), [(PHOTO, "png"), (b"\xff\xd8\xff\xe0jpeg", "jpeg"), (b"", "")]
)
async def test_the_preview_shows_the_inviters_picture_as_the_email_does(
    office: Office, picture: bytes, kind: str
) -> None:
    services().pictures.picture = picture  # type: ignore[attr-defined]  # of the fake
    answer = await office.send("new", do="preview", **FORM)
    page = unescape(html(answer))
    assert "cid:" not in page
    shown = f'src="data:image/{kind};base64,{base64.b64encode(picture).decode()}"'
    assert (shown in page) == bool(picture)
    assert "img-src data:" in answer.headers["Content-Security-Policy"]
