"""What a setting may hold: each check returns what is wrong with a text, or nothing."""

import json
import re
from typing import Any
from urllib.parse import urlsplit

from shared.domain import webhook
from shared.domain.colours import READABLE, contrast_with_white
from shared.domain.invitation import LONGEST_DAYS
from shared.domain.languages import offered
from shared.domain.letter import TO_INVITER
from shared.domain.reminding import reminders_fault
from shared.domain.text import one_line

_SHORTEST = 32
_GUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_FERNET_KEY = re.compile(r"[A-Za-z0-9_-]{43}=")
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_LABEL = r"[^\W_](?:[\w-]{0,61}[^\W_])?"
_DOMAIN = re.compile(rf"({_LABEL}\.)+{_LABEL}")
_LONGEST_NAME = 120  # of an organisation, as in the API


def anything(_text: str) -> str:
    """Take any text."""
    return ""


def url(text: str) -> str:
    """Take an http(s) address."""
    return "" if re.fullmatch(r"https?://[^\s]+", text) else "must be an http(s) address"


def guid(text: str) -> str:
    """Take a GUID."""
    return "" if _GUID.fullmatch(text) else "must be a GUID"


def https(text: str) -> str:
    """Take an https address."""
    return "" if re.fullmatch(r"https://[^\s]+", text) else "must be an https address"


def domain(text: str) -> str:
    """Take a domain."""
    return "" if _DOMAIN.fullmatch(text) else "must be a domain such as contoso.com"


def colour(text: str) -> str:
    """Take a colour on which white can be read (WCAG 2.2, 4.5:1)."""
    if not _COLOUR.fullmatch(text):
        return "must be a colour such as #0b5cad"
    return "" if contrast_with_white(text) >= READABLE else "must be darker: white stands on it"


def days(text: str) -> str:
    """Take how many days an invitation may run."""
    good = re.fullmatch(r"[0-9]{1,2}", text) and 0 < int(text) <= LONGEST_DAYS
    return "" if good else f"must be a number of days from 1 to {LONGEST_DAYS}"


def period(text: str) -> str:
    """Take a number of days that may be none."""
    good = re.fullmatch(r"[0-9]{1,4}", text)
    return "" if good else "must be a number of days from 0 to 9999"


def reminders(text: str) -> str:
    """Take after how many days guests are reminded, comma separated."""
    found = [part.strip() for part in text.split(",")]
    if not all(re.fullmatch(r"[0-9]{1,2}", part) for part in found):
        return "must hold numbers of days, such as 7 or 7,14"
    return reminders_fault(tuple(map(int, found)))


def secret(text: str) -> str:
    """Take a secret that is too long to be guessed."""
    return "" if len(text) >= _SHORTEST else f"must have {_SHORTEST} characters or more"


def quota(text: str) -> str:
    """Take a quota."""
    good = re.fullmatch(r"[0-9]{1,6}", text) and int(text) > 0
    return "" if good else "must be a number of e-mails from 1 to 999999"


def limit(text: str) -> str:
    """Take a limit, or 0 for none."""
    return "" if re.fullmatch(r"[0-9]{1,9}", text) else "must be a number of people, or 0 for none"


def receiver(text: str) -> str:
    """Take the address of a webhook: https, or http on this very machine."""
    try:
        parts = urlsplit(text)
        here = parts.hostname in {"localhost", "127.0.0.1", "::1"}
        named = bool(parts.hostname) and parts.port != 0
    except ValueError:
        return "must be an https address"
    secure = parts.scheme == "https" or (parts.scheme == "http" and here)
    good = secure and named and not parts.fragment and parts.username is None
    spaced = any(character.isspace() for character in text)
    return "" if good and not spaced else "must be an https address, without a name or password"


def secrets(text: str) -> str:
    """Take secrets of webhooks, comma separated."""
    try:
        for part in text.split(","):
            webhook.secret(part.strip())
    except ValueError:
        return f"must hold whsec_ and {webhook.SHORTEST} to {webhook.LONGEST} bytes in base64"
    return ""


def switch(text: str) -> str:
    """Take true or false."""
    return "" if text in {"true", "false"} else "must be true or false"


def notices(text: str) -> str:
    """Take kinds of notices, comma separated, or none."""
    kinds = {part.strip() for part in text.split(",")}
    good = text == "none" or kinds <= TO_INVITER
    return "" if good else f"must hold some of {', '.join(sorted(TO_INVITER))}, or none"


def language(text: str) -> str:
    """Take an offered language."""
    return "" if text in offered() else f"must be one of {', '.join(offered())}"


def keys(text: str) -> str:
    """Take Fernet keys, comma separated."""
    keys = [key.strip() for key in text.split(",")]
    return "" if all(_FERNET_KEY.fullmatch(key) for key in keys) else "must hold Fernet keys"


def origins(text: str) -> str:
    """Take origins, comma separated."""
    found = [part.strip() for part in text.split(",")]
    good = all(re.fullmatch(r"https?://[^\s/]+", part) for part in found)
    return "" if good else "must hold origins such as https://app.example.com, without a path"


def organisations(text: str) -> str:
    """Take the JSON of INVITER_ORGANISATIONS."""
    form = 'must be JSON such as {"contoso.com": "Contoso"}'
    try:
        read = json.loads(text)
    except ValueError:
        return form
    if not isinstance(read, dict) or len({key.lower() for key in read}) < len(read):
        return form
    good = all(
        (_DOMAIN.fullmatch(key) or _GUID.fullmatch(key))
        and isinstance(name, str)
        and name == one_line(name)
        and 0 < len(name) <= _LONGEST_NAME
        for key, name in read.items()
    )
    return "" if good else form


def roles(text: str) -> str:
    """Take the JSON of ROLES."""
    try:
        good = all(is_role(role) for role in json.loads(text).values())
    except (ValueError, AttributeError, KeyError, TypeError):
        good = False
    form = 'must be JSON such as {"customer": {"groups": ["<group id>"], "appRoles": []}}'
    return "" if good else form


def is_role(role: Any) -> bool:
    """Return whether groups and application roles are named by texts."""
    groups, app_roles = role.get("groups", []), role.get("appRoles", [])
    ids = groups + [granted[name] for granted in app_roles for name in ("resourceId", "appRoleId")]
    return all(isinstance(text, str) and text for text in ids)


def links(text: str) -> str:
    """Take the JSON of WELCOME_LINKS."""
    try:
        read = json.loads(text)
        good = isinstance(read, list) and all(
            url(link["url"]) == "" and link["title"]["en"] for link in read
        )
    except (ValueError, KeyError, TypeError):
        good = False
    return "" if good else 'must be JSON such as [{"url": "https://...", "title": {"en": "..."}}]'
