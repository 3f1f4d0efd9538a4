"""Keys kept by this laptop's own keyring: Windows' credentials, macOS's key chain, the desktop's secret service.

A key is kept under a name made of the study's salt: a copy of the file in another place is the same study, one whose
passphrase was changed is not. The system may ask the person first, so `recall` can take as long as a person takes.
"""

from __future__ import annotations

import hashlib
import logging
from pathlib import Path

from fieldsurvey.errors import StoreError
from fieldsurvey.store import keys
from fieldsurvey.store.keys import Key

_log = logging.getLogger(__name__)
_SERVICE = "FieldSurvey"


def is_available() -> bool:
    """Whether this laptop has a keyring that keeps anything. Asking may take a moment."""
    import keyring  # looks for the system's services when loaded
    from keyring.backends import fail, null

    try:
        backend = keyring.get_keyring()
        return not isinstance(backend, fail.Keyring | null.Keyring) and backend.priority > 0
    except Exception:  # noqa: BLE001 - each system's keyring fails in its own way; without one we go on
        _log.info("No keyring", exc_info=True)
        return False


def name_of(path: Path) -> str:
    """The name under which the key of the study at `path` would be kept."""
    return key_name(keys.salt_of(path))


def key_name(salt: bytes) -> str:
    """The name under which a key with this salt is kept; it opens nothing."""
    return "study " + hashlib.sha256(b"FieldSurvey keyring" + salt).hexdigest()[:32]


def remember(key: Key) -> None:
    """Keep the key. Raises StoreError when the keyring refuses."""
    import keyring

    try:
        keyring.set_password(_SERVICE, key_name(key.salt), key.secret.hex())
    except Exception as error:
        raise StoreError("keyring.did-not-take") from error


def recall(path: Path) -> Key | None:
    """The key that was kept for this study; None when there is none or the person did not allow it."""
    import keyring

    try:
        salt = keys.salt_of(path)
        kept = keyring.get_password(_SERVICE, key_name(salt))
        secret = bytes.fromhex(kept or "")
    except Exception:  # noqa: BLE001 - whatever the keyring does, the passphrase still opens the study
        _log.info("The keyring did not answer", exc_info=True)
        return None
    return Key(secret, salt) if len(secret) == keys.SECRET_BYTES else None


def forget(name: str) -> None:
    """Take the key of that name out of the keyring, where there is one. Raises StoreError when the keyring refuses."""
    import keyring

    try:
        if keyring.get_password(_SERVICE, name) is not None:
            keyring.delete_password(_SERVICE, name)
    except Exception as error:
        raise StoreError("keyring.did-not-let-go") from error
