"""The code that proves an e-mail address (J6 step 3)."""

import secrets

from dev.simulator.entra.pages import render
from dev.simulator.inbox.delivery import deliver
from dev.simulator.state import State

SENDER = "Microsoft account team <account-security-noreply@accountprotection.example>"


def send_code(state: State, address: str) -> None:
    """Mail a fresh six-digit code to `address`; an earlier one stops working."""
    code = f"{secrets.randbelow(10**6):06}"
    state.codes[address.lower()] = code
    deliver(
        state,
        to=address,
        sender=SENDER,
        subject="Verify your email address",
        text=render("code_mail.txt", code=code, address=address),
        html=render("code_mail.html", code=code, address=address),
    )


def use_code(state: State, address: str, code: str) -> bool:
    """Tell whether `code` is the one sent last to `address`; if it is, it is used up."""
    sent = state.codes.get(address.lower())
    typed = "".join(code.split())
    if not sent or not secrets.compare_digest(typed.encode(), sent.encode()):
        return False
    del state.codes[address.lower()]
    return True
