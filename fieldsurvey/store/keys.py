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

from fieldsurvey.store import recovery_rows

SECRET_BYTES = 32
ROUNDS = 256_000
"""Of the derivation; asked at each call. A study made with fewer opens with as many only."""
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

    @property
    def recovery_text(self) -> str:
        """The secret as eight rows a person can copy by hand; see `recovery`."""
        return recovery_rows.text_of(self.secret)


def new_key(passphrase: str) -> Key:
    """A key for a new study, with a salt of its own."""
    return _derive(passphrase, secrets.token_bytes(_SALT_BYTES))


def key_of(path: Path, passphrase: str) -> Key:
    """The key the passphrase gives for the study at `path`; whether it fits shows on opening."""
    return _derive(passphrase, salt_of(path))


def recovered_key(path: Path, text: str) -> Key:
    """The key that the rows of a recovery sheet give for the study at `path`. Raises WrongRecoveryKey for a slip."""
    return Key(recovery_rows.secret_in(text), salt_of(path))


def salt_of(path: Path) -> bytes:
    """What makes the same passphrase another key in another study: public, and new after each change of passphrase."""
    with path.open("rb") as file:
        return file.read(_SALT_BYTES)


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
    return Key(hashlib.pbkdf2_hmac("sha512", secret, salt, ROUNDS, SECRET_BYTES), salt)
