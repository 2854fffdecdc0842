"""The settings of each transport: what it needs, and what goes together."""

import pytest

from shared.settings import WrongSettings, read_settings
from tests.samples import ENVIRONMENT, settings

SMTP = {"EMAIL_TRANSPORT": "smtp", "SMTP_HOST": "mail.example"}


def test_each_transport_asks_for_its_own_settings() -> None:
    bare = {name: text for name, text in ENVIRONMENT.items() if name != "EMAIL_ENDPOINT"}
    assert read_settings(bare | {"EMAIL_TRANSPORT": "graph"}).email_transport == "graph"
    relay = read_settings(bare | SMTP).relay
    assert (relay.host, relay.port, relay.security) == ("mail.example", 587, "starttls")
    with pytest.raises(WrongSettings, match="SMTP_HOST is missing"):
        read_settings(bare | {"EMAIL_TRANSPORT": "smtp"})
    with pytest.raises(WrongSettings, match="EMAIL_ENDPOINT is missing"):
        read_settings(bare | {"EMAIL_TRANSPORT": "acs"})


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "::1"])
def test_without_tls_only_on_this_machine(host: str) -> None:
    assert settings(**SMTP | {"SMTP_HOST": host, "SMTP_SECURITY": "none"}).relay.host == host
    with pytest.raises(WrongSettings, match="SMTP_SECURITY may be none only"):
        settings(**SMTP | {"SMTP_SECURITY": "none"})


@pytest.mark.parametrize("name", ["SMTP_USER", "SMTP_PASSWORD"])
def test_user_and_password_go_together(name: str) -> None:
    with pytest.raises(WrongSettings, match="go together") as caught:
        settings(**SMTP | {name: "geheim"})
    assert "geheim" not in str(caught.value)
    assert "geheim" not in repr(settings(**SMTP, SMTP_USER="u", SMTP_PASSWORD="geheim"))


@pytest.mark.parametrize("host", ["mail.example", "10.0.0.1", "127.0.0.1.example", "localhost.x"])
def test_every_other_machine_needs_tls(host: str) -> None:
    with pytest.raises(WrongSettings, match="SMTP_SECURITY may be none only"):
        settings(**SMTP | {"SMTP_HOST": host, "SMTP_SECURITY": "none"})


def test_nobody_asks_for_the_settings_of_another_transport() -> None:
    assert settings(SMTP_SECURITY="none", SMTP_USER="left over").email_transport == "acs"
