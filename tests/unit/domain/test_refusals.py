"""Every refusal on record in facts.md section 6 has its reason; what is unknown is kept whole."""

import pytest
from msgraph.generated.models.o_data_errors.inner_error import InnerError
from msgraph.generated.models.o_data_errors.main_error import MainError
from msgraph.generated.models.o_data_errors.o_data_error import ODataError

from dev import refusals_page
from shared.domain.errors import GuestRefused, Unavailable
from shared.domain.failure import Failure
from shared.domain.refusals import REFUSALS, UNKNOWN, refusal
from shared.outer.graph_errors import verdict

BLOCKED = (
    "The invited user already exists in the directory as object ID: 0, but the account is blocked "
    "from signing in. If the account is unblocked, they can use that account to sign in."
)
RIGHTS = (
    "Insufficient privileges to perform requested operation by the application '0'. "
    "ControllerName=MSGraphInviteAPI, ActionName=CreateInvite, URL absolute path=/api/0/invites"
)
ON_RECORD = [
    (500, "InternalServerError", "Unable to find target address", "address-not-found"),
    (401, "Unauthorized", RIGHTS, "invite-denied"),
    (403, "", "Guest invitations not allowed for your company.", "invitations-off"),
    (400, "BadRequest", "Group email address is not supported", "group-address"),
    (400, "BadRequest", "The Primary SMTP Address is an invalid value", "address-invalid"),
    (400, "BadRequest", BLOCKED, "account-blocked"),
    (400, "", "The invited user already exists in the directory", "already-in-directory"),
    (403, "", "This invitation is blocked by cross-tenant access settings", "cross-tenant-blocked"),
    (
        403,
        "",
        "This action can't be completed because the Microsoft B2B Cross Cloud Worker application "
        "has been disabled in the invited user's tenant.",
        "cross-cloud-disabled",
    ),
    (403, "AzureActiveDirectoryForbidden", "", "permission-missing"),
    (400, "InvitationCreationFailureInvalidPropertyValue", "", "address-invalid"),
    (400, "InvitationCreationFailureAmbiguousUser", "", "address-ambiguous"),
    (403, "Directory_QuotaExceeded", "", "directory-full"),
    (403, "Authorization_RequestDenied", "Insufficient privileges to", "permission-missing"),
    (404, "Directory_ObjectNotFound", "Unable to read the company information", "guest-not-ready"),
    (400, "Request_BadRequest", "Not a valid reference update.", "guest-not-ready"),
    (401, "InvalidAuthenticationToken", "", "token-refused"),
    (429, "TooManyRequests", "", "throttled"),
    (503, "ServiceUnavailable", "", "graph-down"),
    (500, "InternalServerError", "Something else", "graph-down"),
    (400, "BadRequest", "Never heard of.", "unknown"),
]  # fmt: skip


@pytest.mark.parametrize(("status", "code", "message", "kind"), ON_RECORD)
def test_what_is_on_record_has_its_reason(status: int, code: str, message: str, kind: str) -> None:
    assert refusal(status, code, message).kind == kind


def test_a_reset_that_is_refused_has_reasons_of_its_own() -> None:
    assert refusal(403, "Authorization_RequestDenied", "", "reset").kind == "reset-denied"
    assert refusal(400, "Request_BadRequest", "Invalid value", "reset").kind == "reset-refused"
    assert refusal(429, "TooManyRequests", "", "reset").kind == "throttled"
    assert refusal(403, "Authorization_RequestDenied", "").kind == "permission-missing"


@pytest.mark.parametrize("row", [*REFUSALS, UNKNOWN])
def test_every_row_says_why_and_what_to_do(row: object) -> None:
    text = vars(row)
    assert text["reason"].endswith(".")
    assert text["next_step"].endswith(".")
    assert row is UNKNOWN or text["codes"] or text["statuses"] or text["words"]


def error(status: int, code: str, message: str) -> ODataError:
    main = MainError(code=code, message=message, inner_error=InnerError(request_id="r-1"))
    made = ODataError(error=main)
    made.response_status_code = status
    return made


def test_an_unknown_refusal_is_kept_whole() -> None:
    told = verdict(error(418, "Odd", "Never heard of."))
    assert isinstance(told, GuestRefused)
    assert told.failure == Failure(
        "Odd", UNKNOWN.reason, UNKNOWN.next_step, "unknown", "Never heard of.", "r-1"
    )


def test_the_address_that_500_cannot_find_is_refused_for_good() -> None:
    told = verdict(error(500, "InternalServerError", "Unable to find target address"))
    assert isinstance(told, GuestRefused)
    assert told.failure.kind == "address-not-found"
    assert isinstance(verdict(error(500, "InternalServerError", "")), Unavailable)


def test_the_page_of_refusals_is_up_to_date() -> None:
    assert refusals_page.check() == []
