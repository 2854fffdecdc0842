"""The list of settings: what each is for, whether it is required, what it may hold."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from shared.domain.languages import OFFERED

Check = Callable[[str], str]  # returns what is wrong, or nothing
_GUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_FERNET_KEY = re.compile(r"[A-Za-z0-9_-]{43}=")


def _anything(_text: str) -> str:
    return ""


def _url(text: str) -> str:
    return "" if re.fullmatch(r"https?://[^\s]+", text) else "must be an http(s) address"


def _guid(text: str) -> str:
    return "" if _GUID.fullmatch(text) else "must be a GUID"


def _days(text: str) -> str:
    good = re.fullmatch(r"[0-9]{1,4}", text) and int(text) > 0
    return "" if good else "must be a number of days from 1 to 9999"


def _switch(text: str) -> str:
    return "" if text in {"true", "false"} else "must be true or false"


def _language(text: str) -> str:
    return "" if text in OFFERED else f"must be one of {', '.join(OFFERED)}"


def _keys(text: str) -> str:
    keys = [key.strip() for key in text.split(",")]
    return "" if all(_FERNET_KEY.fullmatch(key) for key in keys) else "must hold Fernet keys"


def _origins(text: str) -> str:
    found = [part.strip() for part in text.split(",")]
    good = all(re.fullmatch(r"https?://[^\s/]+", part) for part in found)
    return "" if good else "must hold origins such as https://app.example.com, without a path"


def _roles(text: str) -> str:
    try:
        good = all(_is_role(role) for role in json.loads(text).values())
    except (ValueError, AttributeError, KeyError, TypeError):
        good = False
    form = 'must be JSON such as {"customer": {"groups": ["<group id>"], "appRoles": []}}'
    return "" if good else form


def _is_role(role: Any) -> bool:
    groups, app_roles = role.get("groups", []), role.get("appRoles", [])
    ids = groups + [granted[name] for granted in app_roles for name in ("resourceId", "appRoleId")]
    return all(isinstance(text, str) and text for text in ids)


def _links(text: str) -> str:
    try:
        read = json.loads(text)
        good = isinstance(read, list) and all(
            _url(link["url"]) == "" and link["title"]["en"] for link in read
        )
    except (ValueError, KeyError, TypeError):
        good = False
    return "" if good else 'must be JSON such as [{"url": "https://...", "title": {"en": "..."}}]'


@dataclass(frozen=True)
class Setting:
    """One environment variable. Without `required`, an empty one means `default`."""

    name: str
    purpose: str
    check: Check = _anything
    required: bool = False
    default: str = ""
    example: str = ""

    def problem(self, environment: Mapping[str, str]) -> str:
        """Return a sentence on what is wrong with the setting, or nothing."""
        text = environment.get(self.name, "").strip()
        if not text:
            return f"{self.name} is missing: {self.purpose}" if self.required else ""
        wrong = self.check(text)
        return f"{self.name} {wrong}: {self.purpose}" if wrong else ""


SETTINGS = (
    Setting(
        "PUBLIC_URL",
        "The app's own address as guests reach it, without /api.",
        _url,
        required=True,
        example="https://contoso-invitations.azurewebsites.net",
    ),
    Setting("TENANT_ID", "The inviting tenant's id.", _guid, required=True),
    Setting(
        "CLIENT_ID",
        "The application (client) id of the Entra app registration that guests sign in to.",
        _guid,
        required=True,
    ),
    Setting(
        "CLIENT_SECRET",
        "The registration's secret. Leave it out where the managed identity is a federated "
        "credential of the registration.",
    ),
    Setting(
        "AZURE_CLIENT_ID",
        "The client id of a user-assigned managed identity. Leave it out for the "
        "system-assigned one.",
    ),
    Setting(
        "AUTHORITY_HOST",
        "Where Microsoft Entra signs people in.",
        _url,
        default="https://login.microsoftonline.com",
    ),
    Setting(
        "GRAPH_URL",
        "Microsoft Graph with its version.",
        _url,
        default="https://graph.microsoft.com/v1.0",
    ),
    Setting(
        "EMAIL_ENDPOINT",
        "The endpoint of the Azure Communication Services resource that sends the e-mail.",
        _url,
        required=True,
        example="https://contoso.europe.communication.azure.com",
    ),
    Setting(
        "EMAIL_ACCESS_KEY",
        "The resource's access key. Leave it out for access by managed identity.",
    ),
    Setting(
        "EMAIL_SENDER",
        "The sender's address, of a domain linked to that resource.",
        required=True,
        example="invitations@contoso.com",
    ),
    Setting(
        "SESSION_KEYS",
        "Fernet keys, comma separated. The first seals cookies, all of them open them: put a new "
        "one in front to change keys without signing anybody out.",
        _keys,
        required=True,
    ),
    Setting(
        "ROLES",
        "What an invitation may grant, as JSON: names, and the groups and application roles "
        "that each stands for.",
        _roles,
        default="{}",
        example='{"customer": {"groups": ["<group id>"], "appRoles": [{"resourceId": '
        '"<service principal object id>", "appRoleId": "<app role id>"}]}}',
    ),
    Setting("DEFAULT_ROLES", "Names from ROLES for an invitation that names none."),
    Setting("PRODUCT_NAME", "The platform's name as guests know it.", required=True),
    Setting("SUPPORT_URL", "Where guests get help.", _url),
    Setting("DOCUMENTATION_URL", "The product documentation.", _url),
    Setting("PRIVACY_URL", "The privacy statement.", _url),
    Setting("TERMS_URL", "The terms of use.", _url),
    Setting("PLATFORM_URL", "Where the platform itself opens.", _url, required=True),
    Setting(
        "WELCOME_LINKS",
        "The links of the welcome page, as JSON, with a title by language.",
        _links,
        default="[]",
        example='[{"url": "https://...", "title": {"en": "Where to start", "fr": "..."}}]',
    ),
    Setting(
        "ALLOWED_REDIRECTS",
        "Origins, comma separated, that an invitation's redirectUrl may lead to.",
        _origins,
    ),
    Setting(
        "DELETE_REVOKED_GUESTS",
        "`true` deletes the directory guest of a revoked invitation, and that of a mistyped "
        "address once it is put right, but only one that this app made while this was `true` and "
        "that never redeemed. It costs one more request to Graph for each invitation.",
        _switch,
        default="false",
    ),
    Setting("INVITATION_DAYS", "How many days an invitation stays open.", _days, default="30"),
    Setting(
        "DEFAULT_LANGUAGE",
        "The language of an invitation that names none.",
        _language,
        default="en",
    ),
)
