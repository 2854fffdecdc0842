"""Authorization codes and refresh tokens: who may get tokens, for what, until when."""

import hashlib
import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from dev.simulator.entra.encoding import base64url
from dev.simulator.entra.errors import SignInError

CODE_LIFE = timedelta(minutes=10)  # signin.md: a code lives about 10 minutes


@dataclass(frozen=True)
class Grant:
    """What a person agreed to by signing in: `scopes` for the account with the key `account`."""

    guest_id: str
    account: str
    scopes: tuple[str, ...]
    redirect_uri: str = ""
    nonce: str = ""
    challenge: str = ""
    challenge_method: str = ""


@dataclass
class Grants:
    """All that were issued and not yet forgotten."""

    codes: dict[str, tuple[Grant, datetime]] = field(default_factory=dict)
    redeemed: set[str] = field(default_factory=set)
    refresh_tokens: dict[str, Grant] = field(default_factory=dict)

    def issue_code(self, grant: Grant, now: datetime) -> str:
        """Return a new code for `grant`, good for ten minutes from `now`."""
        code = f"1.{secrets.token_urlsafe(48)}"
        self.codes[code] = (grant, now + CODE_LIFE)
        return code

    def redeem_code(self, code: str, redirect_uri: str, verifier: str, now: datetime) -> Grant:
        """Return what `code` stands for, and use it up.

        Raises SignInError if it is unknown, used, or expired, or if the redirect
        URI or the PKCE verifier is not the one that it was issued for; those two use nothing up.
        """
        if code in self.redeemed:
            raise _invalid(
                54005,
                "OAuth2 Authorization code was already redeemed, please retry with a new valid "
                "code or use an existing refresh token.",
            )
        if code not in self.codes:
            raise _invalid(70000, "The provided authorization code is malformed or invalid.")
        grant, expires = self.codes[code]
        if now >= expires:
            raise _invalid(
                70008,
                "The provided authorization code has expired due to inactivity. Sign in again.",
            )
        if redirect_uri != grant.redirect_uri:
            raise SignInError(
                500112,
                "invalid_client",
                f"The reply address '{redirect_uri}' does not match the reply address "
                f"'{grant.redirect_uri}' provided when requesting Authorization code.",
            )
        if not _proves(verifier, grant):
            raise _invalid(
                501481,
                "The Code_Verifier does not match the code_challenge supplied in the "
                "authorization request.",
            )
        del self.codes[code]
        self.redeemed.add(code)
        return grant

    def issue_refresh_token(self, grant: Grant) -> str:
        """Return a new refresh token for `grant`."""
        token = f"1.{secrets.token_urlsafe(64)}"
        self.refresh_tokens[token] = grant
        return token

    def refresh(self, token: str) -> Grant:
        """Return what a refresh token stands for; raises SignInError if it is unknown.

        An old one stays good, as Entra leaves it.
        """
        if token not in self.refresh_tokens:
            raise _invalid(70000, "The provided refresh token is malformed or invalid.")
        return self.refresh_tokens[token]


def _invalid(number: int, text: str) -> SignInError:
    return SignInError(number, "invalid_grant", text)


def _proves(verifier: str, grant: Grant) -> bool:
    """Tell whether the verifier matches the challenge (RFC 7636 section 4.6)."""
    if not grant.challenge:
        return True
    shown = verifier
    if grant.challenge_method == "S256":
        shown = base64url(hashlib.sha256(verifier.encode()).digest())
    return secrets.compare_digest(shown.encode(), grant.challenge.encode())
