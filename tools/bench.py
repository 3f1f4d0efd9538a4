"""Measure the budgets of the design and print them as a table: `make bench`. Not a pytest file: it judges no one.

A bench is a function that returns seconds, one number for each time the work was done; `@measured` puts it in the table.
On a busy machine the best shows what the work costs, the median what the day allowed.
Figures hold for this machine alone, so they are never compared with those of other programs measured elsewhere.
"""

from __future__ import annotations

import os
import platform
import statistics
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from fieldsurvey import demo
from fieldsurvey.app import make_application
from fieldsurvey.demo.study import make_study
from fieldsurvey.forms.simulation import simulate
from fieldsurvey.forms.xlsform import questionnaire_from_xform
from fieldsurvey.interviews.submissions import savepoint_of
from fieldsurvey.records import InterviewFilter, Questionnaire, Savepoint, Stage
from fieldsurvey.settings import Settings
from fieldsurvey.store import database, interviews, submissions
from fieldsurvey.study import Study, load_questionnaire
from fieldsurvey.system import paths
from fieldsurvey.ui.interviews.interviews_model import InterviewsModel
from fieldsurvey.ui.window.main_window import MainWindow
from fieldsurvey.xforms import FormDefinition, FormEntry, parse_form
from tests.support import generated_forms
from tests.support.rows import connected
from tests.support.scenario import NOW, xform

FIRMS = 50
INTERVIEWS = 1000
_LONGEST = 30.0  # seconds after which a slow work is not done again


@dataclass(frozen=True, slots=True)
class Bench:
    """One row of the table: the work, what is promised of it, and how it is measured."""

    work: str
    budget: float
    of: str
    run: Callable[[Path], list[float]]


BENCHES: list[Bench] = []


def measured(
    work: str, *, budget: float, of: str = "median"
) -> Callable[[Callable[[Path], list[float]]], Callable[[Path], list[float]]]:
    """Put the function in the table; `budget` in seconds holds for the median or the p95 of what it returns."""

    def register(run: Callable[[Path], list[float]]) -> Callable[[Path], list[float]]:
        BENCHES.append(Bench(work, budget, of, run))
        return run

    return register


@contextmanager
def clocked(seconds: list[float]) -> Iterator[None]:
    began = time.perf_counter()
    yield
    seconds.append(time.perf_counter() - began)


# --- the engine ---------------------------------------------------------------------------------------------------


@cache
def thousand_questions() -> str:
    """An XForm of 1,000 questions in 100 blocks: relevance down each block, and a total carried from block to block."""
    rows = ["| survey | | | | | | |", "| | type | name | label | relevant | constraint | calculation |"]
    for block in range(100):
        before = f"${{total_{block - 1}}} + " if block else ""
        rows += [
            f"| | {kind} | {name}_{block} | {label} | {relevant} | {constraint} | {calculation} |"
            for kind, name, label, relevant, constraint, calculation in (
                ("select_one yn", "works", f"Does shop {block} work?", "", "", ""),
                (
                    "integer",
                    "workers",
                    "How many work there?",
                    f"${{works_{block}}} = 'y'",
                    ". >= 0 and . < 5000",
                    "",
                ),
                ("decimal", "wage", "Wage of each", f"${{workers_{block}}} > 0", ". >= 0", ""),
                (
                    "calculate",
                    "bill",
                    "",
                    "",
                    "",
                    f"coalesce(${{workers_{block}}}, 0) * coalesce(${{wage_{block}}}, 0)",
                ),
                ("calculate", "total", "", "", "", f"{before}${{bill_{block}}}"),
                ("note", "said", f"So far ${{total_{block}}}", f"${{total_{block}}} > 0", "", ""),
                ("select_multiple yn", "sells", "Where does it sell?", f"${{works_{block}}} = 'y'", "", ""),
                ("text", "owner", "Who owns it?", "", "string-length(.) < 80", ""),
                ("date", "since", "Since when?", "", ". <= today()", ""),
                ("text", "remark", "What else?", f"selected(${{sells_{block}}}, 'y')", "", ""),
            )
        ]
    choices = [
        "| choices | | | |",
        "| | list_name | name | label |",
        "| | yn | y | Yes |",
        "| | yn | n | No |",
    ]
    return xform("\n".join(rows + choices))


@cache
def _thousand() -> FormDefinition:
    return parse_form(thousand_questions())


@measured("1,000-question form, ready to type", budget=0.3)
def open_form(_folder: Path) -> list[float]:
    text, seconds = thousand_questions(), []
    for _ in range(7):
        with clocked(seconds):
            FormEntry.new(parse_form(text), now=NOW)
    return seconds


@measured("one answer on it, all it recomputes", budget=0.005, of="p95")
def answer(_folder: Path) -> list[float]:
    entry, seconds = FormEntry.new(_thousand(), now=NOW), []
    for block in range(99, -1, -1):
        for name, value in (
            ("works", "y"),
            ("workers", "12"),
            ("wage", "9000.5"),
            ("sells", "y n"),
            ("owner", "Sharma"),
        ):
            with clocked(seconds):
                entry.answer(f"/data/{name}_{block}", value)
    return seconds


@measured("an answer at the head of 100 totals", budget=0.012, of="p95")
def head_of_chain(_folder: Path) -> list[float]:
    entry, seconds = FormEntry.new(_thousand(), now=NOW), []
    for name, value in (("works", "y"), ("wage", "9000")):
        entry.answer(f"/data/{name}_0", value)
    for workers in range(1, 101):
        with clocked(seconds):
            entry.answer("/data/workers_0", str(workers))
    return seconds


# --- large lists --------------------------------------------------------------------------------------------------


VILLAGES = 600_000


@measured(f"cascade over {VILLAGES:,} rows: storing it the first time", budget=20.0)
def store_villages(folder: Path) -> list[float]:
    seconds: list[float] = []
    _store(folder / "anew.study", seconds)
    return seconds


@measured(f"cascade over {VILLAGES:,} rows: open, ready to type", budget=0.5)
def open_villages(folder: Path) -> list[float]:
    seconds: list[float] = []
    with Study.open(_stored(folder), _PASSPHRASE) as study:
        for _ in range(7):
            with study.again() as fresh, clocked(seconds):
                fresh.interviews.begin()
    return seconds


@measured(f"cascade over {VILLAGES:,} rows: a thousand choices filtered", budget=0.005)
def filter_villages(folder: Path) -> list[float]:
    seconds: list[float] = []
    with Study.open(_stored(folder), _PASSPHRASE) as study:
        entry = study.interviews.begin()
        for place in range(100):
            state, district = place % generated_forms.STATES, place // 5
            entry.answer("/data/state", f"s{state}")
            entry.answer("/data/district", f"s{state}d{district}")
            with clocked(seconds):
                entry.choices("/data/village")
    return seconds


@measured(f"cascade over {VILLAGES:,} rows: an answer", budget=0.005)
def answer_villages(folder: Path) -> list[float]:
    seconds: list[float] = []
    with Study.open(_stored(folder), _PASSPHRASE) as study:
        entry = study.interviews.begin()
        for place in range(100):
            state, district = place % generated_forms.STATES, place // 5
            for ref, value in (
                ("/data/state", f"s{state}"),
                ("/data/district", f"s{state}d{district}"),
                ("/data/village", f"v{state + generated_forms.STATES * district}"),
            ):
                with clocked(seconds):
                    entry.answer(ref, value)
    return seconds


CHOICES = 100_000


@measured(f"{CHOICES:,} choices in a workbook: reading it", budget=15.0)
def read_choices(folder: Path) -> list[float]:
    seconds: list[float] = []
    path = generated_forms.workbook_of_choices(folder / "choices.xlsx", CHOICES)
    with clocked(seconds):
        load_questionnaire(path)
    return seconds


@measured(f"{CHOICES:,} choices written in the form: adding it", budget=20.0)
def add_choices(folder: Path) -> list[float]:
    seconds: list[float] = []
    _with_choices(folder / "choices-anew.study", seconds)
    return seconds


@measured(f"{CHOICES:,} choices written in the form: open the study, ready to type", budget=0.5)
def open_choices(folder: Path) -> list[float]:
    path, seconds = folder / "choices.study", []
    if not path.exists():
        _with_choices(path, [])
    for _ in range(7):
        with clocked(seconds), Study.open(path, _PASSPHRASE) as study:
            study.interviews.begin()
    return seconds


def _with_choices(path: Path, seconds: list[float]) -> None:
    asked = questionnaire_from_xform(generated_forms.choices_within(CHOICES))
    with Study.create(path, demo.demo_cluster(), [], passphrase=_PASSPHRASE) as study, clocked(seconds):
        study.forms.add(asked)


_PASSPHRASE = "four words of brass"


def _store(path: Path, seconds: list[float]) -> None:
    file = path.with_name("villages.csv")
    file.write_text("".join(generated_forms.villages(VILLAGES)))
    asked = Questionnaire("villages", "1", "", generated_forms.cascade(), (), media={file.name: file})
    with Study.create(path, demo.demo_cluster(), [], passphrase=_PASSPHRASE) as study, clocked(seconds):
        study.forms.add(asked)


def _stored(folder: Path) -> Path:
    """A locked study with the list, made once for all benches that ask it."""
    path = folder / "villages.study"
    if not path.exists():
        _store(path, [])
    return path


# --- the study ----------------------------------------------------------------------------------------------------


@measured("savepoint of a full interview on disk, locked study", budget=0.005, of="p95")
def savepoint(folder: Path) -> list[float]:
    questionnaire, seconds = load_questionnaire(paths.forms() / "firm_diagnostic.xlsx"), []
    path = folder / "locked.study"
    with Study.create(path, demo.demo_cluster(), [questionnaire], passphrase="four words of brass") as study:
        entry = demo.synthetic_answers(study.forms.form(), 1, 0, NOW)
        ref = next(r for r in entry.refs() if r.endswith("/remarks") or r.endswith("/contact_name"))
        for number in range(300):
            old = entry.value(ref)
            entry.answer(ref, f"Sharma {number}")
            draft = savepoint_of(entry, study.clock(), answers=((ref, old, entry.value(ref)),))
            with clocked(seconds):
                study.interviews.savepoint(draft)
    return seconds


MANY, SEARCHED = 20_000, 5_000


def _crowded(folder: Path, number: int) -> Path:
    """A locked study with that many full interviews, those of the invented firms again and again under other names."""
    path = folder / f"crowded-{number}.study"
    if path.exists():
        return path
    with Study.open(_surveyed(folder)) as few:
        rows = few.interviews.listing()
        drafts = [(row, few.interviews.read(row.instance_id).xml) for row in rows[:FIRMS]]
        form = few.forms.questionnaire()
    Study.create(path, demo.demo_cluster(), [form], passphrase=_PASSPHRASE).close()
    with connected(path, _PASSPHRASE) as db, database.writing(db, path):
        for place in range(number):
            row, xml = drafts[place % len(drafts)]
            made = Savepoint(
                f"uuid:{uuid.UUID(int=place)}", form.form_id, form.version, xml, NOW, firm=f"{row.firm} {place}",
                interviewer="Ravi", completeness=0.8, words=f"Moradabad brass casting {row.firm} lane {place % 97}",
            )  # fmt: skip
            interviews.save(db, made)
        db.execute("UPDATE interview SET stage = 'finalised'")
        submissions.add_missing(db, NOW)
        db.execute(
            "INSERT INTO outbox (submission_id, instance_id, queued_at) SELECT id, instance_id, finalised_at FROM submission"
        )
    return path


@measured(f"page of {MANY:,} interviews, opened and drawn", budget=0.3)
def list_of_many(folder: Path) -> list[float]:
    seconds: list[float] = []
    app = make_application()
    for _ in range(5):
        window = MainWindow(Settings(), folder / "settings.json")
        window.resize(1366, 728)
        window.open_study(Study.open(_crowded(folder, MANY), _PASSPHRASE))
        window.show()
        app.processEvents()
        assert window.tasks is not None
        window.tasks._long.wait()  # the day's first backup
        with clocked(seconds):
            window.show_page("interviews")
            window.grab()
        window.close()
    return seconds


@measured(f"search over {SEARCHED:,} interviews, each letter typed", budget=0.03, of="p95")
def search_as_typed(folder: Path) -> list[float]:
    seconds: list[float] = []
    with Study.open(_crowded(folder, SEARCHED), _PASSPHRASE) as study:
        model = InterviewsModel(study)
        for word in ("moradabad", "brass lane 9", "sharma", "casting 44"):
            for letters in range(1, len(word) + 1):
                with clocked(seconds):
                    model.show(InterviewFilter(text=word[:letters]))
                    model.row(0)
    return seconds


# A study remembers its figures until an interview changes, so each report here is the first after opening.


@measured("firm report, first after opening", budget=1.0)
def firm_report(folder: Path) -> list[float]:
    seconds: list[float] = []
    for _ in range(5):
        with Study.open(_surveyed(folder)) as study:
            firm = study.interviews.listing()[0].instance_id
            with clocked(seconds):
                study.reports.write_firm(folder / "firm.pdf", firm)
    return seconds


@measured(f"cluster report, {INTERVIEWS:,} interviews of {FIRMS} invented firms", budget=20.0)
def cluster_report(folder: Path) -> list[float]:
    seconds: list[float] = []
    path = _surveyed(folder)
    with Study.open(path) as study:
        _multiply(study)
    while len(seconds) < 3 and sum(seconds) < _LONGEST:
        with Study.open(path) as study, clocked(seconds):
            study.reports.write_cluster(folder / "cluster.pdf")
    return seconds


def _surveyed(folder: Path) -> Path:
    """The demonstration study, made once for all benches that read one."""
    path = folder / "surveyed.study"
    if not path.exists():
        make_study(path, interviews=FIRMS, seed=1)
    return path


def _multiply(study: Study) -> None:
    """Copy the interviews under new identities: what is measured is the reading of many, not the making."""
    originals = [study.interviews.read(row.instance_id) for row in study.interviews.listing(Stage.FINALISED)]
    for number in range(INTERVIEWS - len(originals)):
        first, identity = originals[number % len(originals)], f"uuid:{uuid.uuid4()}"
        submission = first.xml.replace(first.instance_id, identity)
        kept = Savepoint(identity, first.form_id, first.form_version, submission, NOW, firm=first.firm)
        study.interviews.finalise(kept, submission)


# --- the tester of questionnaires ---------------------------------------------------------------------------------


@measured("1,000 simulated interviews of firm_diagnostic", budget=60.0)
def simulated_interviews(_folder: Path) -> list[float]:
    questionnaire, seconds = load_questionnaire(paths.forms() / "firm_diagnostic.xlsx"), []
    while len(seconds) < 3 and sum(seconds) < _LONGEST:
        with clocked(seconds):
            simulate(questionnaire, 1000)
    return seconds


# --- the table ----------------------------------------------------------------------------------------------------


def p95(seconds: list[float]) -> float:
    return sorted(seconds)[int(len(seconds) * 0.95)] if len(seconds) >= 20 else max(seconds)


def _row(bench: Bench, seconds: list[float]) -> str:
    median, high = statistics.median(seconds), p95(seconds)
    verdict = "" if {"median": median, "p95": high}[bench.of] <= bench.budget else "  OVER"
    return (
        f"{bench.work:<58}{_time(min(seconds)):>10}{_time(median):>10}{_time(high):>10}{len(seconds):>6}"
        f"   {bench.of} <= {_time(bench.budget)}{verdict}"
    )


def _time(seconds: float) -> str:
    return f"{seconds:.2f} s" if seconds >= 0.1 else f"{seconds * 1000:.2f} ms"


def _machine() -> str:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30 if hasattr(os, "sysconf") else 0
    said = f"{os.cpu_count()} cores" + (f", {memory:.0f} GB" if memory else "")
    load = f", load {os.getloadavg()[0]:.1f} before" if hasattr(os, "getloadavg") else ""
    return f"{said}, {platform.system()}, Python {platform.python_version()}{load}"


def main(words: list[str], benches: Sequence[Bench] = BENCHES) -> None:
    """Run every bench whose name holds one of the words; all when there are none."""
    print(f"{_machine()}\n{'work':<58}{'best':>10}{'median':>10}{'p95':>10}{'times':>6}   budget")
    with tempfile.TemporaryDirectory() as folder:
        for bench in benches:
            if not words or any(word in bench.work for word in words):
                print(_row(bench, bench.run(Path(folder))), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
