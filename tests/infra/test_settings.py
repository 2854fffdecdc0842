"""Bicep's settings and the app's are the same, and a deployment starts with them."""

import re
from pathlib import Path
from typing import Any

import pytest

from dev.bicep import nodes
from dev.bicep.symbols import below, exported, keys
from shared.domain.caller import ADMIN
from shared.setting_list import SETTINGS
from shared.settings import Settings, read_settings
from tests.infra.evaluating import TENANT, Evaluation
from tests.infra.files import ROOT, files, named, of_kind, properties, texts, values

BY_NAME = {setting.name: setting for setting in SETTINGS}
# Settings that no deployment needs, and why.
LEFT_OUT = {
    "CLIENT_SECRET": "the managed identity is a federated credential of the registration",
    "EMAIL_ACCESS_KEY": "the managed identity has a role on the resource",
    "AUTHORITY_HOST": "its default is right in the public cloud, the only one Graph's Bicep knows",
    "GRAPH_URL": "the same",
}
# Not the app's: the host's and the SDKs'.
PLATFORM = {
    "AzureWebJobsStorage__accountName",
    "AzureWebJobsStorage__credential",
    "AzureWebJobsStorage__clientId",
    "APPLICATIONINSIGHTS_CONNECTION_STRING",
    "APPLICATIONINSIGHTS_AUTHENTICATION_STRING",
}
SECRETS = {
    "SESSION-KEYS": "bG9jYWwtb25seS1zZXNzaW9uLWtleS0zMi1ieXRlcyE=",
    "PSEUDONYM-KEY": "for a test only, in place of a secret",
    "SMTP-PASSWORD": "for a test only",
    "WEBHOOK-SECRETS": "whsec_Zm9yIHRoZSBkb2N1bWVudGF0aW9uIG9ubHksIG5vIHNlY3JldA==",
}
OPTIONAL = keys(exported(files()[Path("types.bicep")])["OptionalSettings"])


def deployed(transport: str, user: str = "", **optional: str) -> tuple[Settings, dict[str, str]]:
    """Return what the app reads where Bicep has deployed it."""
    parameters: dict[str, Any] = {
        "publicUrl": "https://invitations.example.com",
        "clientId": "b3a1f0c2-6d54-4f0e-9c1d-2f8e7a6b5c4d",
        "productName": "My rConnect",
        "platformUrl": "https://rconnect.example",
        "email": {
            "transport": transport,
            "sender": "invitations@example.com",
            "smtpHost": "smtp.example.com",
            "smtpPort": "465",
            "smtpSecurity": "tls",
            "smtpUser": user,
        },
        "emailEndpoint": "https://acs.europe.communication.azure.com",
        "features": {"deleteRevokedGuests": True, "companyFields": False},
        "optional": dict.fromkeys(OPTIONAL, "") | optional,
        "identityClientId": "0d6c5b4a-1111-4222-8333-944445555666",
        "storageAccountName": "stinvitations",
        "insightsConnectionString": "InstrumentationKey=0d6c5b4a-1111-4222-8333-944445555666",
    }
    evaluation = Evaluation(files()[Path("settings.bicep")], parameters)
    secret = {name: SECRETS[of] for name, of in evaluation.output("secret").items()}
    environment = {**evaluation.output("plain"), **secret}
    return read_settings(environment), environment


def set_by_bicep() -> set[str]:
    """Return every name that Bicep can set."""
    variables = ("required", "platform", "always", "password", "signatures")
    found = {
        name for v in variables for name in properties(named("settings.bicep", "var", v).value)
    }
    transports = properties(named("settings.bicep", "var", "transports").value)
    return found | OPTIONAL | {name for one in transports.values() for name in properties(one)}


def test_every_name_is_a_setting_of_the_app_or_the_platform() -> None:
    assert set_by_bicep() - BY_NAME.keys() - PLATFORM == set()


def test_every_setting_can_be_set_or_is_left_out_for_a_reason() -> None:
    # The SDK's own, whose defaults are right; they can be set by hand.
    others = {name for name in BY_NAME if name.startswith("OTEL_")}
    assert BY_NAME.keys() - set_by_bicep() - others == LEFT_OUT.keys()


def test_what_the_host_reads_is_documented() -> None:
    page = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    assert [name for name in PLATFORM if f"`{name}`" not in page and "Storage" in name] == []


@pytest.mark.parametrize("transport", ["acs", "graph", "smtp"])
@pytest.mark.parametrize("user", ["", "me"])
def test_the_app_starts_with_what_is_deployed(transport: str, user: str) -> None:
    settings, environment = deployed(transport, user)
    assert settings.tenant_id == TENANT
    assert settings.email_transport == transport
    assert settings.delete_revoked_guests
    assert not settings.describe_guests
    assert settings.storage.table_url == "https://stinvitations.table.core.windows.net"
    assert settings.relay.password == (
        SECRETS["SMTP-PASSWORD"] if user and transport == "smtp" else ""
    )
    required = {name for name, setting in BY_NAME.items() if setting.required}
    assert required <= environment.keys()


def test_the_webhook_brings_its_secret() -> None:
    settings, _ = deployed("graph", WEBHOOK_URL="https://crm.example.com/hook")
    assert settings.webhook_keys
    assert "WEBHOOK_SECRETS" not in deployed("graph")[1]


def test_optional_settings_come_from_the_environment_by_their_own_names() -> None:
    (given,) = [item for item in of_kind(values(), "param") if item.name == "optional"]
    for name, call in properties(given.value).items():
        assert texts_of(call) == [name, ""], name


def texts_of(call: Any) -> list[str]:
    """Return the texts that a function is called with."""
    return [argument.plain for argument in call.arguments]


def test_every_variable_of_a_deployment_is_documented() -> None:
    read = {
        texts_of(node)[0]
        for item in values()
        for node in below(item.value)
        if isinstance(node, nodes.Call) and node.name == "readEnvironmentVariable"
    }
    pages = "".join(
        (ROOT / "docs" / f"{p}.md").read_text("utf-8") for p in ("deploy", "permissions")
    )
    assert sorted(name for name in read - BY_NAME.keys() if f"`{name}`" not in pages) == []


def test_secrets_of_the_vault_have_the_names_that_settings_refer_to() -> None:
    made = {
        text_of(properties(body_of(item.value))["name"])
        for item in of_kind(files()[Path("vault.bicep")], "resource")
        if "/secrets@" in item.about
    }
    assert made == SECRETS.keys()


def text_of(value: Any) -> Any:
    """Return a plain text."""
    return value.plain


def body_of(value: Any) -> Any:
    """Return the body under a condition."""
    return getattr(value, "body", value)


def test_queues_are_those_that_functions_listen_to() -> None:
    source = "\n".join(file.read_text("utf-8") for file in ROOT.glob("[A-Z]*/__init__.py"))
    listened = set(re.findall(r'queue_trigger\("\w+", "([a-z-]+)"', source))
    made = texts(named("resources.bicep", "var", "queues").value)
    assert set(made) == {name for name in listened if not name.endswith("-poison")}
    assert len(made) == len(set(made))


def test_redirect_uris_and_app_roles_are_those_of_the_app() -> None:
    settings, _ = deployed("graph")
    body = properties(named("directory.bicep", "resource", "application").value)
    evaluation = Evaluation([], {"publicUrl": settings.public_url})
    uris = evaluation.of(properties(body["web"])["redirectUris"])
    consent = f"{settings.public_url}/api/Consent"
    assert set(uris) == {settings.redirect_uri, settings.console_redirect_uri, consent}
    roles: Any = body["appRoles"]
    assert {text_of(properties(role)["value"]) for role in roles.items} == {"Inviter", ADMIN}
