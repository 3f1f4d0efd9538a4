"""A page stands in the window's table: it is reloaded when its topic changed, and asked before it may go away."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from fieldsurvey.errors import StoreError
from fieldsurvey.records import Changed, Topic
from fieldsurvey.settings import Settings
from fieldsurvey.study import Study
from fieldsurvey.ui.page import Desk, Page
from fieldsurvey.ui.shell.widgets import TitledPage
from fieldsurvey.ui.window.main_window import MainWindow
from fieldsurvey.ui.window.pages import PAGES


class ChapterPage(TitledPage):
    """A page whose text goes into the study, behind what stands there, when the page is put down."""

    def __init__(self, desk: Desk) -> None:
        super().__init__("Chapter")
        self._desk = desk
        self.text = QLineEdit()
        self.content.addWidget(self.text)
        self.refusal = ""
        self.is_refused_later = False
        self.reloads = 0

    def reload(self, changed: Changed) -> None:
        self.reloads += 1

    def put_down(self) -> str:
        text, is_refused = self.text.text(), self.is_refused_later

        def keep(study: Study) -> Changed:
            if is_refused:
                raise StoreError("study.disk-full")
            before = study.reports.narratives("en").get("summary", "")
            return study.reports.set_narrative("summary", "en", before + text)

        if not self.refusal and not self.is_saved:
            self._desk.tasks.write(keep, self, done=lambda _changed: self.text.clear())
        return self.refusal

    @property
    def is_saved(self) -> bool:
        return not self.text.text()


PAGE = Page("chapter", lambda: "Chapter", "reports", ChapterPage, frozenset({Topic.OUTBOX}))


@pytest.fixture
def window(fonts: None, qtbot: QtBot, tmp_path: Path, study: Study) -> Iterator[MainWindow]:
    """A window whose table has one page more, with something typed on it."""
    made = MainWindow(Settings(), tmp_path / "settings.json", pages=(*PAGES, PAGE))
    qtbot.addWidget(made)
    made.show()
    made.open_study(study)
    made.show_page("chapter")
    chapter(made).text.setText("Brass parts since 1952")
    yield made
    chapter_page = made.frame.page("chapter") if made.frame is not None else None
    if isinstance(chapter_page, ChapterPage):
        chapter_page.refusal, chapter_page.is_refused_later = "", False
    made.close()


def chapter(window: MainWindow) -> ChapterPage:
    assert window.frame is not None
    page = window.frame.page("chapter")
    assert isinstance(page, ChapterPage)
    return page


def written(path: Path) -> dict[str, str]:
    with Study.open(path) as study:
        return study.reports.narratives("en")


def test_what_is_typed_on_a_page_is_kept_when_the_window_closes(window: MainWindow, study: Study) -> None:
    window.close()
    assert written(study.path) == {"summary": "Brass parts since 1952"}


def test_what_is_typed_on_a_page_is_kept_when_the_study_is_left(window: MainWindow, study: Study) -> None:
    window.go_home()
    assert written(study.path) == {"summary": "Brass parts since 1952"}


def test_what_is_typed_on_a_page_is_kept_when_the_language_changes(
    window: MainWindow, study: Study, qtbot: QtBot
) -> None:
    window.set_preferences(dataclasses.replace(window.settings, language="hi"))
    window.set_preferences(dataclasses.replace(window.settings, language="en"))
    assert window.tasks is not None
    window.tasks.wait_for_writes()
    assert study.reports.narratives("en") == {"summary": "Brass parts since 1952"}


def test_what_is_typed_on_a_page_is_asked_for_before_the_study_is_locked(window: MainWindow) -> None:
    chapter(window).refusal = "The disk is full."
    assert window.put_down() == "The disk is full."


def test_a_page_that_cannot_keep_what_is_typed_holds_the_window_open_once(window: MainWindow) -> None:
    chapter(window).refusal = "The disk is full."
    first, second = QCloseEvent(), QCloseEvent()
    window.closeEvent(first)
    assert not first.isAccepted()
    assert window.frame is not None
    assert window.frame.banner.sentence == "The disk is full."
    window.closeEvent(second)
    assert second.isAccepted()


def test_a_page_whose_write_is_refused_holds_the_window_open_once(window: MainWindow) -> None:
    chapter(window).is_refused_later = True
    first, second = QCloseEvent(), QCloseEvent()
    window.closeEvent(first)
    assert not first.isAccepted()
    assert window.frame is not None
    assert "disk is full" in window.frame.banner.sentence
    window.closeEvent(second)
    assert second.isAccepted()


def test_a_page_whose_write_is_refused_keeps_the_study_open_once(window: MainWindow, study: Study) -> None:
    chapter(window).is_refused_later = True
    window.go_home()
    assert window.study is study
    assert chapter(window).text.text() == "Brass parts since 1952"


def test_a_page_whose_write_is_refused_keeps_its_language(window: MainWindow) -> None:
    chapter(window).is_refused_later = True
    window.set_preferences(dataclasses.replace(window.settings, language="hi"))
    assert window.settings.language == "en"
    assert chapter(window).text.text() == "Brass parts since 1952"


def test_a_second_fault_is_said_after_the_first_was_mended(window: MainWindow) -> None:
    chapter(window).is_refused_later = True
    window.closeEvent(QCloseEvent())
    chapter(window).is_refused_later = False
    assert window.put_down() == ""
    chapter(window).text.setText("More")
    chapter(window).is_refused_later = True
    again = QCloseEvent()
    window.closeEvent(again)
    assert not again.isAccepted()


def test_a_page_is_reloaded_by_its_topics_alone(window: MainWindow) -> None:
    assert window.frame is not None
    window.frame.reload(Changed(frozenset({Topic.DRAFTS})))
    window.frame.reload(Changed(frozenset({Topic.OUTBOX})))
    assert chapter(window).reloads == 1


def test_a_page_with_something_typed_stays_when_forms_change(window: MainWindow) -> None:
    window.show_page("overview")
    before = chapter(window)
    assert window.frame is not None
    window.frame.reload(Changed(frozenset({Topic.FORMS})))
    assert chapter(window) is before


def test_a_name_typed_in_the_settings_and_not_applied_is_kept(window: MainWindow) -> None:
    window.show_page("preferences")
    assert window.frame is not None
    page = window.frame.page("preferences")
    assert page is not None
    (name,) = [field for field in page.findChildren(QLineEdit) if "name" in field.accessibleName()]
    name.setText("Lata Kumari")
    window.go_home()
    assert window.settings.interviewer == "Lata Kumari"
