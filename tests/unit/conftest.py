"""A fresh set of fakes for each test."""

import os
from collections.abc import Iterator

import pytest
from hypothesis import settings as hypothesis_settings

from shared.services import services
from shared.web import cookies
from tests.samples import ENVIRONMENT
from tests.unit.fakes import World

hypothesis_settings.register_profile("unit", max_examples=60, deadline=None, derandomize=True)
hypothesis_settings.load_profile("unit")


@pytest.fixture
def world() -> World:
    """Everything outside, as fakes that hold nothing yet."""
    return World()


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, str]]:
    """The process's settings are those of tests/samples.py, and read anew."""
    for name in os.environ:
        if name.startswith("AzureWebJobsStorage"):
            monkeypatch.delenv(name)
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    forget()
    yield dict(ENVIRONMENT)
    forget()


def forget() -> None:
    """Let the services and the cookies' seal be made anew."""
    services.cache_clear()
    cookies._seal.cache_clear()  # the one other thing that is kept
