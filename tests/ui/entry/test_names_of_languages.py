"""What a form's languages are called in the window: as those who speak them call them, and never other than the form does where it says more."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QComboBox

from fieldsurvey.study import Study
from fieldsurvey.ui.entry.base.languages import own_name
from tests.support.pages import Program


@pytest.mark.parametrize(
    ("named", "shown"),
    [
        ("English (en)", "English"),
        ("Hindi (hi)", "हिन्दी"),
        ("Kannada (kn)", "ಕನ್ನಡ"),
        ("Urdu (ur)", "اردو"),
        ("hindi (hi)", "हिन्दी"),
        ("Hindi, simple (hi)", "Hindi, simple"),
        ("Bundeli (hi)", "Bundeli"),
        ("Santali (sat)", "Santali"),  # its letters do not come with the program
        ("Hindi", "Hindi"),
        ("default", "default"),
        ("", ""),
    ],
)
def test_a_language_is_called_as_its_speakers_call_it(named: str, shown: str) -> None:
    assert own_name(named) == shown


def test_the_box_of_an_interview_offers_them(program: Program, study: Study) -> None:
    program.open(study)
    program.window.begin_interview()
    boxes = program.window.entry.findChildren(QComboBox)
    words = [[box.itemText(at) for at in range(box.count())] for box in boxes]
    assert any("हिन्दी" in one for one in words)
    assert not any("Hindi" in one for one in words)
