"""A plain study of one small form written as a Markdown table."""

from __future__ import annotations

from pathlib import Path

from fieldsurvey.records import Cluster
from fieldsurvey.study import Study, load_questionnaire
from tests.support.scenario import xform


def study_of(folder: Path, table: str) -> Study:
    """A study in `folder`, open."""
    form = folder / "form.xml"
    form.write_text(table if table.lstrip().startswith("<") else xform(table), encoding="utf-8")
    return Study.create(
        folder / "small.study", Cluster(name="Brass"), [load_questionnaire(form)], passphrase=None
    )
