"""Imports in the console: nothing before it is confirmed, nobody else's, every problem told."""

import re

import pytest

from ManageInvitations.screens.import_problems import MOST_LISTED, told
from shared.domain.errors import MalformedRequest
from shared.services import services
from shared.usecases.imports.model import Problem, Stage
from shared.web.upload_form import uploaded
from tests.unit.screens.fake_imports import FakeImportQueue, FakeImports
from tests.unit.screens.import_faces import FILE
from tests.unit.screens.office import Office, html
from tests.unit.web.requests import request

TWO = b"email,name\na@b.example,A\nc@d.example,C\n"


def imports() -> FakeImports:
    return services().imports  # type: ignore[return-value]  # of the fixture


def tasks() -> list[str]:
    queue: FakeImportQueue = services().import_queue  # type: ignore[assignment]  # the same
    return [task.import_id for task in queue.tasks]


async def test_nothing_is_confirmed_by_looking(office: Office) -> None:
    looked = await office.look_at(TWO)
    for _ in range(2):
        assert "Send 2 invitations" in html(await office.look("import/state", looked))
    assert (await office.send("import/state", looked)).status_code == 200
    assert imports().rows[looked].stage is Stage.PREVIEWED
    assert tasks() == []


async def test_it_is_sent_when_the_button_is_pressed(office: Office) -> None:
    looked = await office.look_at(TWO)
    for _ in range(2):
        answer = await office.send("import/state", looked, do="send")
        assert answer.status_code == 303
        assert answer.headers["Location"].endswith(f"/import/{looked}")
    assert imports().rows[looked].stage is Stage.CONFIRMED
    assert set(tasks()) == {looked}
    page = html(await office.look("import/state", looked))
    assert '<meta http-equiv="refresh" content="10">' in page
    assert 'data-every="2"' in page
    off = html(await office.look("import/state", looked, live="off"))
    assert "data-every" not in off
    assert "refresh" not in off
    imports().finish(looked)
    assert "The import is done" in html(await office.look("import/state", looked))


async def test_rows_with_problems_are_left_out_only_by_choice(office: Office) -> None:
    looked = await office.look_at(FILE)
    answer = await office.send("import/state", looked, do="send")
    assert answer.status_code == 409
    assert tasks() == []
    assert (await office.send("import/state", looked, do="send", partial="on")).status_code == 303
    assert imports().rows[looked].partial
    well = await office.look_at(TWO)
    assert 'name="partial"' not in html(await office.look("import/state", well))


@pytest.mark.parametrize("csrf", ["", "forged"])
async def test_a_forged_form_does_nothing(office: Office, csrf: str) -> None:
    assert (await office.bring(TWO, csrf=csrf)).status_code == 403
    assert imports().rows == {}
    looked = await office.look_at(TWO)
    answer = await office.send("import/state", looked, csrf=csrf, do="send")
    assert answer.status_code == 403
    assert tasks() == []


async def test_others_imports_do_not_exist(office: Office) -> None:
    looked = await office.look_at(TWO)
    office.sign_in("Others")
    answers = [
        await office.send("import/state", looked, do="send"),
        *[
            await office.look(screen, one)
            for screen in ("import/state", "import/result")
            for one in (looked, "nonsense")
        ],
    ]
    assert {answer.status_code for answer in answers} == {404}
    assert tasks() == []
    office.sign_in("", admin=True)
    assert (await office.look("import/state", looked.upper())).status_code == 200


async def test_nobody_invites_for_another_organisation(office: Office) -> None:
    answer = await office.bring(TWO, organisation="Others")
    (made,) = imports().rows.values()
    assert answer.status_code == 303
    assert (made.organisation, made.inviter, made.by) == ("GFMS", *["tamer@gfms.example"] * 2)
    office.sign_in("", admin=True)
    assert (await office.bring(TWO)).status_code == 422
    await office.bring(TWO, organisation="Others")
    assert {one.organisation for one in imports().rows.values()} == {"GFMS", "Others"}


async def test_only_as_much_is_read_as_is_shown(office: Office) -> None:
    rows = "\n".join(["email", *(f"x{number}" for number in range(MOST_LISTED * 3))])
    looked = await office.look_at(rows.encode())
    page = html(await office.look("import/state", looked))
    assert page.count('<th scope="row">') == MOST_LISTED
    assert "400 more are in the file" in page
    assert imports().read == 2


FILES = {
    "empty": b" ",
    "old": b"\xd0\xcf\x11\xe0",
    "no workbook": b"PK\x03\x04 no workbook",
    "columns": b"email" + b",x" * 60 + b"\n",
    "cell": b"email,name\na@b.example," + b"x" * 40_000 + b"\n",
    "rows": b"email\n" + b"a@b.example\n" * 10_001,
    "no csv": b'email\n"' + b"x" * 200_000 + b"\n",
    "encoding": b"email,name\na@b.example,\xff\xfe\x81\n",
    "no headings": b"colour,size\nred,1\n",
    "no addresses": b"name\nEva\n",
    "twice": b"email,E-Mail\na@b.example,\n",
    "no rows": b"email\n",
}


@pytest.mark.parametrize("name", FILES)
async def test_what_is_wrong_with_a_file_is_said_in_the_readers_language(
    office: Office, name: str
) -> None:
    error = re.compile(r'<p class="error" id="file-error"><span( lang="en")? dir="auto">([^<]+)<')
    said = set()
    for lang in ("en", "fr", "hu", "ko", "zh-Hant"):
        found = error.search(html(await office.bring(FILES[name], lang=lang, charset="utf-8")))
        assert found is not None
        assert found[1] is None
        assert "%(" not in found[2]
        said.add(found[2])
    assert len(said) == 5


async def test_the_values_of_a_sentence_stand_in_every_language(office: Office) -> None:
    page = html(await office.bring(FILES["twice"], lang="fr"))
    assert "Les colonnes A et B sont toutes deux la colonne email." in page
    hostile = b"email,e-mail<b>%(x)s\n"
    assert "<b>" not in html(await office.bring(hostile, lang="fr"))


async def test_no_english_stands_beside_what_is_said_of_an_address(office: Office) -> None:
    looked = await office.look_at(b"email\nnobody\nx#@b.example\n-x@b.example\n")
    page = html(await office.look("import/state", looked, lang="hu"))
    assert '<span lang="en"' not in page
    assert "ha a címében itt # áll." in page
    english = html(await office.look("import/state", looked, lang="en"))
    assert "@-sign" in english
    assert "Microsoft Entra takes no guest with # here." in english


@pytest.mark.parametrize(
    ("detail", "code"),
    [
        ("may have at most 120 characters", "too-long"),
        ("is missing", "required"),
        ("may not hold control or direction characters", "characters"),
        ("is in row 7 already", "twin"),
        ("is not offered; offered are en, fr", "language"),
        ("The email address is not valid. It must have exactly one @-sign.", "address"),
        ("something new", "other"),
    ],
)
def test_problems_have_codes(detail: str, code: str) -> None:
    assert told(Problem("A", "x", detail)).code == code


@pytest.mark.parametrize(
    ("kind", "body", "status"),
    [
        ("multipart/form-data; boundary=b", b"x" * 70_000, 413),
        ("multipart/form-data; boundary=b", b"nonsense", 400),
        ("multipart/form-data", b"", 400),
        ("multipart/form-data; boundary=\xe9", b"", 400),
        ("application/x-www-form-urlencoded", b"a=b", 400),
        ("", b"", 400),
        (
            "multipart/form-data; boundary=b",
            b"--b\r\nContent-Disposition: form-data; name=a\r\n\r\n\r\n" * 30 + b"--b--\r\n",
            400,
        ),
    ],
)
def test_what_is_no_form_with_a_file(kind: str, body: bytes, status: int) -> None:
    with pytest.raises(MalformedRequest) as caught:
        uploaded(request("POST", body=body, headers={"Content-Type": kind}), "file", 100, "Large.")
    assert caught.value.status == status
