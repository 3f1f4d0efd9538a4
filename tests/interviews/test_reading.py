"""A finalised interview is read as it was last finalised, whatever happened since."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from fieldsurvey.cli import fieldsurvey
from fieldsurvey.errors import FieldSurveyError
from fieldsurvey.i18n import speaking
from fieldsurvey.interviews.reading import Answer, Reading, parts_of
from fieldsurvey.interviews.submissions import savepoint_of
from fieldsurvey.records import Comment, Missing, Questionnaire, Status
from fieldsurvey.study import Study, load_questionnaire
from fieldsurvey.xforms import FormEntry, parse_form
from tests.support.scenario import xform
from tests.support.small_form import ANSWERS, NOW


@pytest.fixture
def sharma(study: Study) -> str:
    """A finalised interview of two workers, with "don't know" and a check that does not hold."""
    return study.interviews.add(
        "small",
        {**ANSWERS, "/data/trade/turnover": "-98", "/data/trade/exports": "yes"},
    )


def answers(reading: Reading) -> dict[str, Answer]:
    return {answer.ref: answer for part in reading.parts for answer in part.answers}


def test_answers_stand_in_words_by_section_in_the_language_that_is_chosen(study: Study, sharma: str) -> None:
    with speaking("hi"):
        reading = study.interviews.reading(sharma, "hi")
    assert [part.title for part in reading.parts if not part.level] == ["पहचान", "श्रम", "व्यापार"]
    assert answers(reading)["/data/trade/exports"].words == "हाँ"
    assert answers(reading)["/data/trade/export_value"].words == "₹5,00,000"


def test_every_row_of_a_repeat_is_a_part_of_its_own(study: Study, sharma: str) -> None:
    rows = [part for part in study.interviews.reading(sharma).parts if "worker[" in part.ref]
    assert [(row.title, row.answers[0].words) for row in rows] == [
        ("Workers 1", "Polisher"),
        ("Workers 2", "=cmd()"),
    ]


def test_dont_know_is_told_from_an_answer(study: Study, sharma: str) -> None:
    answer = answers(study.interviews.reading(sharma))["/data/trade/turnover"]
    assert (answer.missing, answer.words) == (Missing.DONT_KNOW, "don't know")


def test_what_was_not_asked_is_not_in_it_and_what_was_left_empty_is(study: Study) -> None:
    given = {ref: value for ref, value in ANSWERS.items() if "export_value" not in ref and "gstin" not in ref}
    one = study.interviews.add("small", {**given, "/data/trade/exports": "no"})
    found = answers(study.interviews.reading(one))
    assert "/data/trade/export_value" not in found
    assert found["/data/identity/gstin"].words == ""


def test_comments_and_the_reasons_of_checks_stand_beside_their_answers(study: Study, sharma: str) -> None:
    study.annotations.comment(sharma, Comment("/data/labour/workers", "He counted twice", is_flagged=True))
    study.annotations.pass_check(sharma, "exports_in_turnover", "Owner does not know the turnover")
    found = answers(study.interviews.reading(sharma))
    comment = found["/data/labour/workers"].comment
    assert comment is not None
    assert (comment.text, comment.is_flagged) == ("He counted twice", True)
    assert [check.comment for check in found["/data/trade/export_value"].checks] == [
        "Owner does not know the turnover"
    ]


def test_reading_changes_nothing_and_leaves_no_line(study: Study, sharma: str) -> None:
    before = (study.interviews.read(sharma), study.interviews.history(sharma))
    study.interviews.reading(sharma)
    assert (study.interviews.read(sharma), study.interviews.history(sharma)) == before


def test_while_it_is_corrected_the_last_submission_is_read_not_the_draft(study: Study, sharma: str) -> None:
    study.interviews.reopen(sharma, "Wage corrected")
    entry = study.interviews.resume(sharma)
    entry.answer("/data/identity/firm_name", "Another name")
    study.interviews.savepoint(savepoint_of(entry, NOW))
    reading = study.interviews.reading(sharma)
    assert answers(reading)["/data/identity/firm_name"].words == "Sharma Brass Works"
    assert (reading.is_being_corrected, reading.status, reading.number) == (True, Status.DRAFT, 1)


def test_an_answer_of_an_older_form_is_read_by_that_form(
    study: Study, sharma: str, questionnaire: Questionnaire
) -> None:
    newer = replace(
        questionnaire,
        version="2",
        xform=questionnaire.xform.replace('version="1"', 'version="2"').replace(
            "How many workers?", "How many people?"
        ),
    )
    study.forms.add(newer)
    assert answers(study.interviews.reading(sharma))["/data/labour/workers"].label == "How many workers?"


def test_what_the_respondent_answered_alone_is_only_named(study: Study, sharma: str) -> None:
    study.annotations.lock_section(sharma, "/data/trade")
    reading = study.interviews.reading(sharma)
    assert [part.title for part in reading.parts if part.is_locked] == ["Trade"]
    assert not any(ref.startswith("/data/trade/") for ref in answers(reading))


def test_what_was_never_finalised_cannot_be_read(study: Study) -> None:
    entry = study.interviews.begin("small")
    study.interviews.savepoint(savepoint_of(entry, NOW))
    with pytest.raises(FieldSurveyError, match="never finalised"):
        study.interviews.reading(entry.instance_id)


HOUSES = """
    | survey |              |        |          |
    |        | type         | name   | label    |
    |        | begin group  | here   | Here     |
    |        | image        | photo  | Photo    |
    |        | begin repeat | house  | House    |
    |        | text         | street | Street   |
    |        | begin repeat | person | Person   |
    |        | text         | name   | Name     |
    |        | end repeat   |        |          |
    |        | end repeat   |        |          |
    |        | end group    |        |          |"""


def test_rows_within_rows_are_read_and_a_file_is_named(tmp_path: Path) -> None:
    file = tmp_path / "form.xml"
    file.write_text(xform(HOUSES), encoding="utf-8")
    form = load_questionnaire(file)
    entry = FormEntry.new(parse_form(form.xform), now=NOW)
    entry.answer("/data/here/photo", "gate.jpg")
    for house, people in enumerate((("Asha", "Ravi"), ("Meena",)), 1):
        if entry.count("/data/here/house") < house:  # the first stands there
            entry.add_repeat("/data/here/house")
        entry.answer(f"/data/here/house[{house}]/street", f"Street {house}")
        for person, name in enumerate(people, 1):
            if entry.count(f"/data/here/house[{house}]/person") < person:
                entry.add_repeat(f"/data/here/house[{house}]/person")
            entry.answer(f"/data/here/house[{house}]/person[{person}]/name", name)
    entry.finalise()
    parts = parts_of(FormEntry.record(entry.form, entry.xml(), NOW), form, entry.xml())
    said = [(part.level, part.title, [answer.words for answer in part.answers]) for part in parts]
    assert said == [
        (0, "Here", ["1 photo"]),
        (1, "House 1", ["Street 1"]),
        (2, "Person 1", ["Asha"]),
        (2, "Person 2", ["Ravi"]),
        (1, "House 2", ["Street 2"]),
        (2, "Person 1", ["Meena"]),
    ]
    assert parts[0].answers[0].file == "gate.jpg"


# --- the command line ----------------------------------------------------------------------------------------------


@pytest.fixture
def show(study: Study, sharma: str) -> Callable[..., str]:
    path: Path = study.path
    study.close()

    def shown(*options: str) -> str:
        done = CliRunner().invoke(fieldsurvey, ["interview", "show", str(path), sharma, *options])
        assert done.exit_code == 0, done.output
        return done.output

    return shown


def test_the_command_line_shows_labels_and_answers(show: Callable[..., str]) -> None:
    lines = [line.strip() for line in show().splitlines()]
    assert "# Trade" in lines
    assert "Do you export?\tYes" in lines
    assert "state:\tfinalised" in lines


def test_the_command_line_gives_programs_the_same_as_data(show: Callable[..., str]) -> None:
    data = json.loads(show("--json", "--language", "hi"))
    said = {answer["ref"]: answer for part in data["parts"] for answer in part["answers"]}
    assert said["/data/trade/turnover"]["missing"] == "dk"
    assert said["/data/trade/exports"]["label"] == "क्या निर्यात?"
    assert data["sent_at"] == ""
