"""Whether people can sign in: the tenant's metadata, and whether the app can prove itself there.

A code is only redeemed for an app that proves itself, with its secret or its managed identity's
assertion. That is tried by asking for a token of the app's own (client credentials), which is
thrown away. Requests are made as msal makes them, with `requests` and its authorities.
"""

import asyncio
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import requests
from azure.core.exceptions import AzureError

from shared.domain.finding_kinds import SIGN_IN_DOWN, UNPROVEN
from shared.domain.findings import Finding

TIMEOUT = 5.0  # seconds
_SCOPE = "https://graph.microsoft.com/.default"
_ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
# What the token endpoint says where the client is not who it says (RFC 6749, 5.2).
_NOT_PROVEN = {"invalid_client", "unauthorized_client"}
_CODE = re.compile(r"AADSTS\d+")


class SignInProbe:
    """Asks the inviting tenant; `credential` is what msal gets: a secret, or an assertion."""

    def __init__(
        self,
        authority: str,
        tenant_id: str,
        client_id: str,
        credential: str | Mapping[str, Callable[[], str]],
    ) -> None:
        self._authority = authority
        self._tenant_id = tenant_id
        self._client_id = client_id
        self._credential = credential

    async def check(self) -> Sequence[Finding]:
        """Return what is in people's way."""
        return await asyncio.to_thread(self._check)

    def _check(self) -> list[Finding]:
        try:
            metadata = _json(requests.get(self._metadata, timeout=TIMEOUT, allow_redirects=False))
            issuer, endpoint = str(metadata["issuer"]), str(metadata["token_endpoint"])
            if not issuer.endswith(f"/{self._tenant_id}/v2.0"):
                return [Finding(SIGN_IN_DOWN, issuer)]
            answer = requests.post(
                endpoint, data=self._form(), timeout=TIMEOUT, allow_redirects=False
            )
        except AzureError as error:
            return [Finding(UNPROVEN, type(error).__name__)]
        except (requests.RequestException, ValueError, KeyError, TypeError) as error:
            return [Finding(SIGN_IN_DOWN, type(error).__name__)]
        return _verdict(answer)

    @property
    def _metadata(self) -> str:
        return f"{self._authority}/v2.0/.well-known/openid-configuration"

    def _form(self) -> dict[str, str]:
        form = {
            "grant_type": "client_credentials",
            "client_id": self._client_id,
            "scope": _SCOPE,
        }
        if isinstance(self._credential, str):
            return form | {"client_secret": self._credential}
        assertion = self._credential["client_assertion"]()
        return form | {"client_assertion_type": _ASSERTION, "client_assertion": assertion}


def _json(answer: requests.Response) -> dict[str, Any]:
    answer.raise_for_status()
    found: dict[str, Any] = answer.json()
    return found


def _verdict(answer: requests.Response) -> list[Finding]:
    """Return what the answer says of the proof; another refusal is not about that."""
    if answer.ok:
        return []
    try:
        told = answer.json()
        error, words = str(told["error"]), str(told.get("error_description", ""))
    except (ValueError, KeyError, TypeError):
        return [Finding(SIGN_IN_DOWN, str(answer.status_code))]
    if error not in _NOT_PROVEN:
        return []
    code = _CODE.search(words)
    return [Finding(UNPROVEN, code[0] if code else error)]
