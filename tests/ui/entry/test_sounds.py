"""Sounds: recorded, played, and what happens when the microphone goes."""

from __future__ import annotations

import io
import struct
import wave

import pytest
from PySide6.QtCore import Qt

from fieldsurvey.study import Study
from fieldsurvey.ui.entry.devices.device_ports import RATE
from fieldsurvey.ui.entry.kinds.media.audio import AudioWidget
from fieldsurvey.ui.entry.kinds.media.audio_recorder import loudness
from tests.support.fake_devices import Laptop
from tests.support.media_form import begun, interview, kept, laptop, surveyed
from tests.support.pages import Interview, Program

__all__ = ["interview", "laptop", "surveyed"]


def sound(interview: Interview) -> AudioWidget:
    widget = interview.question("voice").widget
    assert isinstance(widget, AudioWidget)
    return widget


def tone(seconds: float = 0.5, loud: int = 8000) -> bytes:
    return struct.pack("<hh", loud, -loud) * int(RATE * seconds / 2)


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
