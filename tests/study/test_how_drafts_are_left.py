"""How a draft was left, and what a check's severity means where nobody is there to explain."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from fieldsurvey.errors import AnswerError, FormError, StoreError
from fieldsurvey.interviews.submissions import savepoint_of
from fieldsurvey.records import Severity
from fieldsurvey.study import ExportOptions, Profile, Study, load_questionnaire
from tests.support.markdown_form import write_form
from tests.support.small_form import NOW

FORM = """
    | survey |         |         |         |
    |        | type    | name    | label   |
    |        | text    | firm    | Firm    |
    |        | integer | workers | Workers |
    |        | integer | wage    | Wage    |
    | checks |      |          |           |            |          |
    |        | name | question | check     | message    | severity |
    |        | many | workers  | . < 100   | Many       | warn     |
    |        | dear | wage     | . < 1000  | Very dear. | critical |
    |        | odd  | wage     | . mod 2=0 | Odd        | info     |
"""


def draft(study: Study) -> str:
    entry = study.interviews.begin()
    entry.answer("/data/firm", "Nandi")
    study.interviews.savepoint(savepoint_of(entry, NOW))
    return entry.instance_id


def test_each_severity_is_read_from_the_sheet(made: Callable[[str], Study]) -> None:
    checks = made(FORM).forms.questionnaire("").checks
    assert [check.severity for check in checks] == [Severity.WARN, Severity.CRITICAL, Severity.INFO]


def test_another_word_is_a_fault_with_its_place(tmp_path: Path) -> None:
    path = write_form(tmp_path / "f.xlsx", FORM.replace("critical", "loud    "))
    with pytest.raises(FormError) as caught:
        load_questionnaire(path)
    assert "write warn, critical or info, not loud." in str(caught.value.problems[0])


def test_an_interview_from_a_file_is_refused_while_a_critical_check_does_not_hold(
    made: Callable[[str], Study],
) -> None:
    study = made(FORM)
    with pytest.raises(AnswerError) as caught:
        study.interviews.add("", {"/data/firm": "Nandi", "/data/wage": "1901"})
    (problem,) = caught.value.problems
    assert str(problem).startswith("/data/wage: Very dear. This check is critical")
    assert study.interviews.listing() == []


def test_warnings_and_what_informs_stop_nothing_there(made: Callable[[str], Study]) -> None:
    study = made(FORM)
    study.interviews.add("", {"/data/workers": "900", "/data/wage": "901"})
    assert len(study.interviews.listing()) == 1


def test_a_partial_interview_is_in_no_figure_workbook_or_outbox(
    made: Callable[[str], Study], tmp_path: Path
) -> None:
    study = made(FORM)
    study.interviews.add("", {"/data/firm": "Complete"})
    study.annotations.close_as_partial(draft(study), "The firm closed")
    changed = study.exports.write(tmp_path / "o.xlsx", ExportOptions(profile=Profile.WORKING))
    assert changed.message is not None
    assert changed.message.values["count"] == 1
    assert study.sync.waiting() == 1
    assert sorted(row.mark.partial for row in study.interviews.listing()) == ["", "The firm closed"]


def test_the_seals_hold_over_every_mark(made: Callable[[str], Study]) -> None:
    study = made(FORM)
    identity = draft(study)
    study.annotations.come_back(identity, NOW + timedelta(days=3))
    study.annotations.close_as_partial(identity, "The firm closed")
    assert study.annotations.draft_mark(identity).come_back is None
    study.annotations.take_up(identity)
    assert study.safety.verify().is_whole
    assert [line.event for line in study.interviews.history(identity)] == [
        "come back",
        "partial",
        "taken up",
    ]


def test_no_reason_is_refused_and_so_is_what_counts(made: Callable[[str], Study]) -> None:
    study = made(FORM)
    with pytest.raises(StoreError, match="Say why nobody"):
        study.annotations.close_as_partial(draft(study), "  ")
    identity = study.interviews.add("", {"/data/firm": "Nandi"})
    with pytest.raises(StoreError, match="finalised"):
        study.annotations.close_as_partial(identity, "The firm closed")
    study.interviews.reopen(identity, "A wrong digit")
    with pytest.raises(StoreError, match="what was finalised counts"):
        study.annotations.close_as_partial(identity, "The firm closed")


def test_a_study_with_marks_is_read_again_from_its_file(made: Callable[[str], Study]) -> None:
    study = made(FORM)
    identity, when = draft(study), NOW + timedelta(days=3)
    study.annotations.come_back(identity, when)
    with study.again(read_only=True) as reader:
        assert reader.annotations.draft_mark(identity).come_back == when
        assert reader.interviews.any_marked()
