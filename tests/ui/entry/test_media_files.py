"""Photos, drawings, signatures, sounds and codes in an interview, with stand-ins for the laptop's devices."""

from __future__ import annotations

import io
import struct
import wave
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QColor, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QWidget

from fieldsurvey.study import Study
from fieldsurvey.ui.entry.devices.camera import CameraDialog
from fieldsurvey.ui.entry.devices.device_ports import RATE, Devices
from fieldsurvey.ui.entry.kinds.media.audio import AudioWidget
from fieldsurvey.ui.entry.kinds.media.audio_recorder import loudness
from fieldsurvey.ui.entry.kinds.media.barcode import BarcodeWidget, ScanDialog
from fieldsurvey.ui.entry.kinds.media.drawing import DrawingDialog, DrawingWidget
from fieldsurvey.ui.entry.kinds.media.media import MediaWidget, patterns_of
from fieldsurvey.ui.entry.kinds.media.photo import PhotoWidget
from fieldsurvey.ui.entry.kinds.media.viewfinder import Viewfinder
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


def drawing(interview: Interview, name: str) -> DrawingWidget:
    widget = interview.question(name).widget
    assert isinstance(widget, DrawingWidget)
    return widget


def sound(interview: Interview) -> AudioWidget:
    widget = interview.question("voice").widget
    assert isinstance(widget, AudioWidget)
    return widget


def code(interview: Interview, name: str = "code") -> BarcodeWidget:
    widget = interview.question(name).widget
    assert isinstance(widget, BarcodeWidget)
    return widget


def remark(interview: Interview, name: str) -> str:
    return interview.question(name)._remark.text()


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


def tone(seconds: float = 0.5, loud: int = 8000) -> bytes:
    return struct.pack("<hh", loud, -loud) * int(RATE * seconds / 2)


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


# --- drawings and signatures --------------------------------------------------------------------------------------


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


# --- sounds -------------------------------------------------------------------------------------------------------


def test_a_recording_is_kept_as_a_sound_any_program_plays(interview: Interview, laptop: Laptop) -> None:
    interview.question("voice").take_focus()
    interview.press(Qt.Key.Key_Space)
    laptop.microphone.hear(tone(1.0))
    laptop.microphone.hear(tone(0.5))
    recording = sound(interview).recording
    assert recording is not None
    assert recording.time.text() == "0:01"
    interview.enter()
    assert not laptop.microphone.is_on
    with wave.open(io.BytesIO(kept(interview, "voice"))) as file:
        assert (file.getframerate(), file.getnframes()) == (RATE, int(RATE * 1.5))


def test_a_recording_given_up_leaves_the_answer(interview: Interview, laptop: Laptop) -> None:
    sound(interview).open_microphone()
    laptop.microphone.hear(tone())
    interview.press(Qt.Key.Key_Escape)
    assert not laptop.microphone.is_on
    assert interview.value("voice") == ""


def test_leaving_the_interview_keeps_what_was_said(
    program: Program, interview: Interview, laptop: Laptop, surveyed: Study
) -> None:
    sound(interview).open_microphone()
    laptop.microphone.hear(tone())
    identity = interview.entry.instance_id
    interview.entry.pause()
    program.bot.waitUntil(lambda: program.window.entry is None, timeout=20000)
    program.switch_off()
    name = surveyed.interviews.resume(identity).value("/data/voice")
    assert surveyed.attachments.read(identity, name)


def test_a_microphone_pulled_out_keeps_what_was_heard_and_says_so(
    interview: Interview, laptop: Laptop
) -> None:
    sound(interview).open_microphone()
    laptop.microphone.hear(tone())
    laptop.microphone.fail("The microphone does not answer.")
    assert interview.value("voice").endswith(".wav")


def test_a_recording_is_played_out_of_memory(interview: Interview, laptop: Laptop) -> None:
    sound(interview).open_microphone()
    laptop.microphone.hear(tone())
    interview.enter()
    content = kept(interview, "voice")
    play = sound(interview).play
    assert play is not None
    play.click()
    assert laptop.player.content == content
    assert play.text() == "Stop"
    laptop.player.end("")
    assert play.text() == "Play"


def test_a_laptop_that_cannot_record_says_what_to_do(program: Program, surveyed: Study) -> None:
    interview = begun(program, surveyed)
    assert "record with a phone" in sound(interview).state.text()


@pytest.mark.parametrize(
    ("piece", "level"), [(b"", 0), (bytes(200), 0), (tone(0.1, 32767), 100), (tone(0.1, 33), 0)]
)
def test_the_bar_moves_as_an_ear_hears(piece: bytes, level: int) -> None:
    assert loudness(piece) == level


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


# --- codes --------------------------------------------------------------------------------------------------------


def test_a_scanner_types_the_code_and_goes_on(interview: Interview) -> None:
    interview.fill("code", "8901234567894")
    assert interview.value("code") == "8901234567894"
    assert interview.focused_ref == "/data/secret"


def test_a_second_scan_takes_the_place_of_the_first(interview: Interview) -> None:
    interview.fill("code", "8901234567894")
    interview.question("code").take_focus()
    code(interview).field.deselect()
    code(interview).field.end(False)
    interview.type("4006381333931").enter()
    assert interview.value("code") == "4006381333931"


def test_a_code_is_read_from_a_pasted_picture(interview: Interview, laptop: Laptop) -> None:
    laptop.codes = ["8901234567894"]
    QGuiApplication.clipboard().setImage(coloured())
    interview.question("code").take_focus()
    interview.press(Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert interview.value("code") == "8901234567894"
    assert code(interview).field.text() == "8901234567894"


def test_a_picture_without_a_code_is_told(interview: Interview, tmp_path: Path) -> None:
    coloured().save(str(tmp_path / "a.png"))
    code(interview).take(tmp_path / "a.png")
    assert "No code is seen" in remark(interview, "code")


def test_of_several_codes_the_person_chooses(interview: Interview, laptop: Laptop) -> None:
    laptop.codes = ["111111", "222222"]
    code(interview).take_image(coloured())
    assert [offer.text() for offer in code(interview).offers] == ["111111", "222222"]
    assert interview.value("code") == ""
    interview.press(Qt.Key.Key_Tab).press(Qt.Key.Key_Space)
    assert interview.value("code") == "222222"
    assert code(interview).offers == []


def test_the_camera_closes_when_it_sees_a_code(interview: Interview, laptop: Laptop) -> None:
    code(interview).open_camera()
    laptop.camera.see(coloured())
    assert dialog(ScanDialog, interview).isVisible()
    laptop.codes = ["8901234567894"]
    laptop.camera.see(coloured())
    assert interview.value("code") == "8901234567894"
    assert not laptop.camera.is_on


def test_a_hidden_answer_is_not_shown(interview: Interview) -> None:
    interview.fill("secret", "8901234567894")
    assert interview.value("secret") == "8901234567894"
    assert code(interview, "secret").field.displayText() == "●" * 13


def test_a_question_grows_with_its_picture(interview: Interview) -> None:
    before = interview.question("front").height()  # its words and one row of buttons
    photo(interview).bring_image(coloured(), is_drawn=False)
    settle(interview)
    interview.bot.waitUntil(lambda: interview.question("front").height() >= before + 55, timeout=5000)
    frame = interview.question("front")
    interview.bot.waitUntil(lambda: frame.widget.geometry().bottom() < frame.height(), timeout=5000)
