"""A form written as a Markdown table, opened in the window as an interview: for tests of single kinds of question."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

from fieldsurvey.forms.xlsform import questionnaire_from_xform
from fieldsurvey.records import Cluster
from fieldsurvey.study import Study
from tests.support.pages import Interview, Program
from tests.support.scenario import xform

Ask = Callable[..., Interview]


@contextmanager
def asked(
    program: Program, folder: Path, table: str, media: Mapping[str, bytes] | None = None
) -> Iterator[Interview]:
    """A new interview of the form, in a plain study."""
    questionnaire = questionnaire_from_xform(xform(table), media)
    with Study.create(folder / "one.study", Cluster(name="Brass"), [questionnaire], passphrase=None) as study:
        yield program.open(study).new_interview()
        program.window.close()


@pytest.fixture
def ask(program: Program, tmp_path: Path) -> Iterator[Ask]:
    """Opens a form; it is closed after the test."""
    opened = []

    def begin(table: str, media: Mapping[str, bytes] | None = None) -> Interview:
        context = asked(program, tmp_path, table, media)
        interview = context.__enter__()
        opened.append(context)
        return interview

    yield begin
    for context in opened:
        context.__exit__(None, None, None)
