"""A form is tested by invented respondents: what they could not reach, meet or answer is told, and only that."""

from __future__ import annotations

import json
import re
from itertools import islice
from pathlib import Path
from random import Random

import pytest

from fieldsurvey import cli
from fieldsurvey.forms.simulation import Finding, FindingKind, Report, paragraphs, simulate, text_of
from fieldsurvey.forms.simulation.candidates import CandidateChoices, Manner, candidates
from fieldsurvey.forms.simulation.pattern import maker
from fieldsurvey.forms.simulation.plan import plan_of
from fieldsurvey.forms.xlsform import questionnaire_from_xform
from fieldsurvey.records import Questionnaire
from fieldsurvey.study import load_questionnaire
from fieldsurvey.system import paths
from fieldsurvey.system.progress import Cancelled
from tests.support.scenario import xform
from tests.support.small_form import NOW


def simulated(table: str) -> Report:
    return simulate(questionnaire_from_xform(xform(table)), 30, processes=1)


def found(report: Report, kind: FindingKind) -> list[Finding]:
    return [finding for finding in report.findings if finding.kind is kind]


def everything(report: Report) -> str:
    return "\n".join(text_of(report))


SOUND = """
    | survey  |                  |         |                |          |                  |                  |             |
    |         | type             | name    | label          | required | relevant         | constraint       | calculation |
    |         | select_one yn    | works   | Does it work?  | yes      |                  |                  |             |
    |         | integer          | workers | How many?      | yes      | ${works} = 'y'   | . > 0 and . < 90 |             |
    |         | calculate        | double  |                |          |                  |                  | ${workers} * 2 |
    |         | text             | pin     | PIN            | yes      |                  | regex(., '^[1-8][0-9]{5}$') | |
    |         | begin_repeat     | machine | Machines       |          |                  |                  |             |
    |         | integer          | age     | How old?       |          | ${double} > 100  |                  |             |
    |         | end_repeat       |         |                |          |                  |                  |             |
    | choices |           |      |       |
    |         | list_name | name | label |
    |         | yn        | y    | Yes   |
    |         | yn        | n    | No    |"""


def test_a_sound_form_has_nothing_to_report() -> None:
    report = simulated(SOUND)
    assert report.is_clean
    assert report.finalised == report.count
    assert "Nothing to report" in everything(report)


def test_a_question_that_nobody_reaches_is_named_with_what_hides_it() -> None:
    report = simulated("""
        | survey |         |      |       |                        |
        |        | type    | name | label | relevant               |
        |        | integer | a    | A     |                        |
        |        | text    | b    | B     | ${a} > 5 and ${a} < 3  |""")
    (finding,) = found(report, FindingKind.NEVER_REACHED)
    assert (finding.ref, finding.named) == ("/data/b", ("b",))
    assert "/data/a" in finding.expression


def test_all_that_a_group_hides_stands_in_one_finding() -> None:
    report = simulated("""
        | survey |             |       |       |                  |
        |        | type        | name  | label | relevant         |
        |        | integer     | a     | A     |                  |
        |        | begin_group | g     | G     | ${a} = 'never'   |
        |        | text        | b     | B     |                  |
        |        | text        | c     | C     | ${b} != ''       |
        |        | end_group   |       |       |                  |""")
    (finding,) = found(report, FindingKind.NEVER_REACHED)
    assert (finding.ref, finding.named) == ("/data/g", ("b", "c"))


def test_a_question_behind_one_rare_number_is_reached() -> None:
    report = simulated("""
        | survey |         |      |       |               |
        |        | type    | name | label | relevant      |
        |        | integer | a    | A     |               |
        |        | text    | b    | B     | ${a} = 731942 |""")
    assert report.is_clean


def test_a_constraint_that_no_answer_meets_is_named_with_its_expression() -> None:
    report = simulated("""
        | survey |         |      |       |                  |
        |        | type    | name | label | constraint       |
        |        | integer | a    | A     | . > 10 and . < 5 |""")
    (finding,) = found(report, FindingKind.NEVER_MET)
    assert (finding.ref, finding.expression) == ("/data/a", ". > 10 and . < 5")
    assert finding.count > 30


def test_shares_that_must_add_up_to_a_hundred_can_be_answered() -> None:
    report = simulated("""
        | survey |         |      |       |          |                               |
        |        | type    | name | label | required | constraint                    |
        |        | integer | a    | A     | yes      | . >= 0 and . <= 100           |
        |        | integer | b    | B     | yes      | . >= 0 and . <= 100           |
        |        | integer | c    | C     | yes      | . >= 0 and ${a} + ${b} + . = 100 |""")
    assert report.is_clean
    assert report.finalised == report.count


def test_rows_are_added_until_a_constraint_on_their_number_is_met() -> None:
    report = simulated("""
        | survey |              |        |         |          |                            |
        |        | type         | name   | label   | required | constraint                 |
        |        | begin_repeat | worker | Workers |          |                            |
        |        | text         | who    | Who?    |          |                            |
        |        | end_repeat   |        |         |          |                            |
        |        | select_one y | sure   | Sure?   | yes      | count(${worker}) >= 7      |
        | choices |           |      |       |
        |         | list_name | name | label |
        |         | y         | y    | Yes   |""")
    assert report.finalised == report.count


def test_a_required_question_without_choices_is_reported() -> None:
    report = simulated("""
        | survey |              |      |       |          |               |
        |        | type         | name | label | required | choice_filter |
        |        | select_one v | a    | A     | yes      | in = 'x'      |
        | choices |           |      |       |    |
        |         | list_name | name | label | in |
        |         | v         | one  | One   | y  |""")
    (finding,) = found(report, FindingKind.UNANSWERABLE)
    assert (finding.ref, finding.detail) == ("/data/a", "no_choices")
    assert report.finalised == 0
    assert "Why interviews could not be finalised" in everything(report)


def test_a_required_question_that_is_read_only_and_empty_is_reported() -> None:
    report = simulated("""
        | survey |         |      |       |          |          |
        |        | type    | name | label | required | readonly |
        |        | integer | a    | A     | yes      | yes      |""")
    (finding,) = found(report, FindingKind.UNANSWERABLE)
    assert (finding.ref, finding.detail) == ("/data/a", "readonly")


def test_an_expression_that_fails_is_named_with_column_and_sentence() -> None:
    report = simulated("""
        | survey |              |      |       |             |
        |        | type         | name | label | calculation |
        |        | begin_repeat | r    | R     |             |
        |        | integer      | a    | A     |             |
        |        | end_repeat   |      |       |             |
        |        | calculate    | b    |       | /data/r/a + 1 |""")
    (finding,) = found(report, FindingKind.RAISED)
    assert (finding.ref, finding.column, finding.expression) == ("/data/b", "calculation", "/data/r/a + 1")
    assert finding.fault is not None


def test_an_expression_that_fails_in_many_ways_is_named_once() -> None:
    report = simulated("""
        | survey |           |      |       |                              |
        |        | type      | name | label | calculation                  |
        |        | text      | a    | A     |                              |
        |        | calculate | b    |       | digest('x', ${a}, 'hex')     |""")
    (finding,) = found(report, FindingKind.RAISED)
    assert (finding.ref, finding.column) == ("/data/b", "calculation")
    assert finding.count > 5


def test_a_form_in_which_no_interview_can_begin_says_why_and_nothing_else() -> None:
    report = simulated("""
        | survey |           |      |       |                           |
        |        | type      | name | label | calculation               |
        |        | text      | a    | A     |                           |
        |        | calculate | b    |       | digest('x', 'no', 'hex')  |""")
    assert [finding.kind for finding in report.findings] == [FindingKind.RAISED]
    assert report.finalised == 0


def test_a_choice_that_the_filter_never_lets_through_is_reported() -> None:
    report = simulated("""
        | survey |              |      |       |               |
        |        | type         | name | label | choice_filter |
        |        | select_one s | a    | A     |               |
        |        | select_one v | b    | B     | in = ${a}     |
        | choices |           |      |       |    |
        |         | list_name | name | label | in |
        |         | s         | x    | X     |    |
        |         | s         | y    | Y     |    |
        |         | v         | one  | One   | x  |
        |         | v         | two  | Two   | y  |
        |         | v         | lost | Lost  | z  |""")
    (finding,) = report.findings
    assert (finding.kind, finding.ref, finding.named) == (FindingKind.NEVER_OFFERED, "/data/b", ("lost",))


def test_a_choice_that_the_constraint_always_refuses_is_reported() -> None:
    report = simulated("""
        | survey |              |      |       |            |
        |        | type         | name | label | constraint |
        |        | select_one s | a    | A     | . != 'y'   |
        | choices |           |      |       |
        |         | list_name | name | label |
        |         | s         | x    | X     |
        |         | s         | y    | Y     |""")
    (finding,) = report.findings
    assert (finding.kind, finding.named) == (FindingKind.NEVER_ACCEPTED, ("y",))


def test_a_calculation_that_stays_empty_is_reported() -> None:
    report = simulated("""
        | survey |           |      |       |                            |
        |        | type      | name | label | calculation                |
        |        | integer   | a    | A     |                            |
        |        | calculate | b    |       | if(${a} = 'no number', 1, '') |""")
    (finding,) = report.findings
    assert (finding.kind, finding.ref) == (FindingKind.NO_VALUE, "/data/b")


def test_a_language_that_only_repeats_the_first_is_dead() -> None:
    report = simulated("""
        | survey |      |      |              |                   |
        |        | type | name | label::English (en) | label::Hindi (hi) |
        |        | text | a    | Name         | Name              |
        |        | text | b    | Place        |                   |""")
    (finding,) = report.findings
    assert (finding.kind, finding.detail) == (FindingKind.DEAD_LANGUAGE, "Hindi (hi)")


def test_a_label_missing_in_a_living_language_is_reported_with_its_question() -> None:
    report = simulated("""
        | survey |      |      |              |                   |
        |        | type | name | label::English (en) | label::Hindi (hi) |
        |        | text | a    | Name         | नाम               |
        |        | text | b    | Place        |                   |""")
    (finding,) = report.findings
    assert (finding.kind, finding.ref, finding.detail) == (
        FindingKind.NOT_TRANSLATED,
        "/data/b",
        "Hindi (hi)",
    )


def test_a_message_missing_in_a_language_is_reported_too() -> None:
    report = simulated("""
        | survey | | | | | | |
        | | type | name | label::English (en) | label::Hindi (hi) | constraint | constraint_message::English (en) |
        | | integer | a | How many? | कितने? | . > 0 | At least one. |""")
    (finding,) = report.findings
    assert (finding.ref, finding.column, finding.detail) == ("/data/a", "constraint_message", "Hindi (hi)")


def test_choices_without_a_label_in_a_language_are_counted_at_their_question() -> None:
    report = simulated("""
        | survey |              |      |              |                   |
        |        | type         | name | label::English (en) | label::Hindi (hi) |
        |        | select_one s | a    | Where?       | कहाँ?             |
        | choices |           |      |              |                   |
        |         | list_name | name | label::English (en) | label::Hindi (hi) |
        |         | s         | x    | Here         | यहाँ              |
        |         | s         | y    | There        |                   |""")
    (finding,) = report.findings
    assert (finding.ref, finding.column, finding.count) == ("/data/a", "choices", 1)


def test_how_many_rows_a_number_asks_for_stays_small() -> None:
    report = simulated("""
        | survey |              |      |       |              |
        |        | type         | name | label | repeat_count |
        |        | integer      | n    | N     |              |
        |        | begin_repeat | r    | R     | ${n}         |
        |        | text         | a    | A     |              |
        |        | end_repeat   |      |       |              |""")
    assert report.is_clean
    assert report.lengths[-1] <= 10


def test_the_same_seed_gives_the_same_report_however_many_processes_work(small_form: Path) -> None:
    questionnaire = load_questionnaire(small_form)
    alone, together = (simulate(questionnaire, 40, 7, processes=number) for number in (1, 2))
    assert alone == together


def test_another_seed_asks_otherwise(questionnaire: Questionnaire) -> None:
    one, other = (simulate(questionnaire, 30, seed, processes=1) for seed in (1, 2))
    assert one.lengths != other.lengths


def test_a_test_that_is_stopped_raises_cancelled(questionnaire: Questionnaire) -> None:
    def stop(done: int, _total: int, _what: str) -> None:
        if done:
            raise Cancelled

    with pytest.raises(Cancelled):
        simulate(questionnaire, 1000, processes=1, progress=stop)


def test_progress_tells_how_many_interviews_are_done(questionnaire: Questionnaire) -> None:
    told: list[tuple[int, int]] = []
    simulate(questionnaire, 25, processes=1, progress=lambda done, total, _what: told.append((done, total)))
    assert told == [(0, 25), (10, 25), (20, 25), (25, 25)]


@pytest.mark.parametrize("name", ["firm_diagnostic", "cluster_profile"])
def test_nobody_stumbles_over_a_form_that_ships(name: str) -> None:
    report = simulate(load_questionnaire(paths.forms() / f"{name}.xlsx"), 30)
    assert [paragraph.lines for paragraph in paragraphs(report)] == []


@pytest.mark.parametrize(
    "pattern",
    [
        "^[6-9][0-9]{9}$",
        r"^\d{2}[A-Z]{5}\d{4}[A-Z][0-9A-Z]Z[0-9A-Z]$",
        "^UDYAM-[A-Z]{2}-[0-9]{2}-[0-9]{7}$",
        r"^\w+(\.\w+)*@(?:[a-z]+\.)+(com|in|org)$",
        "[^0-9]{3,5}",
        "^(yes|no)?$",
        r"a\.b\\c+",
        "[]a-]{2}",
    ],
)
def test_a_text_is_made_that_fits_a_pattern(pattern: str) -> None:
    made = maker(pattern)
    assert made is not None
    assert all(re.search(pattern, made(Random(seed))) for seed in range(50))


@pytest.mark.parametrize("pattern", ["(?!x)a", "[a", "(a", "a)", r"\p{L}"])
def test_a_pattern_that_is_not_understood_makes_nothing(pattern: str) -> None:
    assert maker(pattern) is None


# --- the command line ---------------------------------------------------------------------------------------------


@pytest.fixture
def faulty(tmp_path: Path) -> Path:
    path = tmp_path / "faulty.xml"
    table = "| survey | | | | |\n| | type | name | label | constraint |\n| | integer | a | Age | . > 5 and . < 5 |"
    path.write_text(xform(table), encoding="utf-8")
    return path


def test_simulate_names_question_and_label_and_ends_with_one(
    faulty: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(["form", "simulate", str(faulty), "--count", "5"])
    assert ended.value.code == 1
    assert "a “Age”: none of" in capsys.readouterr().out


def test_simulate_gives_a_record_for_other_programs(faulty: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        cli.main(["form", "simulate", str(faulty), "--count", "5", "--json"])
    record = json.loads(capsys.readouterr().out)
    assert record["findings"][0]["kind"] == "constraint_never_met"
    assert record["findings"][0]["name"] == "a"


def test_simulate_ends_with_zero_when_there_is_nothing_to_report(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(["form", "simulate", str(paths.forms() / "cluster_profile.xlsx"), "--count", "40"])
    assert (ended.value.code, capsys.readouterr().err) == (0, "")


def test_simulate_ends_with_two_for_a_form_that_cannot_be_used(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "form.xml"
    path.write_text("no form", encoding="utf-8")
    with pytest.raises(SystemExit) as ended:
        cli.main(["form", "simulate", str(path)])
    assert ended.value.code == 2
    assert "form.xml" in capsys.readouterr().err


# --- people finish the forms people can finish --------------------------------------------------------------------


def _finalised(report: Report) -> float:
    return report.finalised / report.count


def test_a_required_note_is_a_gate_that_people_pass() -> None:
    report = simulated("""
        | survey |         |       |       |          |                       |                      |
        |        | type    | name  | label | required | constraint            | relevant             |
        |        | integer | total | Total | yes      | . >= 0 and . < 60     |                      |
        |        | integer | men   | Men   | yes      | . >= 0 and . < 40     |                      |
        |        | integer | women | Women | yes      | . >= 0 and . < 40     |                      |
        |        | note    | stop  | Sum!  | yes      |                       | ${total} != ${men} + ${women} |""")
    assert _finalised(report) > 0.9


def test_a_gate_of_words_is_passed_too() -> None:
    report = simulated("""
        | survey  |              |      |           |          |                  |
        |         | type         | name | label     | required | relevant         |
        |         | select_one y | ok   | Consent?  | yes      |                  |
        |         | note         | stop | End here. | yes      | ${ok} = 'no'     |
        | choices |              |      |           |          |                  |
        |         | list_name    | name | label     |          |                  |
        |         | y            | yes  | Yes       |          |                  |
        |         | y            | no   | No        |          |                  |""")
    assert _finalised(report) > 0.9


def test_dates_are_spread_over_all_that_the_limits_allow() -> None:
    form = """
        | survey |      |      |       |          |                                              |
        |        | type | name | label | required | constraint                                   |
        |        | date | d    | D     | yes      | . >= '2001-01-01' and . <= '2020-12-31'      |"""
    plan = plan_of(questionnaire_from_xform(xform(form)))
    (ask,) = plan.asks.values()
    how = Manner(Random(1), NOW, 0.0)
    years = {day[:4] for day in islice(candidates(ask, CandidateChoices(), how), 300)}
    assert {str(year) for year in range(2001, 2021)} <= years


def test_a_day_after_another_day_can_be_answered() -> None:
    report = simulated("""
        | survey |      |      |       |          |               |
        |        | type | name | label | required | constraint    |
        |        | date | from | From  | yes      | . <= today()  |
        |        | date | to   | To    | yes      | . > ${from}   |""")
    assert _finalised(report) > 0.9


def test_an_answer_that_opens_a_calculation_alone_stops_nobody() -> None:
    report = simulated("""
        | survey  |              |      |       |             |             |
        |         | type         | name | label | calculation | relevant    |
        |         | select_one y | ok   | Ok?   |             |             |
        |         | calculate    | c    |       | 1 + 1       | ${ok} = 'yes' |
        | choices |              |      |       |             |             |
        |         | list_name    | name | label |             |             |
        |         | y            | yes  | Yes   |             |             |
        |         | y            | no   | No    |             |             |""")
    assert _finalised(report) == 1


def test_nobody_types_a_control_character() -> None:
    form = r"""
        | survey |      |      |       |                          |
        |        | type | name | label | constraint               |
        |        | text | a    | A     | regex(., '[\t\n]?[a-z]+') |"""
    plan = plan_of(questionnaire_from_xform(xform(form)))
    (ask,) = plan.asks.values()
    how = Manner(Random(1), NOW, 0.0)
    assert all(text.isprintable() for text in islice(candidates(ask, CandidateChoices(), how), 300))


def test_a_language_that_lacks_nearly_all_texts_is_told_in_one_line() -> None:
    rows = "\n".join(f"| | text | q{n} | Question {n} | | |" for n in range(30))
    report = simulated(f"""
        | survey | | | | | |
        | | type | name | label::English (en) | label::Hindi (hi) | label::Tamil (ta) |
        | | text | a | Name | नाम | Name |
{rows}""")
    said = {(one.kind, one.detail, one.count) for one in report.findings}
    assert said == {
        (FindingKind.DEAD_LANGUAGE, "Tamil (ta)", 0),
        (FindingKind.NOT_TRANSLATED, "Hindi (hi)", 30),
    }
