"""A list of villages that is large enough to be stored for itself, and forms that ask for one of them."""

from __future__ import annotations

import pytest

from fieldsurvey.forms.external_lists import LARGE
from fieldsurvey.forms.xlsform import questionnaire_from_xform
from fieldsurvey.records import Questionnaire
from tests.support.scenario import xform

VILLAGES = """
    | survey |                                   |          |          |                                              |
    |        | type                              | name     | label    | choice_filter                                |
    |        | select_one s                      | state    | State    |                                              |
    |        | text                              | district | District |                                              |
    |        | select_one_from_file villages.csv | village  | Village  | state = ${state} and district = ${district}  |
    | choices |           |      |       |
    |         | list_name | name | label |
    |         | s         | s1   | One   |
    |         | s         | s2   | Two   |
    | settings |         |         |
    |          | form_id | version |
    |          | where   | 1       |
"""
"""The village of a state and a district."""
WHERE = """
    | survey |                                   |          |          |                        |
    |        | type                              | name     | label    | choice_filter          |
    |        | text                              | district | District |                        |
    |        | select_one_from_file villages.csv | village  | Village  | district = ${district} |
    | settings |         |         |
    |          | form_id | version |
    |          | where   | 1       |
"""
"""The village of a district, as a workbook."""


def villages(rows: int = 20_000) -> bytes:
    """The file of the list."""
    lines = (f"v{row},Village {row},s{1 + row % 2},d{row % 100:03d},{row:06d}" for row in range(rows))
    return "\n".join(("name,label,state,district,pin", *lines, "")).encode()


@pytest.fixture(scope="session")
def cascade() -> Questionnaire:
    """A form with a list that is large enough to be stored."""
    text = villages()
    assert len(text) > LARGE
    return questionnaire_from_xform(xform(VILLAGES), {"villages.csv": text})
