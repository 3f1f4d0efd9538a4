"""Find the key of a damaged study, also where the salt in its first bytes is lost."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from fieldsurvey.errors import NotAStudy, StoreError, WrongPassphrase
from fieldsurvey.recovery.pages import Pages, salts_of
from fieldsurvey.recovery.trees import Tables
from fieldsurvey.store import keys
from fieldsurvey.store.keys import Key
from fieldsurvey.store.recovery_rows import secret_in


def find_key(broken: Path, passphrase: str | None, recovery_key: str | None, like: Path | None) -> Key | None:
    """The key that opens a page of the file; None when it is not locked. Raises StoreError, WrongRecoveryKey.

    `like`: a backup of the same study, whose salt is the same. The rows of a recovery sheet go before a passphrase.
    """
    secret = secret_in(recovery_key) if recovery_key else None
    try:
        if keys.is_plain(broken):
            return None
        for candidate in _candidates(broken, passphrase, secret, like):
            if _opens(broken, candidate):
                return candidate
        if _holds_plain_rows(broken):
            return None
    except FileNotFoundError as error:
        raise StoreError("rescue.missing", path=error.filename) from error
    except OSError as error:
        raise StoreError("study.no-right-to-read", path=error.filename) from error
    raise _refusal(broken, like, is_asked=not passphrase and secret is None)


def _candidates(
    broken: Path, passphrase: str | None, secret: bytes | None, like: Path | None
) -> Iterator[Key]:
    for salt in dict.fromkeys([*salts_of(broken), *(salts_of(like) if like is not None else ())]):
        if secret is not None:
            yield Key(secret, salt)
        elif passphrase:
            yield keys.with_salt(passphrase, salt)


def _opens(broken: Path, key: Key) -> bool:
    with Pages(broken, key) as pages:
        return pages.is_opened_by_key()


def _holds_plain_rows(broken: Path) -> bool:
    """Whether pages that need no key hold rows of a study."""
    with Pages(broken, None) as pages:
        tables = Tables(pages)
        return any(next(tables.rows(name), None) is not None for name in ("interview", "form", "setting"))


def _refusal(broken: Path, like: Path | None, *, is_asked: bool) -> StoreError:
    if broken.stat().st_size == 0:
        return NotAStudy("rescue.empty", file=broken.name)
    if is_asked:
        return WrongPassphrase("rescue.locked", study=broken.name)
    if like is None:
        return WrongPassphrase("rescue.no-page-opens", study=broken.name)
    return WrongPassphrase("rescue.no-page-opens-like", study=broken.name, like=like.name)
