"""What the DNS says of the domain that e-mails come from: without it, they are taken for spam."""

from collections.abc import Callable, Iterator

from dev.operating.line import Line, fault, fine, warning

Texts = Callable[[str], list[str]]
# Domains that no DNS has (RFC 6761, RFC 2606).
_NOWHERE = {"example", "test", "invalid", "localhost"}


def look(sender: str, texts: Texts) -> Iterator[Line]:
    """Yield a line each for SPF and DMARC; `texts` returns the TXT records of a name."""
    domain = sender.rpartition("@")[2].lower()
    if domain.rpartition(".")[2] in _NOWHERE:
        yield fine("domain", f"{domain} is for examples: no DNS to look at")
        return
    try:
        spf = [text for text in texts(domain) if text.lower().startswith("v=spf1")]
        dmarc = [text for text in texts(f"_dmarc.{domain}") if text.lower().startswith("v=dmarc1")]
    except OSError as error:
        yield warning("domain", f"the DNS does not answer: {error}", "Try again from elsewhere.")
        return
    yield _one(spf, f"SPF of {domain}", "Publish the SPF record that the e-mail service gives.")
    fix = f"Publish a TXT record at _dmarc.{domain}, with p=quarantine or p=reject in the end."
    yield _one(dmarc, f"DMARC of {domain}", fix)


def lookup(name: str) -> list[str]:
    """Return the TXT records of a name; raise OSError where the DNS does not answer."""
    from dns import exception, resolver

    try:
        answer = resolver.resolve(name, "TXT", lifetime=10)
    except (resolver.NXDOMAIN, resolver.NoAnswer):
        return []
    except exception.DNSException as error:
        raise OSError(type(error).__name__) from error
    return ["".join(part.decode("utf-8", "replace") for part in row.strings) for row in answer]


def _one(found: list[str], what: str, fix: str) -> Line:
    if not found:
        return fault("domain", f"{what} is missing", fix)
    if len(found) > 1:
        return fault("domain", f"{what} is there {len(found)} times, which counts as none", fix)
    return fine("domain", f"{what}: {found[0][:80]}")
