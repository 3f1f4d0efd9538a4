"""A form that asks for photos, drawings, sounds, codes and files, on a laptop whose devices are played: for tests of what is attached."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QWidget

from fieldsurvey.study import Study
from fieldsurvey.ui.entry.kinds.media.photo import PhotoWidget
from tests.support.fake_devices import Laptop
from tests.support.pages import Interview, Program

Made = Callable[[str], Study]
SURVEY = """
    | survey |         |        |                     |               |                |              |
    |        | type    | name   | label               | appearance    | parameters     | body::accept |
    |        | image   | front  | The front           |               | max-pixels=600 |              |
    |        | image   | fresh  | The gate            | new           |                |              |
    |        | image   | plan   | The plan            | draw          |                |              |
    |        | image   | marked | The machine         | annotate      |                |              |
    |        | image   | signed | Your signature      | signature     |                |              |
    |        | audio   | voice  | What the owner says |               |                |              |
    |        | video   | film   | The workshop        |               |                |              |
    |        | file    | paper  | The licence         |               |                | .pdf         |
    |        | barcode | code   | The product's code  |               |                |              |
    |        | barcode | secret | The badge           | hidden-answer |                |              |
    |        | text    | after  | Anything else?      |               |                |              |
"""


@pytest.fixture
def surveyed(made: Made) -> Study:
    return made(SURVEY)


@pytest.fixture
def laptop() -> Laptop:
    return Laptop()


@pytest.fixture
def interview(program: Program, surveyed: Study, laptop: Laptop) -> Interview:
    program.window.devices = laptop.devices()
    return begun(program, surveyed)


def begun(program: Program, study: Study) -> Interview:
    interview = program.open(study).new_interview()
    program.bot.waitUntil(lambda: len(study.interviews.listing()) == 1, timeout=20000)
    return interview


def photo(interview: Interview, name: str = "front") -> PhotoWidget:
    widget = interview.question(name).widget
    assert isinstance(widget, PhotoWidget)
    return widget


def remark(interview: Interview, name: str) -> str:
    return interview.question(name).remark.text()


def settle(interview: Interview) -> None:
    interview.bot.waitUntil(lambda: interview.entry.is_saved, timeout=20000)
    tasks = interview.window.tasks
    assert tasks is not None
    tasks.wait_for_writes()


def kept(interview: Interview, name: str) -> bytes:
    """The bytes the study holds for an answer."""
    settle(interview)
    found = interview.entry.session.attachments.read(interview.value(name))
    assert found is not None
    return found


def dialog(kind: type[QWidget], interview: Interview) -> QWidget:
    """The dialog that is open, with the keyboard in it."""
    found = [each for each in interview.window.findChildren(kind) if each.isVisible()]
    assert len(found) == 1
    interview.bot.waitUntil(found[0].isActiveWindow, timeout=5000)
    return found[0]


def coloured(width: int = 400, height: int = 300, colour: str = "red") -> QImage:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor(colour))
    return image
