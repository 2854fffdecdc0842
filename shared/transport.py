"""The ways by which e-mail goes out, and what their settings may hold.

Each check returns what is wrong, or nothing.
"""

import ipaddress
import re
from collections.abc import Mapping

ACS, GRAPH, SMTP = TRANSPORTS = ("acs", "graph", "smtp")
STARTTLS, TLS, NO_TLS = SECURITIES = ("starttls", "tls", "none")


def chosen(environment: Mapping[str, str]) -> str:
    """Return the chosen EMAIL_TRANSPORT, whether there is such a one or not."""
    return environment.get("EMAIL_TRANSPORT", "").strip() or ACS


def kind(text: str) -> str:
    """Check EMAIL_TRANSPORT."""
    return "" if text in TRANSPORTS else f"must be one of {', '.join(TRANSPORTS)}"


def address(text: str) -> str:
    """Check EMAIL_SENDER."""
    good = re.fullmatch(r"[!-?A-~]+@[A-Za-z0-9.-]+", text)
    return "" if good else "must be an e-mail address, without a name"


def host(text: str) -> str:
    """Check SMTP_HOST."""
    good = re.fullmatch(r"[A-Za-z0-9.:-]{1,253}", text)
    return "" if good else "must be the name of a host"


def port(text: str) -> str:
    """Check SMTP_PORT."""
    good = re.fullmatch(r"[0-9]{1,5}", text) and 0 < int(text) < 65536
    return "" if good else "must be a port from 1 to 65535"


def security(text: str) -> str:
    """Check SMTP_SECURITY."""
    return "" if text in SECURITIES else f"must be one of {', '.join(SECURITIES)}"


def problems(value: Mapping[str, str]) -> list[str]:
    """Return what is wrong with the settings of SMTP together, a sentence each."""
    if value["EMAIL_TRANSPORT"] != SMTP:
        return []
    wrong = []
    if value["SMTP_SECURITY"] == NO_TLS and not _is_here(value["SMTP_HOST"]):
        wrong.append("SMTP_SECURITY may be none only where SMTP_HOST is this very machine.")
    if bool(value["SMTP_USER"]) != bool(value["SMTP_PASSWORD"]):
        wrong.append("SMTP_USER and SMTP_PASSWORD go together: set both, or neither.")
    return wrong


def _is_here(name: str) -> bool:
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return name.lower() == "localhost"
