"""What the tenant publishes of itself (signin.md, endpoints)."""

from aiohttp import web

from dev.simulator.config import CONFIG, KEY
from dev.simulator.entra.authorize_request import check_tenant
from dev.simulator.entra.claims import issuer
from dev.simulator.entra.errors import SignInError, error_body


async def openid_configuration(request: web.Request) -> web.Response:
    """Return the discovery document, by tenant id whatever the tenant was called by.

    What machines call is on the https address; the pages that people open are on http, so that
    no browser needs the certificate.
    """
    config = request.app[CONFIG]
    try:
        check_tenant(config, request.match_info["tenant"])
    except SignInError as problem:
        return web.json_response(error_body(problem), status=problem.status)
    machines = f"{config.tls_url}/{config.tenant_id}"
    people = f"{config.base_url}/{config.tenant_id}"
    return web.json_response(
        {
            "issuer": issuer(config),
            "authorization_endpoint": f"{people}/oauth2/v2.0/authorize",
            "token_endpoint": f"{machines}/oauth2/v2.0/token",
            "jwks_uri": f"{machines}/discovery/v2.0/keys",
            "end_session_endpoint": f"{people}/oauth2/v2.0/logout",
            "token_endpoint_auth_methods_supported": [
                "client_secret_post",
                "private_key_jwt",
                "client_secret_basic",
            ],
            "response_modes_supported": ["query"],
            "response_types_supported": ["code"],
            "subject_types_supported": ["pairwise"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "scopes_supported": ["openid", "profile", "email", "offline_access"],
            "claims_supported": [
                *("sub", "iss", "aud", "exp", "iat", "nbf", "nonce", "oid", "tid", "ver"),
                *("name", "preferred_username", "email", "idp"),
            ],
            "http_logout_supported": True,
            "tenant_region_scope": "EU",
            "cloud_instance_name": "microsoftonline.com",
        }
    )


async def keys(request: web.Request) -> web.Response:
    """Return the JSON Web Key Set that the tokens are signed with."""
    return web.json_response(request.app[KEY].key_set())
