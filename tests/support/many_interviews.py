"""A study of as many interviews of 150 questions and a repeat as are wanted, made quickly and the same way each time."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from fieldsurvey.records import Cluster, Indicator, Questionnaire, Savepoint
from fieldsurvey.store import database, interviews, submissions
from fieldsurvey.study import Study, load_questionnaire
from fieldsurvey.xforms import FormEntry
from tests.support.rows import connected
from tests.support.scenario import NOW, xform

WORKERS = 3
"""Rows of the repeat in each interview."""
_MADE = 40
"""Interviews filled through the engine; the others repeat them under other names."""
_CHOICES = ("steel", "brass", "wood", "glass")
_KINDS = (
    "integer", "decimal", "select_one metal", "text", "date", "select_multiple metal", "integer", "text", "decimal",
    "select_one metal",
)  # fmt: skip
_WORDS = ("Moradabad", "पीतल के दीये", "lamps & bowls", "casting < polishing", "ಹಿತ್ತಾಳೆ", "Sharma and sons")


def questionnaire() -> Questionnaire:
    """150 questions of the usual types, a repeat of four, and ten indicators."""
    rows = ["| survey | | | | |", "| | type | name | label | calculation |"]
    rows += [f"| | {_KINDS[n % 10]} | q{n} | Question {n} | |" for n in range(150)]
    rows += [
        "| | begin repeat | worker | Workers | |",
        "| | text | role | Role | |",
        "| | integer | age | Age | |",
        "| | decimal | wage | Wage | |",
        "| | select_one metal | skill | Skill | |",
        "| | end repeat | | | |",
        "| choices | | | |",
        "| | list_name | name | label |",
        *(f"| | metal | {name} | {name.title()} |" for name in _CHOICES),
    ]
    asked = _read(xform("\n".join(rows)))
    marked = tuple(replace(question, disclosure="plain") for question in asked.questions)
    return Questionnaire(
        asked.form_id, asked.version, asked.title, asked.xform, marked, indicators=tuple(_indicators())
    )  # fmt: skip


def _read(text: str) -> Questionnaire:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "form.xml"
        path.write_text(text, encoding="utf-8")
        return load_questionnaire(path)


def _indicators() -> Iterator[Indicator]:
    for n, statistic in enumerate(("mean", "median", "total", "share")):
        yield Indicator(
            f"i{n}", "s", {}, statistic, variable=f"/data/q{n * 10}{' > 50' if statistic == 'share' else ''}"
        )
        yield Indicator(
            f"w{n}", "s", {}, statistic if statistic != "share" else "mean", variable="sum(/data/worker/wage)"
        )
    yield Indicator("ratio", "s", {}, "ratio", numerator="/data/q1", denominator="/data/q0")
    yield Indicator("metals", "s", {}, "distribution", variable="/data/q5", universe="/data/q0 > 10")


def many_interviews(path: Path, number: int, passphrase: str | None = None) -> None:
    """A new study at `path` with that many finalised interviews."""
    asked = questionnaire()
    with Study.create(path, Cluster(name="Brass"), [asked], passphrase=passphrase) as study:
        made = [_filled(study, n) for n in range(min(_MADE, number))]
    with connected(path, passphrase) as db, database.writing(db, path):
        for n in reversed(range(number)):  # the order on disk is not the one asked for
            old, xml = made[n % len(made)]
            identity = f"uuid:00000000-0000-4000-8000-{n:012}"
            kept = Savepoint(
                identity, asked.form_id, asked.version, xml.replace(old, identity), NOW, firm=f"Firm {n}"
            )
            interviews.save(db, kept)
        db.execute("UPDATE interview SET stage = 'finalised'")
        submissions.add_missing(db, NOW)


def _filled(study: Study, number: int) -> tuple[str, str]:
    """instanceID and submission of one interview."""
    chance, entry = random.Random(number), study.interviews.begin()
    for n in range(150):
        _answer(entry, f"/data/q{n}", _KINDS[n % 10], chance)
    for row in range(1, WORKERS + 1):
        for name, kind in (
            ("role", "text"),
            ("age", "integer"),
            ("wage", "decimal"),
            ("skill", "select_one metal"),
        ):
            _answer(entry, f"/data/worker[{row}]/{name}", kind, chance)
        if row < WORKERS:
            entry.add_repeat("/data/worker")
    entry.finalise()
    return entry.instance_id, entry.xml()


def _answer(entry: FormEntry, ref: str, kind: str, chance: random.Random) -> None:
    entry.answer(
        ref,
        {
            "integer": lambda: str(chance.randrange(1, 100)),
            "decimal": lambda: str(round(chance.uniform(0, 1e6), 2)),
            "text": lambda: f"{chance.choice(_WORDS)} {chance.randrange(1000)}",
            "date": lambda: (
                f"20{chance.randrange(10, 26)}-0{chance.randrange(1, 10)}-1{chance.randrange(10)}"
            ),
            "select_one metal": lambda: chance.choice(_CHOICES),
            "select_multiple metal": lambda: " ".join(chance.sample(_CHOICES, 2)),
        }[kind](),
    )
