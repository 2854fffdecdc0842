"""Everything that is kept about one person, by address (GDPR, article 15)."""

import asyncio
import itertools
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from shared.domain.addresses import address_hash
from shared.domain.invitation import Event, Invitation
from shared.domain.letter import Letter
from shared.usecases.blocks import BlockStore
from shared.usecases.imports.keeping import KeptImports
from shared.usecases.imports.people import export_from_imports
from shared.usecases.life import LifeStore
from shared.usecases.ports import CompanyStore, InvitationStore

_AT_ONCE = 16  # invitations: an inviter may have made thousands, and a request has 230 seconds


async def export_person(
    address: str,
    *,
    store: InvitationStore,
    life: LifeStore,
    companies: CompanyStore,
    blocks: BlockStore,
    imports: KeptImports,
) -> dict[str, Any]:
    """Return all that is kept about an address, as JSON holds it.

    Of other guests' invitations, only what says something of this person (article 15, 4).
    """

    async def told(invitation_id: str) -> dict[str, Any] | None:
        invitation, history, letters = await asyncio.gather(
            store.get(invitation_id), store.history(invitation_id), life.letters(invitation_id)
        )
        return _told(invitation, history, letters, address) if invitation is not None else None

    ids = [one async for one in life.about(address)]
    found: list[dict[str, Any]] = []
    for some in itertools.batched(ids, _AT_ONCE, strict=False):
        found += [one for one in await asyncio.gather(*map(told, some)) if one is not None]
    kept = await blocks.blocks(address_hash(address))
    return {
        "address": address,
        "invitations": sorted(found, key=lambda one: str(one["created"])),
        "companies": [
            {
                "organisation": one.organisation,
                "legalName": one.data.legalName,
                "contactName": one.data.contactName,
                "contactEmail": one.data.contactEmail,
                "phone": one.data.phone,
            }
            async for one in companies.naming(address)
        ],
        "blocks": [
            {"organisation": one.organisation or "*", "since": one.since.isoformat()}
            for one in kept
        ],
        "imports": await export_from_imports(address, imports),
    }


def _told(
    invitation: Invitation, history: list[Event], letters: list[Letter], address: str
) -> dict[str, Any]:
    guest = invitation.guest.email.lower() == address
    told: dict[str, Any] = {
        "invitationId": invitation.id,
        "organisation": invitation.organisation,
        "created": invitation.created.isoformat(),
        "state": invitation.state.value,
        "as": roles_of(invitation, address) or ["mentioned"],
    }
    if guest:
        told |= _of_guest(invitation)
    elif invitation.inviter.email.lower() == address:
        told |= {"inviter": asdict(invitation.inviter), "message": invitation.message}
    elif "contact" in told["as"]:
        company = invitation.company
        told |= {"contact": {"name": company.contactName, "email": company.contactEmail}}
    return told | {
        "history": [_event(one) for one in history if guest or _names(one, address)],
        "emails": [_letter(one) for one in letters if one.to.email.lower() == address],
    }


def _of_guest(one: Invitation) -> dict[str, Any]:
    return {
        "guest": {"id": one.guest_id, **asdict(one.guest)},
        "inviter": asdict(one.inviter),
        "language": one.language,
        "message": one.message,
        "company": asdict(one.company),
        "changes": [asdict(change) for change in one.changes],
        "roles": list(one.roles),
        "expires": one.expires.isoformat(),
        "email": one.email.value,
        "consent": one.consent,
        "tenant": one.tenant_name,
        "failure": {"reason": one.failure_reason, "answer": one.failure_answer},
    }


def roles_of(one: Invitation, address: str) -> list[str]:
    """Return what the person is on the invitation."""
    confirmed = [change.confirmed for change in one.changes if change.field == "contactEmail"]
    addresses = {
        "guest": [one.guest.email],
        "inviter": [one.inviter.email],
        "contact": [one.company.contactEmail, *confirmed],
    }
    return [
        name for name, theirs in addresses.items() if address in {other.lower() for other in theirs}
    ]


def _names(event: Event, address: str) -> bool:
    texts: Iterable[str] = (event.by, *event.details.values())
    return any(address in text.lower() for text in texts)


def _event(event: Event) -> dict[str, Any]:
    return {"event": event.kind, "at": event.at.isoformat(), "by": event.by} | {
        "details": event.details
    }


def _letter(letter: Letter) -> dict[str, str]:
    return {
        "kind": letter.kind.value,
        "at": letter.created.isoformat(),
        "name": letter.to.name,
        "address": letter.to.email,
        "fate": letter.fate.value,
        "reason": letter.reason,
    }
