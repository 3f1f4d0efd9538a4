"""A new study never takes the place of one that lies there already."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QFileDialog,
    QLabel,
    QProgressDialog,
    QPushButton,
    QWidget,
)

from fieldsurvey.records import Cluster, Questionnaire
from fieldsurvey.study import Study
from fieldsurvey.ui.welcome import new_study
from fieldsurvey.ui.welcome.new_study import NewStudyForm, file_name
from tests.support.fixtures_villages import WHERE, villages
from tests.support.markdown_form import write_form
from tests.support.pages import Program
from tests.support.screen import field, press, tick, words_on
from tests.support.small_form import ANSWERS, PASSPHRASE


def filled_form(program: Program) -> NewStudyForm:
    form = program.new_study()
    field(form, "Name of the cluster").setText("Brass")
    tick(form, "Without a passphrase")
    return form


def test_the_wheel_over_a_choice_scrolls_the_page_and_changes_nothing(program: Program) -> None:
    form = filled_form(program)
    for choice in form.findChildren(QComboBox):
        before = choice.currentIndex()
        for way in (120, -120, -120):
            wheel(choice, way)
        assert choice.currentIndex() == before


def wheel(widget: QWidget, way: int) -> None:
    """Turn the wheel over a widget, eighths of a degree."""
    turn = QWheelEvent(
        QPointF(2, 2), QPointF(2, 2), QPoint(0, way), QPoint(0, way), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(widget, turn)


def test_a_study_of_the_same_name_is_refused_and_keeps_its_interviews(
    program: Program, tmp_path: Path, questionnaire: Questionnaire
) -> None:
    path = tmp_path / "brass.study"
    with Study.create(path, Cluster(name="Brass"), [questionnaire], passphrase=None) as old:
        old.interviews.add("small", ANSWERS)
    form = filled_form(program)
    form.make(path)
    assert "exists already" in words_on(form)
    with Study.open(path) as old:
        assert len(old.interviews.listing()) == 1


def with_villages(program: Program, folder: Path, monkeypatch: pytest.MonkeyPatch) -> NewStudyForm:
    """The form of a new study, with one questionnaire chosen: it has a large list beside it."""
    (folder / "villages.csv").write_bytes(villages())
    book = write_form(folder / "where.xlsx", WHERE)
    form = filled_form(program)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_asked: (str(book), ""))
    tick(form, "Firm diagnostic", on=False)
    press(form, "Add a form of your own (XLSForm)")
    return form


def test_a_form_with_a_large_list_goes_into_a_new_study(
    program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = with_villages(program, tmp_path, monkeypatch)
    form.make(tmp_path / "brass.study")
    with Study.open(tmp_path / "brass.study") as study:
        assert [form_id for form_id, _, _ in study.forms.listing()] == ["where"]


def test_storing_a_large_list_can_be_stopped_and_leaves_no_study(
    program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(new_study, "PATIENCE", 0)
    form = with_villages(program, tmp_path, monkeypatch)
    (tmp_path / "villages.csv").write_bytes(villages(100_000))
    QTimer.singleShot(0, lambda: form.findChild(QProgressDialog).cancel())
    form.make(tmp_path / "brass.study")
    assert "Stopped. Nothing half-done was left behind." in words_on(form)
    assert not (tmp_path / "brass.study").exists()


def test_a_cluster_name_with_a_slash_is_offered_as_onefile_name() -> None:
    assert file_name("Brass / copper: Moradabad?") == "Brass copper Moradabad"


def test_a_long_name_in_hindi_is_offered_as_a_name_the_disk_can_hold() -> None:
    assert 0 < len(file_name("मुरादाबाद पीतल हस्तशिल्प " * 20).encode()) <= 120


def test_a_fault_is_said_where_it_is_mended_and_the_keyboard_is_there(program: Program) -> None:
    form = program.new_study()
    program.window.resize(1000, 520)
    field(form, "Name of the cluster").setText("Brass")
    field(form, "Firms in the cluster, if known").setText("many")
    press(form, "Create the study")
    QApplication.processEvents()
    assert "in digits" in words_on(form)
    assert field(form, "Firms in the cluster, if known").hasFocus()
    field(form, "Firms in the cluster, if known").setText("40")
    press(form, "Create the study")
    QApplication.processEvents()
    passphrase = field(form, "New passphrase")
    assert passphrase.hasFocus()
    assert not passphrase.visibleRegion().isEmpty()
    said = next(one for one in form.findChildren(QLabel) if one.text().startswith("Choose a passphrase"))
    assert not said.visibleRegion().isEmpty()


def test_enter_leads_from_the_passphrase_to_its_second_field_and_then_makes_the_study(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[bool] = []
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: (asked.append(True), ("", ""))[1])
    form = program.new_study()
    field(form, "Name of the cluster").setText("Brass")
    first, again = field(form, "New passphrase"), field(form, "The passphrase again")
    for box in (first, again):
        box.setText(PASSPHRASE)
    first.setFocus()
    QTest.keyClick(first, Qt.Key.Key_Return)
    assert again.hasFocus()
    QTest.keyClick(again, Qt.Key.Key_Return)
    assert asked


def test_the_state_is_chosen_and_has_its_region(program: Program, tmp_path: Path) -> None:
    form = filled_form(program)
    state = form.findChild(QComboBox)
    assert state is not None
    assert state.accessibleName() == "State or union territory"
    assert state.count() == 37  # 28 states, 8 union territories, none
    QTest.keyClicks(state, "Karn")
    QTest.keyClick(state, Qt.Key.Key_Return)  # goes on as from a line
    form.make(tmp_path / "k.study")
    assert program.window.study is not None
    assert program.window.study.cluster.state == "Karnataka"
    assert program.window.study.set_up.region() == "South"


def test_back_keeps_what_was_typed_but_not_the_passphrase(program: Program) -> None:
    form = program.new_study()
    field(form, "Name of the cluster").setText("Brass")
    form.passphrase.first.setText("four words of mine")
    QTest.keyClick(form, Qt.Key.Key_Escape)
    assert not form.isVisible()
    focused = QApplication.focusWidget()
    assert isinstance(focused, QPushButton)
    assert focused.text() == "New study"
    again = program.new_study()
    assert field(again, "Name of the cluster").text() == "Brass"
    assert again.passphrase.text == ""
