"""What imports say of people is told, erased on request, and erased when its time is over."""

import json
import uuid
from datetime import UTC, datetime, timedelta

from azure.data.tables import UpdateMode

from shared.domain.keys import organisation_key
from tests.journey.importing import call, done, preview, shown, table
from tests.journey.problems import assert_problem
from tests.journey.system import System, body, new_address
from tests.journey.waiting import until


def test_a_person_in_a_file_is_exported_and_erased(system: System) -> None:
    address, other = new_address(), new_address()
    looked = preview(system, table((address, "Éva Kovács", "hu"), (other, "Kim", "ko")))
    content = json.dumps({"address": address}).encode()
    found = call(system, "POST", "People/export", content).json()["imports"]
    (told,) = [one for one in found if one["importId"] == looked["importId"]]
    assert [(row["email"], row["result"]) for row in told["rows"]] == [(address, "ready")]
    erased = call(system, "POST", "People/erase", content).json()
    assert erased["imports"] == [looked["importId"]]
    answer = call(system, "GET", f"Imports/{looked['importId']}/result", format="csv")
    assert address not in answer.text
    assert "Kov" not in answer.text
    assert call(system, "POST", "People/export", content).json()["imports"] == []
    call(system, "POST", f"Imports/{looked['importId']}/confirm", partial="true")
    assert done(system, looked["importId"])["counts"]["invited"] == 1
    system.mail(other)
    assert system.mails(address) == []


def test_previews_and_keys_go_by_themselves(system: System) -> None:
    looked = preview(system, table((new_address(), "Guest", "en")))
    kept = preview(system, table((new_address(), "Guest", "en")))
    content, key = body(organisation="Keys"), str(uuid.uuid4())
    assert system.post(content, Idempotency_Key=key).status_code == 201
    old = {"created": datetime.now(UTC) - timedelta(days=2, minutes=1)}
    imports, index = system.table("Imports"), system.table("InvitationIndex")
    place = {"PartitionKey": looked["importId"], "RowKey": "import"}
    imports.update_entity(place | old, UpdateMode.MERGE)
    partition = organisation_key("Keys")
    (used,) = [
        row["RowKey"]
        for row in system.rows("InvitationIndex", partition)
        if row["RowKey"].startswith("key_")
    ]
    index.update_entity({"PartitionKey": partition, "RowKey": used} | old, UpdateMode.MERGE)
    system.run_timer("EraseEnded")
    until(lambda: system.rows("Imports", looked["importId"]) == [])
    until(lambda: used not in {row["RowKey"] for row in system.rows("InvitationIndex", partition)})
    assert_problem(call(system, "GET", f"Imports/{looked['importId']}"), 404, "not-found")
    assert shown(system, kept["importId"])["stage"] == "previewed"
    assert_problem(
        system.post(content, Idempotency_Key=key), 409, "already-invited", "/guest/email"
    )
