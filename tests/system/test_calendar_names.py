"""Months and days by their short names, in the language of the form."""

from __future__ import annotations

import pytest

from fieldsurvey.system.calendar_names import names_for
from tools import calendar_names


@pytest.mark.parametrize(
    ("language", "month"),
    [
        ("Hindi (hi)", "जन॰"),
        ("Hindi", "जन॰"),
        ("hi", "जन॰"),
        ("हिन्दी", "जन॰"),
        ("Bengali", "জানু"),
        ("pt-BR", "jan."),
        ("Klingon (tlh)", "Jan"),
        ("", "Jan"),
    ],
)
def test_the_language_is_found_as_forms_spell_it(language: str, month: str) -> None:
    assert names_for(language).months[0] == month


def test_the_file_is_what_the_unicode_data_say() -> None:
    assert calendar_names.OUT.read_text(encoding="utf-8") == calendar_names.text()
