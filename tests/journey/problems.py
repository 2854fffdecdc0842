"""What every problem document must look like (RFC 9457)."""

from typing import Any

import requests


def assert_problem(
    answer: requests.Response, status: int, kind: str, *pointers: str
) -> dict[str, Any]:
    """Return the problem; fail unless it has that status and kind and names those fields."""
    assert answer.status_code == status, answer.text
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.headers["Cache-Control"] == "no-store"
    problem: dict[str, Any] = answer.json()
    assert problem["type"] == f"urn:symuserinvitation:problem:{kind}"
    assert problem["status"] == status
    assert problem["title"]
    assert {error["pointer"] for error in problem.get("errors", [])} == set(pointers)
    assert all(error["detail"] for error in problem.get("errors", []))
    return problem
