"""The last fence."""

import logging
import sys
from collections.abc import Iterator

import pytest

from shared.domain.happening import reference
from shared.telemetry.logs import TelemetryHandler
from shared.telemetry.recorder import Recorder, use
from shared.telemetry.records import Line
from shared.telemetry.scrubbing import scrubbed
from shared.telemetry.thrown import thrown

ID = "0c5a3f5e-8f0e-4a27-9d0b-6d2d3b9a1c11"
SECRETS = [
    ID,
    ID.upper(),
    "kim.o'hara@example.com",
    "kim%40example.com",
    "éva@kunde.example",
    "eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.",
    "gAAAAABrAZJPn0dvIDs9FkL0f1eFnI_W-juTZXOJLOUzcYrhsJ1-h4M1TwTHpdrokWoUtaW0YVwC0Zp==",
    "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq",
]


@pytest.mark.parametrize("secret", SECRETS)
def test_what_names_or_opens_is_replaced(secret: str) -> None:
    told = scrubbed(f"it failed for {secret}: see <{secret}>")
    assert secret not in told
    assert told.startswith("it failed for {")


def test_a_query_is_replaced() -> None:
    assert scrubbed("GET /api/X?code=s3cret&a=b 302") == "GET /api/X?{query} 302"


@pytest.mark.parametrize(
    "plain", [reference(ID), "policies/crossTenantAccessPolicy/default", "Answered 503: storage"]
)
def test_what_an_operator_needs_stays(plain: str) -> None:
    assert scrubbed(plain) == plain


@pytest.fixture
def recorder() -> Iterator[Recorder]:
    """A recorder of this process, with the log going to it."""
    made, handler = Recorder(), TelemetryHandler()
    use(made)
    logging.getLogger().addHandler(handler)
    yield made
    logging.getLogger().removeHandler(handler)
    use(None)


def test_a_warning_goes_out_scrubbed_and_an_exception_without_its_words(
    recorder: Recorder,
) -> None:
    log = logging.getLogger("shared.web.answers")
    log.info("nothing")
    try:
        int("kim@example.com")
    except ValueError:
        log.exception("It failed for %s", "kim@example.com")
    [line] = recorder.take(9)
    assert isinstance(line, Line)
    assert line.text == "It failed for {address}"
    assert line.thrown is not None
    assert line.thrown.kind == "builtins.ValueError"
    assert "kim" not in line.thrown.stack
    assert "test_scrubbing.py" in line.thrown.stack


def test_the_exporters_own_lines_stay(recorder: Recorder) -> None:
    for name in ("azure.monitor.opentelemetry.exporter", "shared.telemetry.exporting"):
        logging.getLogger(name).critical("not taken")
    assert recorder.take(9) == []


def test_a_line_that_cannot_be_written_harms_nobody(recorder: Recorder) -> None:
    record = logging.LogRecord("x", logging.ERROR, "", 1, "%d", ("a",), None)
    TelemetryHandler().emit(record)
    assert recorder.take(9) == []


def test_what_is_thrown_is_told_by_type_and_frames() -> None:
    try:
        int("kim@example.com")
    except ValueError:
        error = sys.exception()
    assert error is not None
    told = thrown(error)
    assert told.kind == "builtins.ValueError"
    assert "kim@" not in told.stack
