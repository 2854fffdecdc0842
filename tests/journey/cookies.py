"""A browser's cookies, as far as the journey needs them.

Python's own jar takes the empty `domain=` that the host writes for a domain, and a loopback
without TLS for insecure; browsers do neither (RFC 6265 section 5.2.3; W3C Secure Contexts).
"""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

import requests


@dataclass
class Cookies:
    """The cookies of one host; ports share them, as in a browser."""

    kept: dict[str, tuple[str, str]] = field(default_factory=dict)  # name: (value, path)

    def take(self, answer: requests.Response) -> None:
        """Keep, replace or forget what the answer says."""
        for line in answer.raw.headers.getlist("Set-Cookie"):
            pair, *attributes = line.split(";")
            name, _, value = pair.strip().partition("=")
            parts = [part.strip().partition("=") for part in attributes]
            said = {attribute.lower(): what for attribute, _, what in parts}
            if name.startswith("__Secure-") and "secure" not in said:
                continue  # RFC 6265bis, section 4.1.3.1
            if said.get("max-age") == "0" or not value.strip('"'):
                self.kept.pop(name, None)
            else:
                self.kept[name] = (value, said.get("path", "/"))

    def header(self, address: str) -> dict[str, str]:
        """Return the Cookie header for an address, nothing where there is no cookie."""
        path = urlsplit(address).path
        sent = [f"{name}={value}" for name, (value, on) in self.kept.items() if path.startswith(on)]
        return {"Cookie": "; ".join(sent)} if sent else {}
