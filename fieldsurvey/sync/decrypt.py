"""Encrypted submissions that lie in folders, opened and written out with the agency's private key. It needs no study."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

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
    manifests, faults = _manifests(paths)
    if not manifests and not faults:
        raise EncryptionError("encryption.none-found", folders=", ".join(str(folder) for folder in paths))
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise EncryptionError("file.folder-not-made", folder=str(out), why=why(error)) from error
    yield from faults
    given = {folder.name: folder for folder in paths if folder.is_file()}
    for manifest in manifests:
        yield _opened(manifest, given, key, out)


def _manifests(paths: Sequence[Path]) -> tuple[list[Path], list[Outcome]]:
    """The envelopes there are, and those that are none any more: an XML nobody can read, encrypted files without theirs."""
    manifests: list[Path] = []
    faults: list[Outcome] = []
    for given in paths:
        if not given.exists():
            raise EncryptionError("encryption.no-folder", path=str(given))
        found = sorted(given.rglob("*")) if given.is_dir() else [given]
        for path in (one for one in found if one.suffix == ".xml" and not one.is_dir()):
            try:
                if _is_manifest(path):
                    manifests.append(path)
            except EncryptionError as error:
                faults.append(Outcome(path, fault=error.message))
        known = {path.parent for path in (*manifests, *(fault.manifest for fault in faults))}
        if given.is_dir():
            alone = dict.fromkeys(one.parent for one in found if one.suffix == ".enc")
            lost = Message("encryption.no-manifest")
            faults += [Outcome(folder, fault=lost) for folder in alone if folder not in known]
    return manifests, faults


def _is_manifest(path: Path) -> bool:
    """Raises EncryptionError for what cannot be read; a pipe is not opened, it might never end."""
    if not path.is_file():
        raise EncryptionError("encryption.no-file")
    try:
        data = path.read_bytes()
        etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))
    except OSError as error:
        raise EncryptionError("encryption.not-read", why=why(error)) from error
    except etree.XMLSyntaxError as error:
        raise EncryptionError("encryption.not-xml") from error
    return submission_encryption.is_manifest(data)


def _opened(manifest: Path, given: Mapping[str, Path], key: PrivateKey, out: Path) -> Outcome:
    try:
        data = manifest.read_bytes()
        names = submission_encryption.files_named(data)
        beside = {path.name: path for path in manifest.parent.iterdir() if path.is_file()}
        paths = {**given, **beside}
        files = {name: paths[name].read_bytes() for name in names if name in paths}
        opened = submission_encryption.decrypt(data, files, key)
        name = "".join(sign for sign in opened.instance_id if sign.isalnum() or sign in "-_")
        folder = _place_for(out / (name or manifest.parent.name), opened)
        _write(folder, opened)
    except EncryptionError as error:
        return Outcome(manifest, fault=error.message)
    except OSError as error:
        return Outcome(manifest, fault=Message("encryption.not-written", why=why(error)))
    return Outcome(manifest, folder, is_sealed=opened.is_sealed)


def _place_for(folder: Path, opened: submission_encryption.Opened) -> Path:
    """The folder itself, or where it holds another submission of that name, the next free one: nothing is written over."""
    number, found = 2, folder
    while found.exists() and not _holds_no_other(found, opened):
        found, number = folder.with_name(f"{folder.name} ({number})"), number + 1
    return found


def _holds_no_other(folder: Path, opened: submission_encryption.Opened) -> bool:
    """Whether each file of the submission is missing in the folder, or the same."""
    for name, data in _files_of(opened).items():
        path = folder / name
        if path.exists() and (not path.is_file() or path.read_bytes() != data):
            return False
    return folder.is_dir()


def _files_of(opened: submission_encryption.Opened) -> dict[str, bytes]:
    """Name -> content; the submission last."""
    return {**opened.media, submission_encryption.SUBMISSION: opened.submission}


def _write(folder: Path, opened: submission_encryption.Opened) -> None:
    """The files first and the submission last; what was written is taken away again when one cannot be."""
    is_new = not folder.exists()
    folder.mkdir(exist_ok=True)
    written: list[Path] = []
    try:
        for name, data in _files_of(opened).items():
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
