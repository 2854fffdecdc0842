"""The operations on an invitation."""

from shared.web.invitation_body import InvitationBody
from shared.web.openapi import examples
from shared.web.openapi.parts import (
    HTML,
    ID,
    KEY,
    ON_INVITATION,
    Answer,
    Body,
    Described,
    Link,
    Parameter,
)
from shared.web.shapes import bodies
from shared.web.shapes.invitations import Made, ShownInvitation

_REPLAYED = ("Idempotent-Replayed",)
_TO_IT = Link(ON_INVITATION, {"id": "$response.body#/invitationId"})
_TO_ITS_PAGE = Link(("FollowInvitation",), {"invitationId": "$response.body#/invitationId"})


def _shown(text: str, headers: tuple[str, ...] = (), links: tuple[Link, ...] = (_TO_IT,)) -> Answer:
    return Answer(text, ShownInvitation, examples.SHOWN, headers, links=links)


OPERATIONS = (
    Described(
        "FollowInvitation",
        "GET",
        "/InviteUser",
        "Invitations",
        "Follow an invitation's link, as its guest",
        {
            302: Answer(
                "On to Microsoft, or to the guest's own page. HEAD is answered alike.",
                headers=("Location",),
            ),
            404: Answer("A page: there is no such invitation.", files=(HTML,)),
            409: Answer("A page: the guest can be made anew.", files=(HTML,)),
            410: Answer("A page: the invitation has ended, and why.", files=(HTML,)),
            503: Answer("A page: come back in a while.", headers=("Retry-After",), files=(HTML,)),
        },
        (
            Parameter(
                "invitationId",
                "query",
                {"type": "string", "format": "uuid"},
                "The id of the invitation.",
                required=True,
            ),
        ),
        open=True,
    ),
    Described(
        "InviteUser",
        "POST",
        "/InviteUser",
        "Invitations",
        "Invite a guest",
        {
            201: Answer(
                "The guest is in the directory, the e-mail is on its way.",
                Made,
                examples.MADE,
                ("Location", *_REPLAYED),
                links=(_TO_IT, _TO_ITS_PAGE),
            ),
            202: Answer(
                "The invitation is kept; the queue will make the guest.",
                Made,
                examples.MADE,
                ("Location", *_REPLAYED),
                links=(_TO_IT, _TO_ITS_PAGE),
            ),
        },
        (
            KEY,
            Parameter("Prefer", "header", {"type": "string"}, "`respond-async`: leave it to 202."),
        ),
        Body(InvitationBody, examples.INVITATION),
        (400, 409, 413, 422, 429),
        entra_path="/entra/Invitations",
    ),
    Described(
        "GetInvitation",
        "GET",
        "/Invitations/{id}",
        "Invitations",
        "Show an invitation",
        {200: _shown("The invitation with its history.")},
        (ID,),
        refuses=(404,),
    ),
    Described(
        "DeleteInvitation",
        "DELETE",
        "/Invitations/{id}",
        "Invitations",
        "Withdraw an invitation and erase who is named in it",
        {200: _shown("What is left of it. Again does no harm.", links=())},
        (ID,),
        Body(bodies.RevokeBody, examples.REVOKE, required=False),
        (400, 404, 413, 422),
    ),
    Described(
        "ResendInvitation",
        "POST",
        "/Invitations/{id}/resend",
        "Invitations",
        "Send an invitation again",
        {202: _shown("The invitation, or its successor; the e-mail is on its way.", _REPLAYED)},
        (ID, KEY),
        Body(bodies.ResendBody, examples.RESEND, required=False),
        (400, 404, 409, 413, 422, 429),
    ),
    Described(
        "CorrectAddress",
        "POST",
        "/Invitations/{id}/address",
        "Invitations",
        "Correct a wrong address",
        {202: _shown("The new invitation; its e-mail is on its way.", _REPLAYED)},
        (ID, KEY),
        Body(bodies.AddressBody, examples.ADDRESS),
        (400, 404, 409, 413, 422, 429),
    ),
    Described(
        "ExtendInvitation",
        "POST",
        "/Invitations/{id}/extend",
        "Invitations",
        "Give an invitation more time",
        {200: _shown("The invitation with its new time.")},
        (ID,),
        Body(bodies.ExtendBody, examples.EXTEND),
        (400, 404, 409, 413, 422),
    ),
    Described(
        "RevokeInvitation",
        "POST",
        "/Invitations/{id}/revoke",
        "Invitations",
        "Withdraw an invitation",
        {200: _shown("The withdrawn invitation; its link ends.")},
        (ID,),
        Body(bodies.RevokeBody, examples.REVOKE, required=False),
        (400, 404, 409, 413, 422),
    ),
)
