"""The official SDKs, unchanged, pointed at the simulator as facts.md section 7 says."""

import contextlib
from collections.abc import AsyncIterator

import httpx
import pytest
from azure.communication.email.aio import EmailClient
from azure.core.credentials import AzureKeyCredential
from azure.identity.aio import ManagedIdentityCredential
from kiota_authentication_azure.azure_identity_authentication_provider import (
    AzureIdentityAuthenticationProvider,
)
from kiota_http.kiota_client_factory import KiotaClientFactory
from kiota_http.middleware.options import RetryHandlerOption
from msgraph.graph_request_adapter import GraphRequestAdapter
from msgraph.graph_service_client import GraphServiceClient

from dev.simulator import defaults
from tests.contract.conftest import Simulator

GRAPH_SCOPE = "https://graph.microsoft.com/.default"


@contextlib.asynccontextmanager
async def managed_identity(
    simulator: Simulator, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[ManagedIdentityCredential]:
    """Yield the credential that an app on Functions gets, from its environment alone."""
    monkeypatch.setenv("IDENTITY_ENDPOINT", f"{simulator.url}/msi/token")
    monkeypatch.setenv("IDENTITY_HEADER", defaults.IDENTITY_HEADER)
    async with ManagedIdentityCredential() as credential:
        yield credential


@contextlib.asynccontextmanager
async def graph_client(
    simulator: Simulator, monkeypatch: pytest.MonkeyPatch, *, retries: int = 0
) -> AsyncIterator[GraphServiceClient]:
    """Yield a Graph client that signs in with the managed identity."""
    # The factory's wrapper does not close the transport that it wraps.
    transport = httpx.AsyncHTTPTransport()
    async with managed_identity(simulator, monkeypatch) as credential:
        provider = AzureIdentityAuthenticationProvider(credential, scopes=[GRAPH_SCOPE])
        key = RetryHandlerOption.get_key()
        option = RetryHandlerOption(max_retries=retries, should_retry=retries > 0)
        client = KiotaClientFactory.create_with_default_middleware(
            client=httpx.AsyncClient(transport=transport), options={key: option}
        )
        adapter = GraphRequestAdapter(provider, client)
        adapter.base_url = f"{simulator.url}/v1.0"
        try:
            yield GraphServiceClient(request_adapter=adapter)
        finally:
            await transport.aclose()


def email_client(simulator: Simulator, key: str = defaults.EMAIL_ACCESS_KEY) -> EmailClient:
    """Return an e-mail client with the access key and without retries."""
    return EmailClient(simulator.url, AzureKeyCredential(key), retry_total=0)
