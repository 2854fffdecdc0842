"""A tenant in this process that signs whatever a test wants, and counts who asks for its keys."""

import base64
import json
import time
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

from dev.simulator.keys import SigningKey
from tests.samples import ENVIRONMENT

TENANT, CLIENT = ENVIRONMENT["TENANT_ID"], ENVIRONMENT["CLIENT_ID"]
AUTHORITY = f"https://login.microsoftonline.com/{TENANT}"
ISSUER = f"{AUTHORITY}/v2.0"
OBJECT = "11111111-2222-3333-4444-555555555555"


@cache
def key(kid: str) -> SigningKey:
    """Return the key of that name, always the same one."""
    return SigningKey(rsa.generate_private_key(public_exponent=65537, key_size=2048), kid)


@dataclass
class Tenant:
    """Publishes the keys of `published`; `asked` are the addresses that were read."""

    published: list[str] = field(default_factory=lambda: ["one"])
    asked: list[str] = field(default_factory=list)
    down: bool = False
    issuer: str = ISSUER

    def get(self, address: str) -> dict[str, Any]:
        """Answer as Entra does; raise ValueError while down."""
        self.asked.append(address)
        if self.down:
            raise ValueError("down")
        if address.endswith("/openid-configuration"):
            return {"issuer": self.issuer, "jwks_uri": f"{AUTHORITY}/discovery/v2.0/keys"}
        return {"keys": [key(kid).key_set()["keys"][0] for kid in self.published]}


def person(**changed: Any) -> dict[str, Any]:
    """Return the claims of an inviter's token; `...` leaves one out."""
    moment = int(time.time())
    return _without(
        {
            "iss": ISSUER,
            "aud": CLIENT,
            "iat": moment,
            "nbf": moment,
            "exp": moment + 3600,
            "tid": TENANT,
            "oid": OBJECT,
            "sub": "pairwise",
            "azp": CLIENT,
            "scp": "access_as_user",
            "preferred_username": "tamer@gfms.example",
            "roles": ["Inviter"],
            "ver": "2.0",
        }
        | changed
    )


def daemon(**changed: Any) -> dict[str, Any]:
    """Return the claims of a system's token."""
    own = {"sub": OBJECT, "scp": ..., "preferred_username": ..., "azp": "d" * 8}
    return person(**(own | {"roles": ["Invitation.Admin"]} | changed))


def sign(claims: dict[str, Any], kid: str = "one") -> str:
    """Return the token."""
    return key(kid).sign(claims)


def unsigned(claims: dict[str, Any], algorithm: str = "none") -> str:
    """Return a token without a signature, whatever algorithm it names."""
    head = {"alg": algorithm, "typ": "JWT", "kid": "one"}
    return ".".join([_part(head), _part(claims), ""])


def signed_with_the_public_key(claims: dict[str, Any]) -> str:
    """Return a token of HS256 whose secret is the published key."""
    from cryptography.hazmat.primitives import hashes, hmac, serialization

    public = key("one").private.public_key()
    secret = public.public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    text = f"{_part({'alg': 'HS256', 'typ': 'JWT', 'kid': 'one'})}.{_part(claims)}"
    mac = hmac.HMAC(secret, hashes.SHA256())
    mac.update(text.encode())
    return f"{text}.{_base64(mac.finalize())}"


def changed(token: str, **claims: Any) -> str:
    """Return the token with other claims and the same signature."""
    head, _, signature = token.split(".")
    said = jwt.decode(token, options={"verify_signature": False})
    return ".".join([head, _part(said | claims), signature])


def _without(claims: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in claims.items() if value is not ...}


def _part(content: dict[str, Any]) -> str:
    return _base64(json.dumps(content).encode())


def _base64(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")
