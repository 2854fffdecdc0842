"""The operations for those who look after the app."""

from shared.domain.finding_kinds import POISON_WAITING
from shared.web.openapi import examples
from shared.web.openapi.parts import Answer, Body, Described
from shared.web.shapes.bodies import AddressedBody
from shared.web.shapes.operating import (
    Findings,
    Health,
    PartHealth,
    Parts,
    Sending,
    ShownFinding,
    SwitchBody,
    TakenMail,
)

_BUILD = ("1.4.0", "8b76b900d1f0c4a1", "2026-11-02T08:30:00+00:00")
_PARTS = [PartHealth("tables", "ok", 12), PartHealth("queues", "warning", 15)]
_UP = Health("up", *_BUILD)
_DOWN = Health("down", *_BUILD)
_FOUND = Findings(
    "warning",
    *_BUILD,
    "2026-11-20T03:12:00+00:00",
    "https://invite.example.org",
    "invitations@example.org",
    "acs",
    {"templates": "6f1c0a9be2d34875", "catalogues": "b05d7e3c9a1f4286"},
    _PARTS,
    [
        ShownFinding(
            "queues",
            POISON_WAITING.code,
            POISON_WAITING.level.value,
            "webhooks-poison: 2",
            POISON_WAITING.what,
            POISON_WAITING.fix,
        )
    ],
)
_OPERATOR = "operator@example.org"
_SWITCH = SwitchBody(by=_OPERATOR, why="Wrong link in the template")
_PAUSED = Sending(True, "2026-11-20T03:12:00+00:00", _OPERATOR, "Wrong link in the template")
_RESUMED = Sending(False, "2026-11-20T03:40:00+00:00", _OPERATOR, "")

OPERATIONS = (
    Described(
        "CheckHealth",
        "GET",
        "/health",
        "Operation",
        "Ask whether the app is up",
        {
            200: Answer("It is.", Health, _UP),
            503: Answer("It is not: storage does not answer.", Health, _DOWN, ("Retry-After",)),
        },
        open=True,
    ),
    Described(
        "CheckParts",
        "GET",
        "/health/parts",
        "Operation",
        "Show how each part stands",
        {200: Answer("The parts, not older than 30 s.", Parts, Parts("warning", *_BUILD, _PARTS))},
    ),
    Described(
        "CheckFindings",
        "GET",
        "/health/findings",
        "Operation",
        "Show what is wrong, with its fix",
        {200: Answer("What was found just now.", Findings, _FOUND)},
    ),
    Described(
        "SendTestMail",
        "POST",
        "/health/test-mail",
        "Operation",
        "Send a test e-mail",
        {200: Answer("It is handed over.", TakenMail, TakenMail(examples.ID))},
        (),
        Body(AddressedBody, AddressedBody(address=_OPERATOR)),
        (400, 409, 413, 422),
    ),
    Described(
        "ShowSending",
        "GET",
        "/Sending",
        "Operation",
        "Show whether sending is paused",
        {200: Answer("The stop switch.", Sending, _PAUSED)},
    ),
    Described(
        "PauseSending",
        "POST",
        "/Sending/pause",
        "Operation",
        "Pause every e-mail",
        {200: Answer("Paused. Nothing is lost; again does no harm.", Sending, _PAUSED)},
        (),
        Body(SwitchBody, _SWITCH, required=False),
        (400, 413, 422),
    ),
    Described(
        "ResumeSending",
        "POST",
        "/Sending/resume",
        "Operation",
        "Let e-mails go again",
        {200: Answer("E-mails go again; again does no harm.", Sending, _RESUMED)},
        (),
        Body(SwitchBody, SwitchBody(by=_OPERATOR), required=False),
        (400, 413, 422),
    ),
)
