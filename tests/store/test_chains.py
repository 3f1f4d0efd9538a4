"""One chain of the history for each laptop and copy: never written twice, sealed together, and added whole."""

from __future__ import annotations

import dataclasses
import shutil
from pathlib import Path

import pytest

from fieldsurvey import settings
from fieldsurvey.errors import StoreError
from fieldsurvey.records import Cluster, Questionnaire
from fieldsurvey.store import chains, database, history, origins, record_seals
from fieldsurvey.store.history import Line
from fieldsurvey.store.origins import Origin
from fieldsurvey.study import Study, restore_backup
from tests.support import rows
from tests.support.small_form import ANSWERS
from tests.support.small_studies import study_of

_UNCOUNTED = {*record_seals.EVENTS, "set up", "form added", "backed up"}


@pytest.fixture
def path(tmp_path: Path, questionnaire: Questionnaire) -> Path:
    """A study with one interview, written on laptop A, and closed."""
    made = tmp_path / "a" / "brass.study"
    made.parent.mkdir()
    with Study.create(made, Cluster(name="Brass"), [questionnaire], passphrase=None, laptop="A") as study:
        study.interviews.add("small", ANSWERS)
    return made


def copied(path: Path, folder: str) -> Path:
    """A copy of the file under its own name, as a file manager makes it."""
    target = path.parent.parent / folder / path.name
    target.parent.mkdir()
    shutil.copyfile(path, target)
    return target


def chains_of(study: Study) -> list[tuple[str, int]]:
    """(laptop, number of lines) of each chain, in the order they came; not counted are lines that only say what a record says, and
    those of the set-up."""
    with rows.connected(study) as db:
        found = origins.listing(db)
        told = [
            [line for line in history.chain(db, origin) if line.event not in _UNCOUNTED] for origin in found
        ]
        return [(origin.laptop, len(lines)) for origin, lines in zip(found, told, strict=True)]


def last_chain(path: Path) -> tuple[Origin, list[Line]]:
    """The chain that was begun last in a study."""
    with rows.connected(path) as db:
        origin = origins.listing(db)[-1]
        return origin, list(history.chain(db, origin))


def add(study: Study, origin: Origin, lines: list[Line]) -> int:
    with rows.connected(study) as db, database.writing(db, study.path):
        return chains.add(db, origin, lines, study.clock(), "Asha")


def work(path: Path, laptop: str) -> str:
    with Study.open(path, laptop=laptop) as study:
        return study.interviews.add("small", ANSWERS)


def test_what_one_laptop_writes_in_one_file_is_one_chain(path: Path) -> None:
    work(path, "A")
    work(path, "A")
    with Study.open(path) as study:
        assert chains_of(study) == [("A", 3)]


def test_lanes_of_one_window_write_one_chain(path: Path) -> None:
    with Study.open(path, laptop="A") as study, study.again() as lane:
        lane.interviews.add("small", ANSWERS)
        assert chains_of(study) == [("A", 2)]


def test_another_laptop_writes_a_chain_of_its_own_that_seals_the_first(path: Path) -> None:
    work(path, "B")
    with Study.open(path) as study:
        assert chains_of(study) == [("A", 1), ("B", 2)]
        assert study.safety.verify().is_whole


@pytest.mark.parametrize("laptop", ["A", "B"])
def test_a_copy_made_in_a_file_manager_never_continues_the_chain(path: Path, laptop: str) -> None:
    copy = copied(path, "copy")
    work(path, "A")
    work(copy, laptop)
    first, second = last_chain(path)[0], last_chain(copy)[0]
    assert first.name != second.name
    with Study.open(copy) as study:
        assert chains_of(study) == [("A", 1), (laptop, 2)]


def test_a_restored_backup_is_another_copy_with_another_chain(path: Path) -> None:
    with Study.open(path, laptop="A") as study:
        study.safety.back_up()
        (backup,) = study.safety.backups()
        study.interviews.add("small", ANSWERS)
        before = study.copy_id
    restore_backup(path, backup.path, laptop="A")
    work(path, "A")
    with Study.open(path) as study:
        assert study.copy_id != before
        assert chains_of(study)[0] == ("A", 1)
        assert study.safety.verify().is_whole


def test_each_new_study_is_a_copy_of_its_own(path: Path, study: Study) -> None:
    with Study.open(path) as other:
        assert other.copy_id != study.copy_id
        assert len(study.copy_id) == 32


def test_the_chain_of_another_laptop_is_added_whole(path: Path) -> None:
    copy = copied(path, "copy")
    identity = work(copy, "B")
    origin, lines = last_chain(copy)
    with Study.open(path, laptop="A") as study:
        assert add(study, origin, lines) == 3
        assert chains_of(study) == [("A", 2), ("B", 2)]
        assert [line.event for line in study.interviews.history(identity)] == ["finalised"]
        assert study.interviews.history("")[-1].event == "chain added"
        assert study.safety.verify().is_whole


def test_of_a_chain_that_went_on_only_the_new_lines_are_added(path: Path) -> None:
    copy = copied(path, "copy")
    work(copy, "B")
    with Study.open(path, laptop="A") as study:
        add(study, *last_chain(copy))
    work(copy, "B")
    with Study.open(path, laptop="A") as study:
        assert add(study, *last_chain(copy)) == 2
        assert add(study, *last_chain(copy)) == 0
        assert study.safety.verify().is_whole


def test_the_seal_of_today_holds_the_chains_that_were_added(path: Path) -> None:
    copy = copied(path, "copy")
    work(copy, "B")
    with Study.open(path, laptop="A") as study:
        add(study, *last_chain(copy))
        seal = study.safety.seal
        rows.damage(study, "DELETE FROM history WHERE number = 3 AND origin = 2")
        faults = study.safety.verify(seal).faults
    assert any("another chain was cut or rewritten" in str(fault) for fault in faults)


def test_a_chain_that_is_gone_with_its_origin_shows(path: Path) -> None:
    work(path, "B")
    with Study.open(path) as study:
        rows.damage(study, "DELETE FROM history WHERE origin = 1", "DELETE FROM origin WHERE id = 1")
        assert any("another chain was cut" in str(fault) for fault in study.safety.verify().faults)


@pytest.mark.parametrize(
    ("taken", "said"),
    [(slice(1, None), "line 1 is missing"), (slice(0, 0), "older than what is known")],
)
def test_a_chain_that_is_not_whole_is_refused(path: Path, taken: slice, said: str) -> None:
    copy = copied(path, "copy")
    work(copy, "B")
    origin, lines = last_chain(copy)
    with Study.open(path, laptop="A") as study:
        if not lines[taken]:
            add(study, origin, lines)
        before = chains_of(study)
        with pytest.raises(StoreError, match=said):
            add(study, origin, lines[taken])
        assert chains_of(study) == before


def test_a_chain_whose_line_was_changed_is_refused(path: Path) -> None:
    copy = copied(path, "copy")
    work(copy, "B")
    origin, lines = last_chain(copy)
    lines[1] = dataclasses.replace(lines[1], who="Somebody else")
    with Study.open(path, laptop="A") as study:
        with pytest.raises(StoreError, match=r"line 2 .* was changed"):
            add(study, origin, lines)
        assert chains_of(study) == [("A", 1)]


def test_a_chain_written_in_two_copies_of_one_file_is_refused(path: Path) -> None:
    copy = copied(path, "copy")
    work(copy, "B")
    origin, lines = last_chain(copy)
    other = copied(path, "other")
    with Study.open(other, laptop="B") as study:
        with rows.connected(study) as db:
            forked = origins.take_in(db, origin)
            line = another_line(lines[0], forked.id)
            second = another_line(lines[0], forked.id, number=2)
            with database.writing(db, other):
                history.insert(db, line, history.seal(forked.start, line))
                history.insert(db, second, history.seal(history.seal(forked.start, line), second))
        with pytest.raises(StoreError, match="two copies of one file"):
            add(study, origin, lines)


def another_line(line: Line, origin: int, number: int = 1) -> Line:
    """Another line in the place of one."""
    digest = history.digest_of(b"salt", "", "other", "")
    return Line(origin, number, "", line.at, "B", "exported", "", "", "other", "", "", b"salt", digest, b"")


def test_values_of_an_interview_that_was_erased_here_do_not_come_back(path: Path) -> None:
    copy = copied(path, "copy")
    with Study.open(path, laptop="A") as study:
        identity = study.interviews.listing()[0].instance_id
    with Study.open(copy, laptop="B") as study:
        study.interviews.reopen(identity, "Zebulon's figure")
    with Study.open(path, laptop="A") as study:
        study.interviews.erase(identity, "Consent withdrawn")
        add(study, *last_chain(copy))
        assert all(line.is_erased for line in study.interviews.history(identity) if line.event == "draft")
        assert study.safety.verify().is_whole
    assert b"Zebulon" not in path.read_bytes()


# --- the laptop --------------------------------------------------------------------------------------------------


def test_a_laptop_gets_its_id_once(tmp_path: Path) -> None:
    first = settings.of_this_laptop(tmp_path / "settings.json")
    assert len(first.laptop) == 32
    assert settings.of_this_laptop(tmp_path / "settings.json") == first
    assert settings.of_this_laptop(tmp_path / "other.json").laptop != first.laptop


@pytest.mark.parametrize("laptop", ["1", "2"])
def test_forms_are_told_the_laptop_not_the_name_of_the_file(tmp_path: Path, laptop: str) -> None:
    form = """
        | survey |          |        |       |
        |        | type     | name   | label |
        |        | deviceid | device |       |
        |        | text     | firm   | Firm  |
    """
    with study_of(tmp_path, form) as study:
        study.laptop = laptop
        assert study.interviews.begin().value("/data/device") == f"fieldsurvey:{laptop}"


@pytest.mark.parametrize("laptops", [[f"laptop {number}" for number in range(12)]])
def test_a_chain_more_costs_as_much_as_the_one_before(path: Path, laptops: list[str]) -> None:
    assert len([work(path, laptop) for laptop in laptops]) == 12
    with rows.connected(path) as db:
        begun = [line.new for line in history.lines(db) if line.event == history.BEGUN]
        assert {len(sealed.split()) for sealed in begun} == {1}
        assert list(chains.broken(db)) == []


def test_a_chain_that_was_sealed_through_another_one_cannot_be_cut_unseen(path: Path) -> None:
    work(path, "B")
    work(path, "C")
    rows.damage(
        path,
        "DELETE FROM history WHERE id = (SELECT max(id) FROM history WHERE origin = (SELECT min(id) FROM origin))",
    )
    with rows.connected(path) as db:
        assert list(chains.broken(db)) != []


def test_laptops_that_take_turns_seal_what_the_other_wrote(path: Path) -> None:
    work(path, "B")
    work(path, "A")
    with Study.open(path) as study:
        seal = study.safety.seal
        assert study.safety.verify(seal).is_whole
        rows.damage(study, "DELETE FROM history WHERE origin = 2 AND number = 3")
        faults = study.safety.verify(seal).faults
    assert any("another chain was cut or rewritten" in str(fault) for fault in faults)


def test_a_laptop_that_goes_on_alone_seals_once(path: Path) -> None:
    work(path, "B")
    work(path, "A")
    work(path, "A")
    with Study.open(path) as study:
        assert chains_of(study) == [("A", 4), ("B", 2)]
        assert [line.event for line in study.interviews.history("")][-2:] == ["chain begun", "chains sealed"]


def test_a_chain_that_is_added_leaves_no_other_unsealed(path: Path) -> None:
    copy = copied(path, "copy")
    work(copy, "C")
    work(path, "B")
    with Study.open(path, laptop="A") as study:
        add(study, *last_chain(copy))
        rows.damage(study, "DELETE FROM history WHERE origin = 2 AND number = 3")
        assert any("another chain was cut" in str(fault) for fault in study.safety.verify().faults)
