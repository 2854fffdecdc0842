"""What can be foreseen of a sign-in: whatever Graph answers, or does not."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from typing import Any

import httpx
import pytest
from azure.core.credentials import AccessToken
from azure.core.exceptions import ClientAuthenticationError

from shared.outer.graph_reader import KEPT, GraphReader
from shared.outer.graph_ways import GraphWays
from shared.usecases.ports import ACCOUNT, ENTRA, UNKNOWN_WAY, Way

URL = "https://graph.example/v1.0"
TENANT = {"tenantId": "2b9d4c61-7a0e-4d35-b8f2-6c1e5a9f0d37", "displayName": "Precision Werke"}
ERROR = {"error": {"code": "Request_ResourceNotFound", "message": "no"}}
FORBIDDEN = (403, {"error": {"code": "Authorization_RequestDenied", "message": "no"}})
Answer = tuple[int, Any]


def policy(*order: str) -> Answer:
    names = {"primaryIdentityProviderPrecedenceOrder": list(order)}
    return 200, {"invitationRedemptionIdentityProviderConfiguration": names}


DEFAULT = policy("azureActiveDirectory", "externalFederation", "socialIdentityProviders")


class Credential:
    """Gives a token, or fails."""

    failure: Exception | None = None

    async def get_token(self, *_: str, **__: Any) -> AccessToken:
        if self.failure is not None:
            raise self.failure
        return AccessToken("token", 0)

    async def close(self) -> None:
        """Hold nothing."""

    async def __aenter__(self) -> "Credential":
        return self

    async def __aexit__(self, *_: object) -> None:
        """Hold nothing."""


class Graph:
    """Answers the two calls, and counts them."""

    def __init__(self) -> None:
        self.tenant: Answer = (200, TENANT)
        self.policy: Answer = DEFAULT
        self.asked: list[str] = []
        self.failure: Exception | None = None
        self.slow = 0.0
        self.now = 0.0
        self.credential = Credential()

    async def answer(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request.url.path)
        await asyncio.sleep(self.slow)
        if self.failure is not None:
            raise self.failure
        assert request.headers["Authorization"] == "Bearer token"
        is_policy = request.url.path.endswith("/crossTenantAccessPolicy/default")
        status, body = self.policy if is_policy else self.tenant
        text = body if isinstance(body, bytes) else json.dumps(body).encode()
        return httpx.Response(status, content=text)


@pytest.fixture
def graph() -> Graph:
    return Graph()


@pytest.fixture
async def ways(graph: Graph) -> AsyncIterator[GraphWays]:
    reader = GraphReader(
        URL,
        graph.credential,
        timeout=0.2,
        most=1000,
        monotonic=lambda: graph.now,
        transport=httpx.MockTransport(graph.answer),
    )
    yield GraphWays(reader, timeout=0.2)
    await reader._client.aclose()


async def test_a_company_with_a_tenant_signs_in_there(graph: Graph, ways: GraphWays) -> None:
    assert await ways.of("kunde.example") == Way(ENTRA, "Precision Werke")
    assert (
        "/v1.0/tenantRelationships/findTenantInformationByDomainName(domainName='kunde.example')"
        in graph.asked
    )


@pytest.mark.parametrize(
    ("tenant", "order", "expected"),
    [
        ((404, ERROR), DEFAULT, Way(ACCOUNT)),
        ((200, TENANT), policy("socialIdentityProviders"), Way(ACCOUNT)),
        ((200, TENANT), policy(), Way(ACCOUNT)),
        ((200, TENANT), FORBIDDEN, Way(ENTRA, "Precision Werke")),
        ((404, ERROR), FORBIDDEN, UNKNOWN_WAY),
        ((404, ERROR), (404, ERROR), UNKNOWN_WAY),
        ((404, b"<html>"), DEFAULT, UNKNOWN_WAY),
        ((404, {}), DEFAULT, UNKNOWN_WAY),
        (FORBIDDEN, DEFAULT, UNKNOWN_WAY),
        (FORBIDDEN, FORBIDDEN, UNKNOWN_WAY),
        ((500, ERROR), DEFAULT, UNKNOWN_WAY),
        ((200, []), DEFAULT, UNKNOWN_WAY),
        ((200, b""), DEFAULT, UNKNOWN_WAY),
        ((200, TENANT), (200, {"invitationRedemption": 1}), Way(ENTRA, "Precision Werke")),
    ],
)
async def test_what_the_answers_add_up_to(
    graph: Graph, ways: GraphWays, tenant: Answer, order: Answer, expected: Way
) -> None:
    graph.tenant, graph.policy = tenant, order
    assert await ways.of("kunde.example") == expected


@pytest.mark.parametrize("name", ["\u202eevil", "x" * 121, None, 7, {"a": 1}])
async def test_a_name_that_may_not_stand_in_an_e_mail_is_left_out(
    graph: Graph, ways: GraphWays, name: object
) -> None:
    graph.tenant = (200, TENANT | {"displayName": name})
    assert await ways.of("kunde.example") == Way(ENTRA)


@pytest.mark.parametrize(
    "arrange",
    [
        lambda graph: setattr(graph, "failure", httpx.ConnectError("down")),
        lambda graph: setattr(graph, "slow", 5),
        lambda graph: setattr(graph.credential, "failure", ClientAuthenticationError("no")),
    ],
)
async def test_no_trouble_is_ever_raised(
    graph: Graph, ways: GraphWays, arrange: Callable[[Graph], None]
) -> None:
    arrange(graph)
    assert await ways.of("kunde.example") == UNKNOWN_WAY


async def test_answers_are_kept_for_some_minutes(graph: Graph, ways: GraphWays) -> None:
    await ways.of("kunde.example")
    await ways.of("kunde.example")
    assert len(graph.asked) == 2
    await ways.of("other.example")
    assert len(graph.asked) == 3, "the policy is the same for all"
    graph.now = KEPT
    await ways.of("kunde.example")
    assert len(graph.asked) == 5


async def test_a_missing_permission_is_not_asked_for_each_time(
    graph: Graph, ways: GraphWays
) -> None:
    graph.tenant = graph.policy = FORBIDDEN
    await ways.of("kunde.example")
    await ways.of("kunde.example")
    assert len(graph.asked) == 2


@pytest.mark.parametrize("status", [401, 429, 503])
async def test_what_passes_is_asked_again(graph: Graph, ways: GraphWays, status: int) -> None:
    graph.tenant = (status, ERROR)
    assert await ways.of("kunde.example") == UNKNOWN_WAY
    graph.tenant = (200, TENANT)
    assert await ways.of("kunde.example") == Way(ENTRA, "Precision Werke")
