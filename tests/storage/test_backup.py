"""Tables go into a folder and come back row by row, wherever the copying is cut off."""

import json
import re
import stat
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from azure.core.exceptions import ResourceNotFoundError
from azure.data.tables import EdmType, EntityProperty, TableServiceClient

from dev.backup import saving
from dev.backup.__main__ import main
from dev.backup.account import VARIABLE
from dev.backup.checking import check
from dev.backup.errors import BackupError
from dev.backup.folder import Folder
from dev.backup.restoring import restore
from dev.backup.saving import save
from dev.backup.tables import KEPT, LEFT_OUT
from dev.parts import ROOT
from shared.outer import rows
from tests.samples import NOW, invitation

Everything = dict[str, list[dict[str, Any]]]
ODD = {
    "text": 'Éva 山田 "quoted", \n\u202ebidi',
    "empty": "",
    "number": 7,
    "large": EntityProperty(2**40, EdmType.INT64),
    "half": 0.5,
    "yes": True,
    "bytes": b"\x00\xff",
    "none": b"",
    "time": EntityProperty("2026-11-21T10:00:00.1234567Z", EdmType.DATETIME),
    "guid": UUID("9f1c2d7e-93a4-4a0b-8a55-0b7d2f6c1e90"),
}


class CutOff(Exception):
    """The copying ended here."""


@pytest.fixture
def service(azurite: str) -> Iterator[TableServiceClient]:
    """An account whose tables are empty before and after."""
    with TableServiceClient.from_connection_string(azurite) as client:
        drop(client)
        yield client
        drop(client)


def drop(service: TableServiceClient) -> None:
    for table in KEPT:
        service.delete_table(table)


def everything(service: TableServiceClient) -> Everything:
    """Return all rows as storage has them."""
    found: Everything = {}
    for name in KEPT:
        try:
            found[name] = [dict(row) for row in service.get_table_client(name).list_entities()]
        except ResourceNotFoundError:
            found[name] = []
    return found


def fill(service: TableServiceClient, many: int = 1700) -> None:
    """Write invitations with events, a row with every type, and one that is heavy."""
    table = service.create_table_if_not_exists("Invitations")
    made = [invitation(id=f"abc{at:05d}-0000-4000-8000-000000000000") for at in range(many // 2)]
    for start in range(0, len(made), 50):
        operations = []
        for one in made[start : start + 50]:
            row = rows.to_row(one.having(event_count=1))
            event = {"PartitionKey": "abc", "RowKey": f"{one.id}_e0001", "kind": "x", "at": NOW}
            operations += [("upsert", row), ("upsert", event)]
        table.submit_transaction(operations)
    odd = service.create_table_if_not_exists("Blocks")
    odd.create_entity({"PartitionKey": "p", "RowKey": "r", **ODD})
    heavy = service.create_table_if_not_exists("Imports")
    pieces = {f"rows{at}": bytes(64 * 1024) for at in range(10)}
    for at in range(4):
        heavy.create_entity({"PartitionKey": "p", "RowKey": f"lot_{at:04d}", **pieces})


def now() -> datetime:
    return datetime(2026, 11, 21, tzinfo=UTC)


def quiet(_: str) -> None:
    return


def cut_off_after(steps: int) -> Callable[[str], None]:
    """Return a listener that ends the copying at its n-th word."""
    left = iter(range(steps))

    def tell(_: str) -> None:
        if next(left, None) is None:
            raise CutOff

    return tell


def test_every_row_comes_back_as_it_was(service: TableServiceClient, tmp_path: Path) -> None:
    fill(service)
    before = everything(service)
    manifest = save(service, Folder(tmp_path / "b"), now, quiet)
    assert {name: len(found) for name, found in before.items()} == {
        name: copied.rows for name, copied in manifest.tables.items()
    }
    drop(service)
    counts = restore(service, Folder(tmp_path / "b"), quiet)
    after = everything(service)
    assert after == before
    assert counts == {name: len(found) for name, found in before.items()}
    assert after["Blocks"][0]["time"].tables_service_value == "2026-11-21T10:00:00.1234567Z"


@pytest.mark.parametrize("steps", range(4))
def test_copying_that_was_cut_off_goes_on(
    service: TableServiceClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, steps: int
) -> None:
    monkeypatch.setattr(saving, "PAGES", 1)
    fill(service)
    before = everything(service)
    folder = Folder(tmp_path / "b")
    with pytest.raises(CutOff):
        save(service, folder, now, cut_off_after(steps))
    with pytest.raises(BackupError, match="is not finished"):
        check(folder, quiet)
    save(service, folder, now, quiet)
    drop(service)
    with pytest.raises(CutOff):
        restore(service, folder, cut_off_after(steps))
    restore(service, folder, quiet)
    assert everything(service) == before


def test_an_event_newer_than_its_invitation_stays_behind(
    service: TableServiceClient, tmp_path: Path
) -> None:
    """The app goes on while it is copied; what the row does not count yet would be in its way."""
    fill(service, many=4)
    late = "abc00000-0000-4000-8000-000000000000_e0002"
    table = service.get_table_client("Invitations")
    table.create_entity({"PartitionKey": "abc", "RowKey": late, "kind": "y", "at": NOW})
    save(service, Folder(tmp_path), now, quiet)
    drop(service)
    restore(service, Folder(tmp_path), quiet)
    found = [row["RowKey"] for row in everything(service)["Invitations"]]
    assert len(found) == 4
    assert late not in found


def test_a_folder_is_private_and_the_same_rows_give_the_same_bytes(
    service: TableServiceClient, tmp_path: Path
) -> None:
    fill(service, many=4)
    for name in ("one", "two"):
        save(service, Folder(tmp_path / name), now, quiet)
    [one, two] = [
        {file.name: file.read_bytes() for file in (tmp_path / name).iterdir()}
        for name in ("one", "two")
    ]
    assert one == two
    assert stat.S_IMODE((tmp_path / "one").stat().st_mode) == 0o700
    modes = {stat.S_IMODE(file.stat().st_mode) for file in (tmp_path / "one").iterdir()}
    assert modes == {0o600}


def test_what_is_damaged_is_found(service: TableServiceClient, tmp_path: Path) -> None:
    fill(service, many=4)
    folder = Folder(tmp_path)
    save(service, folder, now, quiet)
    assert check(folder, quiet).finished
    file = tmp_path / "Invitations-00001.ndjson.gz"
    file.write_bytes(file.read_bytes()[:-1] + b"!")
    with pytest.raises(BackupError, match="its checksum differs"):
        check(folder, quiet)
    file.unlink()
    drop(service)
    with pytest.raises(BackupError, match="cannot be read"):
        restore(service, folder, quiet)


def test_nothing_is_written_over(service: TableServiceClient, tmp_path: Path) -> None:
    fill(service, many=4)
    save(service, Folder(tmp_path), now, quiet)
    with pytest.raises(BackupError, match="is finished already"):
        save(service, Folder(tmp_path), now, quiet)
    with pytest.raises(BackupError, match="holds rows already"):
        restore(service, Folder(tmp_path), quiet)
    other = json.loads((tmp_path / "backup.json").read_text()) | {"account": "other"}
    (tmp_path / "backup.json").write_text(json.dumps(other | {"finished": ""}))
    with pytest.raises(BackupError, match="a back-up of other"):
        save(service, Folder(tmp_path), now, quiet)


def test_a_count_that_differs_is_told(service: TableServiceClient, tmp_path: Path) -> None:
    fill(service, many=4)
    save(service, Folder(tmp_path), now, quiet)
    drop(service)

    def meddle(_: str) -> None:
        table = service.create_table_if_not_exists("Invitations")
        table.upsert_entity({"PartitionKey": "zzz", "RowKey": "somebody"})

    with pytest.raises(BackupError, match="holds 5 rows now, not 4"):
        restore(service, Folder(tmp_path), meddle)


def test_the_command_says_what_it_did(
    azurite: str,
    service: TableServiceClient,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["save", str(tmp_path)]) == 1
    assert VARIABLE in capsys.readouterr().err
    fill(service, many=4)
    monkeypatch.setenv(VARIABLE, azurite)
    assert main(["save", str(tmp_path)]) == 0
    assert "9 rows are in" in capsys.readouterr().out
    assert main(["check", str(tmp_path)]) == 0
    assert "is whole" in capsys.readouterr().out
    assert main(["restore", str(tmp_path)]) == 1
    assert "holds rows already" in capsys.readouterr().err


def test_every_table_of_the_app_is_kept_or_left_out_for_a_reason() -> None:
    named = {
        name
        for file in (ROOT / "shared").glob("*.py")
        for name in re.findall(r'\.table\("(\w+)"\)', file.read_text(encoding="utf-8"))
    }
    assert named == set(KEPT) | set(LEFT_OUT)
