"""What all storage calls share: clients made once, and errors told as Unavailable."""

import contextlib
import functools
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from typing import Any, Protocol
from urllib.request import getproxies

from azure.core.credentials_async import AsyncTokenCredential
from azure.core.exceptions import (
    ClientAuthenticationError,
    HttpResponseError,
    ServiceRequestError,
    ServiceResponseError,
)

from shared.domain.errors import Unavailable
from shared.outer.watching import WatchedTransport
from shared.telemetry import names

RETRY_AFTER = 5
_OF_TRANSPORT = ("connection_timeout", "read_timeout", "use_env_settings")
_TRY_LATER = {408, 429, 500, 502, 503, 504}


class Credentials(Protocol):
    """Makes the credential where storage is reached by identity."""

    def __call__(self) -> AsyncTokenCredential: ...


def watched_options(name: str) -> dict[str, Any]:
    """Return the options of the one client of a table or queue, whose calls are counted."""
    options = client_options()
    transport = {key: options[key] for key in _OF_TRANSPORT}
    return {**options, "transport": WatchedTransport(names.STORAGE, name, **transport)}


def client_options() -> dict[str, Any]:
    """Return the options of every client of tables and queues."""
    return {
        # Short: a request that waits for storage holds a person. The queue tries again for hours.
        "retry_total": 2,
        "retry_backoff_factor": 0.2,
        "retry_backoff_max": 2,
        # The queue SDK has names of its own for its waits, and 15 s as the first of them.
        "initial_backoff": 0.2,
        "increment_base": 0,
        "random_jitter_range": 0.1,
        "connection_timeout": 3,
        "read_timeout": 10,
        # With it aiohttp looks for a proxy and for .netrc on every request, each in a thread.
        "use_env_settings": bool(getproxies().keys() - {"no"}),
    }


def told_as_unavailable[**P, T](
    call: Callable[P, Awaitable[T]],
) -> Callable[P, Coroutine[Any, Any, T]]:
    """Turn an outage of storage into Unavailable."""

    @functools.wraps(call)
    async def told(*args: P.args, **kwargs: P.kwargs) -> T:
        with outages():
            return await call(*args, **kwargs)

    return told


@contextlib.contextmanager
def outages() -> Iterator[None]:
    """Turn an outage of storage (no connection, time-out, 429, 5xx) into Unavailable."""
    try:
        yield
    except ClientAuthenticationError:
        raise
    except (ServiceRequestError, ServiceResponseError) as error:
        raise Unavailable("storage", RETRY_AFTER) from error
    except HttpResponseError as error:
        if error.status_code in _TRY_LATER:
            raise Unavailable("storage", RETRY_AFTER) from error
        raise
