"""The Graph SDK's own client, with each request counted."""

import httpx
from kiota_http.kiota_client_factory import DEFAULT_CONNECTION_TIMEOUT, DEFAULT_REQUEST_TIMEOUT
from msgraph.graph_request_adapter import options
from msgraph_core import GraphClientFactory

from shared.outer.watched_httpx import WatchedClient
from shared.telemetry import names


def watched_client() -> httpx.AsyncClient:
    """Return what the SDK makes where it is given no client, but watched."""
    timeout = httpx.Timeout(DEFAULT_REQUEST_TIMEOUT, connect=DEFAULT_CONNECTION_TIMEOUT)
    client = WatchedClient(names.GRAPH, timeout=timeout, http2=True)
    made: httpx.AsyncClient = GraphClientFactory.create_with_default_middleware(
        client=client, options=options
    )
    return made
