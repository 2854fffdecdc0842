"""OpenID Connect against the inviting tenant with msal: code flow with PKCE (signin.md)."""

import asyncio
import threading
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode, urlsplit

import msal
import requests

from shared.domain.errors import SignInFailed, Unavailable
from shared.outer.entra_refusals import refusal
from shared.telemetry import names
from shared.telemetry.calls import Calling
from shared.usecases.accept_invitation import Identity

Flow = dict[str, Any]
# How far Microsoft's clock and ours may be apart.
SKEW = timedelta(minutes=5)
# Values of `prompt` (signin.md, authorize request).
CHOOSE = "select_account"
SILENT = "none"
_TAKEN, _REFUSED = 200, 400  # msal does not tell the status


class EntraSignIn:
    """Starts and ends a sign-in. msal is synchronous: its calls run in a thread."""

    def __init__(
        self,
        *,
        authority: str,
        client_id: str,
        client_credential: str | dict[str, Callable[[], str]],
        redirect_uri: str,
        clock: Callable[[], datetime],
    ) -> None:
        self._clock = clock
        self._authority = authority
        self._client_id = client_id
        self._client_credential = client_credential
        self._redirect_uri = redirect_uri
        self._lock = threading.Lock()
        self._application: Any = None

    async def start(self, *, login_hint: str = "", prompt: str = "") -> Flow:
        """Return msal's flow: `auth_uri` to go to, the rest to be kept until `finish`.

        A hint and the choice of an account exclude each other (signin.md).
        """
        asked = {"prompt": prompt} if prompt else {}
        if login_hint and prompt != CHOOSE:
            asked["login_hint"] = login_hint

        def begin() -> Flow:
            flow: Flow = self._made().initiate_auth_code_flow(
                scopes=[], redirect_uri=self._redirect_uri, **asked
            )
            return flow

        return await _in_thread(begin)

    async def finish(self, flow: Flow, answer: Mapping[str, str]) -> Identity:
        """Return who signed in; raise SignInFailed or Unavailable."""
        claims = await self.claims(flow, answer)
        return Identity(
            oid=str(claims.get("oid", "")),
            tid=str(claims.get("tid", "")),
            address=str(claims.get("email") or claims.get("preferred_username", "")),
            name=str(claims.get("name", "")),
        )

    async def claims(self, flow: Flow, answer: Mapping[str, str]) -> Mapping[str, Any]:
        """Return what the id_token says; raise SignInFailed or Unavailable."""

        def end() -> dict[str, Any]:
            result: dict[str, Any] = self._made().acquire_token_by_auth_code_flow(
                flow, dict(answer)
            )
            return result

        try:
            with Calling(names.SIGN_IN, "token") as call:
                result = await _in_thread(end)
                call.status = _REFUSED if "error" in result else _TAKEN
        except (ValueError, RuntimeError) as error:
            # msal: a state that is not the flow's, a nonce that is not the token's.
            raise SignInFailed("state", str(error)) from error
        if "error" in result:
            raise refusal(result)
        claims: dict[str, Any] = result.get("id_token_claims", {})
        check_claims(claims, self._client_id, self._clock())
        return claims

    def sign_out_url(self) -> str:
        """Return where to end Microsoft's session, coming back to the redirect URI.

        It stands beside the page that signs people in, wherever the metadata says that is
        (signin.md, logout).
        """
        query = urlencode({"post_logout_redirect_uri": self._redirect_uri})
        endpoint: str = self._made().authority.authorization_endpoint
        return f"{endpoint.removesuffix('/authorize')}/logout?{query}"

    async def sign_out(self) -> str:
        """Return the same without holding anybody up; raise Unavailable."""
        return await _in_thread(self.sign_out_url)

    async def host(self) -> str:
        """Return where Microsoft's pages are, by its metadata; raise Unavailable."""

        def find() -> str:
            endpoint: str = self._made().authority.authorization_endpoint
            return "{0.scheme}://{0.netloc}".format(urlsplit(endpoint))

        return await _in_thread(find)

    def _made(self) -> Any:
        """Return msal's application, made once: making it asks the tenant's metadata."""
        with self._lock:
            if self._application is None:
                self._application = msal.ConfidentialClientApplication(
                    self._client_id,
                    client_credential=self._client_credential,
                    authority=self._authority,
                    instance_discovery=False,
                    token_cache=_ForgetfulCache(),
                )
            return self._application


def check_claims(claims: Mapping[str, Any], client_id: str, now: datetime) -> None:
    """Raise SignInFailed for an id_token that is another application's or not of this time.

    msal leaves both to the application (OpenID Connect Core, section 3.1.3.7; the nonce it does
    compare, and the tenant is compared where the invitation is accepted).
    """
    if claims.get("aud") != client_id:
        raise SignInFailed("state", "the id_token is another application's")
    try:
        begins = max(float(claims["iat"]), float(claims.get("nbf", claims["iat"])))
        ends = float(claims["exp"])
    except (KeyError, TypeError, ValueError) as error:
        raise SignInFailed("state", "the id_token says no time") from error
    moment, skew = now.timestamp(), SKEW.total_seconds()
    if not begins - skew <= moment < ends + skew:
        raise SignInFailed("clock", "the id_token is not of this time")


class _ForgetfulCache(msal.TokenCache):  # type: ignore[misc]  # msal ships no types
    """Keeps no token: the app needs who signed in, once, and nothing of theirs after."""

    def add(self, event: dict[str, Any], now: int | None = None) -> None:
        """Keep nothing."""


async def _in_thread[T](call: Callable[[], T]) -> T:
    try:
        return await asyncio.to_thread(call)
    except requests.RequestException as error:
        raise Unavailable("the sign-in service") from error
