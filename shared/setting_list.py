"""The list of settings, in the order of docs/settings.md."""

from shared import setting_checks as checks
from shared import transport
from shared.inviting_settings import INVITING
from shared.setting import Setting
from shared.telemetry_settings import TELEMETRY

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
    *INVITING,
    Setting(
        "DEFAULT_LANGUAGE",
        "The language of an invitation that names none, of a guest whose language in the directory "
        "is not known, and of pages whose reader's browser names no offered one.",
        checks.language,
        default="en",
    ),
    *TELEMETRY,
)
