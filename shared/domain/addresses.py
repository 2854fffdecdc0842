"""E-mail addresses: checked, normalised, hashed, masked."""

import hashlib

from shared.domain.errors import Fault, InvalidRequest

# invitation-post: characters that invitedUserEmailAddress may not contain (facts.md section 1).
_REFUSED = frozenset("~!#$%^&*()+=[]{}\\/|;:\"'<>?,`")
MAX_LENGTH = 254
ENTRA_SIGNS = "Microsoft Entra takes no guest with %(signs)s here."
ENTRA_ENDS = "The part before @ may not start or end with a period or a hyphen."
ASCII_ONLY = "Use only ASCII letters before the @."


def guest_address(text: str, pointer: str) -> str:
    """Return the address as Graph takes it: normalised, lower case, IDN as A-labels.

    Raises InvalidRequest, naming `pointer`, for what is no address or what Graph refuses
    (facts.md section 1: certain characters, a leading or trailing period or hyphen).
    """
    address = mail_address(text, pointer)
    local = address.rpartition("@")[0]
    refused = sorted(_REFUSED.intersection(local))
    if refused:
        listed = " ".join(refused)
        raise InvalidRequest(Fault(pointer, ENTRA_SIGNS % {"signs": listed}))
    if local.startswith((".", "-")) or local.endswith((".", "-")):
        raise InvalidRequest(Fault(pointer, ENTRA_ENDS))
    return address


def mail_address(text: str, pointer: str) -> str:
    """Return any e-mail address normalised; raise InvalidRequest, naming `pointer`."""
    if len(text) > MAX_LENGTH:
        raise InvalidRequest(Fault(pointer, f"Use at most {MAX_LENGTH} characters."))
    # Here and not above: a guest's click, which needs a hash at most, must not pay for it.
    from email_validator import EmailNotValidError, validate_email

    try:
        found = validate_email(
            text.strip(), check_deliverability=False, test_environment=True, strict=True
        )
    except EmailNotValidError as error:
        raise InvalidRequest(Fault(pointer, str(error))) from error
    # SMTPUTF8 mailboxes have no ASCII form and neither Graph nor ACS takes them.
    if found.ascii_email is None:
        raise InvalidRequest(Fault(pointer, ASCII_ONLY))
    return found.ascii_email.lower()


def domain_of(address: str) -> str:
    """Return the domain of an address."""
    return address.rpartition("@")[2].lower()


def address_hash(address: str) -> str:
    """Return a key that is safe in a table and tells nothing about the address to a reader."""
    return hashlib.sha256(address.lower().encode()).hexdigest()[:40]


def masked(address: str) -> str:
    """Return an address that its owner recognises and nobody else learns: w***s@example.com."""
    local, at, domain = address.rpartition("@")
    if not at:
        return (address[:1] + "***") if address else "***"
    shown = local[:1] + "***" + (local[-1:] if len(local) > 2 else "")
    return f"{shown}@{domain}"
