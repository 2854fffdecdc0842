"""The list of settings: what each is for, whether it is required, what it may hold."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from shared import setting_checks as checks
from shared import transport

Check = Callable[[str], str]  # returns what is wrong, or nothing


@dataclass(frozen=True)
class Setting:
    """One environment variable. Without `required`, an empty one means `default`.

    `transport` is the EMAIL_TRANSPORT that a setting is required with.
    """

    name: str
    purpose: str
    check: Check = checks.anything
    required: bool = False
    transport: str = ""
    default: str = ""
    example: str = ""

    def problem(self, environment: Mapping[str, str]) -> str:
        """Return a sentence on what is wrong with the setting, or nothing."""
        text = environment.get(self.name, "").strip()
        if not text:
            missing = self.required or self.transport == transport.chosen(environment)
            return f"{self.name} is missing: {self.purpose}" if missing else ""
        wrong = self.check(text)
        return f"{self.name} {wrong}: {self.purpose}" if wrong else ""


SETTINGS = (
    Setting(
        "PUBLIC_URL",
        "The app's own address as guests reach it, without /api.",
        checks.url,
        required=True,
        example="https://contoso-invitations.azurewebsites.net",
    ),
    Setting("TENANT_ID", "The inviting tenant's id.", checks.guid, required=True),
    Setting(
        "CLIENT_ID",
        "The application (client) id of the Entra app registration that guests sign in to.",
        checks.guid,
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
        checks.url,
        default="https://login.microsoftonline.com",
    ),
    Setting(
        "GRAPH_URL",
        "Microsoft Graph with its version.",
        checks.url,
        default="https://graph.microsoft.com/v1.0",
    ),
    Setting(
        "EMAIL_TRANSPORT",
        "How e-mail goes out: `acs` (Azure Communication Services), `graph` (a mailbox of "
        "Microsoft 365) or `smtp` (any mail server). See [e-mail](email.md).",
        transport.kind,
        default=transport.ACS,
    ),
    Setting(
        "EMAIL_ENDPOINT",
        "The endpoint of the Azure Communication Services resource that sends the e-mail.",
        checks.url,
        transport=transport.ACS,
        example="https://contoso.europe.communication.azure.com",
    ),
    Setting(
        "EMAIL_ACCESS_KEY",
        "The resource's access key. Leave it out for access by managed identity.",
    ),
    Setting(
        "EMAIL_SENDER",
        "The sender's address: of a domain linked to that resource, of the mailbox, or one that "
        "the mail server lets this app use.",
        transport.address,
        required=True,
        example="invitations@contoso.com",
    ),
    Setting(
        "EMAIL_PER_MINUTE",
        "How many e-mails the provider takes in any minute. All instances together keep to it.",
        checks.quota,
        default="30",
    ),
    Setting("EMAIL_PER_HOUR", "The same for any hour.", checks.quota, default="100"),
    Setting(
        "SMTP_HOST",
        "The mail server.",
        transport.host,
        transport=transport.SMTP,
        example="smtp.office365.com",
    ),
    Setting("SMTP_PORT", "Its port.", transport.port, default="587"),
    Setting(
        "SMTP_SECURITY",
        "`starttls`; `tls` for a server that speaks TLS from the first byte (port 465); `none` "
        "for one on this very machine.",
        transport.security,
        default=transport.STARTTLS,
    ),
    Setting("SMTP_USER", "Who signs in to it. Leave it out where nobody has to."),
    Setting("SMTP_PASSWORD", "The password to that."),
    Setting(
        "SESSION_KEYS",
        "Fernet keys, comma separated. The first seals cookies, all of them open them: put a new "
        "one in front to change keys without signing anybody out.",
        checks.keys,
        required=True,
    ),
    Setting(
        "ROLES",
        "What an invitation may grant, as JSON: names, and the groups and application roles "
        "that each stands for.",
        checks.roles,
        default="{}",
        example='{"customer": {"groups": ["<group id>"], "appRoles": [{"resourceId": '
        '"<service principal object id>", "appRoleId": "<app role id>"}]}}',
    ),
    Setting("DEFAULT_ROLES", "Names from ROLES for an invitation that names none."),
    Setting("PRODUCT_NAME", "The platform's name as guests know it.", required=True),
    Setting(
        "BRAND_COLOUR",
        "The colour of buttons and links in e-mails. White text stands on it, at a contrast of "
        "4.5:1 at least.",
        checks.colour,
        default="#0b5cad",
    ),
    Setting("LOGO_URL", "A picture that e-mails open with, about 40 pixels high.", checks.https),
    Setting(
        "ORGANISATION_DOMAIN",
        "The inviting organisation's primary domain, which e-mails name. Without it, they name "
        "that of the inviter's address.",
        checks.domain,
        example="contoso.com",
    ),
    Setting("SUPPORT_URL", "Where guests get help.", checks.url),
    Setting("DOCUMENTATION_URL", "The product documentation.", checks.url),
    Setting("PRIVACY_URL", "The privacy statement.", checks.url),
    Setting("TERMS_URL", "The terms of use.", checks.url),
    Setting("PLATFORM_URL", "Where the platform itself opens.", checks.url, required=True),
    Setting(
        "WELCOME_LINKS",
        "The links of the welcome page, as JSON, with a title by language.",
        checks.links,
        default="[]",
        example='[{"url": "https://...", "title": {"en": "Where to start", "fr": "..."}}]',
    ),
    Setting(
        "ALLOWED_REDIRECTS",
        "Origins, comma separated, that an invitation's redirectUrl may lead to.",
        checks.origins,
    ),
    Setting(
        "DELETE_REVOKED_GUESTS",
        "`true` deletes the directory guest of a revoked invitation, and that of a mistyped "
        "address once it is put right, but only one that this app made while this was `true` and "
        "that never redeemed; and of a person who is erased, also one who has. It costs one more "
        "request to Graph for each invitation.",
        checks.switch,
        default="false",
    ),
    Setting(
        "INVITER_NOTICES",
        "What inviters are told by e-mail, comma separated: `accepted`, `completed` (with what the "
        "guest changed), `bounced`. `none` for nothing.",
        checks.notices,
        default="accepted,completed,bounced",
    ),
    Setting(
        "INVITER_ORGANISATIONS",
        "Whose inviters may use the console and the API with a token, as JSON: the domain that a "
        "person signs in with, or the application id of a system, and the name of the inviting "
        "organisation whose invitations they make and see. Nobody else is an inviter, whatever "
        "roles they have; an admin needs no entry.",
        checks.organisations,
        default="{}",
        example='{"contoso.com": "Contoso", "contoso.fr": "Contoso France"}',
    ),
    Setting(
        "INVITATION_DAYS",
        "How many days an invitation stays open that says nothing else.",
        checks.days,
        default="30",
    ),
    Setting(
        "REMIND_AFTER_DAYS",
        "After how many days a guest is reminded who has not answered yet: one or two numbers, "
        "comma separated, counted from the invitation's e-mail. Leave it out for no reminders. An "
        "invitation may say otherwise.",
        checks.reminders,
        example="7,14",
    ),
    Setting(
        "RETENTION_DAYS",
        "How many days after the end of an invitation (completed, revoked, failed, expired or "
        "blocked) names, addresses, message, company data and e-mails are erased. Its state and "
        "history stay, with pseudonyms. `0` keeps everything.",
        checks.period,
        default="0",
    ),
    Setting(
        "PSEUDONYM_KEY",
        "The secret with which pseudonyms of erased people are made, at least 32 characters. The "
        "same person has the same pseudonym while it stays the same; once it is destroyed, nobody "
        "can tell whose they were. Without it, the last of SESSION_KEYS serves.",
        checks.secret,
    ),
    Setting(
        "DEFAULT_LANGUAGE",
        "The language of an invitation that names none, of a guest whose language in the directory "
        "is not known, and of pages whose reader's browser names no offered one.",
        checks.language,
        default="en",
    ),
)
