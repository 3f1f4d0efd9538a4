"""Certificates of servers as they are met in the field: nobody vouches for them, their day is past, or they name another host."""

from __future__ import annotations

import datetime
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.support.fake_server import CentralState, central

DAY = datetime.timedelta(days=1)


def made(
    folder: Path, name: str, *, begins: int = -1, ends: int = 10
) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """What a server that calls itself `name` shows, and a laptop that trusts who made it; days are counted from now."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.datetime.now(datetime.UTC)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now + begins * DAY)
        .not_valid_after(now + ends * DAY)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    shown = folder / f"{name}.pem"
    shown.write_bytes(
        certificate.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(shown)
    return server, ssl.create_default_context(cafile=str(shown))


@contextmanager
def protected(state: CentralState, shown: ssl.SSLContext) -> Iterator[str]:
    """The server behind this certificate; yields its address at localhost."""
    with central(state, shown) as base:
        yield base.replace("http://127.0.0.1", "https://localhost")
