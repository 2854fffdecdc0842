"""The one way an e-mail gets into the inbox."""

from collections.abc import Mapping, Sequence
from typing import Any

from dev.simulator.config import new_id, timestamp
from dev.simulator.state import Mail, State


def deliver(
    state: State,
    *,
    to: str,
    sender: str,
    subject: str,
    text: str,
    html: str,
    headers: Mapping[str, str] | None = None,
    reply_to: Sequence[str] = (),
    operation_id: str | None = None,
    source: Mapping[str, Any] | None = None,
) -> Mail:
    """Put one e-mail in the inbox at once and return it; `source` is the request as it came."""
    mail = Mail(
        id=new_id(),
        to=to,
        sender=sender,
        subject=subject,
        text=text,
        html=html,
        headers=dict(headers or {}),
        reply_to=list(reply_to),
        received=timestamp(),
        operation_id=operation_id,
        source=dict(source or {}),
    )
    state.mails.append(mail)
    return mail
