"""Names of rows that say nothing of the interview: the same in every export of one profile, of no use elsewhere."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from fieldsurvey.records import Interview

_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's: none is taken for another."""
_LENGTH = 10


def new_salt() -> str:
    """What makes the pseudonyms of one study and profile; whoever has it and an instanceID can tell its row."""
    return secrets.token_hex(32)


def pseudonym(salt: str, instance_id: str) -> str:
    """R and ten letters of an HMAC-SHA256."""
    number = int.from_bytes(hmac.digest(bytes.fromhex(salt), instance_id.encode(), "sha256")[:8])
    letters = (_LETTERS[number >> (59 - 5 * place) & 31] for place in range(_LENGTH))
    return "R" + "".join(letters)


@dataclass(frozen=True, slots=True)
class Pseudonymous:
    """Interviews in the order of their pseudonyms, so that no row tells when it was asked. A view."""

    salt: str
    instance_ids: Sequence[str] = field(repr=False)
    read: Callable[[Sequence[str]], Iterator[Interview]] = field(repr=False)
    """Gives interviews in the order of their instanceIDs."""

    def __len__(self) -> int:
        return len(self.instance_ids)

    def __iter__(self) -> Iterator[Interview]:
        return self.read(sorted(self.instance_ids, key=self.key_of))

    def key_of(self, instance_id: str) -> str:
        """The pseudonym of an interview."""
        return pseudonym(self.salt, instance_id)
