"""All settings are read in one place; whatever is wrong is named, all of it at once."""

import base64
import json
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from shared.settings import SETTINGS, WrongSettings, origin, read_settings
from shared.startup import App
from shared.usecases.ports import Role
from tests.samples import ENVIRONMENT, SESSION_KEY, settings

REQUIRED = [setting.name for setting in SETTINGS if setting.required or setting.transport == "acs"]


def test_every_setting_arrives_in_its_own_type() -> None:
    read = settings(
        PUBLIC_URL="https://invite.example/",
        TENANT_ID=ENVIRONMENT["TENANT_ID"].upper(),
        SESSION_KEYS=f"{SESSION_KEY}, {SESSION_KEY}",
        INVITATION_DAYS="7",
        DEFAULT_LANGUAGE="fr",
        ALLOWED_REDIRECTS="https://RConnect.example ,http://localhost:7071",
        DEFAULT_ROLES="customer, guide",
        DELETE_REVOKED_GUESTS="true",
        EMAIL_PER_MINUTE="60",
        EMAIL_PER_HOUR="1200",
    )
    assert (read.email_per_minute, read.email_per_hour) == (60, 1200)
    assert read.public_url == "https://invite.example"
    assert read.redirect_uri == "https://invite.example/api/RedeemInvitation"
    assert read.tenant_id == ENVIRONMENT["TENANT_ID"]
    assert read.session_keys == (SESSION_KEY, SESSION_KEY)
    assert read.lifetime == timedelta(days=7)
    assert read.default_language == "fr"
    assert read.delete_revoked_guests is True
    assert read.allowed_redirects == {"https://rconnect.example", "http://localhost:7071"}
    assert read.default_roles == ("customer", "guide")
    assert read.roles == {"customer": Role(("g1", "g2"), (("r1", "a1"),)), "guide": Role()}
    assert [link.title("fr") for link in read.brand.welcome_links] == ["Par où commencer"]
    assert [link.title("hu") for link in read.brand.welcome_links] == ["Where to start"]


# Required by the others: a storage of one kind or the other, and what the transport needs.
NEEDED = ["AzureWebJobsStorage", "EMAIL_ENDPOINT"]


def test_what_is_not_set_has_its_default() -> None:
    bare = {name: ENVIRONMENT[name] for name in [*REQUIRED, *NEEDED]}
    read = read_settings(bare)
    assert read.graph_url == "https://graph.microsoft.com/v1.0"
    assert read.authority_host == "https://login.microsoftonline.com"
    assert (read.lifetime, read.default_language) == (timedelta(days=30), "en")
    assert (read.email_per_minute, read.email_per_hour) == (30, 100)
    assert (read.roles, read.default_roles, read.allowed_redirects) == ({}, (), frozenset())
    assert read.brand.welcome_links == ()
    assert read.delete_revoked_guests is False
    assert read.client_secret == read.email_access_key == read.brand.support_url == ""


@pytest.mark.parametrize("name", [*REQUIRED, *NEEDED])
@pytest.mark.parametrize("blank", [None, "", "  "])
def test_each_missing_setting_is_named(name: str, blank: str | None) -> None:
    environment = {key: value for key, value in ENVIRONMENT.items() if key != name}
    if blank is not None and name != "AzureWebJobsStorage":
        environment[name] = blank
    with pytest.raises(WrongSettings) as caught:
        read_settings(environment)
    (line,) = str(caught.value).splitlines()[1:]
    assert line.startswith(f"{name} is missing: ")


def test_all_of_them_are_named_at_once() -> None:
    with pytest.raises(WrongSettings) as caught:
        read_settings({})
    named = [line.split()[0] for line in str(caught.value).splitlines()[1:]]
    assert named == [*REQUIRED, "AzureWebJobsStorage"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("PUBLIC_URL", "invite.example"),
        ("PUBLIC_URL", "ftp://invite.example"),
        ("TENANT_ID", "contoso.com"),
        ("CLIENT_ID", "x"),
        ("GRAPH_URL", "graph"),
        ("EMAIL_ENDPOINT", "endpoint=https://x;accesskey=y"),
        ("EMAIL_TRANSPORT", "pigeon"),
        ("EMAIL_SENDER", "Invitations <invitations@contoso.com>"),
        ("SMTP_HOST", "smtp://mail.example"),
        ("SMTP_PORT", "0"),
        ("SMTP_PORT", "65536"),
        ("SMTP_PORT", "smtp"),
        ("SMTP_SECURITY", "ssl"),
        ("INVITER_NOTICES", "accepted,opened"),
        ("SESSION_KEYS", "short"),
        ("SESSION_KEYS", f"{SESSION_KEY},"),
        ("SESSION_KEYS", f"{SESSION_KEY};{SESSION_KEY}"),
        ("ROLES", "customer"),
        ("ROLES", "[]"),
        ("ROLES", '{"customer": []}'),
        ("ROLES", '{"customer": {"groups": "g1"}}'),
        ("ROLES", '{"customer": {"groups": [1]}}'),
        ("ROLES", '{"customer": {"appRoles": [{"resourceId": "r"}]}}'),
        ("DEFAULT_ROLES", "customer,nobody"),
        ("INVITER_ORGANISATIONS", "gfms.example"),
        ("INVITER_ORGANISATIONS", '["gfms.example"]'),
        ("INVITER_ORGANISATIONS", '{"gfms": "GFMS"}'),
        ("INVITER_ORGANISATIONS", '{"@gfms.example": "GFMS"}'),
        ("INVITER_ORGANISATIONS", '{"gfms.example": ""}'),
        ("INVITER_ORGANISATIONS", '{"gfms.example": " GFMS"}'),
        ("INVITER_ORGANISATIONS", '{"gfms.example": ["GFMS"]}'),
        ("INVITER_ORGANISATIONS", '{"gfms.example": "GFMS", "GFMS.example": "Other"}'),
        ("WELCOME_LINKS", "https://x.example"),
        ("WELCOME_LINKS", "{}"),
        ("WELCOME_LINKS", '[{"url": "javascript:alert(1)", "title": {"en": "x"}}]'),
        ("WELCOME_LINKS", '[{"url": "https://x.example", "title": {"fr": "x"}}]'),
        ("WELCOME_LINKS", '[{"url": "https://x.example"}]'),
        ("ALLOWED_REDIRECTS", "rconnect.example"),
        ("ALLOWED_REDIRECTS", "https://rconnect.example/"),
        ("ALLOWED_REDIRECTS", "https://a.example https://b.example"),
        ("EMAIL_PER_MINUTE", "0"),
        ("EMAIL_PER_MINUTE", "²"),
        ("EMAIL_PER_HOUR", "-1"),
        ("EMAIL_PER_HOUR", "1000000"),
        ("INVITATION_DAYS", "0"),
        ("INVITATION_DAYS", "-1"),
        ("INVITATION_DAYS", "1.5"),
        ("INVITATION_DAYS", "²"),
        ("INVITATION_DAYS", "9" * 20),
        ("DEFAULT_LANGUAGE", "fr-CH"),
        ("PLATFORM_URL", "javascript:alert(1)"),
        ("SUPPORT_URL", "mailto:x@y.example"),
        ("BRAND_COLOUR", "blue"),
        ("BRAND_COLOUR", "#0b5"),
        ("BRAND_COLOUR", "#777777"),
        ("BRAND_COLOUR", "#0b5cad;x:y"),
        ("LOGO_URL", "http://rconnect.example/logo.png"),
        ("WEBHOOK_URL", "http://crm.example/hook"),
        ("WEBHOOK_URL", "http://127.0.0.1.crm.example/hook"),
        ("WEBHOOK_URL", "https://user:word@crm.example/hook"),
        ("WEBHOOK_URL", "https://crm.example:x/hook"),
        ("WEBHOOK_URL", "https:///hook"),
        ("WEBHOOK_SECRETS", "geheim"),
        ("WEBHOOK_SECRETS", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw,whsec_c2hvcnQ="),
        ("INVITEES_PER_INVITER_PER_DAY", "-1"),
        ("INVITEES_PER_ORGANISATION_PER_DAY", "²"),
        ("ORGANISATION_DOMAIN", "GFMS"),
        ("ORGANISATION_DOMAIN", "https://gfms.example"),
        ("ORGANISATION_DOMAIN", "-gfms.example"),
    ],
)
def test_a_malformed_setting_is_named(name: str, text: str) -> None:
    with pytest.raises(WrongSettings) as caught:
        settings(**{name: text})
    (line,) = str(caught.value).splitlines()[1:]
    assert line.startswith(f"{name} ")
    assert "is missing" not in line


def test_webhooks_and_quotas() -> None:
    none = settings()
    assert (none.webhook_url, none.webhook_keys) == ("", ())
    assert (none.invitees_per_inviter, none.invitees_per_organisation) == (0, 0)
    secret = "whsec_" + base64.b64encode(bytes(range(32))).decode()
    for url in ("https://crm.example/hook?a=b", "http://localhost:8080/", "http://[::1]:1/hook"):
        some = settings(
            WEBHOOK_URL=url,
            WEBHOOK_SECRETS=f"{secret}, {secret}",
            INVITEES_PER_INVITER_PER_DAY="20",
            INVITEES_PER_ORGANISATION_PER_DAY="500",
        )
        assert some.webhook_url == url
        assert some.webhook_keys == (bytes(range(32)),) * 2
        assert (some.invitees_per_inviter, some.invitees_per_organisation) == (20, 500)
        assert str(bytes(range(32))) not in repr(some)
    with pytest.raises(WrongSettings, match="WEBHOOK_SECRETS is missing"):
        settings(WEBHOOK_URL="https://crm.example/hook")


def test_the_brand_of_the_emails() -> None:
    default = settings().brand
    assert (default.colour, default.logo_url, default.organisation_domain) == ("#0b5cad", "", "")
    brand = settings(
        BRAND_COLOUR="#767676",
        LOGO_URL="https://gfms.example/logo.png",
        ORGANISATION_DOMAIN="Sales.GFMS.example",
    ).brand
    assert (brand.colour, brand.logo_url) == ("#767676", "https://gfms.example/logo.png")
    assert brand.organisation_domain == "sales.gfms.example"


@pytest.mark.parametrize(
    "name", ["CLIENT_SECRET", "SESSION_KEYS", "EMAIL_ACCESS_KEY", "WEBHOOK_SECRETS"]
)
def test_no_message_repeats_a_secret(name: str) -> None:
    with pytest.raises(WrongSettings) as caught:
        settings(**{name: "geheim", "TENANT_ID": "x"})
    assert "geheim" not in str(caught.value)


def test_storage_by_identity() -> None:
    environment = {name: text for name, text in ENVIRONMENT.items() if "Storage" not in name}
    by_name = read_settings(environment | {"AzureWebJobsStorage__accountName": "acc"}).storage
    assert by_name.connection_string == ""
    assert by_name.table_url == "https://acc.table.core.windows.net"
    assert by_name.queue_url == "https://acc.queue.core.windows.net"
    addresses = {
        "AzureWebJobsStorage__tableServiceUri": "https://t.example",
        "AzureWebJobsStorage__queueServiceUri": "https://q.example",
        "AzureWebJobsStorage__clientId": "c",
    }
    by_address = read_settings(environment | addresses).storage
    assert (by_address.table_url, by_address.queue_url) == (
        "https://t.example",
        "https://q.example",
    )
    assert by_address.client_id == "c"
    del addresses["AzureWebJobsStorage__queueServiceUri"]
    with pytest.raises(WrongSettings, match="AzureWebJobsStorage is missing"):
        read_settings(environment | addresses)


def test_every_setting_says_what_it_is_for() -> None:
    for setting in SETTINGS:
        assert setting.purpose.endswith(".")
        assert not (setting.required and setting.default)
        assert not setting.default or not setting.check(setting.default)
        assert not setting.example or not setting.check(setting.example)


def test_the_sample_file_is_complete_and_right() -> None:
    path = Path(__file__).parents[2] / "local.settings.sample.json"
    sample = json.loads(path.read_text(encoding="utf-8"))["Values"]
    assert read_settings(sample).brand.product == "My rConnect (Stag)"
    # Left out: a managed identity that is not user-assigned has no id of its own.
    # And the sample's transport is no mail server.
    left = {setting.name for setting in SETTINGS} - sample.keys()
    assert {name for name in left if not name.startswith("SMTP_")} == {"AZURE_CLIENT_ID"}


def test_importing_the_app_reads_no_setting() -> None:
    bare = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    done = subprocess.run(
        [sys.executable, "-c", "import function_app"], env=bare, capture_output=True, text=True
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_the_host_learns_of_wrong_settings_when_it_asks_for_the_functions(
    environment: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert App().get_functions() == []
    monkeypatch.delenv("TENANT_ID")
    with pytest.raises(WrongSettings, match="TENANT_ID is missing"):
        App().get_functions()


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://A.example/b?c#d", "https://a.example"),
        ("HTTP://a.example:8080", "http://a.example:8080"),
        ("//a.example", "://a.example"),
        ("/a", "://"),
        ("", "://"),
    ],
)
def test_an_origin(url: str, expected: str) -> None:
    assert origin(url) == expected
