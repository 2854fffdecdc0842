"""Which invitedUserEmailAddress Graph takes (facts.md section 1, SDK comment)."""

from dev.simulator.graph.errors import GraphError, bad_request, invalid_value

FORBIDDEN = frozenset("~!#$%^&*()+=[]{}\\/|;:\"<>?,'")


def check_address(address: object) -> str:
    """Return the address.

    Raises GraphError 400: not text, not `name@domain.tld`, a forbidden character, a period or
    hyphen at an end. The message for "+" is sourced (msgraph-sdk-dotnet #2786), the code and the
    other messages are not.
    """
    if not isinstance(address, str):
        raise _refused()
    name, at, domain = address.partition("@")
    if "+" in name:
        raise bad_request("The Primary SMTP Address is an invalid value")
    if not at or "@" in domain or not _is_name(name) or not _is_domain(domain):
        raise _refused()
    return address


def _is_name(name: str) -> bool:
    return _is_clean(name) and name[0] not in ".-" and name[-1] not in ".-" and ".." not in name


def _is_domain(domain: str) -> bool:
    labels = domain.split(".")
    return len(labels) > 1 and all(
        _is_clean(label) and not label.startswith("-") and not label.endswith("-")
        for label in labels
    )


def _is_clean(text: str) -> bool:
    return bool(text) and text.isprintable() and not FORBIDDEN & set(text) and " " not in text


def _refused() -> GraphError:
    return invalid_value("invitedUserEmailAddress", "Invitation")
