"""How the application proves itself at the token endpoint (signin.md, token request)."""

import base64
import binascii
import secrets
from collections.abc import Mapping
from urllib.parse import unquote_plus

import jwt
from aiohttp import web

from dev.simulator.config import CONFIG, KEY
from dev.simulator.entra.authorize_request import check_client
from dev.simulator.entra.errors import SignInError
from dev.simulator.identity.routes import EXCHANGE

ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"


def check_credentials(request: web.Request, form: Mapping[str, str]) -> None:
    """Raise SignInError unless the caller is the registered application.

    It may show its secret, in the form or as HTTP Basic, or a token of its managed identity.
    """
    config = request.app[CONFIG]
    client, secret = _basic(request) or (form.get("client_id", ""), form.get("client_secret", ""))
    check_client(config, client)
    if form.get("client_assertion_type") == ASSERTION_TYPE:
        _check_assertion(request, form.get("client_assertion", ""))
    elif not secret:
        raise _invalid(
            7000218,
            "The request body must contain the following parameter: 'client_assertion' or "
            "'client_secret'.",
        )
    elif not secrets.compare_digest(secret.encode(), config.client_secret.encode()):
        raise _invalid(
            7000215,
            "Invalid client secret provided. Ensure the secret being sent in the request is the "
            "client secret value, not the client secret ID, for a secret added to app "
            f"'{config.client_id}'.",
        )
    if "Origin" in request.headers:
        raise SignInError(
            9002326,
            "invalid_request",
            "Cross-origin token redemption is permitted only for the 'Single-Page Application' "
            "client-type.",
        )


def _basic(request: web.Request) -> tuple[str, str] | None:
    scheme, _, credentials = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        client, _, secret = base64.b64decode(credentials, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return "", ""
    # RFC 6749 section 2.3.1: both halves are form-encoded first.
    return unquote_plus(client), unquote_plus(secret)


def _check_assertion(request: web.Request, assertion: str) -> None:
    try:
        request.app[KEY].verify(assertion, EXCHANGE)
    except jwt.InvalidAudienceError as problem:
        raise _invalid(
            700212,
            "No matching federated identity record found for presented assertion audience. "
            f"Expected '{EXCHANGE}'.",
        ) from problem
    except jwt.ExpiredSignatureError as problem:
        raise _invalid(700024, "Client assertion is not within its valid time range.") from problem
    except jwt.InvalidTokenError as problem:
        raise _invalid(50027, "JWT token is invalid or malformed.") from problem


def _invalid(number: int, text: str) -> SignInError:
    return SignInError(number, "invalid_client", text, status=401)
