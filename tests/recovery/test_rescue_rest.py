"""What stands around the interviews of a damaged study: history, erasures, search, lists, files, older schemas."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from fieldsurvey.errors import NewerStudy
from fieldsurvey.records import Cluster, InterviewFilter, Questionnaire
from fieldsurvey.recovery.rescue import rescue
from fieldsurvey.store import chains, database, history
from fieldsurvey.study import Study
from tests.support import rows
from tests.support.damage import PAGE, make_draft, root_of, wipe
from tests.support.fixtures_command_line import Run
from tests.support.fixtures_villages import villages
from tests.support.small_form import ANSWERS, NOW, PASSPHRASE


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    return tmp_path / "broken.study"


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "rescued.study"


def lines_of(study: Study) -> list[history.Line]:
    with rows.connected(study) as db:
        return list(history.lines(db))


def breaks(study: Study) -> list[str]:
    """Where the chains of the history are broken."""
    with rows.connected(study) as db:
        return list(chains.broken(db))


def test_the_history_is_saved_line_by_line_with_its_seals(
    broken: Path, out: Path, questionnaire: Questionnaire
) -> None:
    with Study.create(broken, Cluster(), [questionnaire], passphrase=None) as study:
        make_draft(study, "Sharma")
        study.interviews.add("small", ANSWERS)
        before = lines_of(study)
    wipe(broken, 1)
    rescue(broken, out)
    with Study.open(out) as study:
        assert lines_of(study) == before
        assert breaks(study) == []


def test_an_interview_put_together_says_so_in_its_history(
    broken: Path, out: Path, questionnaire: Questionnaire
) -> None:
    with Study.create(broken, Cluster(), [questionnaire], passphrase=None) as study:
        identity = study.interviews.add("small", ANSWERS)
    wipe(broken, root_of("interview", broken, None))
    rescue(broken, out)
    with Study.open(out) as study:
        assert study.interviews.history(identity)[-1].event == "rescued"


def test_what_was_erased_does_not_come_back_from_a_page_left_behind(
    broken: Path, out: Path, questionnaire: Questionnaire
) -> None:
    with Study.create(broken, Cluster(), [questionnaire], passphrase=None) as study:
        erased = study.interviews.add("small", ANSWERS)
        kept = study.interviews.add("small", ANSWERS)
    root = root_of("interview", broken, None)
    left_behind = page(broken, root)
    with Study.open(broken) as study:
        study.interviews.erase(erased, "She asked for it.")
    with broken.open("ab") as file:
        file.write(left_behind)
    wipe(broken, 1)
    wipe(broken, root)
    rescue(broken, out)
    with Study.open(out) as study:
        assert [row.instance_id for row in study.interviews.listing()] == [kept]


def page(path: Path, number: int) -> bytes:
    return path.read_bytes()[(number - 1) * PAGE : number * PAGE]


def test_rows_on_free_pages_do_not_come_back(broken: Path, out: Path, questionnaire: Questionnaire) -> None:
    with Study.create(broken, Cluster(), [questionnaire], passphrase=None) as study:
        for number in range(20):
            make_draft(study, f"Gone {number} {'x' * 900}")
        rows.change(
            study,
            "PRAGMA secure_delete = OFF",
            "DELETE FROM undo_journal",
            "DELETE FROM searchable",
            "DELETE FROM interview",
        )
        kept = make_draft(study, "Kept")
        assert rows.number(study, "PRAGMA freelist_count") > 5
    wipe(broken, root_of("interview", broken, None))
    rescue(broken, out)
    with Study.open(out) as study:
        assert [row.instance_id for row in study.interviews.listing()] == [kept]


def test_what_was_rescued_can_be_searched(broken: Path, out: Path, questionnaire: Questionnaire) -> None:
    with Study.create(broken, Cluster(), [questionnaire], passphrase=None) as study:
        identity = study.interviews.add("small", ANSWERS)
    wipe(broken, 1)
    rescue(broken, out)
    with Study.open(out) as study:
        study.interviews.index_words()
        found = study.interviews.page(InterviewFilter(text="sharma"), 0, 10)
        assert [row.instance_id for row in found] == [identity]


@pytest.mark.parametrize("kept_of_first_page", [PAGE, 0])
def test_attached_files_are_saved_and_lost_ones_named(
    broken: Path, out: Path, questionnaire: Questionnaire, kept_of_first_page: int
) -> None:
    with Study.create(broken, Cluster(), [questionnaire], passphrase=None) as study:
        identity = study.interviews.add("small", ANSWERS)
        study.attachments.add(identity, "gate.jpg", b"G" * 9000)
        study.attachments.add(identity, "yard.jpg", b"Y" * 9000)
    number = next(
        n for n in range(2, broken.stat().st_size // PAGE) if page(broken, n)[4:] == b"Y" * (PAGE - 4)
    )
    wipe(broken, number)
    wipe(broken, 1, begin=kept_of_first_page)
    report = rescue(broken, out)
    assert (report.attachments, report.lost_attachments) == (1, [(identity, "yard.jpg")])
    with Study.open(out) as study:
        assert study.attachments.read(identity, "gate.jpg") == b"G" * 9000


def test_large_lists_are_saved_and_found_quickly(broken: Path, out: Path, cascade: Questionnaire) -> None:
    Study.create(broken, Cluster(), [cascade], passphrase=PASSPHRASE, clock=lambda: NOW).close()
    wipe(broken, 1, begin=16)
    report = rescue(broken, out, PASSPHRASE)
    assert report.lost_lists == []
    with Study.open(out, PASSPHRASE) as study:
        assert b"".join(study.forms.attached("where", "villages.csv")) == villages()
        entry = study.interviews.begin("where")
        entry.answer("/data/state", "s2")
        entry.answer("/data/district", "d007")
        assert entry.choices("/data/village")[0].label == "Village 7"


def lose_the_file(broken: Path, cascade: Questionnaire) -> None:
    """A study whose large list is there row by row, but not as the file it came from."""
    Study.create(broken, Cluster(), [cascade], passphrase=None, clock=lambda: NOW).close()
    ((data,),) = rows.read(broken, "SELECT data FROM list_part ORDER BY length(data) DESC LIMIT 1")
    assert isinstance(data, bytes)
    wipe(broken, page_with(broken, data[9000:9030]))


def page_with(path: Path, data: bytes) -> int:
    return path.read_bytes().index(data) // PAGE + 1


def test_a_list_whose_file_is_lost_is_made_of_its_rows(
    broken: Path, out: Path, cascade: Questionnaire
) -> None:
    lose_the_file(broken, cascade)
    report = rescue(broken, out)
    assert report.lost_lists == []
    with Study.open(out) as study:
        assert b"Village 19999" in b"".join(study.forms.attached("where", "villages.csv"))


def test_a_list_that_is_lost_is_named(broken: Path, out: Path, cascade: Questionnaire) -> None:
    lose_the_file(broken, cascade)
    wipe(broken, page_with(broken, b"Village 19998"))
    report = rescue(broken, out)
    assert report.lost_lists == [("where", "villages.csv")]
    with Study.open(out) as study:
        assert study.interviews.begin("where").value("/data/village") == ""


def of_an_earlier_program(path: Path, questionnaire: Questionnaire) -> str:
    """A study with the schema of before the chained history, and an interview in it."""
    xml = "<data id='small' version='1'><identity><firm_name>Old Brass</firm_name></identity></data>"
    db = database.create(path, None, stop_before=("m006_custody",))
    db.execute(
        "INSERT INTO form VALUES (?, ?, ?, ?, ?, ?)",
        ("small", "1", "Small", questionnaire.xform, packed(), NOW.isoformat()),
    )
    db.execute(
        """INSERT INTO interview (instance_id, form_id, form_version, state, xml, started_at, updated_at)
        VALUES ('uuid:old', 'small', '1', 'draft', ?, ?, ?)""",
        (xml, NOW.isoformat(), NOW.isoformat()),
    )
    db.execute(
        "INSERT INTO history (instance_id, at, event, ref, new) VALUES ('uuid:old', ?, 'answered', '/data/a', 'b')",
        (NOW.isoformat(),),
    )
    db.close()
    return xml


def packed() -> str:
    return '{"questions":[],"checks":[],"indicators":[],"languages":[],"default_language":"","warnings":[],"group_labels":{}}'


@pytest.mark.parametrize("lost", [(1,), (1, 2), (2,)])
def test_a_study_of_an_earlier_program_is_saved_and_brought_up_to_date(
    lost: tuple[int, ...], broken: Path, out: Path, questionnaire: Questionnaire
) -> None:
    xml = of_an_earlier_program(broken, questionnaire)
    for number in lost:
        wipe(broken, number)
    rescue(broken, out)
    with Study.open(out) as study:
        assert study.interviews.read("uuid:old").xml == xml
        assert [line.new for line in study.interviews.history("uuid:old")] == ["b"]
        assert breaks(study) == []


def test_a_study_of_a_newer_program_is_left_to_it(
    broken: Path, out: Path, questionnaire: Questionnaire
) -> None:
    Study.create(broken, Cluster(), [questionnaire], passphrase=None).close()
    root = root_of("form", broken, None)
    rows.change(
        broken,
        "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('fieldsurvey', 'm999', 'now')",
    )
    wipe(broken, root)
    with pytest.raises(NewerStudy):
        rescue(broken, out)
    assert not out.exists()


def test_the_verb_tells_what_is_saved_and_what_is_lost(
    broken: Path,
    out: Path,
    questionnaire: Questionnaire,
    run: Run,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("FIELDSURVEY_PASSPHRASE", PASSPHRASE)
    with Study.create(broken, Cluster(), [questionnaire], passphrase=PASSPHRASE) as study:
        study.interviews.add("small", ANSWERS)
    wipe(broken, root_of("interview", broken, PASSPHRASE))
    wipe(broken, root_of("submission", broken, PASSPHRASE))
    code, printed, _complained = run("rescue", broken, out)
    assert code == 1
    assert "0 of 1 interviews are saved in rescued.study; 1 is lost" in printed


def test_the_verb_ends_well_when_all_is_saved(
    broken: Path, out: Path, questionnaire: Questionnaire, run: Run
) -> None:
    Study.create(broken, Cluster(), [questionnaire], passphrase=None).close()
    code, printed, _complained = run("rescue", broken, out)
    assert (code, "is not damaged" in printed) == (0, True)


def test_the_verb_fails_where_nothing_can_be_done(
    broken: Path, out: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FIELDSURVEY_PASSPHRASE", PASSPHRASE)
    broken.write_bytes(os.urandom(5 * PAGE))
    code, _printed, complained = run("rescue", broken, out)
    assert (code, out.exists(), "opens no page" in complained) == (2, False, True)


def test_a_study_saved_whole_passes_every_check(
    broken: Path, out: Path, questionnaire: Questionnaire
) -> None:
    with Study.create(broken, Cluster(), [questionnaire], passphrase=PASSPHRASE) as study:
        identity = study.interviews.add("small", ANSWERS)
        study.attachments.add(identity, "gate.jpg", b"G" * 9000)
        make_draft(study, "Sharma")
        before = study.safety.verify()
    wipe(broken, 1, begin=16)
    rescue(broken, out, PASSPHRASE)
    with Study.open(out, PASSPHRASE) as study:
        assert study.safety.verify() == before


def test_a_form_whose_checks_are_damaged_keeps_its_questions(
    broken: Path, out: Path, questionnaire: Questionnaire
) -> None:
    with Study.create(broken, Cluster(), [questionnaire], passphrase=None) as study:
        identity = study.interviews.add("small", ANSWERS)
    data = broken.read_bytes()
    broken.write_bytes(data.replace(b'"indicators"', b'"indicatoXX"'))
    wipe(broken, 1)
    report = rescue(broken, out)
    assert report.rebuilt_forms == [("small", "1")]
    with Study.open(out) as study:
        assert study.interviews.resume(identity).label("/data/identity/firm_name") == "Name of the firm"


def test_a_recovery_sheet_opens_a_damaged_study_whose_passphrase_is_lost(
    tmp_path: Path, questionnaire: Questionnaire
) -> None:
    path = tmp_path / "a.study"
    with Study.create(path, Cluster(), [questionnaire], passphrase=PASSPHRASE) as study:
        study.interviews.add("small", ANSWERS)
        sheet = study.safety.recovery_key
    content = bytearray(path.read_bytes())
    content[16:4096] = bytes(4080)
    path.write_bytes(content)
    assert rescue(path, tmp_path / "saved.study", recovery_key=sheet).interviews == 1
    with Study.open(tmp_path / "saved.study", PASSPHRASE) as saved:
        assert [row.firm for row in saved.interviews.listing()] == ["Sharma Brass Works"]
