"""A fault that rises from below is told in the language of the window, here in Hindi, through the real window."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QWidget

from fieldsurvey import i18n
from fieldsurvey.records import Cluster, Questionnaire, Server
from fieldsurvey.study import Study, load_questionnaire
from fieldsurvey.ui.forms.forms_page import FormsPage
from fieldsurvey.ui.interviews.interviews_page import InterviewsPage
from tests.support.fake_server import CentralState
from tests.support.markdown_form import write_form
from tests.support.pages import Program
from tests.support.small_form import ANSWERS, PASSPHRASE

COUNTED = """
    | survey |              |      |                |              |
    |        | type         | name | label          | repeat_count |
    |        | integer      | rows | How many rows? |              |
    |        | begin_repeat | row  | Row            | ${rows}      |
    |        | text         | name | Name           |              |
    |        | end_repeat   |      |                |              |
    | settings |         |            |         |
    |          | form_id | form_title | version |
    |          | counted | Counted    | 1       |
"""
UNREADABLE = """
    | survey |      |       |       |               |
    |        | type | name  | label | relevant      |
    |        | text | name  | Name  |               |
    |        | text | since | Since | ${nmae} != '' |
    | settings |         |            |         |
    |          | form_id | form_title | version |
    |          | counted | Counted    | 1       |
"""


@pytest.fixture
def hindi(program: Program) -> Iterator[Program]:
    """The window as an agent sees it who reads Hindi."""
    program.window.set_preferences(dataclasses.replace(program.window.settings, language="hi"))
    yield program
    i18n.use("en")


def test_a_wrong_passphrase(hindi: Program, tmp_path: Path, questionnaire: Questionnaire) -> None:
    path = tmp_path / "a.study"
    Study.create(path, Cluster(name="Brass"), [questionnaire], passphrase=PASSPHRASE).close()
    hindi.welcome.choose(path)
    hindi.unlock("wrong")
    assert "गुप्त वाक्य से a.study नहीं खुला" in hindi.welcome.unlock_card.error


def test_a_form_that_cannot_be_read_with_each_of_its_faults(
    hindi: Program, study: Study, tmp_path: Path
) -> None:
    form = write_form(tmp_path / "broken.xlsx", UNREADABLE)
    hindi.open(study).window.show_page("forms")
    page = hindi.window.findChild(FormsPage)
    assert page is not None
    page.add(form)
    hindi.bot.waitUntil(lambda: "broken.xlsx में 1 गलती है" in said_on(page), timeout=20_000)
    assert "शीट survey, पंक्ति 3, कॉलम relevant: ${nmae} नाम का कोई प्रश्न नहीं है" in said_on(page)


def test_a_repeat_that_the_form_makes_too_long(hindi: Program, tmp_path: Path) -> None:
    form = write_form(tmp_path / "counted.xlsx", COUNTED)
    study = Study.create(
        tmp_path / "counted.study", Cluster(name="Brass"), [load_questionnaire(form)], passphrase=None
    )
    interview = hindi.open(study).new_interview()
    interview.fill("rows", "999999999").enter()
    assert "जिस संख्या से वे गिनी जाती हैं उसे सुधारें" in said_on(interview.entry)


def test_a_full_disk(hindi: Program, study: Study) -> None:
    interview = hindi.open(study).new_interview()
    hindi.bot.waitUntil(lambda: len(study.interviews.listing()) == 1, timeout=20_000)
    hindi.set_room(1)
    interview.entry.session.answers.give("/data/identity/firm_name", "Sharma " * 10_000)
    interview.entry.pause()
    hindi.bot.waitUntil(lambda: "डिस्क भरी है" in interview.entry.banner.sentence, timeout=20_000)


def test_a_server_that_refuses(hindi: Program, study: Study, server: tuple[str, CentralState]) -> None:
    base, state = server
    study.sync.set_server(Server(base))
    identity = study.interviews.add("small", ANSWERS)
    state.answers = [404]
    study.sync.send()
    hindi.open(study).window.show_page("interviews")
    page = hindi.window.findChild(InterviewsPage)
    assert page is not None
    row = next(row for row in study.interviews.listing() if row.instance_id == identity)
    assert i18n.sentence(row.send_error).startswith("सर्वर पर यह फ़ॉर्म या संस्करण नहीं है")
    assert "सर्वर पर यह फ़ॉर्म या संस्करण नहीं है" in notes_in(page)


def notes_in(page: InterviewsPage) -> str:
    """What the list's last column shows."""
    model = page.table.model()
    return "\n".join(
        str(model.data(model.index(row, model.columnCount() - 1))) for row in range(model.rowCount())
    )


def said_on(page: QWidget) -> str:
    return "\n".join(label.text() for label in page.findChildren(QLabel))
