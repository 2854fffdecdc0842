"""The refusals of Entra: one exception, and the two shapes in which it is told."""

import uuid
from typing import Any

from dev.simulator.config import clock


class SignInError(Exception):
    """A sign-in or a token is refused.

    `number` is the AADSTS number, 0 where Entra gives none; `error` is the OAuth code that goes
    with it (signin.md: codes of authorize and token), `text` what a person or a developer reads,
    `status` the HTTP status. The numbers are those of Microsoft's error code reference
    (learn.microsoft.com/entra/identity-platform/reference-error-codes).
    """

    def __init__(self, number: int, error: str, text: str, *, status: int = 400) -> None:
        super().__init__(f"AADSTS{number}: {text}" if number else text)
        self.number = number
        self.error = error
        self.text = text
        self.status = status


def error_body(problem: SignInError, correlation_id: str | None = None) -> dict[str, Any]:
    """Return `problem` as the token endpoint writes it (signin.md, token request and response).

    `correlation_id` is the caller's `client-request-id`, if it sent one.
    """
    trace, correlation = str(uuid.uuid4()), correlation_id or str(uuid.uuid4())
    moment = f"{clock():%Y-%m-%d %H:%M:%SZ}"
    lines = (
        str(problem),
        f"Trace ID: {trace}",
        f"Correlation ID: {correlation}",
        f"Timestamp: {moment}",
    )
    return {
        "error": problem.error,
        "error_description": "\r\n".join(lines),
        "error_codes": [problem.number],
        "timestamp": moment,
        "trace_id": trace,
        "correlation_id": correlation,
    }


def error_parameters(problem: SignInError) -> dict[str, str]:
    """Return `problem` as query parameters of a redirect to the application (signin.md).

    A numbered one carries the same lines of description as at the token endpoint
    (github.com/MicrosoftDocs/azure-docs/issues/114009).
    """
    body = error_body(problem)
    text = body["error_description"] if problem.number else problem.text
    return {"error": problem.error, "error_description": text}


def cancelled() -> SignInError:
    """Return what the application is told of a person who turned back (signin.md, authorize)."""
    return SignInError(0, "access_denied", "the user canceled the authentication")


def declined() -> SignInError:
    """Return what the application is told of a person who refused consent.

    The wording is that of a recorded answer (github.com/MicrosoftDocs/azure-docs/issues/114009).
    """
    return SignInError(65004, "access_denied", "User declined to consent to access the app.")
