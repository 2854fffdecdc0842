"""Every refusal of Microsoft Graph that is known, in words for the inviter.

The rows are searched from the top and the first that fits counts. Graph's codes are stable, its
messages "can change at any time" (facts.md section 6, General); words of a message are compared
only where Graph gives several cases one code, or where no code is on record. What no row knows
is kept as Graph said it. docs/refusals.md is made from this table.
"""

from dataclasses import dataclass

_ACCESS = "Ask the operator of this app to check its permissions (docs/refusals.md), then resend."


@dataclass(frozen=True)
class Refusal:
    """One row: what it fits, what it means, what to do; `again` if the app itself tries again.

    Everything that is given must fit: one of `codes`, one of `statuses`, `words` in any case, and
    `doing`, which is "reset" where redemption was to be reset.
    """

    kind: str
    reason: str
    next_step: str
    codes: frozenset[str] = frozenset()
    statuses: frozenset[int] = frozenset()
    words: str = ""
    doing: str = ""
    again: bool = False

    def fits(self, status: int, code: str, message: str, doing: str) -> bool:
        """Return whether this row is about that answer."""
        return (
            (not self.codes or code in self.codes)
            and (not self.statuses or status in self.statuses)
            and self.words.casefold() in message.casefold()
            and self.doing in ("", doing)
        )


UNKNOWN = Refusal(
    "unknown",
    "Microsoft Entra refused this in words that this app does not know; they are kept whole.",
    "Give its code, answer and request id to your directory's administrator or to Microsoft.",
)
REFUSALS = (
    Refusal(
        "address-not-found",
        "Microsoft cannot find where this address belongs. It answers so for some Outlook.com "
        "addresses, and trying again does not help.",
        "Check the spelling. If it is right, resend the invitation to another address of this "
        "person.",
        words="Unable to find target address",
    ),
    Refusal(
        "account-blocked",
        "This person is in your directory already, but the account is blocked from signing in.",
        "Ask your directory's administrator to unblock the account, then resend the invitation.",
        words="the account is blocked from signing in",
    ),
    Refusal(
        "own-domain",
        "This address is of a domain of your own directory, whose people are no guests.",
        "Check the address. A colleague signs in with the account that your directory has.",
        words="verified domain of this directory",
    ),
    Refusal(
        "already-in-directory",
        "This address belongs to an account of your directory that cannot be invited.",
        "Ask the person to sign in with the account that they have, or resend the invitation to "
        "another address.",
        words="The invited user already exists in the directory",
    ),
    Refusal(
        "invitations-off",
        "Your organisation does not allow guests to be invited.",
        "Ask your directory's administrator to allow guest invitations (External collaboration "
        "settings). A change takes up to an hour; resend the invitation after it.",
        words="Guest invitations not allowed for your company",
    ),
    Refusal(
        "group-address",
        "This is the address of a group or a mailing list. Only a person can be a guest.",
        "Resend the invitation to the address of one person.",
        words="Group email address is not supported",
    ),
    Refusal(
        "address-invalid",
        "Microsoft Entra does not take this address, often because of a character such as +.",
        "Check the spelling, or resend the invitation to another address of this person.",
        words="The Primary SMTP Address is an invalid value",
    ),
    Refusal(
        "address-invalid",
        "Microsoft Entra does not take a value of this invitation, most often the address.",
        "Check the spelling, or resend the invitation to another address of this person.",
        codes=frozenset({"InvitationCreationFailureInvalidPropertyValue"}),
    ),
    Refusal(
        "address-ambiguous",
        "Another user, group or contact of your directory has this address.",
        "Ask your directory's administrator to remove the address there, then resend, or use "
        "another address.",
        codes=frozenset({"InvitationCreationFailureAmbiguousUser"}),
    ),
    Refusal(
        "address-ambiguous",
        "Another user, group or contact of your directory has this address.",
        "Ask your directory's administrator to remove the address there, then resend, or use "
        "another address.",
        words="same value for property proxyAddresses already exists",
    ),
    # Microsoft publishes no text for this one (facts.md section 6); these words are a guess, and
    # another wording ends as unknown, with Microsoft's own sentence.
    Refusal(
        "domain-blocked",
        "Your directory does not allow guests from this address's domain.",
        "Ask your directory's administrator to allow the domain (External collaboration settings), "
        "or resend the invitation to an address of another domain.",
        words="are blocked by your organization",
    ),
    Refusal(
        "cross-tenant-blocked",
        "Cross-tenant access settings, yours or the guest's organisation's, block this invitation.",
        "Ask the administrators of both organisations to allow B2B collaboration with each other, "
        "then resend.",
        words="blocked by cross-tenant access settings",
    ),
    Refusal(
        "cross-cloud-disabled",
        "The guest's organisation has switched off what invitations between Microsoft's clouds "
        "need.",
        "Ask the guest's administrator to enable the application Microsoft B2B Cross Cloud Worker, "
        "then resend.",
        words="Microsoft B2B Cross Cloud Worker application has been disabled",
    ),
    Refusal(
        "directory-full",
        "Your directory holds as many objects as it may.",
        "Ask your directory's administrator to remove unused objects or to have the quota raised, "
        "then resend.",
        codes=frozenset({"Directory_QuotaExceeded"}),
    ),
    Refusal(
        "reset-denied",
        "Microsoft Entra does not let this app reset how this guest signs in: the guest holds a "
        "directory role, or this app may not change users.",
        "Ask your directory's administrator to take the role from the guest, or to reset the "
        "redemption status by hand. The operator can check the permission User.ReadWrite.All.",
        statuses=frozenset({403}),
        doing="reset",
    ),
    Refusal(
        "reset-refused",
        "Microsoft Entra does not let this guest sign in with the new address or account.",
        "Check that nobody else in your directory has the new address. Else ask your directory's "
        "administrator to reset the redemption status by hand.",
        statuses=frozenset({400}),
        doing="reset",
    ),
    Refusal(
        "invite-denied",
        "This app may not invite guests into your directory.",
        "Ask the operator to give this app's identity the permission User.Invite.All with an "
        "administrator's consent, then resend.",
        words="Insufficient privileges to perform requested operation by the application",
    ),
    Refusal(
        "permission-missing",
        "This app lacks a permission in your directory.",
        _ACCESS,
        codes=frozenset(
            {"Authorization_RequestDenied", "AzureActiveDirectoryForbidden", "Unauthorized"}
        ),
    ),
    Refusal(
        "throttled",
        "Microsoft Graph gets more requests than it takes right now.",
        "Nothing: this app tries again when Microsoft says.",
        statuses=frozenset({429}),
        again=True,
    ),
    Refusal(
        "guest-not-ready",
        "The new guest is not known everywhere in the directory yet.",
        "Nothing: this app tries again.",
        codes=frozenset({"Directory_ObjectNotFound", "Request_ResourceNotFound"}),
        again=True,
    ),
    Refusal(
        "guest-not-ready",
        "The new guest is not known everywhere in the directory yet.",
        "Nothing: this app tries again.",
        words="Not a valid reference update",
        again=True,
    ),
    Refusal(
        "token-refused",
        "Microsoft Graph did not take this app's token, which a fresh one makes good.",
        "Nothing: this app tries again.",
        codes=frozenset({"InvalidAuthenticationToken"}),
        statuses=frozenset({401}),
        again=True,
    ),
    Refusal(
        "graph-down",
        "Microsoft Graph is down or too slow.",
        "Nothing: this app tries again.",
        statuses=frozenset({408, 500, 502, 503, 504}),
        again=True,
    ),
)


def refusal(status: int, code: str, message: str, doing: str = "") -> Refusal:
    """Return the first row that fits, else UNKNOWN."""
    fitting = (row for row in REFUSALS if row.fits(status, code, message, doing))
    return next(fitting, UNKNOWN)
