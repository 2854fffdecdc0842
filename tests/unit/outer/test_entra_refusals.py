"""What Microsoft's refusals of a sign-in mean, and which tokens are refused by us."""

from collections.abc import Mapping
from datetime import timedelta

import pytest

from shared.domain.errors import SignInFailed, Unavailable
from shared.outer.entra_refusals import aadsts, refusal
from shared.outer.entra_sign_in import SKEW, check_claims
from tests.samples import NOW

LINES = "\r\nTrace ID: 1\r\nCorrelation ID: 2\r\nTimestamp: 2016-01-09 02:02:12Z"
CLIENT = "b3a1f0c2-6d54-4f0e-9c1d-2f8e7a6b5c4d"


@pytest.mark.parametrize(
    ("error", "code", "why"),
    [
        ("access_denied", "", "declined"),
        ("access_denied", "AADSTS65004", "declined"),
        ("consent_required", "AADSTS65004", "declined"),
        ("invalid_grant", "AADSTS50020", "no_guest"),
        ("invalid_client", "AADSTS65005", "unmanaged"),
        ("access_denied", "AADSTS90071", "partner"),
        ("invalid_scope", "AADSTS70011", "setup"),
        ("access_denied", "AADSTS90094", "approval"),
        ("access_denied", "AADSTS90095", "approval"),
        ("consent_required", "AADSTS65001", "approval"),
        ("consent_required", "", "approval"),
        ("access_denied", "AADSTS53003", "blocked"),
        ("access_denied", "AADSTS50105", "refused"),
        ("invalid_grant", "AADSTS54005", "refused"),
        ("something_new", "", "refused"),
    ],
)
def test_each_refusal_has_its_reason(error: str, code: str, why: str) -> None:
    text = f"{code}: words that may change{LINES}" if code else "words that may change"
    found = refusal({"error": error, "error_description": text})
    assert isinstance(found, SignInFailed)
    assert (found.why, found.code) == (why, code)


@pytest.mark.parametrize("error", ["server_error", "temporarily_unavailable"])
def test_what_may_work_later_is_an_outage(error: str) -> None:
    assert isinstance(refusal({"error": error}), Unavailable)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("AADSTS65004: no", "AADSTS65004"),
        ("AADSTS900971: longer", "AADSTS900971"),
        ("AADSTS<script>", ""),
        ("AADSTS12345678901", ""),
        ("aadsts65004", ""),
        ("", ""),
    ],
)
def test_only_a_code_is_taken_from_a_description(text: str, code: str) -> None:
    assert aadsts(text) == code


def claims(**changed: object) -> Mapping[str, object]:
    now = NOW.timestamp()
    return {"aud": CLIENT, "iat": now, "nbf": now, "exp": now + 3600} | changed


@pytest.mark.parametrize("off", [-(SKEW - timedelta(seconds=1)), timedelta(), SKEW])
def test_clocks_may_differ_a_little(off: timedelta) -> None:
    check_claims(claims(), CLIENT, NOW + off)


@pytest.mark.parametrize(
    ("off", "changed"),
    [
        (-SKEW - timedelta(seconds=1), {}),
        (timedelta(hours=1) + SKEW, {}),
        (timedelta(), {"nbf": NOW.timestamp() + 301}),
        (timedelta(), {"iat": NOW.timestamp() + 301}),
        (timedelta(), {"exp": NOW.timestamp() - 300}),
    ],
)
def test_a_token_of_another_time_is_refused(off: timedelta, changed: dict[str, object]) -> None:
    with pytest.raises(SignInFailed) as raised:
        check_claims(claims(**changed), CLIENT, NOW + off)
    assert raised.value.why == "clock"


@pytest.mark.parametrize("changed", [{"aud": "x"}, {"iat": "x"}, {"exp": None}])
def test_a_token_that_is_not_ours_is_refused(changed: dict[str, object]) -> None:
    with pytest.raises(SignInFailed) as raised:
        check_claims(claims(**changed), CLIENT, NOW)
    assert raised.value.why == "state"
