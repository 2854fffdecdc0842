"""Sockets on loopback, and the certificate that msal can trust."""

import errno
import socket
import ssl
from pathlib import Path

import trustme

from dev.simulator.keys import keep_secret


class PortInUse(Exception):
    """Somebody else listens on the port already."""

    def __init__(self, port: int) -> None:
        super().__init__(f"Port {port} on localhost is already in use.")
        self.port = port


def listen(port: int) -> list[socket.socket]:
    """Return listening sockets on 127.0.0.1 and, where there is IPv6, ::1; port 0 is any.

    Raises PortInUse.
    """
    first = _bind(socket.AF_INET, "127.0.0.1", port)
    chosen = first.getsockname()[1]
    try:
        second = _bind(socket.AF_INET6, "::1", chosen)
    except PortInUse:
        first.close()
        if port == 0:  # the free port of IPv4 was taken on IPv6: draw another
            return listen(0)
        raise
    except OSError:  # no IPv6 here
        return [first]
    return [first, second]


def _bind(family: socket.AddressFamily, host: str, port: int) -> socket.socket:
    made = socket.socket(family, socket.SOCK_STREAM)
    try:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind((host, port))
        made.listen(128)
    except OSError as error:
        made.close()
        if error.errno == errno.EADDRINUSE:
            raise PortInUse(port) from error
        raise
    return made


def tls_context(ca_file: Path, folder: Path | None) -> ssl.SSLContext:
    """Return a context with a fresh certificate for localhost; write its CA to `ca_file`.

    The CA is kept in `folder`, so that who trusted it once need not do so again.
    """
    authority = _authority(folder)
    ca_file.parent.mkdir(parents=True, exist_ok=True)
    authority.cert_pem.write_to_path(str(ca_file))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost", "127.0.0.1", "::1").configure_cert(context)
    return context


def _authority(folder: Path | None) -> trustme.CA:
    if folder is None:
        return trustme.CA()
    certificate, key = folder / "ca.pem", folder / "ca.key"
    if certificate.exists() and key.exists():
        return trustme.CA.from_pem(certificate.read_bytes(), key.read_bytes())
    authority = trustme.CA()
    keep_secret(key, authority.private_key_pem.bytes())
    authority.cert_pem.write_to_path(str(certificate))
    return authority
