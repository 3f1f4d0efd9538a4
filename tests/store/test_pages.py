"""A study file read page by page, without SQLite: seals, the log, trees, rows, and what is told from noise."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from fieldsurvey.records import Cluster, Questionnaire
from fieldsurvey.recovery.pages import Pages, salts_of
from fieldsurvey.recovery.shapes import levels, likest
from fieldsurvey.recovery.trees import Tables
from fieldsurvey.recovery.wal import read_log
from fieldsurvey.store import database, keys
from fieldsurvey.store.keys import Key
from fieldsurvey.study import Study
from tests.support.damage import PAGE, make_draft, root_of, wipe
from tests.support.rows import connected
from tests.support.small_form import ANSWERS, PASSPHRASE

KEY = keys.new_key(PASSPHRASE)
BOTH = pytest.mark.parametrize("passphrase", [None, PASSPHRASE])


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "a.study"


def made(path: Path, questionnaire: Questionnaire, passphrase: str | None, drafts: int = 40) -> Key | None:
    """A study whose tables fill more than one page each."""
    with Study.create(path, Cluster(name="Brass"), [questionnaire], passphrase=passphrase) as study:
        study.interviews.add("small", ANSWERS)
        for number in range(drafts):
            make_draft(study, f"Draft {number}")
    return database.key_for(path, passphrase)


def rows(path: Path, key: Key | None, table: str) -> list[dict[str, object]]:
    with Pages(path, key) as pages:
        return [dict(row.values) for row in Tables(pages).rows(table) if row.is_whole]


def asked(path: Path, passphrase: str | None, table: str) -> list[dict[str, object]]:
    """The same, asked of SQLite."""
    with connected(path, passphrase) as db:
        cursor = db.execute(f"SELECT * FROM {table}")
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


@BOTH
@pytest.mark.parametrize(
    "table", ["form", "history", "interview", "outbox", "searchable", "setting", "submission"]
)
def test_rows_are_read_as_sqlite_reads_them(
    path: Path, questionnaire: Questionnaire, passphrase: str | None, table: str
) -> None:
    key = made(path, questionnaire, passphrase)
    assert rows(path, key, table) == asked(path, passphrase, table)


@pytest.mark.parametrize(
    "table", ["form", "history", "interview", "outbox", "searchable", "setting", "submission"]
)
def test_rows_are_recognised_without_the_first_page(
    path: Path, questionnaire: Questionnaire, table: str
) -> None:
    key = made(path, questionnaire, PASSPHRASE)
    expected = asked(path, PASSPHRASE, table)
    wipe(path, 1, begin=16)
    assert same(rows(path, key, table), expected)


def same(left: list[dict[str, object]], right: list[dict[str, object]]) -> bool:
    """Whether these are the same rows; stray pages come in the order they have in the file."""
    return sorted(map(repr, left)) == sorted(map(repr, right))


def test_a_page_with_one_wrong_bit_is_lost(path: Path, questionnaire: Questionnaire) -> None:
    key = made(path, questionnaire, PASSPHRASE)
    data = bytearray(path.read_bytes())
    data[4 * PAGE + 77] ^= 1
    path.write_bytes(data)
    with Pages(path, key) as pages:
        assert pages.read(5) is None
        assert pages.read(4) is not None
        assert Tables(pages).lost_pages == 1


def test_a_page_put_elsewhere_is_lost(path: Path, questionnaire: Questionnaire) -> None:
    key = made(path, questionnaire, PASSPHRASE)
    data = path.read_bytes()
    path.write_bytes(data[: 4 * PAGE] + data[5 * PAGE : 6 * PAGE] + data[5 * PAGE :])
    with Pages(path, key) as pages:
        assert pages.read(5) is None


def test_another_key_opens_no_page(path: Path, questionnaire: Questionnaire) -> None:
    made(path, questionnaire, PASSPHRASE)
    with Pages(path, KEY) as pages:
        assert not pages.is_opened_by_key()


def test_the_end_that_is_cut_off_counts_as_lost(path: Path, questionnaire: Questionnaire) -> None:
    key = made(path, questionnaire, None)
    size = path.stat().st_size // PAGE
    path.write_bytes(path.read_bytes()[: 10 * PAGE + 1])
    with Pages(path, key) as pages:
        assert Tables(pages).lost_pages == size - 10


@pytest.fixture
def logged(path: Path, questionnaire: Questionnaire) -> Iterator[tuple[Path, Key | None]]:
    """A locked study that is open, what was written last in its log, and a copy of both files."""
    with Study.create(path, Cluster(), [questionnaire], passphrase=PASSPHRASE) as study:
        make_draft(study, "In the log")
        copy = path.with_name("copy.study")
        copy.write_bytes(path.read_bytes())
        path.with_name("copy.study-wal").write_bytes(path.with_name("a.study-wal").read_bytes())
        yield copy, database.key_for(path, PASSPHRASE)


def test_what_stands_in_the_log_takes_the_place_of_pages(logged: tuple[Path, Key | None]) -> None:
    assert [row["firm"] for row in rows(*logged, "interview")] == ["In the log"]


def test_the_log_carries_the_salt(logged: tuple[Path, Key]) -> None:
    copy, key = logged
    wipe(copy, 1)
    assert key.salt in salts_of(copy)


def test_a_broken_frame_costs_one_frame(logged: tuple[Path, Key | None]) -> None:
    copy, _key = logged
    log = copy.with_name("copy.study-wal")
    whole = read_log(log)
    data = bytearray(log.read_bytes())
    data[32 + 24 + 8] ^= 1
    log.write_bytes(data)
    read = read_log(log)
    assert read.is_damaged
    assert frames(read.offsets) == frames(whole.offsets) - 1


def frames(offsets: dict[int, tuple[int, ...]]) -> int:
    return sum(map(len, offsets.values()))


def test_a_log_without_its_head_is_read(logged: tuple[Path, Key | None]) -> None:
    copy, _key = logged
    log = copy.with_name("copy.study-wal")
    whole = read_log(log)
    log.write_bytes(bytes(32) + log.read_bytes()[32:])
    assert frames(read_log(log).offsets) == frames(whole.offsets) - 1


def test_what_was_not_committed_does_not_count(logged: tuple[Path, Key | None]) -> None:
    copy, _key = logged
    log = copy.with_name("copy.study-wal")
    whole = read_log(log)
    last = max(max(offsets) for offsets in whole.offsets.values())
    log.write_bytes(log.read_bytes()[: last + PAGE - 1])
    assert frames(read_log(log).offsets) < frames(whole.offsets)


def test_a_page_above_others_that_is_lost_costs_no_row(path: Path, questionnaire: Questionnaire) -> None:
    key = made(path, questionnaire, PASSPHRASE, drafts=120)
    expected = asked(path, PASSPHRASE, "history")
    wipe(path, root_of("history", path, PASSPHRASE))
    assert same(rows(path, key, "history"), expected)


def test_every_schema_is_known_the_newest_first() -> None:
    counts = [len(level.applied) for level in levels()]
    assert counts == sorted(counts, reverse=True)
    assert counts[-1] == 1


def test_rows_two_tables_could_hold_are_given_to_none() -> None:
    shapes = levels()[0].shapes
    twins = [shapes["setting"], shapes["setting"]]
    assert likest(twins, [("cluster", "{}")]) is None


@pytest.mark.parametrize("seed", range(10))
def test_noise_holds_no_rows(path: Path, seed: int) -> None:
    path.write_bytes(random.Random(seed).randbytes(12 * PAGE + seed))
    with Pages(path, None) as pages:
        tables = Tables(pages)
        assert [name for name in tables.shapes if next(tables.rows(name), None)] == []
