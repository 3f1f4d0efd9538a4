"""Fixtures of studies: the small form, plain and locked studies made of it, the laptop's keyring, a server."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import keyring
import pytest

from fieldsurvey.records import Cluster, Questionnaire
from fieldsurvey.store import keys
from fieldsurvey.study import Study, load_questionnaire
from tests.support import quick_keys
from tests.support.fake_server import CentralState, central
from tests.support.keyrings import MemoryKeyring
from tests.support.markdown_form import write_form
from tests.support.small_form import ANSWERS, CHOICES, NOW, PASSPHRASE, SMALL

CLUSTER = Cluster(name="Brass", locality="Moradabad", state="Uttar Pradesh")
_ROWS = """
    | settings |         |
    |          | form_id |
    |          | rows    |
"""


@pytest.fixture
def full_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys as the program itself derives them, for studies it made."""
    monkeypatch.setattr(keys, "ROUNDS", quick_keys.FULL)


@pytest.fixture(scope="session")
def small_form(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small form as a workbook."""
    return write_form(tmp_path_factory.mktemp("forms") / "small.xlsx", SMALL)


@pytest.fixture(scope="session")
def questionnaire(small_form: Path) -> Questionnaire:
    """The small form, read."""
    return load_questionnaire(small_form)


@pytest.fixture
def study(tmp_path: Path, questionnaire: Questionnaire) -> Iterator[Study]:
    """A plain study with the small form, open."""
    path = tmp_path / "brass.study"
    with Study.create(path, CLUSTER, [questionnaire], passphrase=None, clock=lambda: NOW) as made:
        yield made


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Callable[[str], Study]]:
    """Makes a plain study with one form; the choices of the small form are there too."""
    studies: list[Study] = []

    def make(form: str) -> Study:
        read = load_questionnaire(write_form(tmp_path / "rows.xlsx", CHOICES, _ROWS, form))
        path = tmp_path / "rows.study"
        studies.append(Study.create(path, CLUSTER, [read], passphrase=None, clock=lambda: NOW))
        return studies[-1]

    yield make
    for study in studies:
        study.close()


@pytest.fixture
def locked_path(tmp_path: Path, questionnaire: Questionnaire) -> Path:
    """A closed, locked study with one interview."""
    path = tmp_path / "a.study"
    with Study.create(path, Cluster(name="Brass"), [questionnaire], passphrase=PASSPHRASE) as study:
        study.interviews.add("small", ANSWERS)
    return path


@pytest.fixture
def ring() -> Iterator[MemoryKeyring]:
    """A keyring of the test's own in the place of the laptop's."""
    before, ring = keyring.get_keyring(), MemoryKeyring()
    keyring.set_keyring(ring)
    yield ring
    keyring.set_keyring(before)


@pytest.fixture
def server() -> Iterator[tuple[str, CentralState]]:
    """A server that behaves, and its memory."""
    state = CentralState()
    with central(state) as base:
        yield base, state
