"""host.json and start-up."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from dev.host import Host, HostError, Options
from dev.host.messages import decode, encode
from dev.host.settings import read_settings

APP = "import azure.functions as func\napp = func.FunctionApp()\n"
HELLO = '@app.route("{}")\ndef {}(req: func.HttpRequest) -> str:\n    return "hello"\n'
QUEUE = '@app.queue_trigger("m", "q", "{}")\ndef Q(m: func.QueueMessage) -> None:\n    pass\n'


def make(folder: Path, code: str, host_json: dict[str, Any] | None = None) -> Host:
    """Return a host for an app with this code, not started."""
    (folder / "function_app.py").write_text(code)
    (folder / "host.json").write_text(json.dumps(host_json or {"version": "2.0"}))
    return Host(Options(folder))


def test_queue_defaults(tmp_path: Path) -> None:
    """Row: batchSize 16; threshold batchSize/2 x CPUs; 5; visibility 0; base64; up to 1 min."""
    (tmp_path / "host.json").write_text('{"version": "2.0"}')
    queues = read_settings(tmp_path).queues
    assert (queues.batch_size, queues.new_batch_threshold) == (16, 8 * (os.cpu_count() or 1))
    assert (queues.max_dequeue_count, queues.retry_delay) == (5, 0)
    assert (queues.base64, queues.max_polling_interval) == (True, 60)


def test_queue_settings(tmp_path: Path) -> None:
    """Row: the same, from host.json."""
    given = {
        "batchSize": 2,
        "newBatchThreshold": 1,
        "maxDequeueCount": 9,
        "visibilityTimeout": "00:00:30",
        "messageEncoding": "none",
        "maxPollingInterval": "00:00:02",
    }
    (tmp_path / "host.json").write_text(json.dumps({"extensions": {"queues": given}}))
    queues = read_settings(tmp_path).queues
    assert (queues.batch_size, queues.new_batch_threshold) == (2, 1)
    assert (queues.max_dequeue_count, queues.retry_delay) == (9, 30)
    assert (queues.base64, queues.max_polling_interval) == (False, 2)


def test_app_settings_override_host_json(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An app setting AzureFunctionsJobHost__<path> replaces a value of host.json, as on Azure."""
    (tmp_path / "host.json").write_text('{"extensions": {"queues": {"batchSize": 2}}}')
    monkeypatch.setenv("AzureFunctionsJobHost__extensions__Queues__BATCHSIZE", "3")
    monkeypatch.setenv("AzureFunctionsJobHost__extensions__http__routePrefix", "v1")
    settings = read_settings(tmp_path)
    assert (settings.queues.batch_size, settings.route_prefix) == (3, "v1")


@pytest.mark.parametrize(
    "text",
    [
        "{",
        '{"extensions": {"queues": {"batchSize": 33}}}',
        '{"extensions": {"queues": {"messageEncoding": "utf-7"}}}',
        '{"extensions": {"queues": {"maxPollingInterval": 2}}}',
    ],
)
def test_a_broken_host_json_is_named(tmp_path: Path, text: str) -> None:
    """Row: batchSize (max 32), and what else cannot be."""
    (tmp_path / "host.json").write_text(text)
    with pytest.raises(HostError, match=r"host\.json"):
        read_settings(tmp_path)


def test_a_missing_host_json_is_named(tmp_path: Path) -> None:
    """An app needs a host.json."""
    with pytest.raises(HostError, match=r"host\.json is missing"):
        read_settings(tmp_path)


def test_message_encoding_none() -> None:
    """Row: base64, unless host.json says none."""
    assert encode("Grüße", base64_encoded=False) == "Grüße"
    assert decode("Grüße", base64_encoded=False) == "Grüße"
    with pytest.raises(ValueError, match="base64"):
        decode("Grüße", base64_encoded=True)


@pytest.mark.parametrize(
    ("code", "says"),
    [
        (APP + HELLO.format("a", "One") + HELLO.format("A", "Two"), "'A'.*Two.*One"),
        (APP + HELLO.format("runtime/a", "One"), "built in"),
        (APP, "No functions found"),
        ("import no_such_module", "no_such_module"),
        (APP + QUEUE.format("NoSuchSetting"), "NoSuchSetting"),
        (APP + QUEUE.format("%Unset%"), "%Unset%"),
    ],
)
async def test_an_app_that_cannot_run_fails_start_up(tmp_path: Path, code: str, says: str) -> None:
    """Row: conflicts fail start-up; so does whatever else keeps the app from running."""
    with pytest.raises(HostError, match=says):
        await make(tmp_path, code).start()


async def test_a_host_can_be_started_after_another_has_stopped(tmp_path: Path) -> None:
    """Hosts follow each other in one process, with modules of their own; never two at once."""
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    (tmp_path / "one" / "part.py").write_text('NAME = "First"')
    (tmp_path / "two" / "part.py").write_text('NAME = "Second"')
    code = "import part\n" + APP + "@app.function_name(part.NAME)\n" + HELLO.format("a", "one")
    first, second = make(tmp_path / "one", code), make(tmp_path / "two", code)
    await first.start()
    with pytest.raises(HostError, match="Another host"):
        await Host(Options(tmp_path / "two")).start()
    assert [function.name for function in first.functions] == ["First"]
    await first.stop()
    await second.start()
    assert [function.name for function in second.functions] == ["Second"]
    await second.stop()


async def test_a_mixed_app_is_warned_of(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Row: a folder with a `function.json` beside a `function_app.py`."""
    (tmp_path / "Old").mkdir()
    (tmp_path / "Old" / "function.json").write_text("{}")
    host = make(tmp_path, APP + HELLO.format("a", "One"))
    await host.start()
    await host.stop()
    expected = "Detected mixed function app. Some functions may not be indexed - Old"
    assert expected in caplog.messages
