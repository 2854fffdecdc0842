"""The queries of alerts name what there is; whether they run, only Azure can tell."""

import re

from shared.domain.invitation import EmailFate
from tests.infra.evaluating import Evaluation
from tests.infra.files import ROOT, named

RULES = Evaluation((), {}).of(named("alerts.bicep", "var", "rules").value)
STEPS = {f"Email{fate.value.title()}" for fate in EmailFate}


def queries() -> dict[str, str]:
    """Return the queries by the names of their alerts."""
    return {rule["name"]: rule["query"] for rule in RULES}


def test_the_alerts_that_an_operator_is_promised() -> None:
    page = (ROOT / "docs" / "deploy.md").read_text(encoding="utf-8")
    assert queries().keys() == {"poison", "failed", "bounces", "errors", "throttled"}
    assert [rule["title"] for rule in RULES if f"| {rule['title']} |" not in page] == []


def test_steps_in_queries_are_steps_of_invitations() -> None:
    source = "".join(file.read_text("utf-8") for file in (ROOT / "shared").rglob("*.py"))
    named_ = {word for query in queries().values() for word in re.findall(r'"([A-Z]\w+)"', query)}
    steps = named_ - {"PutMessage", "Success"}
    assert steps >= {"InvitationFailed", "InvitationSent"}
    assert [step for step in steps - STEPS if f'"{step}"' not in source] == []
    bad = {
        f"Email{fate}" for fate in ("Bounced", "Suppressed", "Failed", "Quarantined", "Filtered")
    }
    assert bad <= STEPS
    assert bad == {step for step in steps if step.startswith("Email")}


def test_a_rule_looks_back_at_least_as_far_as_to_the_last_time() -> None:
    minutes = {"PT5M": 5, "PT15M": 15, "PT1H": 60, "P1D": 1440}
    assert all(minutes[rule["over"]] >= minutes[rule["every"]] for rule in RULES)
