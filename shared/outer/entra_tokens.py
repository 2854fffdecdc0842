"""Access tokens of the inviting tenant for this app's API: whether they are good (RFC 9068, 4).

The claims are those of version 2.0, which the registration must ask for (docs/console.md).
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

import jwt

from shared.domain.errors import Unauthorised
from shared.outer.entra_keys import EntraKeys

# One algorithm, whatever a token claims: neither `none` nor a public key taken for a secret.
ALGORITHM = "RS256"
LEEWAY = timedelta(seconds=60)
LONGEST = 16 * 1024  # characters
_REQUIRED = ["iss", "aud", "exp", "nbf", "tid", "oid", "sub"]
# The times are compared here, with the app's own clock.
_OPTIONS: Any = {
    "require": _REQUIRED,
    "verify_exp": False,
    "verify_nbf": False,
    "verify_iat": False,
}


class AccessTokens:
    """Checks tokens against the keys of the tenant."""

    def __init__(
        self, keys: EntraKeys, tenant_id: str, client_id: str, clock: Callable[[], datetime]
    ) -> None:
        self._keys = keys
        self._tenant_id = tenant_id
        self._audiences = [client_id.lower(), f"api://{client_id.lower()}"]
        self._clock = clock

    async def claims(self, token: str) -> Mapping[str, Any]:
        """Return what a good token says; raise Unauthorised or Unavailable."""
        key, issuer = await self._key_of(token)
        if key is None:
            raise Unauthorised("The token is signed with a key that the tenant does not have.")
        try:
            claims: dict[str, Any] = jwt.decode(
                token,
                key,
                algorithms=[ALGORITHM],
                issuer=issuer,
                audience=self._audiences,
                options=_OPTIONS,
            )
        except jwt.InvalidIssuerError as error:
            raise Unauthorised("The token is another tenant's, or not of version 2.0.") from error
        except jwt.InvalidAudienceError as error:
            raise Unauthorised("The token is for another application.") from error
        except (jwt.InvalidTokenError, ValueError, TypeError) as error:
            raise Unauthorised("The token is malformed or was changed.") from error
        if claims["tid"] != self._tenant_id:
            raise Unauthorised("The token is another tenant's.")
        self._check_times(claims)
        return claims

    async def _key_of(self, token: str) -> tuple[jwt.PyJWK | None, str]:
        try:
            header = jwt.get_unverified_header(token) if len(token) <= LONGEST else {}
        except jwt.InvalidTokenError as error:
            raise Unauthorised("The token is no JSON Web Token.") from error
        kid = header.get("kid")
        # Entra's keys are only asked for where the token could be one of theirs.
        if header.get("alg") != ALGORITHM or not isinstance(kid, str):
            raise Unauthorised(f"The token must be signed with {ALGORITHM} and name its key.")
        return await self._keys.find(kid)

    def _check_times(self, claims: Mapping[str, Any]) -> None:
        try:
            begins, ends = float(claims["nbf"]), float(claims["exp"])
        except (TypeError, ValueError) as error:
            raise Unauthorised("The token says no time.") from error
        now, leeway = self._clock().timestamp(), LEEWAY.total_seconds()
        if not begins - leeway <= now:
            raise Unauthorised("The token is not good yet.")
        if not now < ends + leeway:
            raise Unauthorised("The token has expired.")
