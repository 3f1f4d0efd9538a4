"""The recovery sheet's rows: the raw key as letters a person can copy, and slips that are noticed."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from fieldsurvey.errors import WrongRecoveryKey
from fieldsurvey.records import Cluster, Questionnaire
from fieldsurvey.store import recovery_rows
from fieldsurvey.store.keys import Key, new_key
from fieldsurvey.study import Study
from tests.support.small_form import PASSPHRASE

SECRET = bytes(range(32))
SECRETS = some.binary(min_size=32, max_size=32)


@given(SECRETS)
def test_what_is_written_is_read_again(secret: bytes) -> None:
    assert recovery_rows.secret_in(recovery_rows.text_of(secret)) == secret


def test_the_sheet_has_eight_rows_of_two_groups_of_four() -> None:
    rows = recovery_rows.text_of(SECRET).splitlines()
    assert [len(group) for row in rows for group in row.split(" ")] == [4] * 16


def test_a_sheet_printed_today_is_read_by_every_later_program() -> None:
    assert recovery_rows.text_of(SECRET).splitlines()[:3] == ["000G 40TT", "0G2G C1ZN", "104G M2XC"]


def test_small_letters_hyphens_row_numbers_and_look_alikes_are_forgiven() -> None:
    rows = recovery_rows.text_of(SECRET).lower().replace("0", "o").replace("1", "l").splitlines()
    typed = "\n\n".join(f"{n}.  {row.replace(' ', '-')} " for n, row in enumerate(rows, start=1))
    assert recovery_rows.secret_in(typed) == SECRET


def test_all_rows_may_stand_in_one_line() -> None:
    assert recovery_rows.secret_in(recovery_rows.text_of(SECRET).replace("\n", " ")) == SECRET


@given(SECRETS, some.integers(0, 7), some.integers(0, 7), some.sampled_from(recovery_rows.LETTERS))
def test_one_wrong_letter_is_noticed_and_its_row_is_named(
    secret: bytes, row: int, at: int, letter: str
) -> None:
    rows = [line.replace(" ", "") for line in recovery_rows.text_of(secret).splitlines()]
    other = (
        letter if letter != rows[row][at] else recovery_rows.LETTERS[recovery_rows.LETTERS.index(letter) - 1]
    )
    rows[row] = rows[row][:at] + other + rows[row][at + 1 :]
    with pytest.raises(WrongRecoveryKey) as caught:
        recovery_rows.secret_in("\n".join(rows))
    assert caught.value.rows == (row + 1,)


@given(SECRETS.filter(lambda secret: secret[:4] != secret[4:8]))
def test_two_rows_swapped_are_noticed(secret: bytes) -> None:
    first, second, *others = recovery_rows.text_of(secret).splitlines()
    with pytest.raises(WrongRecoveryKey) as caught:
        recovery_rows.secret_in("\n".join([second, first, *others]))
    assert caught.value.rows == (1, 2)


def test_a_missing_row_is_said() -> None:
    with pytest.raises(WrongRecoveryKey, match="8 rows of 8 letters; 7 were typed"):
        recovery_rows.secret_in("\n".join(recovery_rows.text_of(SECRET).splitlines()[:7]))


@pytest.mark.parametrize("text", ["", "ÄÖ", "ज़िला", "U" * 64, "४२" * 40, "1"])
def test_any_other_text_is_refused(text: str) -> None:
    with pytest.raises(WrongRecoveryKey):
        recovery_rows.secret_in(text)


def test_a_key_is_never_printed() -> None:
    key = Key(SECRET, SECRET[:16])
    assert repr(key) == "Key(...)"


def test_two_studies_with_one_passphrase_have_two_keys() -> None:
    assert new_key(PASSPHRASE) != new_key(PASSPHRASE)


@pytest.fixture
def locked(tmp_path: Path, questionnaire: Questionnaire) -> tuple[Path, str]:
    """A locked study and what its recovery sheet says."""
    path = tmp_path / "a.study"
    with Study.create(path, Cluster(name="Brass"), [questionnaire], passphrase=PASSPHRASE) as study:
        return path, study.safety.recovery_key


def test_the_recovery_sheet_opens_the_study(locked: tuple[Path, str]) -> None:
    path, sheet = locked
    with Study.open(path, recovery_key=sheet) as study:
        assert study.cluster.name == "Brass"


def test_the_sheet_of_another_study_is_refused_in_a_sentence(locked: tuple[Path, str]) -> None:
    with pytest.raises(WrongRecoveryKey, match="sheet of another study") as caught:
        Study.open(locked[0], recovery_key=recovery_rows.text_of(SECRET))
    assert caught.value.rows == ()


def test_a_plain_study_has_no_recovery_sheet(study: Study) -> None:
    assert study.safety.recovery_key == ""
