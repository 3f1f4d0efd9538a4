"""Beside a question's words: the form's picture, and guidance that opens on demand."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QBuffer, QIODevice, Qt
from PySide6.QtGui import QImage

from fieldsurvey.records import Cluster
from fieldsurvey.study import Study, load_questionnaire
from fieldsurvey.ui.entry.frame.aids import Aids
from tests.support.markdown_form import write_form
from tests.support.pages import Interview, Program

_FORM = """
    | survey |      |       |                     |                                  |                            |
    |        | type | name  | label::English (en) | guidance_hint::English (en)      | media::image::English (en) |
    |        | text | loom  | Which loom is it?   | Look at the **plate** behind it. | loom.png                   |
    |        | text | owner | Who owns it?        |                                  |                            |
    | settings |         |            |         |
    |          | form_id | form_title | version |
    |          | looms   | Looms      | 1       |
"""


def _picture(width: int, height: int) -> bytes:
    image, buffer = QImage(width, height, QImage.Format.Format_RGB32), QBuffer()
    image.fill(Qt.GlobalColor.darkCyan)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())


@pytest.fixture
def interview(program: Program, tmp_path: Path) -> Iterator[Interview]:
    (tmp_path / "loom.png").write_bytes(_picture(1200, 900))
    form = write_form(tmp_path / "looms.xlsx", _FORM)
    with Study.create(tmp_path / "a.study", Cluster(), [load_questionnaire(form)], passphrase=None) as study:
        yield program.open(study).new_interview()


def _aids(interview: Interview, name: str) -> Aids:
    found = interview.question(name).findChild(Aids)
    assert isinstance(found, Aids)
    return found


def test_the_picture_of_a_question_is_shown_in_a_size_that_leaves_room(interview: Interview) -> None:
    shown = _aids(interview, "loom")._picture.pixmap()
    assert (shown.width(), shown.height()) == (346, 260)


def test_guidance_opens_on_demand(interview: Interview) -> None:
    aids = _aids(interview, "loom")
    assert not aids.guidance.isVisible()
    aids.more.click()
    assert aids.guidance.isVisible()
    assert aids.guidance.text() == "Look at the <b>plate</b> behind it."


def test_a_question_without_either_loses_no_room(interview: Interview) -> None:
    assert interview.question("owner").findChild(Aids) is None
