"""Whatever is done to an interview: undone it is as before, reopened it is the same, and each change is told."""

from __future__ import annotations

import random

import pytest

from fieldsurvey.xforms import FormEntry
from tests.support.scenario import NOW, Scenario

FORM = """
    | survey |              |       |          |             |               |                |                                  |
    |        | type         | name  | label    | relevant    | constraint    | choice_filter  | calculation                      |
    |        | integer      | n     | N        |             | . < 4         |                |                                  |
    |        | select_one c | c     | C        |             |               |                |                                  |
    |        | select_one d | d     | D        | ${n} > 1    |               | c = ${c}       |                                  |
    |        | begin repeat | r     | R ${n}   | ${n} != 3   |               |                |                                  |
    |        | integer      | x     | X        |             | . > ${n}      |                |                                  |
    |        | calculate    | y     |          |             |               |                | ${x} * position(..) + count(../../r) |
    |        | begin repeat | s     | S        |             |               |                |                                  |
    |        | integer      | z     | Z        | ${x} > 1    |               |                |                                  |
    |        | end repeat   |       |          |             |               |                |                                  |
    |        | calculate    | inner |          |             |               |                | sum(${z})                        |
    |        | end repeat   |       |          |             |               |                |                                  |
    |        | calculate    | all   |          |             |               |                | sum(${y}) + sum(${inner})        |
    | choices |           |      |       |   |
    |         | list_name | name | label | c |
    |         | c         | a    | A     |   |
    |         | c         | b    | B     |   |
    |         | d         | a1   | A1    | a |
    |         | d         | b1   | B1    | b |
"""
_LEAVES = ("n", "c", "d", "x", "z")
State = dict[str, tuple[object, ...]]


def _state(entry: FormEntry) -> State:
    return {
        ref: (
            entry.value(ref),
            entry.relevant(ref),
            entry.violation(ref),
            entry.choices(ref),
            entry.label(ref),
        )
        for ref in entry.refs()
    }


def _step(entry: FormEntry, chance: random.Random) -> frozenset[str]:
    """An answer, or an instance more or less, by chance."""
    refs = entry.refs()
    instances = [ref for ref in refs if ref.endswith("]")]
    kind = chance.random()
    if kind < 0.15:
        return entry.add_repeat("/data/r")
    if kind < 0.25 and instances:
        return entry.add_repeat(f"{chance.choice(instances).partition(']')[0]}]/s")
    if kind < 0.4 and instances:
        return entry.remove_repeat(chance.choice(instances))
    leaf = chance.choice([ref for ref in refs if ref.rpartition("/")[2] in _LEAVES])
    return entry.answer(leaf, chance.choice(["", "1", "2", "3", "a", "b", "a1", "b1"]))


def _walked(seed: int, steps: int = 60) -> tuple[FormEntry, list[set[str]]]:
    """An interview after many steps, and at each step the refs that changed untold."""
    entry, chance = Scenario(FORM).entry, random.Random(seed)
    untold = []
    for _ in range(steps):
        before = _state(entry)
        told = _step(entry, chance)
        after = _state(entry)
        untold.append({ref for ref in before | after if before.get(ref) != after.get(ref)} - told)
    return entry, untold


@pytest.mark.parametrize("seed", range(5))
def test_every_change_is_told(seed: int) -> None:
    assert not any(_walked(seed)[1])


@pytest.mark.parametrize("seed", range(5))
def test_undoing_everything_leads_back_to_the_start(seed: int) -> None:
    entry = _walked(seed)[0]
    while entry.can_undo:
        entry.undo()
    assert _state(entry) == _state(Scenario(FORM).entry)


@pytest.mark.parametrize("seed", range(5))
def test_redoing_everything_leads_forth_again(seed: int) -> None:
    entry = _walked(seed)[0]
    wanted = _state(entry)
    while entry.can_undo:
        entry.undo()
    while entry.can_redo:
        entry.redo()
    assert _state(entry) == wanted


@pytest.mark.parametrize("seed", range(5))
def test_a_reopened_draft_is_the_same(seed: int) -> None:
    entry = _walked(seed)[0]
    assert _state(FormEntry.restore(entry.form, entry.draft_xml(), now=NOW)) == _state(entry)
