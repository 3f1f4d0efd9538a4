"""Cameras, microphones and the player of this laptop, where the program has the library for them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QBuffer, QElapsedTimer, QIODevice
from PySide6.QtGui import QImage
from PySide6.QtMultimedia import (
    QAudioDevice,
    QAudioFormat,
    QAudioOutput,
    QAudioSource,
    QCamera,
    QCameraDevice,
    QMediaCaptureSession,
    QMediaDevices,
    QMediaPlayer,
    QtAudio,
    QVideoFrame,
    QVideoSink,
)
from PySide6.QtMultimediaWidgets import QVideoWidget

from fieldsurvey.i18n import _
from fieldsurvey.ui.entry.devices.device_ports import RATE, Camera, Failed, Microphone

_EVERY_MS = 66  # between two pictures shown; more would only warm the laptop


def cameras() -> Sequence[Camera]:
    """Those plugged in, the system's own choice first."""
    first = QMediaDevices.defaultVideoInput()
    found = sorted(QMediaDevices.videoInputs(), key=lambda device: device != first)
    return [LensCamera(device) for device in found]


def microphones() -> Sequence[Microphone]:
    """Those plugged in, the system's own choice first."""
    first = QMediaDevices.defaultAudioInput()
    found = sorted(QMediaDevices.audioInputs(), key=lambda device: device != first)
    return [AirMicrophone(device) for device in found]


class LensCamera:
    """A webcam."""

    def __init__(self, device: QCameraDevice) -> None:
        self._camera = QCamera(device)
        self._session = QMediaCaptureSession()
        self._sink = QVideoSink()
        self._session.setCamera(self._camera)
        self._session.setVideoSink(self._sink)
        self._clock = QElapsedTimer()
        self._show: Callable[[QImage], None] = lambda _image: None
        self._complain: Failed = lambda _sentence: None
        self._sink.videoFrameChanged.connect(self._on_frame)
        self._camera.errorOccurred.connect(self._on_failed)

    def start(self, seen: Callable[[QImage], None], failed: Failed) -> None:
        self._show, self._complain = seen, failed
        self._camera.start()

    def stop(self) -> None:
        self._show, self._complain = (lambda _image: None), (lambda _sentence: None)
        self._camera.stop()

    def _on_frame(self, frame: QVideoFrame) -> None:
        if not self._clock.isValid() or self._clock.elapsed() >= _EVERY_MS:
            self._clock.start()
            image = frame.toImage()
            if not image.isNull():
                self._show(image)

    def _on_failed(self, error: QCamera.Error, _words: str) -> None:
        if error is not QCamera.Error.NoError:
            self._complain(
                _("The camera does not answer. Another program may use it; close that, or choose a file.")
            )


class AirMicrophone:
    """A microphone, heard as speech needs it."""

    def __init__(self, device: QAudioDevice) -> None:
        wanted = QAudioFormat()
        wanted.setSampleRate(RATE)
        wanted.setChannelCount(1)
        wanted.setSampleFormat(QAudioFormat.SampleFormat.Int16)
        self._source = QAudioSource(device, wanted)
        self._stream: QIODevice | None = None
        self._tell: Callable[[bytes], None] = lambda _piece: None

    def start(self, heard: Callable[[bytes], None], failed: Failed) -> None:
        self._tell = heard
        self._source.stateChanged.connect(lambda state: self._on_state(state, failed))
        self._stream = self._source.start()
        if self._stream is None or self._source.error() != QtAudio.Error.NoError:
            failed(_silent())
            return
        self._stream.readyRead.connect(self._on_ready)

    def stop(self) -> None:
        if self._stream is not None:
            self._on_ready()  # the last words
        self._tell = lambda _piece: None
        self._source.stateChanged.disconnect()
        self._source.stop()
        self._stream = None

    def _on_ready(self) -> None:
        if self._stream is not None:
            self._tell(bytes(self._stream.readAll().data()))

    def _on_state(self, state: QtAudio.State, failed: Failed) -> None:
        if state == QtAudio.State.StoppedState and self._source.error() != QtAudio.Error.NoError:
            failed(_silent())


class MemoryPlayer:
    """Plays out of memory; a film in a window of its own."""

    def __init__(self) -> None:
        self._player = QMediaPlayer()
        self._sound = QAudioOutput()
        self._player.setAudioOutput(self._sound)
        self._buffer: QBuffer | None = None
        self._film: QVideoWidget | None = None
        self._ended: Failed = lambda _fault: None
        self._player.hasVideoChanged.connect(self._on_film)
        self._player.playbackStateChanged.connect(self._on_state)
        self._player.errorOccurred.connect(lambda _error, _words: self._end(_unplayable()))

    def play(self, content: bytes, ended: Failed) -> None:
        if not QMediaDevices.audioOutputs():  # the library would wait for one without end
            ended(_("No loudspeaker is found. Plug one in, or save a copy to play it elsewhere."))
            return
        self._ended = ended
        self._buffer = QBuffer()
        self._buffer.setData(content)
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self._player.setSourceDevice(self._buffer)
        self._player.play()

    def stop(self) -> None:
        self._end("")

    def _on_film(self, has_film: bool) -> None:
        if has_film and self._film is None:
            self._film = QVideoWidget()
            self._film.setWindowTitle(_("Film"))
            self._film.resize(800, 480)
            self._player.setVideoOutput(self._film)
            self._film.show()

    def _on_state(self, state: QMediaPlayer.PlaybackState) -> None:
        if state is QMediaPlayer.PlaybackState.StoppedState:
            self._end("")

    def _end(self, fault: str) -> None:
        ended, self._ended = self._ended, lambda _fault: None
        self._player.stop()
        if self._film is not None:
            self._film.close()
            self._film = None
        ended(fault)


def _silent() -> str:
    return _("The microphone does not answer. Another program may use it; close that, or choose a file.")


def _unplayable() -> str:
    return _("This file cannot be played here. Save a copy and play it with another program.")
