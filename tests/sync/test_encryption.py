"""Envelopes: what goes in comes out with the private key, and only so; every fault says which file or key."""

from __future__ import annotations

import dataclasses
import hashlib

import pytest
from cryptography.hazmat.decrepit.ciphers.modes import CFB
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES256
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from fieldsurvey.errors import EncryptionError
from fieldsurvey.sync.submission_encryption import Envelope, decrypt, encrypt, is_manifest
from fieldsurvey.system.crypto import from_base64
from tests.support.rsa_keys import agency, stranger

IDENTITY = "uuid:5b9cf8d1-106f-4004-844f-c072d76762ed"
SUBMISSION = '<data id="firm" version="7"><name>शर्मा &amp; Sons</name></data>'.encode()
MEDIA = {"front.jpg": b"\xff\xd8" + bytes(range(256)), "empty.wav": b"", "लोगो.png": b"x" * 16}


def sealed(version: str = "7", media: dict[str, bytes] = MEDIA) -> Envelope:
    return encrypt("firm", version, IDENTITY, SUBMISSION, media, agency().public)


def manifest_of(envelope: Envelope) -> etree._Element:
    return etree.fromstring(envelope.manifest)


def texts(envelope: Envelope, name: str) -> list[str]:
    return [str(node.text) for node in manifest_of(envelope).iter(f"{{*}}{name}")]


def test_the_private_key_gives_back_every_byte() -> None:
    envelope = sealed()
    opened = decrypt(envelope.manifest, envelope.files, agency().private)
    assert (opened.submission, opened.media, opened.instance_id) == (SUBMISSION, MEDIA, IDENTITY)
    assert opened.is_sealed


@settings(max_examples=20)  # twenty files sealed with RSA take a tenth of a second
@given(st.binary(max_size=70), st.lists(st.binary(max_size=40), max_size=20))
def test_any_submission_with_any_files_comes_back(submission: bytes, contents: list[bytes]) -> None:
    media = {f"{place}.bin": data for place, data in enumerate(contents)}
    envelope = encrypt("f", "", "uuid:1", submission, media, agency().public)
    opened = decrypt(envelope.manifest, envelope.files, agency().private)
    assert (opened.submission, opened.media) == (submission, media)


def test_the_manifest_names_form_interview_and_files_as_the_specification_has_it() -> None:
    root = manifest_of(sealed())
    assert root.tag == "{http://opendatakit.org/submissions}data"
    assert dict(root.attrib) == {"id": "firm", "version": "7", "encrypted": "yes"}
    assert (
        root.findtext("{http://openrosa.org/xforms}meta/{http://openrosa.org/xforms}instanceID") == IDENTITY
    )
    assert root.findtext("{*}encryptedXmlFile") == "submission.xml.enc"
    assert texts(sealed(), "file") == ["front.jpg.enc", "empty.wav.enc", "लोगो.png.enc"]


def test_the_files_stand_in_the_order_of_their_counter_the_submission_last() -> None:
    assert list(sealed().files) == ["front.jpg.enc", "empty.wav.enc", "लोगो.png.enc", "submission.xml.enc"]


def test_nothing_of_the_answers_can_be_read_in_it() -> None:
    envelope = sealed()
    assert "शर्मा".encode() not in envelope.manifest + b"".join(envelope.files.values())


def test_a_form_without_a_version_has_none_in_the_manifest() -> None:
    envelope = sealed(version="")
    assert "version" not in manifest_of(envelope).attrib
    assert decrypt(envelope.manifest, envelope.files, agency().private).submission == SUBMISSION


def test_the_signature_is_over_the_lines_of_the_specification() -> None:
    envelope = sealed(media={"front.jpg": b"photo"})
    lines = (
        "firm",
        "7",
        texts(envelope, "base64EncryptedKey")[0],
        IDENTITY,
        f"front.jpg::{hashlib.md5(b'photo').hexdigest()}",
        f"submission.xml::{hashlib.md5(SUBMISSION).hexdigest()}",
    )
    signature = from_base64(texts(envelope, "base64EncryptedElementSignature")[0])
    assert signature is not None
    digest = hashlib.md5("".join(f"{line}\n" for line in lines).encode()).digest()
    assert agency().private.decrypt(signature) == digest


def test_each_file_has_its_own_vector_counted_up_from_interview_and_key() -> None:
    key = bytes(range(32))
    envelope = encrypt(
        "f", "", "uuid:1", b"same", {"a": b"same"}, agency().public, random_bytes=lambda _count: key
    )
    assert len(set(envelope.files.values())) == 2
    again = encrypt(
        "f", "", "uuid:1", b"same", {"a": b"same"}, agency().public, random_bytes=lambda _count: key
    )
    assert again.files == envelope.files


@pytest.mark.parametrize(
    ("place", "raised"),
    [
        (0, {0: 1}),
        (1, {0: 1, 1: 1}),
        (15, dict.fromkeys(range(16), 1)),
        (16, {**dict.fromkeys(range(16), 1), 0: 2}),
    ],
)
def test_the_vector_of_a_file_is_the_digest_with_a_byte_raised_before_each_file(
    place: int, raised: dict[int, int]
) -> None:
    key = b"\xff" * 32
    media = {f"{number}.bin": b"" for number in range(20)}
    envelope = encrypt("f", "", IDENTITY, b"", media, agency().public, random_bytes=lambda _count: key)
    digest = hashlib.md5(IDENTITY.encode() + key).digest()
    vector = bytes((byte + raised.get(at, 0)) % 256 for at, byte in enumerate(digest))
    decryptor = Cipher(AES256(key), CFB(vector)).decryptor()
    assert decryptor.update(envelope.files[f"{place}.bin.enc"]) == b"\x10" * 16


def test_another_key_is_a_sentence() -> None:
    envelope = sealed()
    with pytest.raises(EncryptionError, match="private key does not open"):
        decrypt(envelope.manifest, envelope.files, stranger().private)


def test_a_missing_file_is_named() -> None:
    envelope = sealed()
    files = {name: data for name, data in envelope.files.items() if name != "front.jpg.enc"}
    with pytest.raises(EncryptionError, match=r"front\.jpg\.enc is missing"):
        decrypt(envelope.manifest, files, agency().private)


def test_a_changed_file_is_noticed() -> None:
    envelope = sealed()
    data = envelope.files["front.jpg.enc"]
    changed = {**envelope.files, "front.jpg.enc": bytes([data[0] ^ 1]) + data[1:]}
    with pytest.raises(EncryptionError, match="changed"):
        decrypt(envelope.manifest, changed, agency().private)


def test_a_torn_file_is_named() -> None:
    envelope = sealed()
    torn = {**envelope.files, "front.jpg.enc": envelope.files["front.jpg.enc"][:-5]}
    with pytest.raises(EncryptionError, match=r"front\.jpg\.enc is damaged"):
        decrypt(envelope.manifest, torn, agency().private)


def test_an_empty_file_in_place_of_an_encrypted_one_is_named() -> None:
    envelope = sealed()
    with pytest.raises(EncryptionError, match=r"submission\.xml\.enc is damaged"):
        decrypt(envelope.manifest, {**envelope.files, "submission.xml.enc": b""}, agency().private)


def test_an_exchanged_form_version_is_noticed() -> None:
    envelope = sealed()
    manifest = envelope.manifest.replace(b'version="7"', b'version="8"')
    with pytest.raises(EncryptionError, match="changed"):
        decrypt(manifest, envelope.files, agency().private)


def test_an_envelope_without_signature_opens_and_says_so() -> None:
    envelope = sealed()
    root = manifest_of(envelope)
    root.remove(root[-1])
    opened = decrypt(etree.tostring(root), envelope.files, agency().private)
    assert opened.submission == SUBMISSION
    assert not opened.is_sealed


def test_the_manifest_of_another_client_with_another_namespace_opens() -> None:
    envelope = sealed()
    manifest = envelope.manifest.replace(
        b"http://opendatakit.org/submissions", b"http://www.opendatakit.org/xforms/encrypted"
    )
    assert decrypt(manifest, envelope.files, agency().private).submission == SUBMISSION


@pytest.mark.parametrize(
    "name", ["../../profile.enc", "a/b.enc", "..\\x.enc", "c:x.enc", "...enc", "..enc", ".enc"]
)
def test_a_manifest_that_leads_out_of_the_folder_is_refused(name: str) -> None:
    envelope = sealed()
    manifest = envelope.manifest.replace(b"front.jpg.enc", name.encode())
    with pytest.raises(EncryptionError, match="oddly"):
        decrypt(manifest, {**envelope.files, name: b""}, agency().private)


@pytest.mark.parametrize(
    ("manifest", "said"),
    [
        (b"<data", "not XML"),
        (b"<data/>", "not encrypted"),
        (b'<data encrypted="yes"/>', "has no instanceID"),
    ],
)
def test_what_is_no_manifest_is_a_sentence(manifest: bytes, said: str) -> None:
    with pytest.raises(EncryptionError, match=said):
        decrypt(manifest, {}, agency().private)


def test_a_plain_submission_is_told_from_a_manifest() -> None:
    assert is_manifest(sealed().manifest)
    assert not is_manifest(SUBMISSION)
    assert not is_manifest(b"no xml")


def test_a_file_with_the_submissions_own_name_is_refused() -> None:
    with pytest.raises(EncryptionError, match="another name"):
        sealed(media={"submission.xml": b"x"})


def test_a_key_that_is_none_encrypts_nothing() -> None:
    with pytest.raises(EncryptionError, match="public key"):
        encrypt("f", "", "uuid:1", SUBMISSION, {}, "bm8ga2V5")


def test_an_envelope_is_never_made_twice_alike() -> None:
    first, second = sealed(), sealed()
    assert dataclasses.asdict(first) != dataclasses.asdict(second)
