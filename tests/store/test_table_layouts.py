"""Tables are known by the statements that made them, also where damage spoilt one."""

from __future__ import annotations

from fieldsurvey.store.table_layouts import layouts_of


def test_a_statement_with_a_null_character_is_left_out_and_the_next_is_known() -> None:
    assert list(layouts_of(["CREATE TABLE a (x\0)", "CREATE TABLE b (y)"])) == ["b"]
