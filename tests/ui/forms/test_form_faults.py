"""A form that cannot be computed is told in one sentence on the screen, and nothing typed is lost by it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from fieldsurvey.records import Cluster
from fieldsurvey.study import Study, load_questionnaire
from tests.support.markdown_form import write_form
from tests.support.pages import Program

_FORM = """
    | survey |              |       |                     |                        |              |                     |
    |        | type         | name  | label::English (en) | constraint             | repeat_count | relevant            |
    |        | integer      | rows  | How many rows?      |                        |              |                     |
    |        | text         | code  | Code                | regex(., '(.*a){20}b') |              |                     |
    |        | date         | day   | Day of ${code}      |                        |              | date(${code}) != '' |
    |        | text         | shown | ${code} on ${day}   |                        |              |                     |
    |        | begin_repeat | row   | Row                 |                        | ${rows}      |                     |
    |        | text         | name  | Name                |                        |              |                     |
    |        | end_repeat   |       |                     |                        |              |                     |
    | settings |         |            |         |
    |          | form_id | form_title | version |
    |          | faulty  | Faulty     | 1       |
"""


@pytest.fixture
def faulty(tmp_path: Path) -> Iterator[Study]:
    """A study whose form counts, matches and asks by what may be typed wrong."""
    form = write_form(tmp_path / "faulty.xlsx", _FORM)
    cluster = Cluster(name="Brass", locality="Moradabad", state="Uttar Pradesh")
    with Study.create(
        tmp_path / "faulty.study", cluster, [load_questionnaire(form)], passphrase=None
    ) as study:
        yield study


def _on_disk(study: Study) -> str:
    rows = study.interviews.listing()
    return study.interviews.read(rows[0].instance_id).xml if rows else ""


def test_a_count_nobody_meant_is_said_and_stays_on_disk(program: Program, faulty: Study) -> None:
    interview = program.open(faulty).new_interview()
    interview.fill("rows", "999999999").enter()
    assert "correct the number they are counted by" in interview.entry.banner.sentence
    program.bot.waitUntil(lambda: "<rows>999999999</rows>" in _on_disk(faulty), timeout=20000)


def test_a_draft_with_a_count_nobody_meant_opens_and_says_so(program: Program, faulty: Study) -> None:
    program.open(faulty).new_interview().fill("rows", "999999999").enter()
    program.bot.waitUntil(lambda: "<rows>999999999</rows>" in _on_disk(faulty), timeout=20000)
    interview = program.resume(faulty.interviews.listing()[0].instance_id)
    assert interview.value("rows") == "999999999"
    assert "correct the number they are counted by" in interview.entry.banner.sentence


def test_a_relevance_that_fails_is_said_and_the_answer_stays(program: Program, faulty: Study) -> None:
    interview = program.open(faulty).new_interview()
    interview.fill("code", "no day").enter()
    assert "“no day” is not a date" in interview.entry.banner.sentence
    program.bot.waitUntil(lambda: "<code>no day</code>" in _on_disk(faulty), timeout=20000)


@pytest.mark.timeout(60)
def test_a_pattern_that_never_ends_is_said_and_the_answer_stays(program: Program, faulty: Study) -> None:
    interview = program.open(faulty).new_interview()
    interview.fill("code", "a" * 3000 + "!").enter()
    assert interview.entry.banner.sentence
    program.bot.waitUntil(lambda: "aaa!</code>" in _on_disk(faulty), timeout=20000)


def test_a_text_too_long_to_keep_is_said_and_the_one_before_stays(program: Program, faulty: Study) -> None:
    interview = program.open(faulty).new_interview()
    interview.fill("code", "2026-11-22").enter()
    interview.entry.session.answers.give("/data/code", "x" * 1_000_001)
    assert "shorten it" in interview.entry.banner.sentence
    assert interview.value("code") == "2026-11-22"


def test_an_interview_that_cannot_be_opened_leaves_the_window_as_it_was(
    program: Program, faulty: Study
) -> None:
    program.open(faulty)
    program.window.resume_interview("uuid:of-no-interview")
    assert program.window.entry is None
