"""Each setting that is missing or malformed is named, and no secret repeated."""

import pytest

from shared.settings import SETTINGS, WrongSettings, read_settings
from tests.samples import ENVIRONMENT, SESSION_KEY, settings

REQUIRED = [setting.name for setting in SETTINGS if setting.required or setting.transport == "acs"]

# Required by the others: a storage of one kind or the other, and what the transport needs.
NEEDED = ["AzureWebJobsStorage", "EMAIL_ENDPOINT"]


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


@pytest.mark.parametrize(
    "name", ["CLIENT_SECRET", "SESSION_KEYS", "EMAIL_ACCESS_KEY", "WEBHOOK_SECRETS"]
)
def test_no_message_repeats_a_secret(name: str) -> None:
    with pytest.raises(WrongSettings) as caught:
        settings(**{name: "geheim", "TENANT_ID": "x"})
    assert "geheim" not in str(caught.value)
