"""The one door to cryptography: RSA-OAEP, AES-256 (CFB, CBC) and Ed25519, over bytes.

It knows keys, not forms: what is encrypted or signed, and in which order, is said by those who call. The library
behind it takes a while to load, so it is loaded by the first key that is read.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric import padding, rsa
    from cryptography.hazmat.primitives.ciphers import Cipher, modes

KEY_BYTES = 32
"""Of an AES key."""
_BLOCK = 16
_ED25519_KEY = 32


class CipherFault(ValueError):
    """A key or a text that cannot be used; callers put it into words."""


class UnusableKey(CipherFault):
    """It is no key of the kind that is wanted."""


class PasswordWanted(CipherFault):
    """The key is locked, and the password is missing or wrong."""


class WrongKey(CipherFault):
    """The key does not open what another key has locked."""


class Damaged(CipherFault):
    """The bytes are not what was encrypted."""


class PublicKey:
    """An RSA key that locks."""

    def __init__(self, text: str) -> None:
        """From base64 of its DER form (SubjectPublicKeyInfo), as forms carry it. Raises UnusableKey."""
        from cryptography.exceptions import UnsupportedAlgorithm
        from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
        from cryptography.hazmat.primitives.serialization import load_der_public_key

        try:
            key = load_der_public_key(base64.b64decode("".join(text.split()), validate=True))
        except (ValueError, UnsupportedAlgorithm) as error:
            raise UnusableKey(str(error)) from error
        if not isinstance(key, RSAPublicKey):
            raise UnusableKey("not an RSA key")
        self._key: rsa.RSAPublicKey = key

    @property
    def bits(self) -> int:
        """Its length."""
        return self._key.key_size

    def encrypt(self, data: bytes) -> bytes:
        """Lock a few bytes: OAEP with SHA-256, and SHA-256 in MGF1 too."""
        return self._key.encrypt(data, _oaep())


class PrivateKey:
    """An RSA key that opens what its public half has locked."""

    def __init__(self, key: rsa.RSAPrivateKey) -> None:
        """Use `read`."""
        self._key = key

    @classmethod
    def read(cls, data: bytes, password: str | None = None) -> Self:
        """From the bytes of a PEM file. Raises PasswordWanted or UnusableKey."""
        from cryptography.exceptions import UnsupportedAlgorithm
        from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
        from cryptography.hazmat.primitives.serialization import load_pem_private_key

        is_locked = b"ENCRYPTED" in data
        if is_locked and not password:
            raise PasswordWanted("the key has a password")
        try:
            key = load_pem_private_key(data, password.encode() if is_locked and password else None)
        except (ValueError, TypeError, UnsupportedAlgorithm) as error:
            if is_locked:
                raise PasswordWanted(str(error)) from error
            raise UnusableKey(str(error)) from error
        if not isinstance(key, RSAPrivateKey):
            raise UnusableKey("not an RSA key")
        return cls(key)

    def decrypt(self, data: bytes) -> bytes:
        """Open what `PublicKey.encrypt` has locked. Raises WrongKey."""
        try:
            return self._key.decrypt(data, _oaep())
        except ValueError as error:
            raise WrongKey(str(error)) from error


class BlockCipher:
    """AES-256-CBC over whole blocks that are not filled up, as the pages of a locked study are written."""

    def __init__(self, key: bytes) -> None:
        from cryptography.hazmat.primitives.ciphers import Cipher
        from cryptography.hazmat.primitives.ciphers.algorithms import AES256
        from cryptography.hazmat.primitives.ciphers.modes import CBC

        self._cipher: Callable[[bytes], Cipher[CBC]] = lambda vector: Cipher(AES256(key), CBC(vector))

    def decrypt(self, vector: bytes, data: bytes) -> bytes:
        """The blocks, opened; whether they are what was locked, nobody can tell from them."""
        decryptor = self._cipher(vector).decryptor()
        return decryptor.update(data) + decryptor.finalize()


def encrypt(key: bytes, vector: bytes, data: bytes) -> bytes:
    """AES-256-CFB over the data filled up to whole blocks (PKCS#7)."""
    return b"".join(encrypted(key, vector, [data]))


def encrypted(key: bytes, vector: bytes, portions: Iterable[bytes]) -> Iterator[bytes]:
    """The same for what comes in portions; the last to come out is the filling."""
    encryptor, size = _aes(key, vector).encryptor(), 0
    for portion in portions:
        size += len(portion)
        yield encryptor.update(portion)
    fill = _BLOCK - size % _BLOCK
    yield encryptor.update(bytes([fill]) * fill) + encryptor.finalize()


def decrypt(key: bytes, vector: bytes, data: bytes) -> bytes:
    """The reverse of `encrypt`. Raises Damaged when what comes out does not end as it must."""
    decryptor = _aes(key, vector).decryptor()
    filled = decryptor.update(data) + decryptor.finalize()
    fill = filled[-1] if filled else 0
    if not 0 < fill <= _BLOCK or len(filled) % _BLOCK or filled[-fill:] != bytes([fill]) * fill:
        raise Damaged("the filling of the last block is wrong")
    return filled[:-fill]


def is_signed(message: bytes, signature: bytes, public_key: bytes) -> bool:
    """Whether the owner of an Ed25519 key (32 bytes) has signed the message; False also for a key that is none."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    if len(public_key) != _ED25519_KEY:
        return False
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def signing_public_key(secret: bytes) -> bytes:
    """The public half (32 bytes) of the Ed25519 key whose private half is `secret` (32 bytes)."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.from_private_bytes(secret).public_key().public_bytes_raw()


def signed(message: bytes, secret: bytes) -> bytes:
    """The Ed25519 signature (64 bytes) of whoever holds `secret` under a message."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.from_private_bytes(secret).sign(message)


def from_base64(text: str) -> bytes | None:
    """The bytes of a base64 text, white space aside; None when it is none."""
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError):
        return None


def _oaep() -> padding.OAEP:
    from cryptography.hazmat.primitives.asymmetric.padding import MGF1, OAEP
    from cryptography.hazmat.primitives.hashes import SHA256

    return OAEP(mgf=MGF1(algorithm=SHA256()), algorithm=SHA256(), label=None)


def _aes(key: bytes, vector: bytes) -> Cipher[modes.ModeWithInitializationVector]:
    from cryptography.hazmat.decrepit.ciphers.modes import CFB
    from cryptography.hazmat.primitives.ciphers import Cipher
    from cryptography.hazmat.primitives.ciphers.algorithms import AES256

    return Cipher(AES256(key), CFB(vector))
