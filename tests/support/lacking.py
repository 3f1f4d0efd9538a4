"""An interview that lacks something at each place: what is missing, what may end it, and how one gets there."""

from __future__ import annotations

from pathlib import Path

from fieldsurvey.records import Cluster
from fieldsurvey.study import Study, load_questionnaire
from fieldsurvey.ui.entry.ending.missing_rows import CheckRow
from tests.support.markdown_form import write_form
from tests.support.pages import Interview, Program

FORM = """
    | survey |              |         |                |          |                 |                       |
    |        | type         | name    | label          | required | constraint      | constraint_message    |
    |        | begin_group  | visit   | Visit          |          |                 |                       |
    |        | text         | firm    | Name           | yes      |                 |                       |
    |        | text         | town    | Town           |          |                 |                       |
    |        | end_group    |         |                |          |                 |                       |
    |        | begin_group  | labour  | Labour         |          |                 |                       |
    |        | integer      | workers | All workers    |          |                 |                       |
    |        | integer      | women   | Women          |          | . <= ${workers} | More than all of them |
    |        | integer      | wage    | Wage           |          |                 |                       |
    |        | begin_repeat | person  | People         |          |                 |                       |
    |        | text         | who     | Who            |          |                 |                       |
    |        | integer      | age     | Age            | yes      |                 |                       |
    |        | end_repeat   |         |                |          |                 |                       |
    |        | end_group    |         |                |          |                 |                       |
    |        | begin_group  | more    | More           |          |                 |                       |
    |        | text         | remark  | Remark         |          |                 |                       |
    |        | end_group    |         |                |          |                 |                       |
    |        | begin_group  | last    | Closing        |          |                 |                       |
    |        | select_one y | again   | Again?         | yes      |                 |                       |
    |        | end_group    |         |                |          |                 |                       |
    | choices |           |      |       |
    |         | list_name | name | label |
    |         | y         | yes  | Yes   |
    |         | y         | no   | No    |
    | settings |         |            |         |               |
    |          | form_id | form_title | version | instance_name |
    |          | firms   | Firms      | 1       | ${firm}       |
    | checks |       |          |             |                     |          |
    |        | name  | question | check       | message             | severity |
    |        | small | workers  | . >= 3      | A very small firm   |          |
    |        | dear  | wage     | . <= 1500   | A very high wage    | critical |
    |        | round | wage     | . mod 5 = 0 | No round wage       | info     |
    |        | since | remark   | date(.) < today() | No day of before | critical |
    |        | maybe | remark   | date(.) < today() | Perhaps later    |          |
"""


def firms_study(folder: Path) -> Study:
    """A study of that form, open."""
    cluster = Cluster(name="Brass", locality="Moradabad", state="Uttar Pradesh")
    questionnaire = load_questionnaire(write_form(folder / "firms.xlsx", FORM))
    return Study.create(folder / "firms.study", cluster, [questionnaire], passphrase=None)


def with_answers(program: Program, study: Study, **answers: str) -> Interview:
    """An interview with these answers, by the name of the question."""
    interview = program.open(study).new_interview()
    entry = interview.entry.session.entry
    refs = {ref.rpartition("/")[2]: ref for ref in entry.refs()}
    for name, value in answers.items():
        interview.entry.session.answers.give(refs[name], value)
    return interview


def complete(program: Program, study: Study, **answers: str) -> Interview:
    return with_answers(program, study, **{"firm": "Nandi", "again": "yes", **answers})


def with_faults(program: Program, study: Study) -> Interview:
    """Two needed answers missing, one wrong, a check open; the page of it on screen."""
    return with_answers(program, study, workers="2", women="5").ask_to_finalise()


def foot(interview: Interview) -> str:
    """What the filled button says."""
    return interview.entry.frame.footer.next.text()


def at_row(interview: Interview) -> str:
    here = interview.lacks.here
    assert here is not None
    assert here.hasFocus()
    return here.place.ref


def check_rows(interview: Interview) -> list[CheckRow]:
    return interview.lacks.checks


def left(program: Program) -> None:
    program.bot.waitUntil(lambda: program.window.entry is None, timeout=20000)
