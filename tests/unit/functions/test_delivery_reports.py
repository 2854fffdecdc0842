"""The events of Azure Communication Services, as documented and as hostile as can be."""

from datetime import UTC, datetime
from typing import Any

import pytest

from DeliveryReports.report import DELIVERY, ENGAGEMENT, read_report
from shared.domain.invitation import EmailFate
from shared.usecases.note_delivery import Report

ID = "7ecbaadb-3c74-4d57-90aa-7d0678fd81f6"
AT = datetime(2026, 11, 20, 12, 0, 0, 285_574, tzinfo=UTC)


def delivery(**changed: Any) -> dict[str, Any]:
    """Return the data of a delivery report, in the published form."""
    return {
        "sender": "donotreply@rconnect.example",
        "recipient": "willy@urs-mechanik.example",
        "internetMessageId": "<x@rconnect.example>",
        "messageId": ID,
        "status": "Bounced",
        "deliveryStatusDetails": {"statusMessage": "550 5.1.1\r\nno such  user"},
        "deliveryAttemptTimeStamp": "2026-11-20T12:00:00.2855749+00:00",
    } | changed


def test_a_report_is_read() -> None:
    assert read_report(DELIVERY, delivery()) == Report(
        ID, EmailFate.BOUNCED, AT, "550 5.1.1 no such user"
    )


@pytest.mark.parametrize(
    ("status", "fate"),
    [
        ("Delivered", EmailFate.DELIVERED),
        ("Suppressed", EmailFate.SUPPRESSED),
        ("Quarantined", EmailFate.QUARANTINED),
        ("FilteredSpam", EmailFate.FILTERED),
        ("Failed", EmailFate.FAILED),
    ],
)
def test_every_status_is_a_fate(status: str, fate: EmailFate) -> None:
    report = read_report(DELIVERY, delivery(status=status))
    assert report is not None
    assert report.fate is fate


def test_the_time_under_its_other_spelling() -> None:
    data = delivery(deliveryAttemptTimestamp="2026-11-20T13:00:00.2855749+01:00")
    del data["deliveryAttemptTimeStamp"]
    report = read_report(DELIVERY, data)
    assert report is not None
    assert report.at == AT


def test_who_opens_an_e_mail_has_received_it() -> None:
    data = {
        "messageId": ID.upper(),
        "userActionTimeStamp": "2026-11-20T12:00:00.2855749+00:00",
        "engagementType": "view",
    }
    assert read_report(ENGAGEMENT, data) == Report(ID, EmailFate.DELIVERED, AT, "view")


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        (DELIVERY, None),
        (DELIVERY, "text"),
        (DELIVERY, {}),
        (DELIVERY, delivery(messageId="../other")),
        (DELIVERY, delivery(messageId=None)),
        (DELIVERY, delivery(status="Expanded")),
        (DELIVERY, delivery(status=["Bounced"])),
        (DELIVERY, delivery(deliveryAttemptTimeStamp="yesterday")),
        (DELIVERY, delivery(deliveryAttemptTimeStamp="2026-11-20T12:00:00")),
        (ENGAGEMENT, delivery()),
        ("Microsoft.Communication.SMSReceived", delivery()),
        (None, delivery()),
    ],
)
def test_what_is_no_report_is_none(kind: str | None, data: object) -> None:
    assert read_report(kind, data) is None


@pytest.mark.parametrize("details", [None, "text", {}, {"statusMessage": None}])
def test_a_report_without_details(details: object) -> None:
    assert read_report(DELIVERY, delivery(deliveryStatusDetails=details)) is not None


def test_what_a_server_said_is_bounded() -> None:
    data = delivery(deliveryStatusDetails={"statusMessage": "x" * 100_000})
    report = read_report(DELIVERY, data)
    assert report is not None
    assert len(report.reason) == 500
