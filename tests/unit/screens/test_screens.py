"""Every screen in every language of the console: whole, and safe."""

import re
from collections.abc import AsyncIterator, Mapping

import azure.functions as func
import pytest
from markupsafe import escape

from dev.catalogue_rules import forms
from dev.catalogues import extract
from shared.domain.addresses import address_hash
from shared.domain.block import Block
from shared.domain.company import Change, CompanyData
from shared.domain.errors import GuestRefused, Unavailable
from shared.domain.failure import Failure
from shared.domain.invitation import EmailFate, Event, Invitation, Person, State
from shared.domain.refusals import REFUSALS
from shared.services import services
from shared.web.catalogues import CONSOLE, console_languages, translations
from tests.samples import COMPANY, NOW
from tests.unit.screens.admin_faces import REASONS, faces_for_admins
from tests.unit.screens.import_faces import faces_of_import
from tests.unit.screens.office import CSRF, Office, html
from tests.unit.web.reading import Text

SENTENCES = [text for message in extract(CONSOLE) if message.id for text in forms(message.id)]
HOSTILE = "<script>alert(1)</script>\"'&{{ 7 * 7 }}%(x)s"
FILLED = {"guestEmail": "new@urs-mechanik.example", "guestName": "Willy URS", "days": "30"}
REFUSED = Failure("400", REFUSALS[0].reason, REFUSALS[0].next_step, REFUSALS[0].kind, "Unable")
DENIED = Failure("403", REFUSALS[18].reason, REFUSALS[18].next_step, REFUSALS[18].kind, "No")


def faces_of_detail() -> dict[str, dict[str, object]]:
    """Return what tells the faces of an invitation's page apart."""
    bounced = Failure("550", "The e-mail could not be delivered.", kind="email-failed", answer="x")
    faces: dict[str, dict[str, object]] = {
        f"{state}": {"state": state, "message": "Grüezi!", "tenant_name": "URS"} for state in State
    }
    return faces | {
        "expired": {"state": State.SENT, "expires": NOW},
        "delivered": {"state": State.SENT, "email": EmailFate.DELIVERED},
        "superseded": {"state": State.REVOKED, "successor": one_guid(), "predecessor": one_guid()},
        "gone": {"state": State.SENT, "guest_gone": True},
        "bounced": {"state": State.SENT, "email": EmailFate.BOUNCED, **bounced.fields()},
        "why": {"state": State.FAILED, **REFUSED.fields()},
        "access": {"state": State.ACCEPTED, "consent": "Accepted", **DENIED.fields()},
        "pending": {"state": State.SENT, "consent": "PendingAcceptance", "roles": ()},
        "changed": {
            "state": State.COMPLETED,
            "company": COMPANY,
            "changes": (Change("phone", "", "+41"), Change("country", "DE", "CH")),
        },
    }


async def faces(office: Office, lang: str) -> AsyncIterator[tuple[str, func.HttpResponse]]:
    """Yield every screen with each of its faces, by name."""
    yield "nobody", await office.look("", lang=lang)
    kinds = sorted(set(re.findall(r"kind == '(\w+)'", _parts())))
    for name, changed in faces_of_detail().items():
        one = office.have(**changed)
        office.world.store.events[one.id] += [
            Event(kind, NOW, by, {"reason": REFUSED.reason, "code": "x", "to": "a@b.example"})
            for kind, by in zip(kinds, _actors(), strict=False)
        ]
        yield f"detail-{name}", await office.look("detail", one.id, lang=lang)
        yield f"resend-{name}", await office.look("resend", one.id, lang=lang)
        yield f"revoke-{name}", await office.look("revoke", one.id, lang=lang)
        yield f"address-{name}", await office.look("address", one.id, lang=lang)
        yield f"extend-{name}", await office.look("extend", one.id, lang=lang)
    for done in ("made", "resent", "revoked", "corrected", "extended"):
        yield f"done-{done}", await office.look("detail", one.id, lang=lang, done=done)
    office.world.store.events[one.id] += [
        Event("SignInFailed", NOW, "RedeemInvitation", {"why": why}) for why in REASONS
    ]
    yield "detail-sign-in", await office.look("detail", one.id, lang=lang)
    yield "list", await office.look("", lang=lang, search="x", state="sent")
    yield "list-off", await office.look("", lang=lang, live="off", continuation="x")
    services().listing.empty = True  # type: ignore[attr-defined]  # of the fake
    yield "list-fits-none", await office.look("", lang=lang, search="x")
    services().listing.continuation = "x"  # type: ignore[attr-defined]  # of the fake
    yield "list-look-further", await office.look("", lang=lang, search="x")
    async for face in _faces_of_new(office, lang, one):
        yield face
    async for face in faces_of_import(office, lang):
        yield face
    async for face in faces_for_admins(office, lang):
        yield face
    yield "unknown", await office.look("detail", "x", lang=lang)
    yield "forged", await office.send("new", csrf="forged", lang=lang)
    office.world.store.outage = Unavailable("storage")
    yield "unavailable", await office.look("detail", one.id, lang=lang)
    office.sign_out()
    yield "signed-out", await office.send("new", lang=lang)


async def _faces_of_new(
    office: Office, lang: str, one: Invitation
) -> AsyncIterator[tuple[str, func.HttpResponse]]:
    yield "new", await office.look("new", lang=lang)
    wrong = {"guestEmail": "x(@b.example", "message": "x" * 2001, "city": "\x07", "days": "0"}
    wrong |= {"organisation": "", "role-none": "on", "language": "tlh", "country": "XX"}
    yield "wrong", await office.send("new", lang=lang, do="preview", **wrong)
    yield "preview", await office.send("new", lang=lang, do="preview", **FILLED)
    for name, failure in (("refused", REFUSED), ("denied", DENIED)):
        office.world.directory.failures.append(GuestRefused(failure))
        yield name, await office.send("new", lang=lang, do="send", **FILLED)
    sent = await office.send("new", lang=lang, do="send", **FILLED)
    assert sent.status_code == 303
    yield "invited", await office.send("new", lang=lang, do="send", **FILLED)
    office.world.directory.failures.append(GuestRefused(REFUSED))
    failed = next(row for row in office.world.store.rows.values() if row.state is State.FAILED)
    yield "resend-refused", await office.send("resend", failed.id, lang=lang, do="resend")


def _actors() -> list[str]:
    return ["tamer@gfms.example", "SendInvitation", "system", one_guid(), *([""] * 40)]


def one_guid() -> str:
    return "7ecbaadb-3c74-4d57-90aa-7d0678fd81f6"


def _parts() -> str:
    from shared.web.rendering import FOLDER

    return (FOLDER / CONSOLE / "parts.html").read_text(encoding="utf-8")


def foreign(text: str, language: str) -> list[str]:
    """Return the English sentences that are left in a text."""
    translated = translations(language, CONSOLE)
    left = []
    for sentence in SENTENCES:
        for part in re.split(r"%\(\w+\)s", sentence):
            words = part.strip()
            own = translated.gettext(sentence)
            if " " in words and words not in own and re.search(rf"\b{re.escape(words)}\b", text):
                left.append(words)
    return left


@pytest.mark.parametrize("language", console_languages())
async def test_every_screen_is_whole_in_its_language(office: Office, language: str) -> None:
    seen: Mapping[str, func.HttpResponse] = {
        name: answer async for name, answer in faces(office, language)
    }
    assert len(seen) > 60
    for name, answer in seen.items():
        page = html(answer)
        text = Text(page)
        assert f'<html lang="{language}" dir="ltr">' in page, name
        assert answer.headers["Content-Language"] == language
        assert text.tags.count("h1") == text.tags.count("main") == 1, name
        assert "%(" not in page, name
        assert page.count("<script") == 1, name
        frameless = re.sub(r'srcdoc="[^"]*"', "", page)
        assert " style=" not in frameless, name
        ids = re.findall(r'\bid="([^"]+)"', frameless)
        assert len(ids) == len(set(ids)), name
        if language != "en":
            shown = re.sub(r"<option.*?</option>|<pre.*?</pre>", "", frameless, flags=re.DOTALL)
            assert foreign(Text(shown).line, language) == [], name
    assert seen["preview"].status_code == 200


async def test_the_search_for_english_finds_english(office: Office) -> None:
    assert len(foreign(Text(html(await office.look("new", lang="en"))).line, "fr")) > 5


@pytest.mark.parametrize("language", ["de", "ar", "ja"])
async def test_a_language_that_the_console_has_not_is_answered_in_english(
    office: Office, language: str
) -> None:
    page = html(await office.look("", lang=language))
    assert '<html lang="en" dir="ltr">' in page
    assert set(re.findall(r'hreflang="([^"]+)"', page)) == set(console_languages())


@pytest.mark.parametrize("language", console_languages())
async def test_no_value_becomes_html(office: Office, language: str) -> None:
    office.sign_in(organisation=HOSTILE, name=HOSTILE)
    person = Person(HOSTILE, "a@b.example")
    data = CompanyData(legalName=HOSTILE, city=HOSTILE, country="CH")
    failure = Failure(HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE)
    one = office.have(
        organisation=HOSTILE,
        guest=person,
        inviter=person,
        company=data,
        message=HOSTILE,
        tenant_name=HOSTILE,
        roles=(HOSTILE,),
        state=State.FAILED,
        changes=(Change("legalName", HOSTILE, HOSTILE),),
        **failure.fields(),
    )
    details = {"reason": HOSTILE, "code": HOSTILE, "to": HOSTILE}
    office.world.store.events[one.id].append(Event(HOSTILE, NOW, f"{HOSTILE}@x", details))
    form = dict.fromkeys(("guestEmail", "guestName", "message", "legalName", "city", "language"))
    typed = dict.fromkeys(form, HOSTILE) | {f"role-{HOSTILE}": "on", "days": HOSTILE}
    fine = FILLED | {"guestName": HOSTILE, "message": HOSTILE, "legalName": HOSTILE}
    office.sign_in(admin=True, organisation=HOSTILE, name=HOSTILE)
    await office.world.blocks.block(address_hash("a@b.example"), Block(HOSTILE, NOW))
    pages = [
        await office.look("audit", lang=language, who=HOSTILE, kind=HOSTILE, since=HOSTILE),
        await office.look("blocks", lang=language),
        await office.send("blocks", lang=language, address="a@b.example"),
        await office.send("people", lang=language, address="a@b.example"),
        await office.look("detail", one.id, lang=language),
        await office.look("resend", one.id, lang=language),
        await office.look("", lang=language, search=HOSTILE, inviter=HOSTILE),
        await office.send("new", lang=language, do="preview", **typed),
        await office.send("new", lang=language, do="preview", **fine),
    ]
    for screen in ("blocks", "people"):
        typed_in = html(await office.send(screen, lang=language, address=HOSTILE))
        assert typed_in.count("<script") == 1
        assert escape(HOSTILE) in typed_in
    for answer in pages:
        assert answer.status_code in {200, 422}
        page = html(answer)
        assert page.count("<script") == 1
        assert "{{ 7 * 7 }}" in Text(page).line
        assert "&lt;script&gt;" in page
    frame = re.search(r'srcdoc="([^"]*)"', html(pages[-1]))
    assert frame is not None
    assert "<script" not in frame[1]
    assert CSRF in html(pages[-1])
