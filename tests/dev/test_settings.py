"""The settings of the local environment, and the sample that shows them."""

import json
import stat
from pathlib import Path

from cryptography.fernet import Fernet

from dev.keys import Keys
from dev.ports import Ports
from dev.settings import app_settings
from shared.domain.languages import offered
from shared.settings import SETTINGS, read_settings

ROOT = Path(__file__).parents[2]
SAMPLE = json.loads((ROOT / "local.settings.sample.json").read_text(encoding="utf-8"))["Values"]


def test_the_sample_holds_every_setting_with_the_value_that_up_gives_it() -> None:
    ca_file, keys = Path(SAMPLE["REQUESTS_CA_BUNDLE"]), SAMPLE["SESSION_KEYS"]
    assert app_settings(Ports.following(7071), ca_file=ca_file, session_keys=keys) == SAMPLE


def test_the_samples_session_key_is_a_key_and_says_that_it_is_local() -> None:
    Fernet(SAMPLE["SESSION_KEYS"])


def test_settings_follow_the_ports() -> None:
    settings = app_settings(Ports.following(9000), ca_file=Path("ca"), session_keys="k")
    assert settings["PUBLIC_URL"] == "http://localhost:9000"
    assert settings["GRAPH_URL"] == "http://localhost:9001/v1.0"
    assert settings["AUTHORITY_HOST"] == "https://localhost:9002"
    assert "TableEndpoint=http://127.0.0.1:9004/" in settings["AzureWebJobsStorage"]
    assert settings["ALLOWED_REDIRECTS"].split(",")[0] == settings["PUBLIC_URL"]


def test_every_welcome_link_has_a_title_in_every_language() -> None:
    for link in json.loads(SAMPLE["WELCOME_LINKS"]):
        assert set(offered()) <= set(link["title"])


def test_keys_are_made_once_and_only_their_owner_reads_them(tmp_path: Path) -> None:
    keys = Keys.kept(tmp_path)
    assert Keys.kept(tmp_path) == keys
    Fernet(keys.session)
    keys.write_host_file(tmp_path / "keys.json")
    assert json.loads((tmp_path / "keys.json").read_text()) == {
        "master": keys.master,
        "host": {"default": keys.host},
        "functions": {"InviteUser": {"default": keys.invite_user}},
        "system": {"eventgrid_extension": keys.events},
    }
    for name in ("secrets.json", "keys.json"):
        assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600


def test_keys_of_an_older_folder_stay_and_new_ones_are_added(tmp_path: Path) -> None:
    keys = vars(Keys.kept(tmp_path))
    del keys["events"]
    (tmp_path / "secrets.json").write_text(json.dumps(keys))
    again = Keys.kept(tmp_path)
    assert again.events
    assert {name: vars(again)[name] for name in keys} == keys
    assert Keys.kept(tmp_path) == again


def test_the_app_accepts_the_sample_and_the_sample_leaves_no_setting_out() -> None:
    read_settings(SAMPLE)
    # Only a user-assigned managed identity has a client id, and the simulated one is not; the
    # sample's transport is no mail server.
    left = {name for setting in SETTINGS if (name := setting.name) not in SAMPLE}
    assert left == {"AZURE_CLIENT_ID"} | {name for name in left if name.startswith("SMTP_")}
