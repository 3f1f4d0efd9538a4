"""Studies of one small form: written as a Markdown table, or the small form of the tests with some interviews."""

from __future__ import annotations

from pathlib import Path

from fieldsurvey.records import Cluster, Questionnaire
from fieldsurvey.study import Study, load_questionnaire
from tests.support.scenario import xform
from tests.support.small_form import ANSWERS


def study_of(folder: Path, table: str) -> Study:
    """A study in `folder`, open."""
    form = folder / "form.xml"
    form.write_text(table if table.lstrip().startswith("<") else xform(table), encoding="utf-8")
    return Study.create(
        folder / "small.study", Cluster(name="Brass"), [load_questionnaire(form)], passphrase=None
    )


def filled(path: Path, questionnaire: Questionnaire, passphrase: str | None, number: int) -> Study:
    """A study at `path` with as many interviews of the small form, open."""
    study = Study.create(path, Cluster(name="Brass"), [questionnaire], passphrase=passphrase)
    for _each in range(number):
        study.interviews.add("small", ANSWERS)
    return study
