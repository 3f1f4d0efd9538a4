"""Large lists in a study: stored once, found quickly, asked in each thread, and nothing left of a broken one."""

from __future__ import annotations

import dataclasses
import hashlib
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from fieldsurvey.errors import FormError
from fieldsurvey.forms.external_lists import ExternalList
from fieldsurvey.records import Check, Cluster, Questionnaire
from fieldsurvey.study import Study, load_questionnaire
from fieldsurvey.system.progress import Cancelled
from tests.support import generated_forms, rows
from tests.support.fixtures_villages import WHERE, villages
from tests.support.markdown_form import write_form
from tests.support.small_form import NOW, PASSPHRASE

STUDIES = Path(__file__).parents[1] / "data" / "studies"


@pytest.fixture
def surveyed(tmp_path: Path, cascade: Questionnaire) -> Iterator[Study]:
    path = tmp_path / "villages.study"
    with Study.create(path, Cluster(), [cascade], passphrase=PASSPHRASE, clock=lambda: NOW) as made:
        yield made


def offered(study: Study) -> list[str]:
    entry = study.interviews.begin("where")
    entry.answer("/data/state", "s2")
    entry.answer("/data/district", "d007")
    return [choice.value for choice in entry.choices("/data/village")]


WANTED = [f"v{row}" for row in range(7, 20_000, 100)]


def test_a_stored_list_offers_the_rows_that_fit(surveyed: Study) -> None:
    assert offered(surveyed) == WANTED


def test_a_stored_list_is_there_when_the_study_is_opened_again(surveyed: Study) -> None:
    surveyed.close()
    with Study.open(surveyed.path, PASSPHRASE) as study:
        assert offered(study) == WANTED


def test_a_stored_list_is_read_in_a_study_opened_to_be_read_only(surveyed: Study) -> None:
    with surveyed.again(read_only=True) as reader:
        assert offered(reader) == WANTED


def test_each_thread_asks_its_own_connection(surveyed: Study) -> None:
    found: list[list[str]] = [offered(surveyed)]

    def elsewhere() -> None:
        with surveyed.again() as twin:
            found.append(offered(twin))

    thread = threading.Thread(target=elsewhere)
    thread.start()
    thread.join()
    assert [*found, offered(surveyed)] == [WANTED, WANTED, WANTED]


def test_a_large_file_is_not_loaded_with_its_form(surveyed: Study) -> None:
    with surveyed.again() as twin:
        assert twin.forms.questionnaire("where").media == {}


def test_the_bytes_of_a_stored_list_leave_as_they_came(surveyed: Study, cascade: Questionnaire) -> None:
    assert b"".join(surveyed.forms.attached("where", "villages.csv")) == cascade.media["villages.csv"]


def test_the_bytes_of_a_small_file_leave_by_the_same_door(study: Study, questionnaire: Questionnaire) -> None:
    study.forms.add(dataclasses.replace(questionnaire, version="2", media={"s.csv": b"name,label\n"}))
    assert b"".join(study.forms.attached("small", "s.csv", "2")) == b"name,label\n"


def stored_lists(study: Study) -> list[str]:
    return [str(digest) for (digest,) in rows.read(study, "SELECT sha256 FROM list")]


def indexes(study: Study) -> list[str]:
    found = rows.read(study, "SELECT name FROM sqlite_master WHERE type = 'index' AND name LIKE 'list_1_by%'")
    return sorted(str(name) for (name,) in found)


def test_a_new_version_with_the_same_file_does_not_store_it_twice(
    surveyed: Study, cascade: Questionnaire
) -> None:
    surveyed.forms.add(
        dataclasses.replace(cascade, version="2", xform=cascade.xform.replace('version="1"', 'version="2"'))
    )
    text = cascade.media["villages.csv"]
    assert isinstance(text, bytes)
    assert stored_lists(surveyed) == [hashlib.sha256(text).hexdigest()]


def test_a_list_is_indexed_on_what_its_form_compares(surveyed: Study) -> None:
    assert indexes(surveyed) == ["list_1_by_2_3"]


def test_a_version_that_compares_another_column_gets_its_index(
    surveyed: Study, cascade: Questionnaire
) -> None:
    changed = cascade.xform.replace("state =  /data/state  and district", "label").replace(
        'version="1"', 'version="2"'
    )
    surveyed.forms.add(dataclasses.replace(cascade, version="2", xform=changed))
    assert indexes(surveyed) == ["list_1_by_1", "list_1_by_2_3"]


def test_what_a_check_compares_is_indexed_too(study: Study, cascade: Questionnaire) -> None:
    looked_up = "instance('villages')/root/item[label = /data/district]/name != ''"
    check = Check("known", "/data/district", looked_up, {})
    study.forms.add(dataclasses.replace(cascade, checks=(check,)))
    assert indexes(study) == ["list_1_by_1", "list_1_by_2_3"]


def test_a_number_is_found_in_a_column_without_an_index(surveyed: Study) -> None:
    entry = surveyed.interviews.begin("where")
    assert entry.evaluate("instance('villages')/root/item[pin = 7]/name") == "v7"
    assert entry.evaluate("count(instance('villages')/root/item[pin = 7 and state = 's1'])") == "0"


def test_an_index_is_used_for_the_filter(surveyed: Study) -> None:
    plan = rows.read(
        surveyed,
        "EXPLAIN QUERY PLAN SELECT c0, c1, place FROM list_1 WHERE c2 = 's1' AND c3 = 'd001' ORDER BY place",
    )
    assert [row[3] for row in plan] == ["SEARCH list_1 USING COVERING INDEX list_1_by_2_3 (c2=? AND c3=?)"]


def test_storing_tells_how_far_it_is(tmp_path: Path, cascade: Questionnaire) -> None:
    told: list[tuple[int, int, str]] = []
    Study.create(
        tmp_path / "a.study", Cluster(), [cascade], passphrase=None, progress=lambda *now: told.append(now)
    ).close()
    size = len(villages())
    assert told[-1] == (size, size, "villages.csv")


def test_a_broken_large_list_adds_nothing(study: Study, cascade: Questionnaire) -> None:
    broken = dataclasses.replace(cascade, media={"villages.csv": villages() + b'x,"y"z,s1,d001\n'})
    with pytest.raises(FormError, match=r"“villages\.csv”, line 20002, column “label”: a quotation mark"):
        study.forms.add(broken)
    assert (stored_lists(study), [form_id for form_id, _, _ in study.forms.listing()]) == ([], ["small"])


def test_storing_that_is_stopped_leaves_nothing(study: Study, cascade: Questionnaire) -> None:
    def stop(_done: int, _total: int, _what: str) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        study.forms.add(cascade, stop)
    tables = rows.read(study, "SELECT name FROM sqlite_master WHERE name = 'list_1'")
    assert (stored_lists(study), tables) == ([], [])


def test_what_a_power_cut_left_is_cleared_before_the_next_list(study: Study, cascade: Questionnaire) -> None:
    rows.change(
        study,
        "INSERT INTO list (sha256, size, columns) VALUES ('half', 1, '[]')",
        "CREATE TABLE list_1 (place INTEGER PRIMARY KEY)",
    )
    study.forms.add(cascade)
    assert (len(stored_lists(study)), offered(study)) == (1, WANTED)


def test_a_study_from_before_lists_gets_them_when_it_is_opened(
    tmp_path: Path, cascade: Questionnaire
) -> None:
    old = tmp_path / "old.study"
    old.write_bytes((STUDIES / "schema-003.study").read_bytes())
    with Study.open(old) as opened:
        opened.forms.add(cascade)
        assert offered(opened) == WANTED


OPEN_AND_ASK = """
import sys
from pathlib import Path
from fieldsurvey.study import Study

with Study.open(Path(sys.argv[1])) as study:
    entry = study.interviews.begin()
    entry.answer("/data/state", "s1")
    entry.answer("/data/district", "s1d1")
    print(len(entry.choices("/data/village")))
(line,) = [line for line in open("/proc/self/status") if line.startswith("VmHWM")]
print(int(line.split()[1]) / 1024)
"""


@pytest.mark.long
@pytest.mark.skipif(sys.platform != "linux", reason="the peak of a process is asked of /proc")
def test_a_form_with_600_000_villages_is_filled_in_150_megabytes(tmp_path: Path) -> None:
    file = tmp_path / "villages.csv"
    file.write_text("".join(generated_forms.villages(600_000)))
    asked = Questionnaire("villages", "1", "", generated_forms.cascade(), (), media={file.name: file})
    path = tmp_path / "a.study"
    Study.create(path, Cluster(), [asked], passphrase=None).close()
    said = subprocess.run(
        [sys.executable, "-c", OPEN_AND_ASK, str(path)], capture_output=True, text=True, check=True
    )
    offered_now, peak = said.stdout.split()
    assert (int(offered_now), float(peak) < 150) == (1000, True)


# --- beside a workbook


def test_the_temporary_table_goes_with_the_form(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    rows = ExternalList("d.csv", b"name,label,state\nb,Bina,s1\na,Agra,s1\nc,Cuttack,s2\n")
    assert rows.count([("state", "s1")]) == 2
    (folder,) = tmp_path.iterdir()
    assert b"Agra" not in b"".join(file.read_bytes() for file in folder.iterdir())
    del rows
    assert list(tmp_path.iterdir()) == []


def test_a_large_list_beside_a_workbook_goes_into_the_study_without_being_held(tmp_path: Path) -> None:
    (tmp_path / "villages.csv").write_bytes(villages())
    book = write_form(tmp_path / "where.xlsx", WHERE)
    questionnaire = load_questionnaire(book)
    assert questionnaire.media == {"villages.csv": tmp_path / "villages.csv"}
    with Study.create(tmp_path / "a.study", Cluster(), [questionnaire], passphrase=None) as study:
        entry = study.interviews.begin("where")
        entry.answer("/data/district", "d007")
        assert [choice.value for choice in entry.choices("/data/village")] == WANTED


def test_a_large_list_that_went_away_is_told_in_a_sentence(
    study: Study, tmp_path: Path, cascade: Questionnaire
) -> None:
    gone = dataclasses.replace(cascade, media={"villages.csv": tmp_path / "gone.csv"})
    with pytest.raises(FormError, match=r"gone\.csv cannot be read"):
        study.forms.add(gone)


def test_a_fault_deep_in_a_large_list_is_told_when_the_workbook_is_read(tmp_path: Path) -> None:
    (tmp_path / "villages.csv").write_bytes(villages() + b"x,\xe9,s1,d001\n")
    book = write_form(tmp_path / "where.xlsx", WHERE)
    with pytest.raises(FormError) as caught:
        load_questionnaire(book)
    assert "line 20002, column “label”: the text is not UTF-8" in str(caught.value.problems[0])
