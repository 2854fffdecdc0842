"""The settings of telemetry."""

import pytest

from shared.settings import WrongSettings, read_settings
from tests.samples import ENVIRONMENT

GUID = "4c8d1e6f-0b2a-4f7c-9d3e-5a6b7c8d9e0f"
CONNECTION = f"InstrumentationKey={GUID};IngestionEndpoint=https://x.example/;LiveEndpoint=y"


def test_without_any_nothing_is_exported() -> None:
    telemetry = read_settings(ENVIRONMENT).telemetry
    assert (telemetry.connection_string, telemetry.sign_in) == ("", False)
    assert (telemetry.share, telemetry.delay, telemetry.interval) == (1.0, 5.0, 60.0)


def test_they_are_read_in_their_own_types() -> None:
    telemetry = read_settings(
        ENVIRONMENT
        | {
            "APPLICATIONINSIGHTS_CONNECTION_STRING": CONNECTION,
            "APPLICATIONINSIGHTS_AUTHENTICATION_STRING": f"ClientId={GUID};Authorization=AAD",
            "OTEL_TRACES_SAMPLER_ARG": "0.25",
            "OTEL_BSP_SCHEDULE_DELAY": "200",
            "OTEL_METRIC_EXPORT_INTERVAL": "1000",
        }
    ).telemetry
    assert (telemetry.sign_in, telemetry.client_id) == (True, GUID)
    assert (telemetry.share, telemetry.delay, telemetry.interval) == (0.25, 0.2, 1.0)
    assert GUID not in repr(telemetry).replace(f"client_id='{GUID}'", "")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("APPLICATIONINSIGHTS_CONNECTION_STRING", "https://x.example"),
        ("APPLICATIONINSIGHTS_CONNECTION_STRING", "InstrumentationKey=7"),
        ("APPLICATIONINSIGHTS_CONNECTION_STRING", f"InstrumentationKey={GUID};IngestionEndpoint=x"),
        ("APPLICATIONINSIGHTS_AUTHENTICATION_STRING", "Authorization=Key"),
        ("APPLICATIONINSIGHTS_AUTHENTICATION_STRING", "Authorization=AAD;ClientId=me"),
        ("OTEL_TRACES_SAMPLER_ARG", "1.5"),
        ("OTEL_TRACES_SAMPLER_ARG", "all"),
        ("OTEL_BSP_SCHEDULE_DELAY", "5"),
        ("OTEL_METRIC_EXPORT_INTERVAL", "-1"),
    ],
)
def test_a_wrong_one_is_named(name: str, text: str) -> None:
    with pytest.raises(WrongSettings, match=name):
        read_settings(ENVIRONMENT | {name: text})
