"""RSA keys for tests: a public half as a form carries it, and the private half as a file."""

from __future__ import annotations

import base64
import functools
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

from fieldsurvey.system.crypto import PrivateKey


@dataclass(frozen=True)
class KeyPair:
    """One key of an agency."""

    key: rsa.RSAPrivateKey

    @property
    def public(self) -> str:
        """What stands in the settings sheet, column public_key."""
        der = self.key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        return base64.b64encode(der).decode()

    def pem(self, password: str = "") -> bytes:
        """The private key's file."""
        lock = BestAvailableEncryption(password.encode()) if password else NoEncryption()
        return self.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, lock)

    @property
    def private(self) -> PrivateKey:
        """The private key, read."""
        return PrivateKey.read(self.pem())


@functools.cache
def agency() -> KeyPair:
    """The key the forms of these tests are encrypted for."""
    return KeyPair(rsa.generate_private_key(65537, 2048))


@functools.cache
def stranger() -> KeyPair:
    """Another key."""
    return KeyPair(rsa.generate_private_key(65537, 2048))
