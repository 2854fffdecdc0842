"""Which tables a back-up holds, and which not and why."""

# In this order: an invitation's address must not be held before the invitation is there, and a
# claim whose invitation is missing ends by itself, while an invitation without its claim does not.
KEPT = (
    "Invitations",
    "InvitationIndex",
    "Companies",
    "Blocks",
    "Imports",
    "Drafts",
    "Quotas",
)
LEFT_OUT = {
    "Listing": "KeepList makes the list anew from the invitations",
    "ListingBlocks": "KeepList makes the list anew from the invitations",
    "Audit": "KeepList makes this index of the events anew",
    "Pace": "how much was sent in the last hour is wrong by the time it is restored",
}
