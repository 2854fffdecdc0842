"""Says in each answer how many statements it took; not there while anything is measured."""

from collections import Counter
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse


def counting(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Return the middleware."""

    def answer(request: HttpRequest) -> HttpResponse:
        seen: Counter[str] = Counter()

        def note(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
            words = sql.split(maxsplit=1)
            if words[0] in {"SELECT", "INSERT", "UPDATE", "DELETE"}:
                seen["reads" if words[0] == "SELECT" else "writes"] += 1
            return execute(sql, *rest)

        with connection.execute_wrapper(note):
            response = get_response(request)
        response["X-Statements"] = f"{seen['reads']} {seen['writes']}"
        return response

    return answer
