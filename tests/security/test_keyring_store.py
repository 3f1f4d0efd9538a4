"""The laptop's keyring: a key is kept, comes back for the same study only, and goes when told."""

from __future__ import annotations

import shutil
from pathlib import Path

import keyring
import pytest
from keyring.backends import fail

from fieldsurvey.errors import StoreError
from fieldsurvey.records import Cluster, Questionnaire
from fieldsurvey.security import keyring_store, unlocking
from fieldsurvey.study import Study
from tests.support.keyrings import DeafKeyring, MemoryKeyring
from tests.support.small_form import PASSPHRASE


@pytest.fixture
def path(tmp_path: Path, questionnaire: Questionnaire) -> Path:
    """A locked study whose key the keyring holds, if there is one."""
    path = tmp_path / "a.study"
    Study.create(path, Cluster(name="Brass"), [questionnaire], passphrase=PASSPHRASE).close()
    return path


def remember(path: Path) -> None:
    with Study.open(path, PASSPHRASE) as study:
        study.safety.remember_key()


def test_a_remembered_key_opens_the_study_without_its_passphrase(ring: MemoryKeyring, path: Path) -> None:
    remember(path)
    with Study.open(path, key=keyring_store.recall(path)) as study:
        assert study.cluster.name == "Brass"


def test_nothing_is_remembered_unasked(ring: MemoryKeyring, path: Path) -> None:
    Study.open(path, PASSPHRASE).close()
    assert ring.kept == {}
    assert keyring_store.recall(path) is None


def test_a_copy_in_another_place_is_the_same_study(ring: MemoryKeyring, path: Path, tmp_path: Path) -> None:
    remember(path)
    (tmp_path / "stick").mkdir()
    shutil.copy(path, tmp_path / "stick" / "b.study")
    Study.open(
        tmp_path / "stick" / "b.study", key=keyring_store.recall(tmp_path / "stick" / "b.study")
    ).close()


def test_after_a_change_of_passphrase_the_old_key_is_not_offered(ring: MemoryKeyring, path: Path) -> None:
    remember(path)
    unlocking.change_passphrase(path, "kettle orbit ginger lake", passphrase=PASSPHRASE)
    assert keyring_store.recall(path) is None


def test_a_forgotten_key_is_gone(ring: MemoryKeyring, path: Path) -> None:
    with Study.open(path, PASSPHRASE) as study:
        study.safety.remember_key()
        study.safety.forget_key()
        study.safety.forget_key()
    assert ring.kept == {}


def test_the_passphrase_itself_is_never_handed_to_the_keyring(ring: MemoryKeyring, path: Path) -> None:
    remember(path)
    assert all(PASSPHRASE not in text for text in ring.kept.values())


def test_a_keyring_that_is_there_is_found(ring: MemoryKeyring) -> None:
    assert keyring_store.is_available()


def test_a_laptop_without_a_keyring_says_so(ring: MemoryKeyring) -> None:
    keyring.set_keyring(fail.Keyring())
    assert not keyring_store.is_available()


def test_a_keyring_that_refuses_is_a_sentence(ring: MemoryKeyring, path: Path) -> None:
    keyring.set_keyring(DeafKeyring())
    with Study.open(path, PASSPHRASE) as study, pytest.raises(StoreError, match="did not take the key"):
        study.safety.remember_key()


def test_a_keyring_that_does_not_answer_leaves_the_passphrase(ring: MemoryKeyring, path: Path) -> None:
    keyring.set_keyring(DeafKeyring())
    assert keyring_store.recall(path) is None


def test_damaged_content_of_the_keyring_is_no_key(ring: MemoryKeyring, path: Path) -> None:
    remember(path)
    ring.kept = dict.fromkeys(ring.kept, "no key")
    assert keyring_store.recall(path) is None
