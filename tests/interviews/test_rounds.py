"""A new round for a firm: what it begins with, what it leaves out and says so, and what it does not show."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from fieldsurvey.errors import FormError, StoreError
from fieldsurvey.records import Cluster, NewRound, NotCarriedWhy, Status
from fieldsurvey.study import Study, load_questionnaire
from fieldsurvey.xforms import FormEntry
from tests.support.markdown_form import without, write_form
from tests.support.small_form import NOW

FIRST = """
    | survey |                 |         |         |              |            |                |            |              |            |
    |        | type            | name    | label   | relevant     | constraint | calculation    | disclosure | repeat_count | next_round |
    |        | begin_group     | visit   | visit   |              |            |                |            |              | ask        |
    |        | text            | met     | met     |              |            |                |            |              |            |
    |        | end_group       |         |         |              |            |                |            |              |            |
    |        | text            | firm    | firm    | ${met} != '' |            |                |            |              |            |
    |        | integer         | workers | workers | ${met} != '' | . < 1000   |                |            |              |            |
    |        | select_one fuel | fuel    | fuel    | ${met} != '' |            |                |            |              |            |
    |        | text            | owner   | owner   |              |            |                | sensitive  |              |            |
    |        | image           | photo   | photo   |              |            |                |            |              |            |
    |        | text            | closed  | closed  |              |            |                |            |              |            |
    |        | calculate       | twice   | twice   |              |            | 2 * ${workers} |            |              |            |
    |        | begin_repeat    | machine | machine |              |            |                |            |              |            |
    |        | text            | kind    | kind    |              |            |                |            |              |            |
    |        | end_repeat      |         |         |              |            |                |            |              |            |
    |        | integer         | looms   | looms   | ${met} != '' |            |                |            |              |            |
    |        | begin_repeat    | loom    | loom    |              |            |                |            | ${looms}     |            |
    |        | text            | width   | width   |              |            |                |            |              |            |
    |        | end_repeat      |         |         |              |            |                |            |              |            |
"""
ANSWERS = {
    "/data/visit/met": "yes",
    "/data/firm": "Sharma",
    "/data/workers": "12",
    "/data/fuel": "coal",
    "/data/owner": "of a caste",
    "/data/closed": "on Fridays",
    "/data/machine[1]/kind": "Lathe",
    "/data/machine[2]/kind": "Press",
}
CHOICES = """
    | choices |           |      |       |
    |         | list_name | name | label |
    |         | fuel      | gas  | Gas   |
    |         | fuel      | coal | Coal  |
"""


def form(folder: Path, survey: str, version: str, choices: str = CHOICES) -> Path:
    """A version of the form as a workbook."""
    settings = f"""
        | settings |         |           |
        |          | form_id | version   |
        |          | firm    | {version} |
    """
    return write_form(folder / f"{version}.xlsx", survey, choices, settings)


@pytest.fixture
def study(tmp_path: Path) -> Iterator[Study]:
    """A study with the first version of the form."""
    first = load_questionnaire(form(tmp_path, FIRST, "1"))
    cluster = Cluster(name="Brass")
    with Study.create(tmp_path / "a.study", cluster, [first], passphrase=None, clock=lambda: NOW) as made:
        yield made


def begun(study: Study, **answers: str) -> tuple[NewRound, FormEntry]:
    """A round that follows an interview with the usual answers and these, by name."""
    before = study.interviews.add(
        "firm", {**ANSWERS, **{f"/data/{name}": value for name, value in answers.items()}}
    )
    made = study.rounds.begin(before, "Asha")
    return made, study.interviews.resume(made.instance_id)


def test_a_new_round_is_a_draft_of_its_own_with_the_answers_of_the_last(study: Study) -> None:
    made, entry = begun(study)
    assert (entry.value("/data/firm"), entry.value("/data/workers")) == ("Sharma", "12")
    assert study.interviews.read(made.instance_id).status is Status.DRAFT


def test_the_last_interview_stays_as_it_was(study: Study) -> None:
    before = study.interviews.add("firm", ANSWERS)
    said = study.interviews.read(before)
    study.rounds.begin(before)
    assert study.interviews.read(before) == said


def test_what_the_form_asks_anew_is_empty_and_what_depends_on_it_waits_with_its_answer(study: Study) -> None:
    _made, entry = begun(study)
    assert (entry.value("/data/visit/met"), entry.relevant("/data/workers")) == ("", False)
    entry.answer("/data/visit/met", "yes")
    assert (entry.relevant("/data/workers"), entry.value("/data/workers")) == (True, "12")


def test_rows_come_along(study: Study) -> None:
    _made, entry = begun(study)
    assert [entry.value(f"{ref}/kind") for ref in entry.instances("/data/machine")] == ["Lathe", "Press"]


def test_a_sensitive_answer_is_not_carried_and_not_spoken_of(study: Study) -> None:
    made, entry = begun(study)
    assert entry.value("/data/owner") == ""
    assert made.not_carried == ()


def test_a_calculation_is_made_anew(study: Study) -> None:
    _made, entry = begun(study)
    entry.answer_all({"/data/visit/met": "yes", "/data/workers": "20"})
    assert entry.value("/data/twice") == "40"


def test_nothing_carried_over_can_be_undone(study: Study) -> None:
    _made, entry = begun(study)
    assert not entry.can_undo


def test_rows_the_form_counts_by_an_answer_still_to_be_given_are_named(study: Study) -> None:
    made, _entry = begun(study, looms="2", **{"loom[2]/width": "wide"})
    assert [(lost.ref, lost.why) for lost in made.not_carried] == [("/data/loom[2]/width", NotCarriedWhy.ROW)]


def changed(study: Study, folder: Path, survey: str = FIRST, choices: str = CHOICES) -> NewRound:
    """A round by a second version, with another survey or other choices."""
    before = study.interviews.add("firm", ANSWERS)
    study.clock = lambda: NOW.replace(hour=20)
    study.forms.add(load_questionnaire(form(folder, survey, "2", choices)))
    return study.rounds.begin(before)


def test_an_answer_the_newest_version_does_not_ask_is_named(study: Study, tmp_path: Path) -> None:
    (lost,) = changed(study, tmp_path, without(FIRST, "closed")).not_carried
    assert (lost.label, lost.value, lost.why) == ("closed", "on Fridays", NotCarriedWhy.GONE)


def test_a_choice_that_is_no_longer_offered_is_named(study: Study, tmp_path: Path) -> None:
    made = changed(study, tmp_path, choices=without(CHOICES, "coal"))
    assert [(lost.ref, lost.why) for lost in made.not_carried] == [("/data/fuel", NotCarriedWhy.CHOICE)]
    assert study.interviews.resume(made.instance_id).value("/data/fuel") == ""


def test_an_answer_that_is_no_longer_accepted_is_named(study: Study, tmp_path: Path) -> None:
    made = changed(study, tmp_path, FIRST.replace(". < 1000", ". < 10"))
    assert [(lost.ref, lost.why) for lost in made.not_carried] == [("/data/workers", NotCarriedWhy.FAULT)]


def test_the_newest_version_is_the_one_that_is_filled(study: Study, tmp_path: Path) -> None:
    made = changed(study, tmp_path)
    assert study.interviews.read(made.instance_id).form_version == "2"


def test_the_history_keeps_what_was_not_carried(study: Study, tmp_path: Path) -> None:
    made = changed(study, tmp_path, without(FIRST, "closed"))
    lines = [(line.event, line.ref, line.old) for line in study.interviews.history(made.instance_id)]
    assert ("not carried", "/data/closed", "on Fridays") in lines


def test_the_round_before_is_found_after_the_study_was_closed(study: Study) -> None:
    made, _entry = begun(study)
    study.close()
    with Study.open(study.path) as again:
        before = again.rounds.before(made.instance_id)
        assert before is not None
        assert before.entry.value("/data/workers") == "12"


def test_the_round_before_is_no_comment(study: Study) -> None:
    made, _entry = begun(study)
    assert study.annotations.passed_checks(made.instance_id) == {}
    assert study.annotations.comments(made.instance_id) == {}
    assert study.annotations.quality_log() == []


def test_an_erased_round_is_no_longer_there_to_look_at(study: Study) -> None:
    before = study.interviews.add("firm", ANSWERS)
    made = study.rounds.begin(before)
    study.interviews.erase(before, "consent withdrawn")
    assert study.rounds.before(made.instance_id) is None


def test_a_draft_is_finalised_before_a_round_follows_it(study: Study) -> None:
    made, _entry = begun(study)
    with pytest.raises(StoreError, match="Finalise it first"):
        study.rounds.begin(made.instance_id)


def test_a_default_the_form_computes_at_the_start_is_that_of_today(tmp_path: Path) -> None:
    survey = """
        | survey |      |      |       |         |
        |        | type | name | label | default |
        |        | date | day  | Day   | today() |
        |        | text | firm | Firm  |         |
    """
    one = load_questionnaire(form(tmp_path, survey, "1"))
    with Study.create(tmp_path / "b.study", Cluster(), [one], passphrase=None, clock=lambda: NOW) as study:
        before = study.interviews.add("firm", {"/data/day": "2026-01-01", "/data/firm": "Sharma"})
        entry = study.interviews.resume(study.rounds.begin(before).instance_id)
        assert (entry.value("/data/day"), entry.value("/data/firm")) == ("2026-11-03", "Sharma")


def test_the_column_next_round_is_read_and_a_group_speaks_for_what_is_in_it(tmp_path: Path) -> None:
    read = load_questionnaire(form(tmp_path, FIRST, "1"))
    assert [question.name for question in read.questions if question.next_round == "ask"] == ["met"]


def test_an_unknown_word_in_next_round_is_a_fault_with_its_place(tmp_path: Path) -> None:
    survey = """
        | survey |      |      |       |            |
        |        | type | name | label | next_round |
        |        | text | a    | A     | perhaps    |
    """
    with pytest.raises(FormError) as caught:
        load_questionnaire(form(tmp_path, survey, "1"))
    assert tuple(map(str, caught.value.problems)) == (
        "sheet survey, row 2, column next_round: write ask or leave it empty, not perhaps.",
    )


def test_the_firm_diagnostic_asks_for_consent_again_and_keeps_the_firms_number() -> None:
    read = load_questionnaire(Path("forms/firm_diagnostic.xlsx"))
    asked = {question.name for question in read.questions if question.next_round == "ask"}
    assert {"survey_round", "contact_result", "consent_given", "informality_consent"} <= asked
    assert not asked & {"firm_id", "firm_name", "workers_total"}
