"""Which sensitive modules a form has, and which of them stay."""

from __future__ import annotations

from pathlib import Path

import pytest

from fieldsurvey.interviews.sensitive import SensitiveModule, not_allowed, sensitive_modules, withheld_refs
from fieldsurvey.study import load_questionnaire
from tests.support.markdown_form import write_form

_FORM = """
    | survey |             |          |             |            |
    |        | type        | name     | label       | disclosure |
    |        | begin_group | labour   | Labour      |            |
    |        | integer     | workers  | Workers     |            |
    |        | integer     | children | Children    | sensitive  |
    |        | begin_group | informal | Informality |            |
    |        | note        | told     | Please read |            |
    |        | begin_group | bills    | Bills       |            |
    |        | integer     | unbilled | Unbilled    | sensitive  |
    |        | end_group   |          |             |            |
    |        | integer     | unpaid   | Unpaid      | sensitive  |
    |        | end_group   |          |             |            |
    |        | end_group   |          |             |            |
"""


@pytest.fixture
def modules(tmp_path: Path) -> tuple[SensitiveModule, ...]:
    return sensitive_modules([load_questionnaire(write_form(tmp_path / "f.xlsx", _FORM))])


def test_a_module_is_the_outermost_group_in_which_all_is_sensitive(
    modules: tuple[SensitiveModule, ...],
) -> None:
    informal = {"/data/labour/informal/bills/unbilled", "/data/labour/informal/unpaid"}
    assert modules == (
        SensitiveModule("children", frozenset({"/data/labour/children"})),
        SensitiveModule("informal", frozenset(informal)),
    )


def test_what_the_set_up_does_not_name_stays(modules: tuple[SensitiveModule, ...]) -> None:
    assert withheld_refs(modules, ["informal"]) == {"/data/labour/children"}
    assert not_allowed(modules, ["informal"]) == ("children",)
    assert len(withheld_refs(modules, [])) == 3
