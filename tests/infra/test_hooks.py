"""azd's hooks, and what azure.yaml starts."""

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

from shared import setting_checks
from tests.infra.files import INFRA, ROOT, files, of_kind

NEW: dict[str, str] = {}


def hook(name: str) -> ModuleType:
    """Return a hook as a module."""
    spec = importlib.util.spec_from_file_location(name, INFRA / "hooks" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_first_keys_are_good_ones() -> None:
    made = hook("first_secrets").made(NEW)
    assert setting_checks.keys(made["SESSION_KEYS"]) == ""
    assert setting_checks.secret(made["PSEUDONYM_KEY"]) == ""
    assert made != hook("first_secrets").made(NEW)


def test_keys_that_are_there_stay() -> None:
    made = hook("first_secrets").made
    assert made({"AZURE_KEY_VAULT_NAME": "kv"}) == {}
    assert made({"SESSION_KEYS": "given"}).keys() == {"PSEUDONYM_KEY"}


def test_delivery_reports_are_for_communication_services_alone() -> None:
    command = hook("delivery_reports").command
    assert command({"AZURE_RESOURCE_GROUP": "rg"}) == []
    there = {
        "AZURE_COMMUNICATION_NAME": "acs",
        "AZURE_FUNCTION_APP_NAME": "app",
        "AZURE_RESOURCE_GROUP": "rg",
        "WORKSPACE_ID": "/w",
    }
    found = command(there)
    assert {"communicationName=acs", "functionAppName=app", "workspaceId=/w", "rg"} <= set(found)
    (template,) = [part for part in found if part.endswith(".bicep")]
    parameters = {
        item.name for item in of_kind(files()[(ROOT / template).relative_to(INFRA)], "param")
    }
    assert {part.split("=")[0] for part in found if "=" in part} <= parameters


@pytest.mark.parametrize(
    "name", ["AZURE_COMMUNICATION_NAME", "AZURE_KEY_VAULT_NAME", "WORKSPACE_ID"]
)
def test_what_hooks_read_is_an_output_of_the_template(name: str) -> None:
    outputs = of_kind(files()[Path("main.bicep")], "output")
    assert name in {item.name for item in outputs}


def test_what_azd_runs_is_there() -> None:
    text = (ROOT / "azure.yaml").read_text(encoding="utf-8")
    hooks = set(re.findall(r"infra/hooks/\w+\.py", text))
    assert hooks == {str(file.relative_to(ROOT)) for file in (INFRA / "hooks").glob("*.py")}
    assert f"--from-package {hook('package').PACKAGE}" in text
