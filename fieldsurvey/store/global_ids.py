"""Identities that hold on every laptop: of a row that may be merged later, and of what the row says now.

Such a table has two columns beside its own: `id`, the same wherever the row travels, and `version`, a token that changes
with each write of what the row says, so that two sides that hold the same version hold the same row and need not be compared; when it
was last touched, its order in a list, its number in a file and what the server has of it are no part of that. A thing that is
the same by its nature on two laptops (the comment of one question in one interview, a chapter in one language) has an id
derived from what names it; anything else (a submission, a remark) a random one.
"""

from __future__ import annotations

import hashlib
import json
import secrets

NEW_VERSION = "lower(hex(randomblob(8)))"
"""SQL for the version of a row that is written now: 16 hexadecimal digits."""


def new() -> str:
    """A random id, 32 hexadecimal digits."""
    return secrets.token_hex(16)


def derived(*names: str) -> str:
    """The id of what these names name, 32 hexadecimal digits; the same on every laptop."""
    return _hashed(names)[:32]


def version_of(*values: object) -> str:
    """The version of a row of the time before versions, 16 hexadecimal digits: two copies of one study give it the same."""
    return _hashed(values)[:16]


def hash_of(text: str | bytes) -> str:
    """SHA-256 of a text in UTF-8, 64 hexadecimal digits: the version of what is never changed."""
    return hashlib.sha256(text.encode() if isinstance(text, str) else text).hexdigest()


def _hashed(values: tuple[object, ...]) -> str:
    texts = ["" if value is None else str(value) for value in values]
    return hashlib.sha256(json.dumps(texts, separators=(",", ":")).encode()).hexdigest()
