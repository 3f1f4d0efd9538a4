"""What the form does by itself: dynamic defaults, triggers, preloads, the stamp at the end."""

from __future__ import annotations

from datetime import UTC, datetime

from tests.scenario import Scenario

FORM = """
    | survey |              |       |       |             |             |         |
    |        | type         | name  | label | default     | calculation | trigger |
    |        | start        | start |       |             |             |         |
    |        | end          | end   |       |             |             |         |
    |        | today        | today |       |             |             |         |
    |        | username     | who   |       |             |             |         |
    |        | integer      | five  | Five  | 5           |             |         |
    |        | date         | day   | Day   | today()     |             |         |
    |        | integer      | a     | A     |             |             |         |
    |        | calculate    | when  |       |             | ${a} * 2    | ${a}    |
    |        | begin repeat | r     | R     |             |             |         |
    |        | integer      | in    | In    | ${five} + 1 |             |         |
    |        | end repeat   |       |       |             |             |         |
"""


def test_a_static_default_stands_at_the_start() -> None:
    assert Scenario(FORM).value("/data/five") == 5


def test_a_dynamic_default_is_computed_at_the_start() -> None:
    assert Scenario(FORM).value("/data/day") == "2026-11-22"


def test_a_dynamic_default_does_not_come_back_in_a_reopened_draft() -> None:
    form = Scenario(FORM)
    form.answer("/data/day", "")
    assert form.reopened().value("/data/day") == ""


def test_a_new_repeat_instance_gets_its_dynamic_default() -> None:
    form = Scenario(FORM)
    form.answer("/data/five", 8)
    form.entry.add_repeat("/data/r")
    assert form.value("/data/r[2]/in") == 9


def test_a_trigger_computes_when_its_question_changes() -> None:
    form = Scenario(FORM)
    form.answer("/data/a", 4)
    assert form.value("/data/when") == 8


def test_the_start_is_stamped() -> None:
    assert Scenario(FORM).value("/data/start") == "2026-11-22T10:30:00.000+00:00"


def test_today_is_the_day_of_the_clock() -> None:
    assert Scenario(FORM).value("/data/today") == "2026-11-22"


def test_the_end_is_stamped_when_the_interview_is_finalised() -> None:
    hours = iter(range(24))
    form = Scenario(FORM, now=lambda: datetime(2026, 11, 22, min(next(hours), 23), tzinfo=UTC))
    assert form.value("/data/end") == ""
    form.entry.finalise()
    assert str(form.value("/data/end")) > str(form.value("/data/start"))
