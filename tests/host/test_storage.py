"""Which storage the settings of an app mean (facts.md section 11)."""

from __future__ import annotations

import pytest

from dev.host import HostError
from dev.host.storage import Storage


@pytest.mark.parametrize(
    ("name", "value", "url"),
    [
        ("Store__accountName", "acme", "https://acme.queue.core.windows.net/q"),
        ("Store__queueServiceUri", "https://other.example/", "https://other.example/q"),
        ("AzureWebJobsStore__accountName", "acme", "https://acme.queue.core.windows.net/q"),
        ("Store", "UseDevelopmentStorage=true", "http://127.0.0.1:10001/devstoreaccount1/q"),
    ],
)
async def test_connections(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, url: str
) -> None:
    """A connection string or an identity, under the setting's name or with AzureWebJobs before."""
    monkeypatch.setenv(name, value)
    storage = Storage()
    try:
        assert storage.queue("Store", "q").url == url
        assert storage.queue("Store", "q") is storage.queue("Store", "q")
    finally:
        await storage.close()


async def test_a_missing_connection_is_named() -> None:
    """Nothing set: the message says what to set."""
    with pytest.raises(HostError, match="environment variable Nowhere"):
        Storage().queue("Nowhere", "q")
