"""What Application Insights was told, as an operator finds it."""

from typing import Any

from shared.domain.happening import reference
from tests.journey.system import TIMEOUT, System
from tests.journey.waiting import until

Item = dict[str, Any]


def told(system: System, operation: str = "") -> list[Item]:
    """Return what was told so far, of one operation id or of all."""
    url = f"{system.stack.simulator_url}/control/telemetry"
    found: list[Item] = system.session.get(
        url, params={"operation": operation}, timeout=TIMEOUT
    ).json()
    return found


def base(item: Item) -> Item:
    """Return what an envelope is about."""
    found: Item = item["data"]["baseData"]
    return found


def names(items: list[Item], kind: str) -> list[str]:
    """Return the names of the items of a kind (RemoteDependency, Event, ...)."""
    return [base(item)["name"] for item in items if item["data"]["baseType"] == f"{kind}Data"]


def traced(system: System, invitation: str, step: str) -> list[Item]:
    """Wait until the step of the invitation was told, and a moment longer for what is around it."""
    operation = reference(invitation)
    until(lambda: step in names(told(system, operation), "Event"))
    seen = -1

    def quiet() -> bool:
        nonlocal seen
        before, seen = seen, len(told(system, operation))
        return before == seen

    until(quiet)
    return told(system, operation)


def metrics(system: System, name: str) -> list[Item]:
    """Return the points of a metric: its dimensions, and `count`."""
    found = [base(item) for item in told(system) if item["data"]["baseType"] == "MetricData"]
    return [
        {**point.get("properties", {}), "count": point["metrics"][0]["count"]}
        for point in found
        if point["metrics"][0]["name"] == name
    ]
