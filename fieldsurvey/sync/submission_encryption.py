"""Envelopes: a submission and its files, encrypted so that only the owner of the private key reads them. Pure.

Format: https://getodk.github.io/xforms-spec/encryption. Whoever holds the public key could make an envelope, so its
signature shows that nothing was lost or changed on the way, not who made it.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from lxml import etree

from fieldsurvey.errors import EncryptionError
from fieldsurvey.system import crypto

SUBMISSION = "submission.xml"
"""What the submission's own file is called in every envelope."""
_SUFFIX = ".enc"
_NAMESPACE = "http://opendatakit.org/submissions"
_OPENROSA = "http://openrosa.org/xforms"


@dataclass(frozen=True, slots=True)
class Envelope:
    """What is sent instead of the submission."""

    manifest: bytes
    """The XML that stands in the submission's place: which files there are, and the locked key to them."""
    files: Mapping[str, bytes]
    """Name ending in .enc -> encrypted bytes; the submission itself is the last."""


@dataclass(frozen=True, slots=True)
class Opened:
    """What was in an envelope."""

    instance_id: str
    submission: bytes
    media: Mapping[str, bytes]
    is_sealed: bool
    """False when the envelope carried no signature, so that a change on the way would not have been seen."""


class Sealer:
    """Makes one envelope, a file at a time, so that a film need not lie in memory twice: all media, then the submission."""

    def __init__(
        self,
        form_id: str,
        version: str,
        instance_id: str,
        public_key: str,
        *,
        random_bytes: Callable[[int], bytes] = secrets.token_bytes,
    ) -> None:
        """Raises EncryptionError when the form's key cannot be used."""
        try:
            self._lock = crypto.PublicKey(public_key)
        except crypto.UnusableKey as error:
            raise EncryptionError("encryption.public-key") from error
        self._form_id, self._version, self._instance_id = form_id, version, instance_id
        self._key = random_bytes(crypto.KEY_BYTES)
        self._locked_key = base64.b64encode(self._lock.encrypt(self._key)).decode()
        self._vectors = _vectors(instance_id, self._key)
        self._digests: dict[str, str] = {}

    def seal(self, name: str, data: bytes) -> tuple[str, bytes]:
        """The file's name and bytes in the envelope. Raises EncryptionError for a second file of one name."""
        sealed_name, portions = self.seal_portions(name, [data])
        return sealed_name, b"".join(portions)

    def seal_portions(self, name: str, portions: Iterable[bytes]) -> tuple[str, Iterator[bytes]]:
        """The same for a file that comes in portions: take all of them before the next file is sealed."""
        if name in self._digests:
            raise EncryptionError("encryption.file-name", name=name)
        self._digests[name] = ""
        return f"{name}{_SUFFIX}", self._sealed(name, next(self._vectors), portions)

    def _sealed(self, name: str, vector: bytes, portions: Iterable[bytes]) -> Iterator[bytes]:
        digest = hashlib.md5(usedforsecurity=False)

        def read() -> Iterator[bytes]:
            for portion in portions:
                digest.update(portion)
                yield portion

        yield from crypto.encrypted(self._key, vector, read())
        self._digests[name] = digest.hexdigest()

    def manifest(self) -> bytes:
        """The XML that stands for the submission, which was sealed last."""
        listing = _listing(self._form_id, self._version, self._locked_key, self._instance_id, self._digests)
        signature = base64.b64encode(self._lock.encrypt(_md5(listing))).decode()
        media = [name for name in self._digests if name != SUBMISSION]
        return _manifest(self._form_id, self._version, self._instance_id, self._locked_key, media, signature)


def encrypt(
    form_id: str,
    version: str,
    instance_id: str,
    submission: bytes,
    media: Mapping[str, bytes],
    public_key: str,
    *,
    random_bytes: Callable[[int], bytes] = secrets.token_bytes,
) -> Envelope:
    """Put a submission into a new envelope; the same twice gives two that differ, so keep it for retries.

    Raises EncryptionError when the form's key cannot be used, or a file bears the submission's own name.
    """
    sealer = Sealer(form_id, version, instance_id, public_key, random_bytes=random_bytes)
    files = dict(sealer.seal(name, data) for name, data in (*media.items(), (SUBMISSION, submission)))
    return Envelope(sealer.manifest(), files)


def decrypt(manifest: bytes, files: Mapping[str, bytes], key: crypto.PrivateKey) -> Opened:
    """Take an envelope apart. Raises EncryptionError that says which file is missing, or what is wrong."""
    root = _read(manifest)
    instance_id, locked_key = _text(root, "meta/instanceID"), _text(root, "base64EncryptedKey")
    names = [*_texts(root, "media/file"), _text(root, "encryptedXmlFile")]
    _refuse_missing(names, files)
    symmetric_key = _unlocked(key, locked_key)
    vectors = _vectors(instance_id, symmetric_key)
    plain = {_plain_name(name): _decrypted(name, files[name], symmetric_key, next(vectors)) for name in names}
    signature = "".join(_texts(root, "base64EncryptedElementSignature"))
    if signature:
        digests = {name: _md5(data).hex() for name, data in plain.items()}
        listing = _listing(
            str(root.get("id") or ""), str(root.get("version") or ""), locked_key, instance_id, digests
        )
        if not hmac.compare_digest(_unlocked(key, signature), _md5(listing)):
            raise EncryptionError("encryption.other-files")
    submission = plain.pop(_plain_name(names[-1]))
    return Opened(instance_id, submission, plain, bool(signature))


def is_manifest(data: bytes) -> bool:
    """Whether an XML file stands for an encrypted submission."""
    try:
        return _parsed(data).get("encrypted") == "yes"
    except etree.XMLSyntaxError:
        return False


def files_named(manifest: bytes) -> list[str]:
    """The files an envelope consists of, besides the manifest. Raises EncryptionError when it is none."""
    root = _read(manifest)
    return [*_texts(root, "media/file"), _text(root, "encryptedXmlFile")]


# --- what both sides agree on ---------------------------------------------------------------------------------


def _vectors(instance_id: str, key: bytes) -> Iterator[bytes]:
    """An initialisation vector for each file: one of its 16 bytes is counted up before each, in turn."""
    seed = bytearray(_md5(instance_id.encode() + key))
    index = 0
    while True:
        seed[index % 16] = (seed[index % 16] + 1) % 256
        index += 1
        yield bytes(seed)


def _listing(
    form_id: str, version: str, locked_key: str, instance_id: str, digests: Mapping[str, str]
) -> bytes:
    """The lines that are signed: the form, the key, the interview, and each file with its digest; each ends the line."""
    head = (form_id, *((version,) if version else ()), locked_key, instance_id)
    files = (f"{name}::{digest}" for name, digest in digests.items())
    return "".join(f"{line}\n" for line in (*head, *files)).encode()


def _md5(data: bytes) -> bytes:
    return hashlib.md5(data, usedforsecurity=False).digest()


def _manifest(
    form_id: str, version: str, instance_id: str, locked_key: str, media: list[str], signature: str
) -> bytes:
    versioned = f" version={quoteattr(version)}" if version else ""
    listed = "".join(f"<media><file>{escape(name)}{_SUFFIX}</file></media>" for name in media)
    return (
        f'<data xmlns="{_NAMESPACE}" encrypted="yes" id={quoteattr(form_id)}{versioned}>'
        f"<base64EncryptedKey>{locked_key}</base64EncryptedKey>"
        f'<orx:meta xmlns:orx="{_OPENROSA}"><orx:instanceID>{escape(instance_id)}</orx:instanceID></orx:meta>'
        f"{listed}<encryptedXmlFile>{SUBMISSION}{_SUFFIX}</encryptedXmlFile>"
        f"<base64EncryptedElementSignature>{signature}</base64EncryptedElementSignature></data>"
    ).encode()


# --- reading --------------------------------------------------------------------------------------------------


def _parsed(data: bytes) -> etree._Element:
    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))


def _read(manifest: bytes) -> etree._Element:
    try:
        root = _parsed(manifest)
    except etree.XMLSyntaxError as error:
        raise EncryptionError("encryption.manifest-not-xml") from error
    if root.get("encrypted") != "yes":
        raise EncryptionError("encryption.not-encrypted")
    return root


def _texts(root: etree._Element, path: str) -> list[str]:
    """The texts at a path, whatever the namespace: clients differ in it."""
    steps = "/".join(f"{{*}}{name}" for name in path.split("/"))
    return [(found.text or "").strip() for found in root.iterfind(steps)]


def _text(root: etree._Element, path: str) -> str:
    found = _texts(root, path)
    if not found or not found[0]:
        raise EncryptionError("encryption.manifest-lacks", name=path.rpartition("/")[2])
    return found[0]


def _refuse_missing(names: list[str], files: Mapping[str, bytes]) -> None:
    odd = [n for n in names if _plain_name(n) in ("", ".", "..") or any(sign in n for sign in "/\\:")]
    if odd or len(set(names)) < len(names):
        raise EncryptionError("encryption.odd-names")
    missing = [name for name in names if name not in files]
    if missing:
        raise EncryptionError("encryption.files-missing", names=tuple(missing), n=len(missing))


def _plain_name(name: str) -> str:
    return name.removesuffix(_SUFFIX)


def _unlocked(key: crypto.PrivateKey, text: str) -> bytes:
    try:
        return key.decrypt(crypto.from_base64(text) or b"")
    except crypto.WrongKey as error:
        raise EncryptionError("encryption.other-key") from error


def _decrypted(name: str, data: bytes, key: bytes, vector: bytes) -> bytes:
    try:
        return crypto.decrypt(key, vector, data)
    except crypto.Damaged as error:
        raise EncryptionError("encryption.damaged-file", name=name) from error
