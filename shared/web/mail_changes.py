"""What the guest changed of the company's data, as the inviter reads it."""

from dataclasses import dataclass

from shared.domain.country import NO_COUNTRY_YET, AddressFormat, address_format, countries
from shared.domain.invitation import Invitation
from shared.web.catalogues import locale
from shared.web.mail_text import one_line


@dataclass(frozen=True)
class ChangedField:
    """One field; `kind` is what the country calls it (see templates/pages/labels.html)."""

    name: str
    kind: str
    before: str
    after: str


def changed_fields(invitation: Invitation, language: str) -> tuple[ChangedField, ...]:
    """Return the changed fields in the order of the form, countries by their names."""
    names = locale(language).territories

    def shown(field: str, value: str) -> str:
        return one_line(names.get(value, value) if field == "country" else value)

    kinds = _kinds(invitation)
    return tuple(
        ChangedField(
            change.field,
            kinds.get(change.field, ""),
            shown(change.field, change.registered),
            shown(change.field, change.confirmed),
        )
        for change in invitation.changes
    )


def _kinds(invitation: Invitation) -> dict[str, str]:
    """Return the kinds of the fields, by the confirmed country before the registered one."""
    registered = invitation.company.country
    changed = {change.field: change.confirmed for change in invitation.changes}
    before, after = (_format(code) for code in (registered, changed.get("country", registered)))
    return NO_COUNTRY_YET.kinds | {"cityArea": "district"} | before.kinds | after.kinds


def _format(country: str) -> AddressFormat:
    return address_format(country) if country in countries() else NO_COUNTRY_YET
