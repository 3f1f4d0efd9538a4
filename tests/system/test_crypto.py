"""Keys and ciphers speak the very algorithms the ODK specification names."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.asymmetric.padding import MGF1, OAEP
from cryptography.hazmat.primitives.hashes import SHA1, SHA256

from fieldsurvey.system.crypto import (
    Damaged,
    PasswordWanted,
    PrivateKey,
    PublicKey,
    WrongKey,
    decrypt,
    encrypt,
)
from tests.support.rsa_keys import agency

KEY, VECTOR = bytes(32), bytes(16)


def test_a_key_is_locked_with_sha_256_in_both_places() -> None:
    locked = PublicKey(agency().public).encrypt(b"secret")
    assert agency().key.decrypt(locked, OAEP(MGF1(SHA256()), SHA256(), None)) == b"secret"


def test_what_was_locked_with_another_mask_is_not_opened() -> None:
    locked = agency().key.public_key().encrypt(b"secret", OAEP(MGF1(SHA1()), SHA256(), None))
    with pytest.raises(WrongKey):
        agency().private.decrypt(locked)


def test_aes_agrees_with_a_vector_of_the_standard() -> None:
    # NIST SP 800-38A, F.3.17 (CFB128-AES256), the first block.
    key = bytes.fromhex("603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4")
    vector = bytes.fromhex("000102030405060708090a0b0c0d0e0f")
    plain = bytes.fromhex("6bc1bee22e409f96e93d7e117393172a")
    assert encrypt(key, vector, plain)[:16].hex() == "dc7e84bfda79164b7ecd8486985d3860"


@pytest.mark.parametrize("length", [0, 1, 15, 16, 17, 4096])
def test_every_length_comes_back_and_fills_whole_blocks(length: int) -> None:
    data = b"\x01" * length
    locked = encrypt(KEY, VECTOR, data)
    assert len(locked) == (length // 16 + 1) * 16
    assert decrypt(KEY, VECTOR, locked) == data


@pytest.mark.parametrize("data", [b"", b"\x00" * 16, b"\x00" * 15])
def test_what_does_not_end_as_it_must_is_damaged(data: bytes) -> None:
    with pytest.raises(Damaged):
        decrypt(KEY, VECTOR, data)


def test_a_locked_key_wants_its_password() -> None:
    with pytest.raises(PasswordWanted):
        PrivateKey.read(agency().pem("open sesame"))
    assert PrivateKey.read(agency().pem("open sesame"), "open sesame")


def test_a_password_for_an_open_key_does_no_harm() -> None:
    assert PrivateKey.read(agency().pem(), "not needed")
