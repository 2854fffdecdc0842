"""Calls the API with an access token."""

import azure.functions as func

from shared.web import callers
from shared.web.problems import with_problems

OTHER = "99999999-0000-0000-0000-000000000000"


class Clock:
    """A monotonic clock that a test moves."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@with_problems
async def who(request: func.HttpRequest) -> func.HttpResponse:
    """Answer who calls, or the problem."""
    caller = await callers.token_caller(request)
    return func.HttpResponse("|".join([caller.name, caller.organisation, str(caller.admin)]))


async def ask(token: str | None, scheme: str = "Bearer") -> func.HttpResponse:
    headers = {} if token is None else {"authorization": f"{scheme} {token}"}
    address = "https://invite.example/api/entra/Invitations/x"
    return await who(func.HttpRequest("GET", address, headers=headers, body=b""))
