"""The key that signs every token of the simulated tenant, and what it publishes of itself."""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

ALGORITHM = "RS256"


@dataclass(frozen=True)
class SigningKey:
    """An RSA key; `kid` names it in a token's header and in the published key set."""

    private: rsa.RSAPrivateKey
    kid: str

    def sign(self, claims: dict[str, Any]) -> str:
        """Return `claims` as a signed JWT."""
        return jwt.encode(claims, self.private, ALGORITHM, headers={"kid": self.kid})

    def verify(self, token: str, audience: str | list[str]) -> dict[str, Any]:
        """Return the claims of a token of this tenant.

        Raises jwt.InvalidTokenError: a wrong signature, another audience, out of its time.
        """
        claims: dict[str, Any] = jwt.decode(
            token, self.private.public_key(), algorithms=[ALGORITHM], audience=audience
        )
        return claims

    def key_set(self) -> dict[str, Any]:
        """Return the public half as the JSON Web Key Set of discovery/v2.0/keys (signin.md)."""
        jwk = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.private.public_key()))
        jwk.pop("key_ops", None)
        return {"keys": [{**jwk, "kid": self.kid, "use": "sig"}]}


def signing_key(folder: Path | None) -> SigningKey:
    """Return the key kept in `folder`, made at the first time; without a folder, a new one."""
    path = folder / "signing-key.pem" if folder else None
    if path and path.exists():
        private = serialization.load_pem_private_key(path.read_bytes(), password=None)
        if not isinstance(private, rsa.RSAPrivateKey):
            raise TypeError(f"{path} holds no RSA key: delete it to get a new one")
    else:
        private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        if path:
            keep_secret(path, private_pem(private))
    public = private.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return SigningKey(private, hashlib.sha256(public).hexdigest()[:32])


def private_pem(private: rsa.RSAPrivateKey) -> bytes:
    """Return the key as unencrypted PKCS#8 PEM."""
    return private.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


def keep_secret(path: Path, content: bytes) -> None:
    """Write a file that only its owner can read."""
    path.touch(mode=0o600)
    path.write_bytes(content)
