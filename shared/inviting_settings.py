"""The settings on how long and how many are invited, and who hears of it."""

from shared import setting_checks as checks
from shared.setting import Setting

INVITING = (
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
        "DESCRIBE_GUESTS",
        "`false` leaves the directory's fields of a guest alone; `true` writes the company's name "
        "and address there once the guest is done, which takes the permission User.ReadWrite.All.",
        checks.switch,
        default="true",
    ),
    Setting(
        "INVITER_NOTICES",
        "What inviters are told by e-mail, comma separated: `accepted`, `completed` (with what the "
        "guest changed), `bounced`. `none` for nothing.",
        checks.notices,
        default="accepted,completed,bounced",
    ),
    Setting(
        "INVITEES_PER_INVITER_PER_DAY",
        "How many people one inviter may invite in 24 hours, for each organisation; `0` for as "
        "many as they like.",
        checks.limit,
        default="0",
    ),
    Setting(
        "INVITEES_PER_ORGANISATION_PER_DAY",
        "The same for all inviters of an organisation together.",
        checks.limit,
        default="0",
    ),
    Setting(
        "WEBHOOK_URL",
        "Where each [event](events.md) is delivered besides the queue `events`: an https address.",
        checks.receiver,
        example="https://crm.contoso.com/hooks/invitations",
    ),
    Setting(
        "WEBHOOK_SECRETS",
        "What deliveries are signed with, comma separated: `whsec_` and 24 to 64 random bytes in "
        "base64. Each delivery carries a signature for each, so that they can be changed.",
        checks.secrets,
        example="whsec_Zm9yIHRoZSBkb2N1bWVudGF0aW9uIG9ubHksIG5vIHNlY3JldA==",
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
        "history stay, with pseudonyms. Imported files go that long after they were confirmed. `0` "
        "keeps both.",
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
)
