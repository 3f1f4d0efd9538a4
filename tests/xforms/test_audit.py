"""The audit log: columns by what the form wants, Collect's words and node forms, times in milliseconds."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime, timedelta

import pytest

from fieldsurvey.xforms import AuditEvent, AuditLog, AuditOptions, audit_options
from tests.support.scenario import Scenario

START = 1_795_343_400_000  # 2026-11-22 10:30 UTC


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> datetime:
        return datetime(2026, 11, 22, 10, 30, tzinfo=UTC) + timedelta(seconds=self.seconds)


class Log:
    """A log over answers kept in a dictionary."""

    def __init__(self, earlier: str = "", place: str = "", **wishes: bool) -> None:
        self.clock, self.answers = Clock(), dict[str, str]()
        self.log = AuditLog(
            AuditOptions("/data/meta/audit", **wishes),
            self.clock,
            lambda ref: self.answers.get(ref, ""),
            earlier=earlier,
            locate=(lambda: place) if place else None,
        )

    @property
    def rows(self) -> list[list[str]]:
        return list(csv.reader(io.StringIO(self.log.text(), newline="")))


def options_of(parameters: str) -> AuditOptions | None:
    return audit_options(
        Scenario(f"""
            | survey |       |       |       |              |
            |        | type  | name  | label | parameters   |
            |        | audit | audit |       | {parameters} |
            |        | text  | a     | A     |              |""").form
    )


def test_a_form_without_audit_wants_none() -> None:
    form = Scenario("""
        | survey |      |      |       |
        |        | type | name | label |
        |        | text | a    | A     |""").form
    assert audit_options(form) is None


@pytest.mark.parametrize(
    ("parameters", "columns"),
    [
        ("", "event,node,start,end"),
        ("track-changes=true", "event,node,start,end,old-value,new-value"),
        ("track-changes=false", "event,node,start,end"),
        ("identify-user=true", "event,node,start,end,user"),
        ("track-changes-reasons=on-form-edit", "event,node,start,end,change-reason"),
        (
            "location-priority=balanced location-min-interval=60 location-max-age=120",
            "event,node,start,end,latitude,longitude,accuracy",
        ),
        (
            "location-priority=balanced location-min-interval=60 location-max-age=120 track-changes=true "
            "identify-user=true track-changes-reasons=on-form-edit",
            "event,node,start,end,latitude,longitude,accuracy,old-value,new-value,user,change-reason",
        ),
    ],
)
def test_the_columns_are_those_the_form_wants(parameters: str, columns: str) -> None:
    options = options_of(parameters)
    assert options is not None
    assert options.ref == "/data/meta/audit"
    assert ",".join(options.columns) == columns


def test_an_interview_is_logged_line_by_line() -> None:
    it = Log()
    it.log.note(AuditEvent.FORM_START)
    it.log.begin(AuditEvent.GROUP_QUESTIONS, "/data/labour")
    it.clock.seconds = 1.5
    it.log.begin(AuditEvent.QUESTION, "/data/labour/worker[2]/age")
    it.clock.seconds = 4
    it.log.end()
    it.log.note(AuditEvent.DELETE_REPEAT, "/data/labour/worker[2]")
    it.log.note(AuditEvent.FORM_EXIT)
    assert it.log.text() == (
        "event,node,start,end\n"
        f"form start,,{START},\n"
        f"group questions,/data/labour,{START},{START + 4000}\n"
        f"question,/data/labour/worker[2]/age,{START + 1500},{START + 4000}\n"
        f"delete repeat,/data/labour/worker[2],{START + 4000},\n"
        f"form exit,,{START + 4000},\n"
    )


def test_a_question_carries_the_answer_before_and_after() -> None:
    it = Log(with_changes=True)
    it.answers["/data/name"] = "Asha"
    it.log.begin(AuditEvent.QUESTION, "/data/name")
    it.answers["/data/name"] = "Asha Devi"
    it.log.answered("/data/name", "Asha", "Asha Devi")
    it.log.end(AuditEvent.QUESTION)
    assert it.rows[1:] == [["question", "/data/name", str(START), str(START), "Asha", "Asha Devi"]]


def test_an_answer_that_came_out_the_same_leaves_its_cells_empty() -> None:
    it = Log(with_changes=True)
    it.answers["/data/name"] = "Asha"
    it.log.begin(AuditEvent.QUESTION, "/data/name")
    it.log.end()
    assert it.rows[1][4:] == ["", ""]


def test_an_answer_changed_from_elsewhere_has_a_line_of_its_own() -> None:
    it = Log(with_changes=True)
    it.log.begin(AuditEvent.QUESTION, "/data/name")
    it.log.answered("/data/worker[3]/age", "", "41")
    it.log.end()
    assert [row[1] for row in it.rows[1:]] == ["/data/name", "/data/worker[3]/age"]
    assert it.rows[2][4:] == ["", "41"]


def test_answers_stay_out_when_the_form_does_not_want_them() -> None:
    it = Log()
    it.log.answered("/data/name", "", "Asha")
    assert "Asha" not in it.log.text()


def test_what_begins_twice_is_one_line() -> None:
    it = Log()
    it.log.begin(AuditEvent.GROUP_QUESTIONS, "/data/labour")
    it.log.begin(AuditEvent.GROUP_QUESTIONS, "/data/labour")
    it.log.end()
    assert len(it.rows) == 2


@pytest.mark.parametrize("text", ["a, b", 'she said "no"', "two\nlines", "कामगार", "plain"])
def test_every_answer_comes_back_from_the_csv(text: str) -> None:
    it = Log(with_changes=True)
    it.log.answered("/data/name", "", text)
    assert it.rows[1][5] == text


def test_quotes_are_set_only_where_they_are_needed() -> None:
    it = Log(with_changes=True)
    it.log.answered("/data/name", "plain", 'a, "b"')
    assert it.log.text().splitlines()[1].endswith(',plain,"a, ""b"""')


def test_each_line_names_the_user_of_its_time() -> None:
    it = Log(with_user=True)
    it.log.user = "Asha"
    it.log.note(AuditEvent.FORM_START)
    it.log.user = "Ravi"
    it.log.note(AuditEvent.FORM_EXIT)
    assert [row[-1] for row in it.rows[1:]] == ["Asha", "Ravi"]


def test_a_reason_stands_in_its_own_event_and_explains_the_changes() -> None:
    it = Log(with_reasons=True)
    it.log.answered("/data/name", "", "Asha")
    assert it.log.has_unexplained_changes
    it.log.note(AuditEvent.CHANGE_REASON, reason="Owner called back")
    assert it.rows[1] == ["change reason", "", str(START), "", "Owner called back"]
    assert not it.log.has_unexplained_changes


def test_the_place_is_written_where_it_is_known() -> None:
    it = Log(with_location=True, place="28.83 78.77 0 12.5")
    it.log.note(AuditEvent.FORM_START)
    assert it.rows[1][4:] == ["28.83", "78.77", "12.5"]


def test_the_place_stays_empty_where_it_is_not_known() -> None:
    it = Log(with_location=True)
    it.log.note(AuditEvent.FORM_START)
    assert it.rows[1][4:] == ["", "", ""]


def test_a_log_goes_on_after_a_restart() -> None:
    before = Log(with_changes=True)
    before.log.note(AuditEvent.FORM_START)
    before.log.answered("/data/name", "", "two\nlines")
    after = Log(before.log.text(), with_changes=True)
    after.log.note(AuditEvent.FORM_RESUME)
    assert [row[0] for row in after.rows] == ["event", "form start", "question", "form resume"]
    assert after.rows[2][5] == "two\nlines"


def test_a_log_with_other_columns_keeps_what_it_has_of_these() -> None:
    before = Log(with_changes=True)
    before.log.answered("/data/name", "", "Asha")
    after = Log(before.log.text(), with_user=True, with_changes=True)
    assert after.rows == [
        ["event", "node", "start", "end", "old-value", "new-value", "user"],
        ["question", "/data/name", str(START), str(START), "", "Asha", ""],
    ]


def test_the_text_of_an_interview_under_way_shows_what_lasts_up_to_now() -> None:
    it = Log()
    it.log.begin(AuditEvent.QUESTION, "/data/name")
    it.clock.seconds = 2
    assert it.rows[1][3] == str(START + 2000)
    it.clock.seconds = 3
    it.log.end()
    assert it.rows[1][3] == str(START + 3000)


def test_what_did_not_come_about_is_taken_back() -> None:
    it = Log()
    mark = it.log.mark()
    it.log.note(AuditEvent.FORM_FINALIZE)
    it.log.back_to(mark)
    it.log.note(AuditEvent.FINALIZE_ERROR)
    assert [row[0] for row in it.rows[1:]] == ["finalize error"]


def test_a_clock_set_back_does_not_end_a_question_before_it_began() -> None:
    it = Log()
    it.clock.seconds = 10
    it.log.begin(AuditEvent.QUESTION, "/data/name")
    it.clock.seconds = -3600
    it.log.end()
    assert it.rows[1][2:] == [str(START + 10_000), str(START + 10_000)]
