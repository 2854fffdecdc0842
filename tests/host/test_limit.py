"""functions-host.md, HTTP: how long a caller waits."""

from __future__ import annotations

from .conftest import running
from .polling import until


async def test_a_late_answer_is_502_and_the_function_goes_on() -> None:
    """Row: 230 s without an answer: 502 from the front end, the function goes on."""
    async with running("web", http_limit=0.1) as web:
        assert await web.status("GET", "/api/slow?seconds=0.4") == 502
        assert web.module.slow_runs == []
        await until(lambda: web.module.slow_runs == ["0.4"])
        assert await web.text("/api/slow?seconds=0.01") == "done"
