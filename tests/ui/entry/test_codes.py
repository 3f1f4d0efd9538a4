"""Codes on products and badges: from a scanner, a picture, the camera."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from fieldsurvey.ui.entry.kinds.media.barcode import BarcodeWidget, ScanDialog
from tests.support.fake_devices import Laptop
from tests.support.media_form import coloured, dialog, interview, laptop, remark, surveyed
from tests.support.pages import Interview

__all__ = ["interview", "laptop", "surveyed"]


def code(interview: Interview, name: str = "code") -> BarcodeWidget:
    widget = interview.question(name).widget
    assert isinstance(widget, BarcodeWidget)
    return widget


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
