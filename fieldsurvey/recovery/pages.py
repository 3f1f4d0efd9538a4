"""The pages of a study file, read one by one without SQLite: deciphered, checked, the log beside the file taken in.

A locked page carries its own seal (SQLCipher 4: AES-256-CBC, then HMAC-SHA512 over the cipher text, its vector and
the page's number), so a page is either as it was written or lost. A plain page has no seal: those who read rows from it
judge what they find. Sources: https://www.zetetic.net/sqlcipher/design/ and https://www.sqlite.org/fileformat2.html
"""

from __future__ import annotations

import hashlib
import hmac
import struct
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from fieldsurvey.recovery.wal import Log, read_log
from fieldsurvey.store.keys import Key
from fieldsurvey.system.crypto import BlockCipher

PAGE = 4096
_VECTOR = 16
_SEAL = 64
_RESERVED = _VECTOR + _SEAL
_SALT = 16
_SALT_MASK = 0x3A
_PLAIN_HEAD = b"SQLite format 3\0"
_LOCK_PAGE = 0x40000000 // PAGE + 1  # SQLite never writes it


class Pages:
    """One damaged file, open to be read; never written to. Use it in a `with` block."""

    def __init__(self, path: Path, key: Key | None) -> None:
        self.path = path
        self.usable = PAGE if key is None else PAGE - _RESERVED
        self._cipher = None if key is None else BlockCipher(key.secret)
        self._seal_key = b"" if key is None else _seal_key(key)
        self._file: BinaryIO = path.open("rb")
        log = log_beside(path)
        self._log: Log = read_log(log)
        self._log_file: BinaryIO | None = log.open("rb") if self._log.offsets else None
        self.count = self._log.page_count or -(-path.stat().st_size // PAGE)
        """Pages there are, or should be."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()
        if self._log_file is not None:
            self._log_file.close()

    def read(self, number: int) -> bytes | None:
        """What the page holds, without what the cipher keeps in it; None when it is lost."""
        for data in self._versions(number):
            page = self._opened(number, data)
            if page is not None:
                return page
        return None

    def head(self) -> bytes:
        """The first page, which says how many there are and which are free; nothing when it is not as SQLite writes it."""
        page = self.read(1) or b""
        return page if page.startswith(_PLAIN_HEAD) and page[16:18] == PAGE.to_bytes(2, "big") else b""

    def is_opened_by_key(self) -> bool:
        """Whether a single page has a seal this key made: the sign of the right key."""
        numbers = (*self._log.offsets, *range(1, self.count + 1))
        return any(self.read(number) is not None for number in numbers)

    @property
    def is_sealed(self) -> bool:
        """Whether every page carries a seal."""
        return self._cipher is not None

    def expect(self, count: int) -> None:
        """The head of the study says how many pages it had; those beyond the end of the file are lost."""
        if not self._log.page_count and self.count < count < self.count + (1 << 24):
            self.count = count

    @property
    def unwritten(self) -> int:
        """The page SQLite leaves out, so that nobody counts it as lost."""
        return _LOCK_PAGE

    def _versions(self, number: int) -> Iterator[bytes]:
        for offset in self._log.offsets.get(number, ()):
            assert self._log_file is not None  # the offsets come from it
            yield _at(self._log_file, offset)
        yield _at(self._file, (number - 1) * PAGE)

    def _opened(self, number: int, data: bytes) -> bytes | None:
        if len(data) < PAGE or not data.strip(b"\0"):
            return None
        if self._cipher is None:
            return data
        begin = _SALT if number == 1 else 0
        seal = hmac.digest(self._seal_key, data[begin:-_SEAL] + struct.pack("<I", number), "sha512")
        if not hmac.compare_digest(seal, data[-_SEAL:]):
            return None
        vector = data[self.usable : self.usable + _VECTOR]
        opened = self._cipher.decrypt(vector, data[begin : self.usable])
        return (_PLAIN_HEAD if begin else b"") + opened


def log_beside(path: Path) -> Path:
    """Where the log of a study lies."""
    return path.with_name(path.name + "-wal")


def salts_of(path: Path) -> list[bytes]:
    """Every salt the file may have been locked with: its own, and the one copies of its first page in the log carry."""
    log = log_beside(path)
    found = []
    for offset in read_log(log).offsets.get(1, ()):
        with log.open("rb") as file:
            found.append(_at(file, offset)[:_SALT])
    with path.open("rb") as file:
        found.append(file.read(_SALT))
    return [salt for salt in dict.fromkeys(found) if len(salt) == _SALT]


def _seal_key(key: Key) -> bytes:
    salt = bytes(byte ^ _SALT_MASK for byte in key.salt)
    return hashlib.pbkdf2_hmac("sha512", key.secret, salt, 2, 32)


def _at(file: BinaryIO, offset: int) -> bytes:
    file.seek(offset)
    return file.read(PAGE)
