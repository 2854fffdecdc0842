"""Sentences of the app itself that the console shows in its reader's language."""

from collections.abc import Iterator

from shared.domain import delivery, failure, refusals
from shared.usecases import grant_access, sending_failed


def sentences() -> Iterator[tuple[str, str]]:
    """Yield the module and the text of each: why Microsoft or a mail server refused, what to do."""
    for row in (*refusals.REFUSALS, refusals.UNKNOWN):
        yield "shared/domain/refusals.py", row.reason
        yield "shared/domain/refusals.py", row.next_step
    for pair in delivery.REASONS.values():
        yield from (("shared/domain/delivery.py", text) for text in pair)
    yield "shared/domain/failure.py", failure.RESEND
    for one in (sending_failed.POISON, sending_failed.EXPIRED, grant_access.POISON):
        yield "shared/usecases", one.reason
        yield "shared/usecases", one.next_step
