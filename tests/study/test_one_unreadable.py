"""One interview that damage left unreadable stops nothing: all else goes on without it and names it."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader
from sqlcipher3 import dbapi2

from fieldsurvey.backup import backups
from fieldsurvey.errors import StoreError
from fieldsurvey.records import Questionnaire
from fieldsurvey.store import copies, database, legibility
from fieldsurvey.study import ExportOptions, Profile, Study
from tests.support import rows
from tests.support.damage import Sample, make_sample, wipe
from tests.support.fixtures_command_line import Run
from tests.support.small_form import ANSWERS, PASSPHRASE

FIRMS = 12
_BROKEN = {
    "cut": ("xml", "substr(xml, 1, 200)"),
    "letters": ("xml", "CAST(x'3c61ff3e' AS TEXT)"),
    "bytes": ("xml", "x'00ff'"),
    "name": ("firm", "CAST(x'4661ff' AS TEXT)"),
}
"""What damage does to a value of an interview, and of what was finalised of it."""


@pytest.fixture(params=[PASSPHRASE, None], ids=["locked", "plain"])
def sample(request: pytest.FixtureRequest, tmp_path: Path, questionnaire: Questionnaire) -> Sample:
    return make_sample(tmp_path / "brass.study", questionnaire, request.param, firms=FIRMS, drafts=1)


def break_one(sample: Sample, kind: str) -> str:
    """Damage one interview; gives its instanceID."""
    victim = next(identity for identity, xml in sample.xml.items() if "Firm 7 " in xml)
    column, value = _BROKEN[kind]
    rows.damage(
        sample.path,
        *(
            f"UPDATE {table} SET {column} = {value} WHERE instance_id = '{victim}'"
            for table in ("interview", "submission")
        ),
        passphrase=sample.passphrase,
    )
    return victim


@pytest.mark.parametrize("kind", list(_BROKEN))
def test_quality_looks_at_all_others_and_reads_each_once(sample: Sample, kind: str) -> None:
    victim = break_one(sample, kind)
    with Study.open(sample.path, sample.passphrase) as study:
        for _time in range(2):
            study.quality.flags()
            seen = {one for one in sample.xml if study.quality.facts(one) is not None}
            assert len(seen) == FIRMS - 1
            assert victim not in seen
        assert [victim in name for name in study.unreadable()] == [True]


@pytest.mark.parametrize("kind", list(_BROKEN))
def test_lists_figures_exports_and_reports_leave_it_out_and_name_it(
    sample: Sample, kind: str, tmp_path: Path
) -> None:
    victim = break_one(sample, kind)
    with Study.open(sample.path, sample.passphrase) as study:
        assert len(study.interviews.listing()) == FIRMS + 1
        assert study.figures.measured().surveyed == FIRMS - 1
        assert study.figures.typical_ranges() is not None
        for options in (ExportOptions(profile=Profile.WORKING), ExportOptions(confirms_roles=True)):
            said = str(study.exports.write(tmp_path / "o.xlsx", options).message)
            assert f"{FIRMS - 1} interviews. Left out, because they cannot be read" in said
            assert victim in said
        book = load_workbook(tmp_path / "o.xlsx")
        assert book["Data"].max_row == FIRMS
        lines = dict(book["README"].iter_rows(max_col=2, values_only=True))
        assert lines["Interviews left out because they cannot be read"] == 1
        said = str(study.reports.write_cluster(tmp_path / "c.pdf").message)
        assert "Left out of its figures" in said
        assert victim in said


@pytest.mark.parametrize("kind", list(_BROKEN))
def test_verify_names_it_and_looks_at_all_others(sample: Sample, kind: str) -> None:
    victim = break_one(sample, kind)
    with Study.open(sample.path, sample.passphrase) as study:
        verdict = study.safety.verify()
    assert verdict.interviews == FIRMS + 1
    assert victim in " ".join(map(str, verdict.faults))


def test_a_time_that_cannot_be_read_takes_no_list_away(sample: Sample) -> None:
    victim = next(iter(sample.xml))
    rows.damage(
        sample.path,
        f"UPDATE interview SET started_at = 'x' WHERE instance_id = '{victim}'",
        passphrase=sample.passphrase,
    )
    with Study.open(sample.path, sample.passphrase) as study:
        listed = {row.instance_id: row for row in study.interviews.listing()}
        assert listed[victim].started_at == listed[victim].updated_at


def test_a_backup_says_it_and_drops_no_older_one(sample: Sample) -> None:
    with Study.open(sample.path, sample.passphrase) as study:
        for _time in range(5):
            study.safety.back_up()
        folder = study.safety.backup_folder
    newest = next(folder.glob("*.study"))
    for day in range(1, 31):
        newest.with_name(f"brass 2026-10-{day:02} 0900.study").write_bytes(newest.read_bytes())
    kept = len(list(folder.glob("*.study")))
    victim = break_one(sample, "cut")
    with Study.open(sample.path, sample.passphrase) as study:
        said = str(study.safety.back_up().message)
    assert victim in said
    assert "No older backup was dropped" in said
    assert len(list(folder.glob("*.study"))) == kept + 1


def test_the_command_line_says_it(run: Run, sample: Sample, tmp_path: Path) -> None:
    victim = break_one(sample, "letters")
    key = {"passphrase": sample.passphrase} if sample.passphrase else {}
    code, out, _err = run("export", sample.path, tmp_path / "o.xlsx", "--confirm-roles", **key)
    assert (code, victim in out) == (0, True)


def test_a_page_that_is_lost_costs_the_others_nothing(sample: Sample, tmp_path: Path) -> None:
    victim = max(sample.home, key=lambda identity: len(sample.home[identity]))
    wipe(sample.path, max(sample.home[victim]))
    with Study.open(sample.path, sample.passphrase) as study:
        assert len(study.interviews.listing()) == FIRMS + 1
        study.exports.write(tmp_path / "o.xlsx", ExportOptions(profile=Profile.WORKING))
        study.reports.write_cluster(tmp_path / "c.pdf")
        assert study.safety.verify().faults


def test_the_readme_of_the_offices_own_workbook_says_which_it_leaves_out(
    sample: Sample, tmp_path: Path
) -> None:
    victim = break_one(sample, "cut")
    with Study.open(sample.path, sample.passphrase) as study:
        study.exports.write(tmp_path / "o.xlsx", ExportOptions(profile=Profile.WORKING))
    lines = dict(load_workbook(tmp_path / "o.xlsx")["README"].iter_rows(max_col=2, values_only=True))
    assert lines["Their KEYs"] == victim


def test_the_report_says_on_its_first_pages_how_many_it_leaves_out(sample: Sample, tmp_path: Path) -> None:
    break_one(sample, "cut")
    with Study.open(sample.path, sample.passphrase) as study:
        study.reports.write_cluster(tmp_path / "c.pdf")
    said = " ".join(page.extract_text() for page in PdfReader(tmp_path / "c.pdf").pages)
    assert "left out of every figure: 1." in " ".join(said.split())


def test_the_study_says_which_cannot_be_read(sample: Sample) -> None:
    victim = break_one(sample, "letters")
    with Study.open(sample.path, sample.passphrase) as study:
        assert [victim in name for name in study.unreadable()] == [True]


def test_each_submission_is_looked_at_once(sample: Sample, monkeypatch: pytest.MonkeyPatch) -> None:
    break_one(sample, "cut")
    with Study.open(sample.path, sample.passphrase) as study:
        assert len(study.unreadable()) == 1
        looked: list[object] = []
        kept = legibility.is_legible
        monkeypatch.setattr(legibility, "is_legible", lambda one: looked.append(one) or kept(one))
        study.interviews.add("small", ANSWERS)
        with study.again() as twin:
            assert len(twin.unreadable()) == 1
        assert len(looked) == 2


def test_a_backup_of_a_damaged_page_saves_the_rest_and_names_what_is_lost(sample: Sample) -> None:
    with Study.open(sample.path, sample.passphrase) as study:
        study.safety.back_up()
        good = study.safety.backups()
    page = max(max(pages) for pages in sample.home.values())
    wipe(sample.path, page)
    with Study.open(sample.path, sample.passphrase) as study:
        changed = study.safety.back_up()
        assert "What can be read of it is in" in str(changed.message)
    with Study.open(sample.path, sample.passphrase) as study:
        assert study.safety.backups() == good
        (saved,) = study.safety.backup_folder.glob("brass rescued *.study")
        assert study.safety.back_up_if_due().message is None
    with Study.open(saved, sample.passphrase) as rest:
        assert len(rest.interviews.listing()) >= FIRMS - 2
        assert rest.safety.verify().is_whole


def test_once_a_good_backup_was_restored_backups_are_made_again_the_same_day(sample: Sample) -> None:
    with Study.open(sample.path, sample.passphrase) as study:
        folder = study.safety.backup_folder
        folder.mkdir()
        backups.name_of_rest(folder, study.path, study.clock()).write_bytes(b"saved before it was restored")
        study.safety.back_up_if_due()
        assert len(study.safety.backups()) == 1


def test_of_what_is_saved_of_a_damaged_study_only_the_last_three_stay_and_each_good_backup(
    sample: Sample,
) -> None:
    with Study.open(sample.path, sample.passphrase) as study:
        study.safety.back_up()
        good = study.safety.backups()
    folder = good[0].path.parent
    for day in range(1, 6):
        (folder / f"brass rescued 2026-10-0{day} 0900.study").write_bytes(b"")
    wipe(sample.path, max(max(pages) for pages in sample.home.values()))
    with Study.open(sample.path, sample.passphrase) as study:
        study.safety.back_up()
    assert len(list(folder.glob("brass rescued *"))) == 3
    assert good[0].path.exists()


@pytest.mark.parametrize("at", ["target", "source"])
def test_a_fault_of_the_stick_is_not_told_as_damage_of_the_study(
    sample: Sample, monkeypatch: pytest.MonkeyPatch, at: str
) -> None:
    def copy(_db: object, source: Path, _key: object, target: Path, _progress: object) -> None:
        with database.translated({"target": target, "source": source}[at]):
            fault = dbapi2.OperationalError("disk I/O error")
            fault.sqlite_errorcode = dbapi2.SQLITE_IOERR
            raise fault

    monkeypatch.setattr(copies, "copy", copy)
    with Study.open(sample.path, sample.passphrase) as study:
        with pytest.raises(StoreError) as raised:
            study.safety.back_up()
        assert "stick reports a fault" in str(raised.value)
        assert not list(study.safety.backup_folder.glob("*rescued*"))
