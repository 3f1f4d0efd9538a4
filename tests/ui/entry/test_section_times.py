"""Time per section: each look at a page is an interval of its own in the audit log, and each of them ends."""

from __future__ import annotations

from collections.abc import Callable

from fieldsurvey.study import Study
from fieldsurvey.xforms import audit_options
from tests.support.pages import Program
from tests.support.shipped_forms import FIRM, definition
from tests.ui.entry.test_audit import audited, finalised, log, paused, row, rows
from tests.ui.entry.test_respondent import FORM, given_back

__all__ = ["audited"]
_AUDIT = "|        | audit | audit |"


def intervals(text: str, event: str = "group questions") -> list[tuple[str, int, int]]:
    """(page, beginning, end) of each look at a page."""
    return [
        (line["node"], int(line["start"]), int(line["end"])) for line in rows(text) if line["event"] == event
    ]


def test_a_page_turned_to_again_has_a_second_interval(program: Program, audited: Study) -> None:
    interview = program.open(audited).new_interview()
    interview.turn_page()
    interview.entry.turn(-1)
    paused(program, interview)
    looks = intervals(log(audited))
    assert [page for page, _begin, _end in looks] == ["/data/identity", "/data/labour", "/data/identity"]
    assert looks[0][2] <= looks[1][1] < looks[1][2] <= looks[2][1] < looks[2][2]


def test_pausing_ends_the_interval_and_resuming_begins_another(program: Program, audited: Study) -> None:
    interview = program.open(audited).new_interview()
    identity = interview.entry.instance_id
    paused(program, interview)
    paused(program, program.resume(identity))
    first, second = intervals(log(audited))
    left = int(row(log(audited), "form exit")["start"])
    assert first[2] <= left <= second[1] < second[2]


def test_a_page_prepared_in_advance_is_not_looked_at(program: Program, audited: Study) -> None:
    interview = program.open(audited).new_interview()
    program.bot.waitUntil(lambda: interview.entry.stack.count() == 2, timeout=20000)
    paused(program, interview)
    assert [page for page, _begin, _end in intervals(log(audited))] == ["/data/identity"]


def test_reading_back_is_an_interval_of_its_own(program: Program, audited: Study) -> None:
    text = finalised(program, audited)
    reading = intervals(text, "end screen")[-1]
    assert intervals(text)[-1][2] <= reading[1] < reading[2]


def test_going_back_to_a_question_ends_the_reading(program: Program, audited: Study) -> None:
    interview = program.open(audited).new_interview()
    interview.fill("firm_name", "Sharma")
    interview.read_all_back().enter()
    paused(program, interview)
    reading = intervals(log(audited), "end screen")[-1]
    assert reading[2] <= intervals(log(audited))[-1][1]


def test_the_time_a_respondent_takes_alone_belongs_to_the_section(
    program: Program, made: Callable[[str], Study]
) -> None:
    study = made(FORM + _AUDIT)
    interview = given_back(program.open(study).new_interview())
    paused(program, interview)
    private = [line["node"] for line in rows(log(study)) if line["node"].startswith("/data/private")]
    alone = ["/data/private", "/data/private/unbilled", "/data/private/more/why", "/data/private/more/share"]
    assert private[-4:] == alone
    assert "cashonly" not in log(study)


def test_the_firm_form_keeps_times_and_no_answers() -> None:
    options = audit_options(definition(FIRM))
    assert options is not None
    assert not options.with_changes
    assert not options.with_location
