"""One-time passcodes: eight digits, mailed to the invited address, good for 30 minutes (OTP)."""

import secrets
from enum import Enum

from dev.simulator.config import Config
from dev.simulator.entra.pages import render
from dev.simulator.inbox.delivery import deliver
from dev.simulator.state import Passcode, State

SENDER = "account-security-noreply@accountprotection.example"
LIFE = 30 * 60  # seconds (facts.md section 2, OTP)


class Outcome(Enum):
    """What a typed passcode was."""

    RIGHT = "right"
    WRONG = "wrong"
    EXPIRED = "expired"


def send_passcode(state: State, config: Config, address: str, now: float) -> None:
    """Mail a fresh passcode to `address`; an earlier one stops working. `now` is in Unix time."""
    code = f"{secrets.randbelow(10**8):08}"
    state.passcodes[address.lower()] = Passcode(code, now + LIFE)
    deliver(
        state,
        to=address,
        sender=f"{config.tenant_name} (via Microsoft) <{SENDER}>",
        subject=f"Your {config.tenant_name} account verification code",
        text=render("passcode_mail.txt", code=code, address=address, tenant=config),
        html=render("passcode_mail.html", code=code, address=address, tenant=config),
    )


def use_passcode(state: State, address: str, typed: str, now: float) -> Outcome:
    """Return what `typed` is; the right passcode is used up."""
    sent = state.passcodes.get(address.lower())
    digits = "".join(typed.split())
    if sent is None or not secrets.compare_digest(digits.encode(), sent.code.encode()):
        return Outcome.WRONG
    if now >= sent.expires:
        return Outcome.EXPIRED
    del state.passcodes[address.lower()]
    return Outcome.RIGHT
