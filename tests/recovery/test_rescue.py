"""A damaged study: what its whole pages hold is saved, the rest is named, and nothing ever crashes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections import Counter
from contextlib import suppress
from pathlib import Path

import pytest

from fieldsurvey.errors import FieldSurveyError, StoreError, WrongPassphrase
from fieldsurvey.records import Cluster, Questionnaire, Stage
from fieldsurvey.recovery.rescue import rescue
from fieldsurvey.study import Study
from tests.support.damage import PAGE, Sample, copy_of, hurt, make_draft, make_sample, root_of, wipe
from tests.support.small_form import ANSWERS, PASSPHRASE

BOTH = pytest.mark.parametrize("kind", ["plain", "locked"])


@pytest.fixture(scope="session")
def samples(tmp_path_factory: pytest.TempPathFactory, questionnaire: Questionnaire) -> dict[str, Sample]:
    """The same study, plain and locked."""
    folder = tmp_path_factory.mktemp("samples")
    return {
        "plain": make_sample(folder / "plain.study", questionnaire, None),
        "locked": make_sample(folder / "locked.study", questionnaire, PASSPHRASE),
    }


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "rescued.study"


def saved(out: Path, passphrase: str | None) -> dict[str, str]:
    """instanceID -> XML of what was rescued."""
    with Study.open(out, passphrase) as study:
        return {
            row.instance_id: study.interviews.read(row.instance_id).xml for row in study.interviews.listing()
        }


def unhurt(sample: Sample, pages: frozenset[int]) -> dict[str, str]:
    """The interviews none of whose pages is among these."""
    return {identity: xml for identity, xml in sample.xml.items() if not sample.home[identity] & pages}


@BOTH
def test_a_sound_study_is_copied_whole(samples: dict[str, Sample], kind: str, out: Path) -> None:
    sample = samples[kind]
    report = rescue(sample.path, out, sample.passphrase)
    assert report.was_whole
    assert saved(out, sample.passphrase) == sample.xml


@BOTH
def test_without_its_first_page_every_interview_is_saved(
    samples: dict[str, Sample], kind: str, tmp_path: Path, out: Path
) -> None:
    sample = samples[kind]
    broken = copy_of(sample, tmp_path / "broken.study")
    wipe(broken, 1, begin=sample.begin)
    report = rescue(broken, out, sample.passphrase)
    assert saved(out, sample.passphrase) == sample.xml
    assert (report.lost, report.from_outbox, report.rebuilt_forms) == ({}, {}, [])


@BOTH
def test_without_the_page_above_the_interviews_they_are_saved(
    samples: dict[str, Sample], kind: str, tmp_path: Path, out: Path
) -> None:
    sample = samples[kind]
    broken = copy_of(sample, tmp_path / "broken.study")
    wipe(broken, root_of("interview", sample.path, sample.passphrase))
    report = rescue(broken, out, sample.passphrase)
    assert saved(out, sample.passphrase) == sample.xml
    assert report.lost == {}


@BOTH
def test_of_half_a_file_the_interviews_on_it_are_saved(
    samples: dict[str, Sample], kind: str, tmp_path: Path, out: Path
) -> None:
    sample = samples[kind]
    broken = copy_of(sample, tmp_path / "broken.study")
    size = broken.stat().st_size // PAGE
    os.truncate(broken, size // 2 * PAGE + 100)
    report = rescue(broken, out, sample.passphrase)
    left = unhurt(sample, frozenset(range(size // 2 + 1, size + 1)))
    assert left.items() <= saved(out, sample.passphrase).items()
    assert set(saved(out, sample.passphrase)) | set(report.lost) == set(sample.xml)


@BOTH
def test_what_was_rescued_can_be_worked_with(
    samples: dict[str, Sample], kind: str, tmp_path: Path, out: Path
) -> None:
    sample = samples[kind]
    broken = copy_of(sample, tmp_path / "broken.study")
    wipe(broken, 1, begin=sample.begin)
    rescue(broken, out, sample.passphrase)
    with Study.open(out, sample.passphrase) as study:
        study.interviews.add("small", ANSWERS)
        draft = study.interviews.listing(Stage.DRAFT)[0].instance_id
        assert study.interviews.resume(draft).value("/data/identity/firm_name").startswith("Draft")
        assert study.cluster.name == "Brass"


def test_the_damaged_file_is_left_as_it_is(samples: dict[str, Sample], tmp_path: Path, out: Path) -> None:
    broken = copy_of(samples["plain"], tmp_path / "broken.study")
    wipe(broken, 1)
    before = broken.read_bytes()
    rescue(broken, out)
    assert broken.read_bytes() == before
    assert sorted(file.name for file in tmp_path.iterdir()) == ["broken.study", "rescued.study"]


KILLED = """
import sys
from fieldsurvey.study import Study
import tests.support.quick_keys
from tests.support.damage import make_draft
from pathlib import Path
study = Study.open(Path(sys.argv[1]), sys.argv[2] or None)
for number in range(30):
    print(make_draft(study, f"Written last {number}"), flush=True)
sys.stdin.read()
"""


@BOTH
def test_what_stands_in_the_log_only_is_saved(
    samples: dict[str, Sample], kind: str, tmp_path: Path, out: Path
) -> None:
    sample = samples[kind]
    broken = copy_of(sample, tmp_path / "broken.study")
    written = killed_while_writing(broken, sample.passphrase)
    wipe(broken, 2)
    wipe(broken, root_of("interview", sample.path, sample.passphrase))
    report = rescue(broken, out, sample.passphrase)
    assert not report.was_whole
    assert written | set(sample.xml) == set(saved(out, sample.passphrase))


def test_a_damaged_log_costs_only_what_its_damaged_part_holds(
    samples: dict[str, Sample], tmp_path: Path, out: Path
) -> None:
    sample = samples["locked"]
    broken = copy_of(sample, tmp_path / "broken.study")
    written = killed_while_writing(broken, sample.passphrase)
    log = broken.with_name("broken.study-wal")
    data = bytearray(log.read_bytes())
    data[32 + 24 + 100] ^= 1  # SQLite reads nothing of a log whose first frame is broken
    log.write_bytes(data)
    rescue(broken, out, sample.passphrase)
    assert written <= set(saved(out, sample.passphrase))


def killed_while_writing(path: Path, passphrase: str | None) -> set[str]:
    """Drafts a process had written when it was killed; they stand in the log."""
    process = subprocess.Popen(
        [sys.executable, "-c", KILLED, str(path), passphrase or ""],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdin is not None
    written = {process.stdout.readline().strip() for _number in range(30)}
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()
    process.stdin.close()
    return written


def test_a_lost_salt_comes_from_a_backup(samples: dict[str, Sample], tmp_path: Path, out: Path) -> None:
    sample = samples["locked"]
    broken = copy_of(sample, tmp_path / "broken.study")
    wipe(broken, 1)
    with pytest.raises(WrongPassphrase, match="--like"):
        rescue(broken, out, PASSPHRASE)
    rescue(broken, out, PASSPHRASE, like=sample.path)
    assert saved(out, PASSPHRASE) == sample.xml


def test_a_wrong_passphrase_makes_no_file(samples: dict[str, Sample], out: Path) -> None:
    with pytest.raises(WrongPassphrase):
        rescue(samples["locked"].path, out, "another")
    assert not out.exists()


def test_an_interview_comes_back_from_its_submission(
    samples: dict[str, Sample], tmp_path: Path, out: Path
) -> None:
    sample = samples["locked"]
    identity, page = alone_on_a_page(sample)
    broken = copy_of(sample, tmp_path / "broken.study")
    wipe(broken, page)
    report = rescue(broken, out, PASSPHRASE)
    assert list(report.from_outbox) == [identity]
    assert saved(out, PASSPHRASE) == sample.xml


def alone_on_a_page(sample: Sample) -> tuple[str, int]:
    """An interview whose row goes on over a page that no other has a part in."""
    times = Counter(page for pages in sample.home.values() for page in pages)
    return next(
        (identity, page)
        for identity, pages in sample.home.items()
        for page in pages
        if times[page] == 1 < len(pages)
    )


def test_a_draft_comes_back_from_its_history(tmp_path: Path, questionnaire: Questionnaire, out: Path) -> None:
    path = tmp_path / "broken.study"
    with Study.create(path, Cluster(), [questionnaire], passphrase=None) as study:
        identity = make_draft(study, "Sharma Brass Works")
    wipe(path, root_of("interview", path, None))
    report = rescue(path, out)
    assert report.from_history == {identity: "Sharma Brass Works"}
    with Study.open(out) as study:
        assert study.interviews.resume(identity).value("/data/identity/firm_name") == "Sharma Brass Works"


def test_an_interview_without_a_trace_is_named_as_lost(
    tmp_path: Path, questionnaire: Questionnaire, out: Path
) -> None:
    path = tmp_path / "broken.study"
    with Study.create(path, Cluster(), [questionnaire], passphrase=None) as study:
        identity = study.interviews.add("small", ANSWERS)
    roots = [root_of(table, path, None) for table in ("interview", "submission")]
    wipe(path, roots[0])
    wipe(path, roots[1])
    report = rescue(path, out)
    assert list(report.lost) == [identity]
    assert str(report.messages[0]).startswith(
        "0 of 1 interviews are saved in rescued.study; 1 is lost: uuid:"
    )


def lose_the_form(path: Path, questionnaire: Questionnaire) -> str:
    """A study whose only form is lost; gives the interview made with it."""
    with Study.create(path, Cluster(), [questionnaire], passphrase=None) as study:
        identity = study.interviews.add("small", ANSWERS)
    wipe(path, root_of("form", path, None))
    return identity


def test_a_lost_form_is_made_of_the_answers(tmp_path: Path, questionnaire: Questionnaire, out: Path) -> None:
    identity = lose_the_form(tmp_path / "broken.study", questionnaire)
    report = rescue(tmp_path / "broken.study", out)
    assert report.rebuilt_forms == [("small", "1")]
    with Study.open(out) as study:
        assert study.interviews.resume(identity).value("/data/labour/worker[2]/wage") == "11000.5"


def test_a_lost_form_can_be_given(tmp_path: Path, questionnaire: Questionnaire, out: Path) -> None:
    identity = lose_the_form(tmp_path / "broken.study", questionnaire)
    report = rescue(tmp_path / "broken.study", out, forms=[questionnaire])
    assert report.rebuilt_forms == []
    with Study.open(out) as study:
        assert study.interviews.resume(identity).label("/data/identity/firm_name") == "Name of the firm"


def test_a_file_that_is_there_is_not_written_over(samples: dict[str, Sample], out: Path) -> None:
    out.write_text("mine")
    with pytest.raises(StoreError, match="exists already"):
        rescue(samples["plain"].path, out)
    assert out.read_text() == "mine"


@BOTH
def test_noise_is_told_from_a_study(kind: str, tmp_path: Path, out: Path) -> None:
    (tmp_path / "noise.study").write_bytes(os.urandom(20 * PAGE))
    with pytest.raises(StoreError):
        rescue(tmp_path / "noise.study", out, PASSPHRASE if kind == "locked" else None)


def rescued(sample: Sample, seed: int, folder: Path) -> tuple[frozenset[int], dict[str, str]]:
    """What is rescued after random damage, and the pages that were hurt."""
    broken = copy_of(sample, folder / "broken.study")
    pages = hurt(broken, seed, sample.begin)
    rescue(broken, folder / "rescued.study", sample.passphrase)
    return pages, saved(folder / "rescued.study", sample.passphrase)


def look_around(path: Path, passphrase: str | None) -> None:
    """Read what a window reads first; a damaged file may refuse, but only with a sentence."""
    with suppress(FieldSurveyError), Study.open(path, passphrase) as study:
        study.interviews.counts()
        study.forms.form()
        for row in study.interviews.listing():
            study.interviews.read(row.instance_id)
            study.interviews.history(row.instance_id)
            study.attachments.read(row.instance_id, "gate.jpg")


@BOTH
@pytest.mark.parametrize("seed", range(20))
def test_after_random_damage_what_undamaged_pages_hold_is_saved(
    samples: dict[str, Sample], kind: str, seed: int, tmp_path: Path
) -> None:
    pages, found = rescued(samples[kind], seed, tmp_path)
    assert unhurt(samples[kind], pages).items() <= found.items()


@BOTH
@pytest.mark.parametrize("seed", range(20))
def test_a_study_with_random_damage_opens_or_says_why_not(
    samples: dict[str, Sample], kind: str, seed: int, tmp_path: Path
) -> None:
    broken = copy_of(samples[kind], tmp_path / "broken.study")
    hurt(broken, seed, samples[kind].begin)
    look_around(broken, samples[kind].passphrase)


@pytest.mark.long
@BOTH
@pytest.mark.parametrize("seed", range(20, 220))
def test_after_much_random_damage_what_undamaged_pages_hold_is_saved(
    samples: dict[str, Sample], kind: str, seed: int, tmp_path: Path
) -> None:
    pages, found = rescued(samples[kind], seed, tmp_path)
    assert unhurt(samples[kind], pages).items() <= found.items()
    look_around(tmp_path / "broken.study", samples[kind].passphrase)
