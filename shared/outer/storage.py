"""What all storage calls share: clients made once, and errors told as Unavailable."""

import functools
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, Protocol

from azure.core.credentials_async import AsyncTokenCredential
from azure.core.exceptions import (
    ClientAuthenticationError,
    HttpResponseError,
    ServiceRequestError,
    ServiceResponseError,
)

from shared.domain.errors import Unavailable

# Short: a request that waits for storage holds a person. The queue tries again for hours.
CLIENT_OPTIONS: dict[str, Any] = {
    "retry_total": 2,
    "retry_backoff_factor": 0.2,
    "retry_backoff_max": 2,
    "connection_timeout": 3,
    "read_timeout": 10,
}
RETRY_AFTER = 5
_TRY_LATER = {408, 429, 500, 502, 503, 504}


class Credentials(Protocol):
    """Makes the credential where storage is reached by identity."""

    def __call__(self) -> AsyncTokenCredential: ...


def told_as_unavailable[**P, T](
    call: Callable[P, Awaitable[T]],
) -> Callable[P, Coroutine[Any, Any, T]]:
    """Turn an outage of storage (no connection, time-out, 429, 5xx) into Unavailable."""

    @functools.wraps(call)
    async def told(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return await call(*args, **kwargs)
        except ClientAuthenticationError:
            raise
        except (ServiceRequestError, ServiceResponseError) as error:
            raise Unavailable("storage", RETRY_AFTER) from error
        except HttpResponseError as error:
            if error.status_code in _TRY_LATER:
                raise Unavailable("storage", RETRY_AFTER) from error
            raise

    return told
