"""The application's side of a sign-in: msal unchanged, and Graph to invite with."""

import warnings
from typing import Any, Self
from urllib.parse import parse_qsl, urlencode, urlsplit

import msal
import requests

from dev.simulator import defaults
from tests.contract.conftest import REDIRECT_URI, Simulator

GUEST_PAGE = f"{REDIRECT_URI}?invitationId=7ecbaadb-3c74-4d57-90aa-7d0678fd81f6"


class Application:
    """The registered application; `credential` is its secret or whatever else msal takes."""

    def __init__(
        self,
        simulator: Simulator,
        tenant: str = defaults.TENANT_ID,
        credential: Any = defaults.CLIENT_SECRET,
    ) -> None:
        self.simulator = simulator
        self.session = requests.Session()
        self.session.trust_env = False
        self.session.verify = str(simulator.ca_file)
        self.msal = msal.ConfidentialClientApplication(
            defaults.CLIENT_ID,
            client_credential=credential,
            authority=f"{simulator.tls_url}/{tenant}",
            instance_discovery=False,
            http_client=self.session,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.session.close()

    def begin(self, **options: Any) -> dict[str, Any]:
        """Return msal's flow; its auth_uri is where the person goes."""
        with warnings.catch_warnings():
            # msal would rather have form_post, which a SameSite=Lax cookie does not survive.
            warnings.filterwarnings("ignore", message="response_mode='form_post'")
            flow: dict[str, Any] = self.msal.initiate_auth_code_flow(
                [], redirect_uri=REDIRECT_URI, response_mode="query", **options
            )
        return flow

    def end(self, flow: dict[str, Any], callback: str) -> dict[str, Any]:
        """Return what msal makes of the address that the person came back to."""
        assert callback.startswith(f"{REDIRECT_URI}?")
        result: dict[str, Any] = self.msal.acquire_token_by_auth_code_flow(flow, answer(callback))
        return result

    def post_token(self, **form: str) -> requests.Response:
        """Post to the token endpoint by hand, with the right secret."""
        credentials = {
            "client_id": defaults.CLIENT_ID,
            "client_secret": defaults.CLIENT_SECRET,
            "redirect_uri": REDIRECT_URI,
        }
        address = f"{self.simulator.tls_url}/{defaults.TENANT_ID}/oauth2/v2.0/token"
        return self.session.post(address, data=credentials | form, timeout=10)

    def invite(self, mail: str, name: str = "Willy URS") -> tuple[str, str]:
        """Invite a guest through Graph; return the guest's id and the redeem URL."""
        body = {
            "invitedUserEmailAddress": mail,
            "invitedUserDisplayName": name,
            "inviteRedirectUrl": GUEST_PAGE,
        }
        made = self.session.post(
            f"{self.simulator.url}/v1.0/invitations",
            json=body,
            headers={"Authorization": f"Bearer {self.identity_token()}"},
            timeout=10,
        )
        assert made.status_code == 201, made.text
        return made.json()["invitedUser"]["id"], made.json()["inviteRedeemUrl"]

    def identity_token(self, resource: str = "https://graph.microsoft.com") -> str:
        """Return a token of the managed identity."""
        got = self.session.get(
            f"{self.simulator.url}/msi/token",
            params={"api-version": "2019-08-01", "resource": resource},
            headers={"X-IDENTITY-HEADER": defaults.IDENTITY_HEADER},
            timeout=10,
        )
        return str(got.json()["access_token"])


def answer(callback: str) -> dict[str, str]:
    """Return the query parameters of an address."""
    return dict(parse_qsl(urlsplit(callback).query))


def asked(simulator: Simulator, **changes: str | None) -> str:
    """Return an authorize address; None leaves a parameter out."""
    query = {
        "client_id": defaults.CLIENT_ID,
        "redirect_uri": REDIRECT_URI,
        "response_type": "code",
        "scope": "openid profile",
        "state": "12345",
    } | changes
    given = urlencode({name: value for name, value in query.items() if value is not None})
    return f"{simulator.url}/{defaults.TENANT_ID}/oauth2/v2.0/authorize?{given}"
