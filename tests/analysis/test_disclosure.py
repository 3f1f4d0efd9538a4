"""What may be shown of a table."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from fieldsurvey.analysis.disclosure import hidden_cells, is_dominated


def test_a_small_cell_takes_the_next_smallest_with_it() -> None:
    assert hidden_cells({"a": 40, "b": 12, "c": 3}) == {"b", "c"}


def test_nought_is_no_secret() -> None:
    assert hidden_cells({"a": 40, "b": 0}) == frozenset()


def test_cells_that_do_not_add_up_need_no_second() -> None:
    assert hidden_cells({"a": 40, "b": 12, "c": 3}, sums_to_total=False) == {"c"}


def test_sensitive_tables_hide_below_ten() -> None:
    assert hidden_cells({"a": 40, "b": 12, "c": 9}, 10) == {"b", "c"}


def test_a_giant_hides_the_total() -> None:
    assert is_dominated([50, 20, 20, 10])
    assert is_dominated([45, 40, 5, 5, 5])
    assert not is_dominated([30, 25, 25, 20])
    assert not is_dominated([])


@given(st.dictionaries(st.text(max_size=3), st.integers(0, 30), max_size=8))
def test_what_is_hidden_cannot_be_had_by_subtraction(counts: dict[str, int]) -> None:
    hidden = hidden_cells(counts)
    speaking = [name for name, count in counts.items() if count > 0]
    total = sum(counts[name] for name in hidden)
    assert not hidden or total >= 5 or hidden == set(speaking)
    assert len(hidden) != 1 or set(speaking) == hidden
