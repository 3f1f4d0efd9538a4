"""Photos, drawings, signatures, sounds and codes in an interview, with stand-ins for the laptop's devices."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QColor, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from fieldsurvey.study import Study
from fieldsurvey.ui.entry.devices.camera import CameraDialog
from fieldsurvey.ui.entry.devices.device_ports import Devices
from fieldsurvey.ui.entry.kinds.media.media import MediaWidget, patterns_of
from fieldsurvey.ui.entry.kinds.media.viewfinder import Viewfinder
from tests.support.fake_devices import Laptop
from tests.support.media_form import (
    begun,
    coloured,
    dialog,
    interview,
    kept,
    laptop,
    photo,
    remark,
    settle,
    surveyed,
)
from tests.support.pages import Interview, Program

__all__ = ["interview", "laptop", "surveyed"]


# --- photos -------------------------------------------------------------------------------------------------------


def test_a_photo_is_pasted_from_the_clipboard_and_shrunk(interview: Interview) -> None:
    QGuiApplication.clipboard().setImage(coloured(1200, 900))
    interview.question("front").take_focus()
    interview.press(Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert interview.value("front").endswith(".jpg")
    assert QImage.fromData(kept(interview, "front")).width() == 600


def test_a_photo_is_dropped_on_the_question(interview: Interview, tmp_path: Path) -> None:
    coloured().save(str(tmp_path / "a.jpg"))
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "a.jpg"))])
    assert photo(interview)._take_first(data.urls())
    assert QImage.fromData(kept(interview, "front")).width() == 400


def test_an_empty_clipboard_is_told(interview: Interview) -> None:
    QGuiApplication.clipboard().setText("no picture")
    interview.question("front").take_focus()
    interview.press(Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert "clipboard holds no file" in remark(interview, "front")


def test_a_photo_is_taken_looked_at_and_kept_by_keyboard(interview: Interview, laptop: Laptop) -> None:
    interview.question("fresh").take_focus()
    interview.press(Qt.Key.Key_Space)
    assert isinstance(dialog(CameraDialog, interview), CameraDialog)
    laptop.camera.see(coloured(colour="blue"))
    interview.enter()
    assert interview.value("fresh") == ""
    interview.enter()
    assert not laptop.camera.is_on
    assert QColor(QImage.fromData(kept(interview, "fresh")).pixel(5, 5)).blue() > 200


def test_a_photo_can_be_taken_again(interview: Interview, laptop: Laptop) -> None:
    photo(interview).open_camera()
    seen = dialog(CameraDialog, interview)
    assert isinstance(seen, CameraDialog)
    laptop.camera.see(coloured(colour="blue"))
    seen.shoot.click()
    seen.again.click()
    laptop.camera.see(coloured(colour="red"))
    seen.shoot.click()
    seen.keep.click()
    assert QColor(QImage.fromData(kept(interview, "front")).pixel(5, 5)).red() > 200


def test_closing_the_camera_puts_its_lamp_out_and_leaves_the_answer(
    interview: Interview, laptop: Laptop
) -> None:
    photo(interview).open_camera()
    dialog(CameraDialog, interview).close()
    assert not laptop.camera.is_on
    assert interview.value("front") == ""


def test_a_camera_that_fails_says_why(interview: Interview, laptop: Laptop) -> None:
    photo(interview).open_camera()
    laptop.camera.fail("The camera does not answer.")
    seen = dialog(CameraDialog, interview)
    assert isinstance(seen, CameraDialog)
    assert seen.said.text() == "The camera does not answer."
    assert not seen.shoot.isEnabled()


def test_no_camera_plugged_in_is_told(program: Program, surveyed: Study) -> None:
    program.window.devices = Devices(cameras=tuple)
    interview = begun(program, surveyed)
    photo(interview).open_camera()
    assert "No camera is plugged in" in remark(interview, "front")


def test_a_question_for_a_new_photo_says_that_there_is_no_camera(program: Program, surveyed: Study) -> None:
    interview = begun(program, surveyed)
    assert "No camera can be used here" in photo(interview, "fresh").state.text()


def test_a_photo_is_turned_and_undo_turns_it_back(interview: Interview) -> None:
    photo(interview).bring_image(coloured(400, 300), is_drawn=False)
    settle(interview)
    lying = interview.value("front")
    photo(interview).turn()
    assert QImage.fromData(kept(interview, "front")).size().toTuple() == (300, 400)
    interview.entry.session.answers.undo()
    assert interview.value("front") == lying
    assert kept(interview, "front")


def test_the_small_picture_opens_large_and_escape_closes_it(interview: Interview) -> None:
    photo(interview).bring_image(coloured(), is_drawn=False)
    settle(interview)
    thumb = photo(interview).thumb
    assert thumb is not None
    thumb.click()
    view = dialog(Viewfinder, interview)
    with interview.bot.waitSignal(view.destroyed, timeout=5000):
        QTest.keyClick(view, Qt.Key.Key_Escape)


def test_a_removed_photo_is_gone_from_the_page_and_comes_back_with_undo(interview: Interview) -> None:
    photo(interview).bring_image(coloured(), is_drawn=False)
    settle(interview)
    photo(interview).remove()
    thumb = photo(interview).thumb
    assert thumb is not None
    assert thumb.isHidden()
    interview.entry.session.answers.undo()
    assert not thumb.isHidden()


def test_a_reopened_interview_shows_its_photo(program: Program, interview: Interview) -> None:
    photo(interview).bring_image(coloured(), is_drawn=False)
    settle(interview)
    identity = interview.entry.instance_id
    interview.entry.pause()
    program.bot.waitUntil(lambda: program.window.entry is None, timeout=20000)
    again = program.resume(identity)
    thumb = photo(again).thumb
    assert thumb is not None
    assert not thumb.icon().isNull()


# --- files --------------------------------------------------------------------------------------------------------


def test_a_copy_is_written_where_the_person_says(
    interview: Interview, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF licence")
    widget = interview.question("paper").widget
    assert isinstance(widget, MediaWidget)
    widget.take(tmp_path / "a.pdf")
    settle(interview)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a: (str(tmp_path / "copy.pdf"), ""))
    widget.save_copy()
    assert (tmp_path / "copy.pdf").read_bytes() == b"%PDF licence"
    assert "outside the study" in remark(interview, "paper")


def test_the_form_says_which_files_are_shown(interview: Interview, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *args: (asked.append(args[-1]), ("", ""))[1])
    widget = interview.question("paper").widget
    assert isinstance(widget, MediaWidget)
    widget.ask()
    assert asked == ["*.pdf"]


@pytest.mark.parametrize(
    ("accept", "patterns"), [("", ""), (".pdf, .docx", "*.pdf *.docx"), ("application/pdf", "*.pdf")]
)
def test_what_a_form_accepts_is_read(accept: str, patterns: str) -> None:
    assert patterns_of(accept) == patterns


def test_a_question_grows_with_its_picture(interview: Interview) -> None:
    before = interview.question("front").height()  # its words and one row of buttons
    photo(interview).bring_image(coloured(), is_drawn=False)
    settle(interview)
    interview.bot.waitUntil(lambda: interview.question("front").height() >= before + 55, timeout=5000)
    frame = interview.question("front")
    interview.bot.waitUntil(lambda: frame.widget.geometry().bottom() < frame.height(), timeout=5000)
