"""Imports over HTTP: look, confirm, in part, again."""

import json
from datetime import UTC, datetime

import pytest
from azure.data.tables import TableServiceClient

from shared.domain.addresses import address_hash
from tests.journey.importing import call, done, preview, result, shown, table, upload
from tests.journey.problems import assert_problem
from tests.journey.system import System, body, new_address

ENTRA = (
    b"version:v1.0\r\nEmail address to invite [inviteeEmail] Required,Redirection url "
    b"[inviteRedirectURL] Required,Send invitation message (true or false) [sendEmail],"
    b"Customized invitation message [customizedMessageBody]\r\n"
)


def test_a_preview_sends_nothing_and_confirming_it_invites_in_each_language(
    system: System,
) -> None:
    first, second = new_address(), new_address()
    looked = preview(system, table((first, "Éva Kovács", "hu"), (second, "Kim Minjun", "ko")))
    assert looked["stage"] == "previewed"
    assert looked["counts"]["ready"] == 2
    assert looked["problems"] == []
    assert system.mails(first) == []
    answer = call(system, "POST", f"Imports/{looked['importId']}/confirm")
    assert answer.status_code == 202, answer.text
    assert answer.headers["Location"].endswith(f"/api/Imports/{looked['importId']}")
    finished = done(system, looked["importId"])
    assert finished["counts"]["invited"] == 2
    assert finished["progress"] == {"done": 2, "of": 2}
    rows = result(system, looked["importId"])
    assert [row["result"] for row in rows] == ["invited", "invited"]
    assert [row["row"] for row in rows] == ["2", "3"]
    for address, language, row in zip((first, second), ("hu", "ko"), rows, strict=True):
        assert row["link"] in system.mail(address)["text"]
        stored = system.row(row["link"].rpartition("=")[2])
        assert (stored["language"], stored["bulk"]) == (language, True)


def test_the_same_file_again_sends_nothing_even_to_those_who_are_done(system: System) -> None:
    file = table(*((new_address(), "Guest", "en") for _ in range(3)))
    once = upload(system, file, confirm="true").json()
    done(system, once["importId"])
    links = [row["link"] for row in result(system, once["importId"])]
    for link in links:
        system.sent(link.rpartition("=")[2])
    system.alter(links[0].rpartition("=")[2], state="completed")
    twice = upload(system, file, confirm="true").json()
    done(system, twice["importId"])
    rows = result(system, twice["importId"])
    assert [row["result"] for row in rows] == ["already-invited"] * 3
    assert [row["link"] for row in rows] == links
    looked = preview(system, file)
    assert looked["counts"] == {
        "ready": 0, "invited": 0, "alreadyInvited": 3, "blocked": 0, "refused": 0,
    }  # fmt: skip
    assert all(len(system.mails(row["email"])) == 1 for row in rows)


def test_two_previews_of_one_file_confirmed_together_invite_each_guest_once(
    system: System,
) -> None:
    file = table(*((new_address(), "Guest", "en") for _ in range(30)))
    ids = [preview(system, file)["importId"] for _ in range(2)]
    for import_id in ids:
        assert call(system, "POST", f"Imports/{import_id}/confirm").status_code == 202
    for import_id in ids:
        done(system, import_id)
    both = [result(system, import_id) for import_id in ids]
    for one, other in zip(*both, strict=True):
        assert {one["result"], other["result"]} == {"invited", "already-invited"}
        assert one["link"] == other["link"]


def test_every_problem_is_told_at_its_row_and_column_and_part_can_be_imported(
    system: System,
) -> None:
    good, twin = new_address(), new_address()
    taken = body()
    system.post(taken)
    blocked = new_address()
    headings = ("E-MAIL", "Name", "LANGUAGE", "Country", "Colour", "roles")
    file = table(
        (good, "Good", "fr", "CH", "red", ""),
        ("nobody", "", "tlh", "Switzerland", "red", "customer;king"),
        (twin, "Twin", "en", "", "", ""),
        (),
        (twin.upper(), "Twin", "en", "", "", ""),
        (taken["guest"]["email"], "Taken", "en", "", "", ""),
        (blocked, "X" * 121, "en", "", "", ""),
        headings=headings,
    )
    looked = preview(system, file)
    assert looked["file"]["unknownColumns"] == [{"column": "E", "heading": "Colour"}]
    told = {
        row["row"]: [(one["column"], one["heading"]) for one in row.get("problems", [])]
        for row in looked["problems"]
    }
    assert {number: set(found) for number, found in told.items()} == {
        3: {
            ("A", "E-MAIL"), ("B", "Name"), ("C", "LANGUAGE"), ("D", "Country"), ("F", "roles"),
        },
        6: {("", "email")},
        7: set(),
        8: {("B", "Name")},
    }  # fmt: skip
    refused = call(system, "POST", f"Imports/{looked['importId']}/confirm")
    assert_problem(refused, 409, "import-not-possible")
    assert shown(system, looked["importId"])["stage"] == "previewed"
    accepted = call(system, "POST", f"Imports/{looked['importId']}/confirm", partial="true")
    assert accepted.status_code == 202, accepted.text
    finished = done(system, looked["importId"])
    assert finished["counts"] == {
        "ready": 0, "invited": 2, "alreadyInvited": 1, "blocked": 0, "refused": 3,
    }  # fmt: skip
    fates = [row["result"] for row in result(system, looked["importId"])]
    assert fates == ["invited", "refused", "invited", "refused", "already-invited", "refused"]


def test_entras_own_template_is_taken_as_it_is(system: System) -> None:
    one, other = new_address(), new_address()
    file = (
        ENTRA
        + (
            f"Example: guest@contoso.com,https://myapps.microsoft.com,true,\r\n"
            f'{one},https://myapps.microsoft.com,TRUE,"Hello,\r\nthere"\r\n'
            f"{other},https://myapps.microsoft.com,false,\r\n"
        ).encode()
    )
    looked = preview(system, file)
    assert looked["file"]["template"] == "entra"
    assert looked["counts"]["ready"] == 1
    assert [(row["row"], row["problems"][0]["column"]) for row in looked["problems"]] == [(5, "C")]
    made = upload(system, file, confirm="true", partial="true").json()
    done(system, made["importId"])
    [row] = [row for row in result(system, made["importId"]) if row["email"] == one]
    assert system.row(row["link"].rpartition("=")[2])["message"] == "Hello,\nthere"
    system.mail(one)
    assert system.mails(other) == []


def test_who_does_not_want_invitations_gets_none(system: System) -> None:
    address = new_address()
    with TableServiceClient.from_connection_string(system.stack.connection_string) as tables:
        blocks = tables.create_table_if_not_exists("Blocks")
        row = {"PartitionKey": address_hash(address), "RowKey": "org_all", "organisation": ""}
        looked = preview(system, table((address, "Guest", "en")))
        assert looked["counts"]["ready"] == 1
        blocks.create_entity(row | {"since": datetime.now(UTC)})
    call(system, "POST", f"Imports/{looked['importId']}/confirm")
    assert done(system, looked["importId"])["counts"]["blocked"] == 1
    assert preview(system, table((address, "Guest", "en")))["counts"]["blocked"] == 1
    assert system.mails(address) == []


def test_what_is_wrong_with_a_whole_file_is_told(system: System) -> None:
    cases = {
        b"": 422,
        b"colour,size\nred,1\n": 422,
        b"email,E-Mail\na@b.example,\n": 422,
        b"email\n": 422,
        b"PK\x03\x04" + b"x" * 100: 422,
        b"\xd0\xcf\x11\xe0": 422,
        b"email\n" + b"a@b.example\n" * 10_001: 413,
        b"email\n" + b"x" * 5 * 1024 * 1024: 413,
    }
    for data, status in cases.items():
        answer = upload(system, data)
        assert answer.status_code == status, (data[:20], answer.text)
        assert answer.headers["Content-Type"] == "application/problem+json"
    assert_problem(upload(system, table(), inviterEmail="x"), 422, "invalid", "/inviter/email")
    one = table((new_address(), "Guest", "en"))
    assert_problem(upload(system, one, confirm="maybe"), 422, "invalid", "/confirm")


def test_another_importer_or_no_key_gets_nothing(system: System) -> None:
    looked = preview(system, table((new_address(), "Guest", "en")))
    url = f"{system.stack.app_url}/api/Imports/{looked['importId']}"
    for path in ("", "/result"):
        assert system.session.get(url + path, timeout=30).status_code == 401
    assert system.session.post(f"{url}/confirm", timeout=30).status_code == 401
    for unknown in ("x", "00000000-0000-4000-8000-000000000000"):
        assert_problem(call(system, "GET", f"Imports/{unknown}"), 404, "not-found")
        assert_problem(call(system, "POST", f"Imports/{unknown}/confirm"), 404, "not-found")


def test_templates_can_be_filled_in_and_sent_back(system: System) -> None:
    for name in ("invitations.csv", "invitations.xlsx", "entra.csv"):
        answer = call(system, "GET", f"ImportTemplates/{name}")
        assert answer.status_code == 200
        empty = upload(system, answer.content)
        assert "no rows" in json.loads(empty.text)["detail"], empty.text
    assert_problem(call(system, "GET", "ImportTemplates/other.csv"), 404, "not-found")


@pytest.mark.parametrize(("name", "wish"), [("confirm", "AAA"), ("partial", "TRUE")])
def test_a_wish_that_is_none_is_refused(system: System, name: str, wish: str) -> None:
    answer = upload(system, b"email,name\nkim@kunde.example,Kim", **{name: wish})
    assert_problem(answer, 422, "invalid", f"/{name}")


def test_an_endless_name_of_an_encoding_is_refused_where_none_is_needed_too(system: System) -> None:
    workbook = call(system, "GET", "ImportTemplates/invitations.xlsx").content
    assert_problem(upload(system, workbook, charset="x" * 41), 422, "invalid", "/charset")
