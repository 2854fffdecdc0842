"""Checking what an application asks of /authorize (signin.md, authorize request)."""

from collections.abc import Mapping

from aiohttp import web

from dev.simulator.config import Config
from dev.simulator.entra.application import API, API_RIGHTS, GRAPH, RIGHTS
from dev.simulator.entra.errors import SignInError
from dev.simulator.entra.flow import AuthorizeRequest

PROMPTS = ("", "none", "login", "select_account", "consent")
GRAPH_PREFIXES = ("https://graph.microsoft.com/", f"{GRAPH}/")


async def parameters(request: web.Request) -> dict[str, str]:
    """Return the parameters of a GET or of a posted form (signin.md: both work)."""
    if request.method == "POST":
        return {name: str(value) for name, value in (await request.post()).items()}
    return dict(request.query)


def check_tenant(config: Config, tenant: str) -> None:
    """Raise SignInError unless `tenant` is the inviting one, by id or by domain."""
    if tenant.lower() not in (config.tenant_id.lower(), config.tenant_domain.lower()):
        raise SignInError(
            90002,
            "invalid_tenant",
            f"Tenant '{tenant}' not found. Check to make sure you have the correct tenant ID and "
            "are signing into the correct cloud.",
        )


def trusted_redirect(config: Config, asked: Mapping[str, str]) -> str:
    """Return the redirect URI, exactly as registered.

    Raises SignInError for an unknown client or another URI: then nobody may be redirected.
    """
    client, uri = asked.get("client_id", ""), asked.get("redirect_uri", "")
    check_client(config, client)
    if uri not in config.redirect_uris:
        raise SignInError(
            50011,
            "invalid_request",
            f"The redirect URI '{uri}' specified in the request does not match the redirect URIs "
            f"configured for the application '{client}'.",
        )
    return uri


def check_client(config: Config, client: str) -> None:
    """Raise SignInError unless `client` is the registered application."""
    if not client:
        raise missing("client_id")
    if client != config.client_id:
        raise SignInError(
            700016,
            "unauthorized_client",
            f"Application with identifier '{client}' was not found in the directory "
            f"'{config.tenant_name}'.",
        )


def missing(name: str) -> SignInError:
    """Return the refusal of a request without the parameter `name`."""
    return SignInError(
        900144,
        "invalid_request",
        f"The request body must contain the following parameter: '{name}'.",
    )


def read_request(asked: Mapping[str, str], redirect_uri: str) -> AuthorizeRequest:
    """Return the request; raises SignInError to be told to the application by redirect."""
    _check_response(asked)
    prompt, hint = asked.get("prompt", ""), asked.get("login_hint", "")
    if prompt not in PROMPTS:
        raise SignInError(90023, "invalid_request", f"Unsupported 'prompt' value '{prompt}'.")
    if hint and prompt == "select_account":
        raise SignInError(
            90023, "invalid_request", "login_hint and prompt=select_account cannot be combined."
        )
    challenge = asked.get("code_challenge", "")
    # signin.md: without a method the challenge is treated as plain.
    method = asked.get("code_challenge_method", "plain") if challenge else ""
    if method not in ("", "plain", "S256"):
        raise SignInError(501491, "invalid_request", "Invalid code_challenge_method.")
    return AuthorizeRequest(
        redirect_uri=redirect_uri,
        scopes=read_scopes(asked.get("scope", "")),
        state=asked.get("state", ""),
        nonce=asked.get("nonce", ""),
        challenge=challenge,
        challenge_method=method,
        prompt=prompt,
        login_hint=hint.strip(),
    )


def _check_response(asked: Mapping[str, str]) -> None:
    if not asked.get("response_type"):
        raise missing("response_type")
    if asked["response_type"] != "code":
        raise SignInError(
            70005,
            "unsupported_response_type",
            "The provided value for the input parameter 'response_type' isn't allowed for this "
            "client. Expected value is 'code'",
        )
    if asked.get("response_mode", "query") != "query":
        raise SignInError(
            90023, "invalid_request", "The simulator answers in response_mode 'query' only."
        )


def read_scopes(text: str) -> tuple[str, ...]:
    """Return the scopes of a space-separated list, each one known to the consent page."""
    scopes = tuple(text.split())
    if not scopes:
        raise missing("scope")
    for scope in scopes:
        plain = scope
        for prefix in GRAPH_PREFIXES:
            plain = plain.removeprefix(prefix)
        offered = API_RIGHTS if scope.startswith(API) else RIGHTS
        if scope.startswith(API):
            plain = scope.rpartition("/")[2]
        if plain not in (*offered, ".default"):
            raise SignInError(
                70011,
                "invalid_scope",
                "The provided value for the input parameter 'scope' isn't valid. "
                f"The scope {scope} isn't valid.",
            )
    return scopes
