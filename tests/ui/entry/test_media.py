"""Photos and files: taken beside the interview, shrunk and stripped, and never named before they are in the study."""

from __future__ import annotations

import random
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QImage, QPainter

from fieldsurvey.records import Cluster, Status
from fieldsurvey.study import Study, load_questionnaire
from fieldsurvey.ui.entry.kinds.media.media import MediaWidget
from fieldsurvey.ui.entry.kinds.media.photo import PhotoWidget
from fieldsurvey.ui.entry.kinds.media.picture import Picture, look, preview
from fieldsurvey.ui.entry.session import attachment_queue
from tests.support.markdown_form import write_form
from tests.support.pages import Interview, Program
from tests.support.small_form import SMALL

PHOTO = "/data/identity/photo"


def picture(path: Path, width: int, height: int, *, noisy: bool = False) -> Path:
    """A picture whose left half is red and whose right half is blue; a noisy one has a colour at each point."""
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor("red"))
    painter = QPainter(image)
    painter.fillRect(width // 2, 0, width, height, QColor("blue"))
    painter.end()
    if noisy:
        bits = image.bits()
        bits[:] = random.Random(1).randbytes(len(bits))
    assert image.save(str(path))
    return path


def lying(path: Path) -> Path:
    """A photo a camera took on its side: EXIF says to turn it by 90 degrees, and where it was taken."""
    plain = picture(path.with_name("plain.jpg"), 80, 40).read_bytes()
    entries = b"\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00\x06\x00\x00\x00\x00\x00\x00"
    exif = b"Exif\x00\x00MM\x00*\x00\x00\x00\x08" + entries + b"PLACE 28.8386N 78.7733E"
    path.write_bytes(plain[:2] + b"\xff\xe1" + (len(exif) + 2).to_bytes(2, "big") + exif + plain[2:])
    return path


def stored(path: Path, wanted: str = "") -> QImage:
    """The picture as it would be stored."""
    found = look(path, wanted)
    assert found is not None
    return QImage.fromData(found.shrunk())


def test_the_longer_side_is_as_the_form_asks(tmp_path: Path) -> None:
    assert stored(picture(tmp_path / "a.jpg", 300, 200), "150").size() == QSize(150, 100)


def test_a_small_picture_is_not_enlarged(tmp_path: Path) -> None:
    assert stored(picture(tmp_path / "a.jpg", 300, 200), "1500").size() == QSize(300, 200)


@pytest.mark.parametrize("wanted", ["", "many", "-5", "0", "1e3", "१०", "99999999999999999999"])
def test_a_size_that_is_none_asks_for_nothing(tmp_path: Path, wanted: str) -> None:
    assert stored(picture(tmp_path / "a.jpg", 300, 200), wanted).size() == QSize(300, 200)


def test_a_photo_taken_on_its_side_stands_upright(tmp_path: Path) -> None:
    upright = stored(lying(tmp_path / "lying.jpg"), "40")
    assert upright.size() == QSize(20, 40)
    assert QColor(upright.pixel(10, 5)).red() > 200
    assert QColor(upright.pixel(10, 35)).blue() > 200


def test_the_cameras_hidden_place_stays_behind(tmp_path: Path) -> None:
    path = lying(tmp_path / "lying.jpg")
    found = look(path, "")
    assert found is not None
    assert b"PLACE" in path.read_bytes()
    assert b"PLACE" not in found.shrunk()


def test_words_hidden_in_a_drawing_stay_behind(tmp_path: Path) -> None:
    image = QImage(64, 64, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    image.setText("Comment", "PLACE of Asha")
    image.save(str(tmp_path / "a.png"))
    found = look(tmp_path / "a.png", "")
    assert found is not None
    assert b"PLACE" not in found.shrunk()


def test_a_signature_stays_a_png(tmp_path: Path) -> None:
    found = look(picture(tmp_path / "signature.png", 300, 200), "150")
    assert found is not None
    assert (found.suffix, found.shrunk()[1:4]) == (".png", b"PNG")


def test_a_photo_kept_as_png_becomes_a_jpeg(tmp_path: Path) -> None:
    found = look(picture(tmp_path / "photo.png", 120, 80, noisy=True), "")
    assert found is not None
    assert (found.suffix, found.shrunk()[:2]) == (".jpg", b"\xff\xd8")


def test_a_preview_is_small(tmp_path: Path) -> None:
    assert preview(picture(tmp_path / "a.jpg", 3000, 2000).read_bytes(), 120).size() == QSize(120, 80)


# --- in an interview ----------------------------------------------------------------------------------------------


class Held(Picture):
    """A picture that is not ready before it is let go."""

    gate = threading.Event()

    def shrunk(self) -> bytes:
        self.gate.wait(20)
        return super().shrunk()


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Lets pictures taken with `held` go."""
    monkeypatch.setattr(Held, "gate", threading.Event())
    yield Held.gate
    Held.gate.set()


def held(tmp_path: Path) -> Held:
    return Held(picture(tmp_path / "held.png", 60, 40), 2048, is_drawn=True)


def begun(program: Program, study: Study) -> Interview:
    interview = program.open(study).new_interview()
    program.bot.waitUntil(lambda: len(study.interviews.listing()) == 1, timeout=20000)
    return interview


def take(interview: Interview, path: Path) -> None:
    widget = interview.question("photo").widget
    assert isinstance(widget, MediaWidget)
    widget.take(path)


def remark(interview: Interview) -> str:
    return interview.question("photo").remark.text()


def only(study: Study) -> str:
    return study.interviews.listing()[0].instance_id


def on_disk(study: Study) -> str:
    """The photo's answer as a power cut now would leave it."""
    return study.interviews.resume(only(study)).value(PHOTO)


def settled(program: Program, interview: Interview) -> None:
    program.bot.waitUntil(lambda: interview.entry.is_saved, timeout=20000)
    program.switch_off()


def test_a_photo_is_shown_named_and_stored(program: Program, study: Study, tmp_path: Path) -> None:
    interview = begun(program, study)
    take(interview, picture(tmp_path / "front.jpg", 400, 300))
    name = interview.value("photo")
    assert name.endswith(".jpg")
    settled(program, interview)
    assert on_disk(study) == name
    assert QImage.fromData(study.attachments.read(only(study), name) or b"").size() == QSize(400, 300)
    widget = interview.question("photo").widget
    assert isinstance(widget, PhotoWidget)
    assert widget.thumb is not None
    assert not widget.thumb.icon().isNull()


def test_a_file_that_is_no_picture_is_refused_with_a_sentence(
    program: Program, study: Study, tmp_path: Path
) -> None:
    interview = begun(program, study)
    (tmp_path / "letter.jpg").write_bytes(b"Dear Asha")
    take(interview, tmp_path / "letter.jpg")
    assert "not a picture" in remark(interview)
    assert interview.value("photo") == ""


def test_a_picture_cut_short_gives_the_answer_of_before_again(
    program: Program, study: Study, tmp_path: Path
) -> None:
    interview = begun(program, study)
    whole = picture(tmp_path / "whole.png", 600, 400, noisy=True).read_bytes()
    (tmp_path / "cut.png").write_bytes(whole[:200])
    take(interview, tmp_path / "cut.png")
    program.bot.waitUntil(lambda: "broken" in interview.entry.banner.sentence, timeout=20000)
    assert interview.value("photo") == ""


def test_a_draft_on_disk_names_no_file_that_is_still_coming(
    program: Program, study: Study, tmp_path: Path, gate: threading.Event
) -> None:
    interview = begun(program, study)
    interview.entry.session.attachments.attach(PHOTO, "held.png", held(tmp_path))
    interview.fill("firm_name", "Sharma")
    program.bot.waitUntil(lambda: study.interviews.listing()[0].firm == "Sharma", timeout=20000)
    assert on_disk(study) == ""
    assert not any("held.png" in line.new for line in study.interviews.history(only(study)))
    gate.set()
    settled(program, interview)
    assert on_disk(study) == "held.png"
    assert any("held.png" in line.new for line in study.interviews.history(only(study)))


def test_finalising_at_once_takes_the_file_along(
    program: Program, study: Study, tmp_path: Path, gate: threading.Event
) -> None:
    interview = begun(program, study)
    interview.fill("firm_name", "Sharma")
    interview.entry.session.attachments.attach(PHOTO, "held.png", held(tmp_path))
    interview.finalise()
    assert "as soon as it is in" in interview.entry.banner.sentence
    gate.set()
    program.bot.waitUntil(lambda: program.states() == [Status.FINALISED], timeout=20000)
    assert study.attachments.read(only(study), "held.png")
    assert "held.png" in study.interviews.read(only(study)).xml


def test_finalising_with_a_file_that_does_not_come_goes_on_as_a_draft(
    program: Program, study: Study, tmp_path: Path, gate: threading.Event
) -> None:
    interview = begun(program, study)
    interview.fill("firm_name", "Sharma")
    (tmp_path / "held.png").write_bytes(b"broken")
    interview.entry.session.attachments.attach(
        PHOTO, "held.png", Held(tmp_path / "held.png", 10, is_drawn=True)
    )
    interview.finalise()
    gate.set()
    program.bot.waitUntil(interview.entry.isEnabled, timeout=20000)
    assert "broken" in interview.entry.banner.sentence
    assert program.states() == [Status.DRAFT]


def test_pausing_waits_for_the_file(
    program: Program, study: Study, tmp_path: Path, gate: threading.Event
) -> None:
    interview = begun(program, study)
    interview.entry.session.attachments.attach(PHOTO, "held.png", held(tmp_path))
    interview.entry.pause()
    assert program.window.entry is interview.entry
    gate.set()
    program.bot.waitUntil(lambda: program.window.entry is None, timeout=20000)
    program.switch_off()
    assert on_disk(study) == "held.png"


def test_closing_the_window_tells_of_the_file_first_and_leaves_without_it_the_second_time(
    program: Program, study: Study, tmp_path: Path, gate: threading.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    interview = begun(program, study)
    interview.entry.session.attachments.attach(PHOTO, "held.png", held(tmp_path))
    monkeypatch.setattr(interview.entry.session.attachments, "patience", 0.01)
    path = study.path
    assert not program.window.close()
    assert "still being stored" in interview.entry.banner.sentence
    assert program.window.close()
    with Study.open(path) as again:
        assert on_disk(again) == ""


def test_closing_the_window_right_after_a_photo_keeps_it(
    program: Program, study: Study, tmp_path: Path
) -> None:
    interview = begun(program, study)
    take(interview, picture(tmp_path / "front.jpg", 400, 300))
    path = study.path
    assert program.window.close()
    with Study.open(path) as again:
        assert again.attachments.read(only(again), on_disk(again))


def test_undo_and_redo_while_a_file_comes_in(
    program: Program, study: Study, tmp_path: Path, gate: threading.Event
) -> None:
    interview = begun(program, study)
    session = interview.entry.session
    session.attachments.attach(PHOTO, "held.png", held(tmp_path))
    session.answers.undo()
    gate.set()
    settled(program, interview)
    assert on_disk(study) == ""
    session.answers.redo()
    session.drafts.save()
    settled(program, interview)
    assert on_disk(study) == "held.png"


def test_choosing_another_file_meanwhile_leaves_the_second(
    program: Program, study: Study, tmp_path: Path, gate: threading.Event
) -> None:
    interview = begun(program, study)
    interview.fill("firm_name", "Sharma")
    interview.entry.session.attachments.attach(PHOTO, "held.png", held(tmp_path))
    take(interview, picture(tmp_path / "second.png", 30, 30))
    second = interview.value("photo")
    gate.set()
    settled(program, interview)
    assert on_disk(study) == second
    interview.finalise()
    program.bot.waitUntil(lambda: program.states() == [Status.FINALISED], timeout=20000)
    assert study.attachments.read(only(study), "held.png") is None


def test_the_first_file_failing_after_the_second_was_chosen_leaves_the_second(
    program: Program, study: Study, tmp_path: Path, gate: threading.Event
) -> None:
    interview = begun(program, study)
    (tmp_path / "held.png").write_bytes(b"broken")
    interview.entry.session.attachments.attach(
        PHOTO, "held.png", Held(tmp_path / "held.png", 10, is_drawn=True)
    )
    take(interview, picture(tmp_path / "second.png", 30, 30))
    second = interview.value("photo")
    gate.set()
    settled(program, interview)
    assert on_disk(study) == second


def test_answers_are_saved_while_a_file_comes_in(
    program: Program, study: Study, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    interview = begun(program, study)
    monkeypatch.setattr(attachment_queue, "_PORTION", 1000)
    (tmp_path / "film.mp4").write_bytes(bytes(range(250)) * 4 * 1000)
    interview.entry.session.attachments.attach(PHOTO, "film.mp4", tmp_path / "film.mp4")
    interview.entry.session.answers.give("/data/identity/firm_name", "Sharma")
    program.bot.waitUntil(lambda: study.interviews.listing()[0].firm == "Sharma", timeout=20000)
    assert study.attachments.read(only(study), "film.mp4") is None
    settled(program, interview)
    assert study.attachments.read(only(study), "film.mp4") == (tmp_path / "film.mp4").read_bytes()


def test_a_disk_without_room_is_told_before_anything_is_read(
    program: Program, study: Study, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    interview = begun(program, study)
    monkeypatch.setattr(attachment_queue, "_SPARE", 1 << 60)
    (tmp_path / "film.mp4").write_bytes(b"film")
    assert "no room" in interview.entry.session.attachments.attach(PHOTO, "film.mp4", tmp_path / "film.mp4")
    assert interview.value("photo") == ""


@pytest.fixture
def filmed(tmp_path: Path) -> Iterator[Study]:
    """A study whose form asks for a film."""
    asked = load_questionnaire(write_form(tmp_path / "filmed.xlsx", SMALL.replace("| image ", "| video ")))
    with Study.create(tmp_path / "filmed.study", Cluster(), [asked], passphrase=None) as made:
        yield made


def test_a_film_is_taken_by_its_path(program: Program, filmed: Study, tmp_path: Path) -> None:
    interview = begun(program, filmed)
    (tmp_path / "Film One.MP4").write_bytes(b"film" * 100_000)
    take(interview, tmp_path / "Film One.MP4")
    settled(program, interview)
    assert on_disk(filmed).endswith(".mp4")
    assert filmed.attachments.read(only(filmed), on_disk(filmed)) == b"film" * 100_000


@pytest.mark.parametrize(("size", "told"), [(150_000_000, "most servers refuse"), (2_100_000_000, "2 GB")])
def test_a_large_film_is_told_of(
    program: Program, filmed: Study, tmp_path: Path, size: int, told: str
) -> None:
    interview = begun(program, filmed)
    with (tmp_path / "film.mp4").open("wb") as file:
        file.truncate(size)
    taken: list[str] = []
    widget = interview.question("photo").widget
    assert isinstance(widget, MediaWidget)
    widget.chosen.disconnect()
    widget.chosen.connect(lambda name, _source: taken.append(name))
    take(interview, tmp_path / "film.mp4")
    assert told in remark(interview)
    assert len(taken) == (size < 2_000_000_000)
