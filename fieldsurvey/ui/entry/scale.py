"""A number on a scale (`range`): a slider that has no answer until it is touched."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QSlider, QWidget

from fieldsurvey.i18n import _
from fieldsurvey.models import Question
from fieldsurvey.ui.entry.units import unit_word
from fieldsurvey.ui.entry.widget import QuestionWidget
from fieldsurvey.ui.parts import label
from fieldsurvey.xforms import Prompt


class RangeWidget(QuestionWidget):
    """From `start` to `end` by `step`."""

    def __init__(self, prompt: Prompt, question: Question | None) -> None:
        super().__init__(prompt, question)
        self._start = _decimal(prompt.parameters.get("start"), "0")
        self._end = _decimal(prompt.parameters.get("end"), "10")
        self._step = abs(_decimal(prompt.parameters.get("step"), "1")) or Decimal(1)
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setAccessibleName(prompt.label)
        self.slider.setRange(0, int(abs(self._end - self._start) / self._step))
        self.slider.setPageStep(1)
        self.slider.setMaximumWidth(360)
        self.slider.setMinimumHeight(28)  # the focused handle, whole
        self.slider.installEventFilter(self)
        self.slider.valueChanged.connect(self._on_moved)
        self.slider.sliderPressed.connect(lambda: self._on_moved(self.slider.value()))
        self.setFocusProxy(self.slider)
        self._shown = label("", "strong")
        self._shown.setMinimumWidth(110)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 4, 0, 4)
        row.setSpacing(12)
        row.addWidget(label(str(self._start), "muted"))
        row.addWidget(self.slider, 1)
        row.addWidget(label(str(self._end), "muted"))
        row.addWidget(self._shown)
        row.addStretch(1)
        self.show_prompt(prompt)

    def show_prompt(self, prompt: Prompt) -> None:
        super().show_prompt(prompt)
        self.slider.blockSignals(True)
        if prompt.value:
            position = abs(_decimal(prompt.value, "0") - self._start) / self._step
            self.slider.setValue(int(position))
        else:
            self.slider.setValue(0)
        self.slider.blockSignals(False)
        self._shown.setText(
            f"{prompt.value} {unit_word(self.unit)}".strip() if prompt.value else _("No answer yet")
        )
        self.setEnabled(not prompt.readonly)

    def focus_target(self) -> QWidget:
        return self.slider

    def _on_moved(self, position: int) -> None:
        direction = 1 if self._end >= self._start else -1
        value = self._start + direction * position * self._step
        self.answered.emit(str(value))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Wheel:
            event.ignore()
            return True
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
                self.finished.emit()
                return True
            if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
                self.answered.emit("")
                return True
            if event.text().isdigit() and self.slider.maximum() <= 10:
                self.slider.setValue(int(event.text()))
                self._on_moved(self.slider.value())
                return True
        return super().eventFilter(watched, event)


def _decimal(text: str | None, default: str) -> Decimal:
    try:
        return Decimal(text or default)
    except InvalidOperation:
        return Decimal(default)
