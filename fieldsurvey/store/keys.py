"""Turn a passphrase into the raw key of a study, once; every further connection opens with the raw key at once.

SQLCipher 4's own derivation (PBKDF2-HMAC-SHA512, 256,000 rounds, the salt in the file's first 16 bytes), done
here so that the third of a second is paid once: the file stays an ordinary SQLCipher file that opens with the
same passphrase elsewhere. Source: https://www.zetetic.net/sqlcipher/design/
"""

from __future__ import annotations

import hashlib
import secrets
import unicodedata
from dataclasses import dataclass
from pathlib import Path

_ROUNDS = 256_000
_SALT_BYTES = 16
_PLAIN_MAGIC = b"SQLite format 3\0"


@dataclass(frozen=True, slots=True)
class Key:
    """The raw key of an encrypted study (`secret` is 32 bytes, `salt` 16), never printed."""

    secret: bytes
    salt: bytes

    def __repr__(self) -> str:
        return "Key(...)"

    @property
    def pragma(self) -> str:
        """The value of `PRAGMA key` in SQLCipher's raw form."""
        return f"x'{self.secret.hex()}{self.salt.hex()}'"


def new_key(passphrase: str) -> Key:
    """A key for a new study, with a salt of its own."""
    return _derive(passphrase, secrets.token_bytes(_SALT_BYTES))


def key_of(path: Path, passphrase: str) -> Key:
    """The key the passphrase gives for the study at `path`; whether it fits shows on opening."""
    with path.open("rb") as file:
        return _derive(passphrase, file.read(_SALT_BYTES))


def with_salt(passphrase: str, salt: bytes) -> Key:
    """The key the passphrase gives with a salt that is known from elsewhere: a backup has the salt of its study."""
    return _derive(passphrase, salt)


def is_plain(path: Path) -> bool:
    """Whether the file is an unencrypted SQLite file."""
    with path.open("rb") as file:
        return file.read(len(_PLAIN_MAGIC)) == _PLAIN_MAGIC


def _derive(passphrase: str, salt: bytes) -> Key:
    # NFC: the same Hindi word typed on two keyboards may come as other code points.
    secret = unicodedata.normalize("NFC", passphrase).encode()
    return Key(hashlib.pbkdf2_hmac("sha512", secret, salt, _ROUNDS, 32), salt)
