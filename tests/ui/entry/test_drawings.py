"""Drawings and signatures: by keys, by mouse, on a photo, or a name typed instead."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest

from fieldsurvey.ui.entry.kinds.media.drawing import DrawingDialog, DrawingWidget
from tests.support.media_form import coloured, dialog, interview, kept, laptop, settle, surveyed
from tests.support.pages import Interview, Program

__all__ = ["interview", "laptop", "surveyed"]


def drawing(interview: Interview, name: str) -> DrawingWidget:
    widget = interview.question(name).widget
    assert isinstance(widget, DrawingWidget)
    return widget


def sheet(interview: Interview) -> DrawingDialog:
    found = dialog(DrawingDialog, interview)
    assert isinstance(found, DrawingDialog)
    return found


def test_a_line_is_drawn_by_keys_alone(interview: Interview) -> None:
    interview.question("plan").take_focus()
    interview.press(Qt.Key.Key_Space)
    assert sheet(interview).canvas.hasFocus()
    interview.press(Qt.Key.Key_Space).press(Qt.Key.Key_Right).press(Qt.Key.Key_Right)
    sheet(interview).keep.click()
    image = QImage.fromData(kept(interview, "plan"))
    assert interview.value("plan").endswith(".png")
    assert QColor(image.pixel(image.width() // 2 + 10, image.height() // 2)).lightness() < 100


def test_a_line_is_drawn_with_the_mouse(interview: Interview) -> None:
    drawing(interview, "plan").draw()
    canvas = sheet(interview).canvas
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=QPoint(100, 100))
    QTest.mouseMove(canvas, QPoint(200, 100))
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=QPoint(200, 100))
    assert len(canvas.marks) == 1
    sheet(interview).keep.click()
    assert interview.value("plan").endswith(".png")


def test_the_last_line_is_taken_back(interview: Interview) -> None:
    drawing(interview, "plan").draw()
    canvas = sheet(interview).canvas
    QTest.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=QPoint(100, 100))
    QTest.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=QPoint(200, 100))
    QTest.keyClick(canvas, Qt.Key.Key_Backspace)
    assert len(canvas.marks) == 1


def test_a_sheet_that_is_being_signed_is_kept_when_the_window_is_locked(
    program: Program, interview: Interview
) -> None:
    drawing(interview, "signed").draw()
    QTest.mousePress(sheet(interview).canvas, Qt.MouseButton.LeftButton, pos=QPoint(100, 100))
    QTest.mouseMove(sheet(interview).canvas, QPoint(200, 100))
    QTest.mouseRelease(sheet(interview).canvas, Qt.MouseButton.LeftButton, pos=QPoint(200, 100))
    assert program.window.put_down() == ""
    assert len(kept(interview, "signed")) > 100


def test_an_untouched_sheet_is_no_answer(interview: Interview) -> None:
    drawing(interview, "plan").draw()
    sheet(interview).keep.click()
    assert interview.value("plan") == ""


def test_a_name_is_typed_instead_of_signed(interview: Interview) -> None:
    drawing(interview, "signed").draw()
    sheet(interview).text.setFocus()
    interview.type("Asha Devi").enter().enter()
    image = QImage.fromData(kept(interview, "signed"))
    dark = sum(QColor(image.pixel(x, image.height() // 2)).lightness() < 100 for x in range(image.width()))
    assert dark > 5


def test_a_photo_is_drawn_on_at_its_own_size(interview: Interview) -> None:
    drawing(interview, "marked").bring_image(coloured(1600, 900), is_drawn=False)
    settle(interview)
    drawing(interview, "marked").draw()
    sheet(interview).canvas.write("here")
    sheet(interview).keep.click()
    assert interview.value("marked").endswith(".jpg")
    assert QImage.fromData(kept(interview, "marked")).size().toTuple() == (1600, 900)


def test_drawing_goes_on_where_it_ended(interview: Interview) -> None:
    drawing(interview, "plan").draw()
    sheet(interview).canvas.write("one")
    sheet(interview).keep.click()
    first = kept(interview, "plan")
    drawing(interview, "plan").draw()
    assert sheet(interview).canvas.ground == QImage.fromData(first).convertToFormat(
        sheet(interview).canvas.ground.format()
    )


def test_clearing_takes_an_older_drawing_away_too(interview: Interview) -> None:
    drawing(interview, "plan").draw()
    sheet(interview).canvas.write("one")
    sheet(interview).keep.click()
    settle(interview)
    drawing(interview, "plan").draw()
    sheet(interview)._clear()
    assert {sheet(interview).canvas.image().pixel(x, 225) for x in range(0, 800, 3)} == {0xFFFFFFFF}


def test_clearing_leaves_the_photo_that_is_drawn_on(interview: Interview) -> None:
    drawing(interview, "marked").bring_image(coloured(colour="blue"), is_drawn=False)
    settle(interview)
    drawing(interview, "marked").draw()
    sheet(interview)._clear()
    assert QColor(sheet(interview).canvas.image().pixel(5, 5)).blue() > 200
