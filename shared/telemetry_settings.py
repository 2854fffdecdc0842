"""The settings of telemetry, under the names that Azure and OpenTelemetry have given them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from shared import setting_checks as checks
from shared.setting import Setting

_CLIENT = "clientid"


def pairs(text: str) -> dict[str, str]:
    """Return the parts of `Name=value;Name=value`, by their names in lower case."""
    parts = (part.partition("=") for part in text.split(";") if part)
    return {name.strip().lower(): value.strip() for name, _, value in parts}


def _resource(text: str) -> str:
    told = pairs(text)
    endpoint = told.get("ingestionendpoint", "https://by.default")
    wrong = checks.guid(told.get("instrumentationkey", "")) or checks.url(endpoint)
    return "must be a connection string of Application Insights" if wrong else ""


def _sign_in(text: str) -> str:
    told = pairs(text)
    wrong = told.get("authorization") != "AAD" or (_CLIENT in told and checks.guid(told[_CLIENT]))
    return "must be Authorization=AAD, or that and ;ClientId=<guid>" if wrong else ""


def _share(text: str) -> str:
    good = re.fullmatch(r"[01]|0?\.[0-9]{1,6}|1\.0+", text)
    return "" if good else "must be a number from 0 to 1"


def _milliseconds(text: str) -> str:
    good = re.fullmatch(r"[0-9]{1,7}", text) and int(text) >= 100
    return "" if good else "must be a number of milliseconds from 100 on"


TELEMETRY = (
    Setting(
        "APPLICATIONINSIGHTS_CONNECTION_STRING",
        "The Application Insights resource that [telemetry](telemetry.md) goes to. Without it, "
        "nothing is recorded.",
        _resource,
        example="InstrumentationKey=00000000-0000-0000-0000-000000000000;"
        "IngestionEndpoint=https://<region>.in.applicationinsights.azure.com/",
    ),
    Setting(
        "APPLICATIONINSIGHTS_AUTHENTICATION_STRING",
        "How to sign in to it: `Authorization=AAD` with the managed identity, and "
        "`;ClientId=<guid>` for a user-assigned one. Leave it out where the connection string is "
        "enough.",
        _sign_in,
        example="Authorization=AAD;ClientId=00000000-0000-0000-0000-000000000000",
    ),
    Setting(
        "OTEL_TRACES_SAMPLER_ARG",
        "The share of traces that is exported, from 0 to 1. What went wrong, steps and metrics "
        "always are.",
        _share,
        default="1",
    ),
    Setting(
        "OTEL_BSP_SCHEDULE_DELAY",
        "Milliseconds between two exports of traces and logs.",
        _milliseconds,
        default="5000",
    ),
    Setting(
        "OTEL_METRIC_EXPORT_INTERVAL",
        "Milliseconds between two exports of metrics.",
        _milliseconds,
        default="60000",
    ),
)


@dataclass(frozen=True)
class TelemetrySettings:
    """What of it is exported where; times are in seconds.

    `client_id` is that of the identity to sign in with, empty for the system-assigned one.
    """

    connection_string: str = field(default="", repr=False)
    sign_in: bool = False
    client_id: str = ""
    share: float = 1.0
    delay: float = 5.0
    interval: float = 60.0


def telemetry_settings(value: Mapping[str, str]) -> TelemetrySettings:
    """Return them from checked values."""
    how = pairs(value["APPLICATIONINSIGHTS_AUTHENTICATION_STRING"])
    return TelemetrySettings(
        connection_string=value["APPLICATIONINSIGHTS_CONNECTION_STRING"],
        sign_in=bool(how),
        client_id=how.get(_CLIENT, ""),
        share=float(value["OTEL_TRACES_SAMPLER_ARG"]),
        delay=int(value["OTEL_BSP_SCHEDULE_DELAY"]) / 1000,
        interval=int(value["OTEL_METRIC_EXPORT_INTERVAL"]) / 1000,
    )
