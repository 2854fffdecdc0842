"""What is unwise about settings with which the app starts; wrong ones stop it at its start."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from difflib import get_close_matches
from urllib.parse import urlsplit

from shared.domain.finding_kinds import (
    INSECURE_ADDRESS,
    KEY_OLD,
    KEY_TWICE,
    PSEUDONYMS,
    UNKNOWN_SETTING,
)
from shared.domain.findings import Finding
from shared.setting_list import SETTINGS
from shared.settings import Settings

OLDEST = timedelta(days=180)  # that a key seals before it should be followed by another one
_ALIKE = 0.87  # of difflib: EMAIL_PER_HOURS is, AZURE_TENANT_ID is not
_HERE = {"localhost", "127.0.0.1", "::1"}
_SHORTEST = 6


def of_settings(environment: Mapping[str, str], settings: Settings) -> Sequence[Finding]:
    """Return what is unwise; names of settings are told, and never their values."""
    addresses = {
        "PUBLIC_URL": settings.public_url,
        "AUTHORITY_HOST": settings.authority_host,
        "GRAPH_URL": settings.graph_url,
        "EMAIL_ENDPOINT": settings.email_endpoint,
    }
    found = [
        Finding(INSECURE_ADDRESS, name) for name, url in addresses.items() if _is_insecure(url)
    ]
    found += [Finding(UNKNOWN_SETTING, name) for name in _misspelt(environment)]
    if len(set(settings.session_keys)) < len(settings.session_keys):
        found.append(Finding(KEY_TWICE, "SESSION_KEYS"))
    if settings.retention and not environment.get("PSEUDONYM_KEY", "").strip():
        found.append(Finding(PSEUDONYMS, "PSEUDONYM_KEY"))
    return found


def of_keys(keys: Sequence[str], since: Mapping[str, datetime], now: datetime) -> Sequence[Finding]:
    """Return whether the key that seals is too old."""
    age = now - since[keys[0]]
    return [Finding(KEY_OLD, f"{age.days} d")] if age > OLDEST else []


def _is_insecure(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme == "http" and parts.hostname not in _HERE


def _misspelt(environment: Mapping[str, str]) -> Iterable[str]:
    known = [setting.name for setting in SETTINGS]
    for name in sorted(environment):
        if name in known or len(name) < _SHORTEST or not name.replace("_", "").isalnum():
            continue
        near = get_close_matches(name.upper(), known, 1, _ALIKE)
        if near:
            yield f"{name}: {near[0]}?"
