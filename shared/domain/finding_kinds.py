"""Every kind of finding, with what is wrong and its fix (docs/operations.md)."""

from shared.domain.findings import Kind, Level

_FAULT, _WARNING = Level.FAULT, Level.WARNING

NO_ANSWER = Kind(
    "no-answer",
    _FAULT,
    "This part did not answer in time.",
    "Check that the service is up and that the app's network reaches it, then look again.",
)
BROKEN = Kind(
    "broken",
    _FAULT,
    "This part answered with an error.",
    "Look at the error here and in the app's log; if it is about rights, check the identity's "
    "roles.",
)
STORAGE_DENIED = Kind(
    "storage-denied",
    _FAULT,
    "The app may not use the tables or queues of its storage account.",
    "Give the app's identity the roles Storage Table Data Contributor and Storage Queue Data "
    "Contributor on the account, and wait some minutes.",
)
TABLE_MISSING = Kind(
    "table-missing",
    _FAULT,
    "A table is missing that other tables depend on.",
    "Pause sending, then restore the tables from a back-up.",
)
POISON_WAITING = Kind(
    "poison-waiting",
    _WARNING,
    "Messages wait on a poison queue.",
    "Read why with: python3 -m dev poison explain. Once the reason is gone: python3 -m dev poison "
    "requeue.",
)
CLOCK = Kind(
    "clock",
    _FAULT,
    "The app's clock differs from that of its storage account.",
    "Restart the app, which moves it to another machine; links, tokens and quotas need a right "
    "clock.",
)
PAUSED = Kind(
    "paused",
    _WARNING,
    "Sending is paused: no e-mail goes out.",
    "Resume it once the reason is gone.",
)
NO_TOKEN = Kind(
    "no-token",
    _FAULT,
    "The app's managed identity gets no token.",
    "Check that an identity is assigned to the app, and that AZURE_CLIENT_ID is its client id.",
)
OTHER_TENANT = Kind(
    "other-tenant",
    _FAULT,
    "The app's identity belongs to another tenant than TENANT_ID says.",
    "Set TENANT_ID to the tenant of the subscription that the app runs in.",
)
PERMISSION_MISSING = Kind(
    "permission-missing",
    _FAULT,
    "The app's identity lacks a permission of Microsoft Graph that its settings need.",
    "Grant it as an application permission with an administrator's consent, then restart the app: "
    "tokens are kept for up to a day.",
)
PERMISSION_WISHED = Kind(
    "permission-wished",
    _WARNING,
    "The app's identity lacks a permission of Microsoft Graph that makes e-mails better.",
    "Grant it as an application permission if you like. Without it, e-mails show less.",
)
GRAPH_REFUSES = Kind(
    "graph-refuses",
    _FAULT,
    "Microsoft Graph refuses a harmless request.",
    "Check the permission that is named here, and whether a policy of the directory forbids it.",
)
GRAPH_DOWN = Kind(
    "graph-down",
    _FAULT,
    "Microsoft Graph is down, too slow, or gets too many requests.",
    "Nothing is lost: invitations wait and go on by themselves. See the runbook for Graph being "
    "down.",
)
GROUP_MISSING = Kind(
    "group-missing",
    _FAULT,
    "A group of the setting ROLES is not in the directory.",
    "Put the group's object id into ROLES, or make the group.",
)
APPLICATION_MISSING = Kind(
    "application-missing",
    _FAULT,
    "An application of the setting ROLES is not in the directory.",
    "Put the object id of its service principal into ROLES, not its application id.",
)
SIGN_IN_DOWN = Kind(
    "sign-in-down",
    _FAULT,
    "Microsoft's sign-in does not tell how it works for this tenant.",
    "Check TENANT_ID and AUTHORITY_HOST, and that the app's network reaches the sign-in.",
)
UNPROVEN = Kind(
    "unproven",
    _FAULT,
    "Microsoft's sign-in does not take this app's secret or federated credential: nobody can sign "
    "in.",
    "Make a new secret for CLIENT_SECRET, or make the managed identity a federated credential of "
    "the app registration.",
)
MAIL_DENIED = Kind(
    "mail-denied",
    _FAULT,
    "The e-mail service does not let this app send.",
    "Check the settings of the transport, the sender's address, and the key, password or role.",
)
MAIL_DOWN = Kind(
    "mail-down",
    _FAULT,
    "The e-mail service does not answer as it should.",
    "Nothing is lost: e-mails wait. See the runbook for the mail quota and for another transport.",
)
MAIL_QUOTA = Kind(
    "mail-quota",
    _WARNING,
    "The e-mail service takes no more e-mails for now.",
    "Nothing is lost: e-mails wait. Have the quota raised, or set EMAIL_PER_MINUTE and "
    "EMAIL_PER_HOUR to it.",
)
ACS_ENDS = Kind(
    "acs-ends",
    _WARNING,
    "Azure Communication Services sends no e-mail after 30 September 2028.",
    "Plan the move to another transport; see the runbook.",
)
KEY_OLD = Kind(
    "key-old",
    _WARNING,
    "The first of SESSION_KEYS is in use for a long time.",
    "Make a new one with: python3 -m dev keys new, and put it in front of the others.",
)
KEY_TWICE = Kind(
    "key-twice",
    _WARNING,
    "SESSION_KEYS holds a key twice.",
    "Take the second one out.",
)
PSEUDONYMS = Kind(
    "pseudonyms",
    _WARNING,
    "People are erased, and PSEUDONYM_KEY is not set: the last of SESSION_KEYS makes pseudonyms.",
    "Set PSEUDONYM_KEY, so that keys of sessions can be changed freely.",
)
UNKNOWN_SETTING = Kind(
    "unknown-setting",
    _WARNING,
    "A setting looks like a misspelt one of this app.",
    "Correct its name; the app does not read it.",
)
INSECURE_ADDRESS = Kind(
    "insecure-address",
    _FAULT,
    "A setting holds an http address where only https is safe.",
    "Set it to an https address.",
)
CATALOGUE = Kind(
    "catalogue",
    _FAULT,
    "A catalogue of translations cannot be read.",
    "Deploy the app anew: its package is not whole.",
)
KINDS = tuple(one for one in list(globals().values()) if isinstance(one, Kind))
