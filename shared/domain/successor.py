"""The invitation that takes the place of one with a wrong address."""

from datetime import datetime, timedelta

from shared.domain.invitation import Invitation, Person


def successor(
    before: Invitation,
    id_: str,
    name: str,
    email: str,
    language: str,
    now: datetime,
    lifetime: timedelta,
) -> Invitation:
    """Return a new invitation of the same inviter; an empty name or language stays as it was.

    Nothing of the former guest comes along but the name: whose that address is, nobody knows.
    """
    return Invitation(
        id=id_,
        organisation=before.organisation,
        guest=Person(name or before.guest.name, email),
        inviter=before.inviter,
        created=now,
        expires=before.runs_until(now, lifetime),
        language=language or before.language,
        language_open=before.language_open and not language,
        message=before.message,
        company=before.company,
        roles=before.roles,
        redirect_url=before.redirect_url,
        days=before.days,
        reminders=before.reminders,
        predecessor=before.id,
    )
