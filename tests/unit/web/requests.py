"""Requests as the host hands them to a function."""

import azure.functions as func


def request(
    method: str = "GET",
    url: str = "https://invite.example/api/Welcome",
    *,
    headers: dict[str, str] | None = None,
    params: dict[str, str] | None = None,
    body: bytes = b"",
) -> func.HttpRequest:
    """Return a request; header names are in lower case, as the host writes them."""
    return func.HttpRequest(method, url, headers=headers or {}, params=params or {}, body=body)


def cookies_of(response: func.HttpResponse) -> dict[str, str]:
    """Return the cookies that the response sets, by name."""
    lines = response.headers.getlist("Set-Cookie")
    return dict(line.split(";")[0].split("=", 1) for line in lines)


def carrying(response: func.HttpResponse) -> func.HttpRequest:
    """Return a request of the browser that got the response."""
    pairs = [f"{name}={value}" for name, value in cookies_of(response).items() if value]
    return request(headers={"cookie": "; ".join(pairs)})
