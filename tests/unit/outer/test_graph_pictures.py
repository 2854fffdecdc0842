"""Pictures of inviters: small, soon, or none."""

from collections.abc import AsyncIterator

import httpx
import pytest
from azure.core.credentials import AccessToken

from shared.outer.graph_pictures import LARGEST, GraphPictures
from shared.outer.graph_reader import GraphReader

PNG = b"\x89PNG\r\n\x1a\n" + b"a picture"
JPEG = b"\xff\xd8\xff" + b"a picture"


class Credential:
    """A managed identity."""

    async def get_token(self, *_scopes: str, **_options: object) -> AccessToken:
        return AccessToken("a-token", 0)


class Graph:
    """Answers with `status` and `body`, and keeps what it was asked."""

    def __init__(self) -> None:
        self.status, self.body = 200, PNG
        self.asked: list[str] = []

    def answer(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request.url.raw_path.decode())
        assert request.headers["authorization"] == "Bearer a-token"
        return httpx.Response(self.status, content=self.body)


@pytest.fixture
def graph() -> Graph:
    return Graph()


@pytest.fixture
async def pictures(graph: Graph) -> AsyncIterator[GraphPictures]:
    reader = GraphReader(
        "https://graph.example/v1.0",
        Credential(),  # type: ignore[arg-type]  # as much of one as is used
        timeout=0.2,
        most=2,
        transport=httpx.MockTransport(graph.answer),
    )
    yield GraphPictures(reader)
    await reader._client.aclose()


@pytest.mark.parametrize("body", [PNG, JPEG])
async def test_a_picture_is_read_once(graph: Graph, pictures: GraphPictures, body: bytes) -> None:
    graph.body = body
    assert await pictures.of("tamer@gfms.example") == body
    assert await pictures.of("tamer@gfms.example") == body
    assert graph.asked == ["/v1.0/users/tamer@gfms.example/photos/96x96/$value"]


async def test_who_has_no_picture_is_not_asked_about_again(
    graph: Graph, pictures: GraphPictures
) -> None:
    graph.status, graph.body = 404, b'{"error": {"code": "ImageNotFound"}}'
    assert await pictures.of("tamer@gfms.example") == b""
    assert await pictures.of("tamer@gfms.example") == b""
    assert len(graph.asked) == 1


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (403, b"{}"),
        (500, b""),
        (200, b"<svg onload=alert(1)>"),
        (200, b"GIF89a"),
        (200, b""),
        (200, PNG + b"x" * LARGEST),
        (200, PNG + b"x" * 100_000),
    ],
)
async def test_what_is_no_small_picture_is_none(
    graph: Graph, pictures: GraphPictures, status: int, body: bytes
) -> None:
    graph.status, graph.body = status, body
    assert await pictures.of("tamer@gfms.example") == b""


async def test_an_address_cannot_leave_its_place(graph: Graph, pictures: GraphPictures) -> None:
    await pictures.of("a/../b?c#d@gfms.example")
    assert graph.asked == ["/v1.0/users/a%2F..%2Fb%3Fc%23d@gfms.example/photos/96x96/$value"]


async def test_a_graph_that_does_not_answer_costs_no_e_mail(graph: Graph) -> None:
    def fail(_request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("refused")

    reader = GraphReader(
        "https://graph.example/v1.0",
        Credential(),  # type: ignore[arg-type]  # as much of one as is used
        timeout=0.2,
        most=2,
        transport=httpx.MockTransport(fail),
    )
    assert await GraphPictures(reader).of("tamer@gfms.example") == b""
    await reader._client.aclose()
    assert graph.asked == []
