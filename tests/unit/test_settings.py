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
from tests.unit.test_setting_refusals import NEEDED, REQUIRED


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
        DESCRIBE_GUESTS="false",
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
    assert read.describe_guests is False
    assert read.allowed_redirects == {"https://rconnect.example", "http://localhost:7071"}
    assert read.default_roles == ("customer", "guide")
    assert read.roles == {"customer": Role(("g1", "g2"), (("r1", "a1"),)), "guide": Role()}
    assert [link.title("fr") for link in read.brand.welcome_links] == ["Par où commencer"]
    assert [link.title("hu") for link in read.brand.welcome_links] == ["Where to start"]


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
    assert read.describe_guests is True
    assert read.client_secret == read.email_access_key == read.brand.support_url == ""


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
