"""Encrypted submissions that lie in folders, opened and written out with the agency's private key. It needs no study."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from fieldsurvey.errors import EncryptionError
from fieldsurvey.messages import Message
from fieldsurvey.sync import submission_encryption
from fieldsurvey.system.crypto import PasswordWanted, PrivateKey, UnusableKey
from fieldsurvey.system.files import whole_file, why


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one encrypted submission."""

    manifest: Path
    folder: Path | None = None
    """Where it was written, whole; None when it was not."""
    fault: Message | None = None
    is_sealed: bool = True
    """False when no signature shows that nothing was changed on the way."""


def read_key(path: Path, ask: Callable[[], str]) -> PrivateKey:
    """The private key in a PEM file; `ask` gives the password of a locked one. Raises EncryptionError."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise EncryptionError("encryption.key-unreadable", path=str(path)) from error
    try:
        try:
            return PrivateKey.read(data)
        except PasswordWanted:
            return PrivateKey.read(data, ask())
    except PasswordWanted as error:
        raise EncryptionError("encryption.wrong-password", file=path.name) from error
    except UnusableKey as error:
        raise EncryptionError("encryption.no-private-key", file=path.name) from error


def open_envelopes(paths: Sequence[Path], key: PrivateKey, out: Path) -> Iterator[Outcome]:
    """Open each encrypted submission found in the folders or named, into a folder of its own beneath `out`.

    A submission is written whole or not at all. Raises EncryptionError when there is none to open, or `out` cannot be made.
    """
    manifests = list(_manifests(paths))
    if not manifests:
        raise EncryptionError("encryption.none-found", folders=", ".join(str(folder) for folder in paths))
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise EncryptionError("file.folder-not-made", folder=str(out), why=why(error)) from error
    given = {folder.name: folder for folder in paths if folder.is_file()}
    for manifest in manifests:
        yield _opened(manifest, given, key, out)


def _manifests(paths: Sequence[Path]) -> Iterator[Path]:
    for folder in paths:
        if not folder.exists():
            raise EncryptionError("encryption.no-folder", path=str(folder))
        found = [folder] if folder.is_file() else sorted(folder.rglob("*.xml"))
        yield from (path for path in found if path.suffix == ".xml" and _is_manifest(path))


def _is_manifest(path: Path) -> bool:
    try:
        return submission_encryption.is_manifest(path.read_bytes())
    except OSError:
        return False


def _opened(manifest: Path, given: Mapping[str, Path], key: PrivateKey, out: Path) -> Outcome:
    try:
        data = manifest.read_bytes()
        names = submission_encryption.files_named(data)
        beside = {path.name: path for path in manifest.parent.iterdir() if path.is_file()}
        paths = {**given, **beside}
        files = {name: paths[name].read_bytes() for name in names if name in paths}
        opened = submission_encryption.decrypt(data, files, key)
        name = "".join(sign for sign in opened.instance_id if sign.isalnum() or sign in "-_")
        folder = out / (name or manifest.parent.name)
        _write(folder, opened)
    except EncryptionError as error:
        return Outcome(manifest, fault=error.message)
    except OSError as error:
        return Outcome(manifest, fault=Message("encryption.not-written", why=why(error)))
    return Outcome(manifest, folder, is_sealed=opened.is_sealed)


def _write(folder: Path, opened: submission_encryption.Opened) -> None:
    """The files first and the submission last; what was written is taken away again when one cannot be."""
    is_new = not folder.exists()
    folder.mkdir(exist_ok=True)
    written: list[Path] = []
    try:
        for name, data in {**opened.media, submission_encryption.SUBMISSION: opened.submission}.items():
            path = folder / name
            if not path.exists():
                written.append(path)
            with whole_file(path) as part:
                part.write_bytes(data)
    except OSError:
        for path in written:
            path.unlink(missing_ok=True)
        if is_new:
            folder.rmdir()
        raise
