"""What an answer touches is recomputed, in order, and nothing else."""

from __future__ import annotations

from tests.support import generated_forms
from tests.support.scenario import Scenario

CHAIN = """
    | survey |           |      |       |                     |
    |        | type      | name | label | calculation         |
    |        | calculate | d    |       | ${c} + 1            |
    |        | calculate | c    |       | ${b} + ${a}         |
    |        | calculate | b    |       | ${a} + 1            |
    |        | integer   | a    | A     |                     |
    |        | integer   | z    | Z     |                     |
    |        | calculate | dice |       | random() + 0 * ${a} |
"""


def test_a_chain_written_backwards_is_computed_in_order() -> None:
    form = Scenario(CHAIN)
    form.answer("/data/a", 10)
    assert form.value("/data/d") == 22


def test_a_question_nobody_reads_changes_only_itself() -> None:
    form = Scenario(CHAIN)
    form.answer("/data/a", 1)
    assert form.answer("/data/z", 5) == {"/data/z"}


def test_what_is_not_touched_is_not_computed_again() -> None:
    form = Scenario(CHAIN)
    form.answer("/data/a", 1)
    dice = form.value("/data/dice")
    form.answer("/data/z", 5)
    assert form.value("/data/dice") == dice


def test_a_calculation_waits_while_it_is_not_relevant() -> None:
    form = Scenario("""
        | survey |           |      |       |          |             |
        |        | type      | name | label | relevant | calculation |
        |        | integer   | a    | A     |          |             |
        |        | calculate | b    |       | ${a} > 5 | ${a} * 2    |""")
    form.answer("/data/a", 8)
    form.answer("/data/a", 2)
    assert form.entry.value("/data/b") == "16"


def test_a_hidden_answer_counts_as_empty() -> None:
    form = Scenario("""
        | survey |           |      |       |          |                   |
        |        | type      | name | label | relevant | calculation       |
        |        | integer   | a    | A     |          |                   |
        |        | integer   | b    | B     | ${a} = 1 |                   |
        |        | calculate | c    |       |          | coalesce(${b}, 0) |""")
    form.answer("/data/a", 1)
    form.answer("/data/b", 7)
    form.answer("/data/a", 2)
    assert form.value("/data/c") == 0


def test_a_readonly_group_makes_its_questions_readonly() -> None:
    form = Scenario("""
        | survey |             |      |       |           |
        |        | type        | name | label | read_only |
        |        | text        | t    | T     |           |
        |        | begin group | g    | G     | yes       |
        |        | text        | x    | X     |           |
        |        | end group   |      |       |           |""")
    assert (form.entry.readonly("/data/t"), form.entry.readonly("/data/g/x")) == (False, True)


def test_required_may_depend_on_an_answer() -> None:
    form = Scenario("""
        | survey |         |      |       |          |
        |        | type    | name | label | required |
        |        | integer | a    | A     |          |
        |        | text    | b    | B     | ${a} > 1 |""")
    form.answer("/data/a", 2)
    assert form.violation("/data/b") == "required"


def test_an_expression_that_fails_does_not_stop_the_others() -> None:
    form = Scenario("""
        | survey |           |      |       |               |
        |        | type      | name | label | calculation   |
        |        | text      | t    | T     |               |
        |        | calculate | bad  |       | date(${t})    |
        |        | calculate | good |       | concat(${t})  |""")
    form.answer("/data/t", "soon")
    assert "/data/bad" in str(form.entry.fault)
    assert form.value("/data/good") == "soon"


BLOCKS = """
    | survey |           |           |       |                          |                |
    |        | type      | name      | label | calculation              | relevant       |
    |        | integer   | a         | A     |                          |                |
    |        | integer   | b         | B     |                          | ${a} > 0       |
    |        | calculate | sum       |       | coalesce(${a}, 0) + 1    |                |
    |        | calculate | twice     |       | ${sum} * 2               |                |
    |        | integer   | elsewhere | E     |                          |                |
    |        | calculate | apart     |       | ${elsewhere} + 1         |                |
"""


def test_an_answer_evaluates_what_reads_it_and_no_more() -> None:
    form = Scenario(BLOCKS)
    form.answer("/data/a", 3)
    assert form.entry.recomputed == 3  # relevant of b, sum, twice


def test_an_answer_nobody_reads_evaluates_nothing() -> None:
    form = Scenario(BLOCKS)
    form.answer("/data/b", 3)
    assert form.entry.recomputed == 0


def test_the_work_of_an_answer_does_not_grow_with_the_form() -> None:
    small, large = (Scenario(generated_forms.flat(questions)) for questions in (20, 2000))
    small.answer("/data/d1", 5)
    large.answer("/data/d199", 5)
    assert large.entry.recomputed == small.entry.recomputed


def test_an_answer_in_an_instance_evaluates_that_instance_and_the_sums() -> None:
    form = Scenario(generated_forms.repeated())
    form.entry.add_repeat("/data/worker")
    form.answer("/data/worker[1]/wage", 400)
    alone = form.entry.recomputed
    for _ in range(50):
        form.entry.add_repeat("/data/worker")
    form.answer("/data/worker[1]/wage", 401)
    assert form.entry.recomputed == alone


def test_an_answer_of_the_same_value_evaluates_nothing() -> None:
    form = Scenario(BLOCKS)
    form.answer("/data/a", 3)
    form.answer("/data/a", 3)
    assert form.entry.recomputed == 0


def test_a_sum_of_eight_hundred_questions_is_added_up() -> None:
    rows = "\n".join(f"| | integer | a{number} | A | |" for number in range(800))
    terms = " + ".join(f"coalesce(${{a{number}}}, 0)" for number in range(800))
    form = Scenario(
        f"| survey | | | | |\n| | type | name | label | calculation |\n{rows}\n| | calculate | all | | {terms} |"
    )
    form.answer("/data/a799", 5)
    assert form.value("/data/all") == 5
