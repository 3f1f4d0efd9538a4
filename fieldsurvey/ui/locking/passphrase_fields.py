"""Two fields for a new passphrase, and beside them how hard it is to guess and what to do better."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from fieldsurvey.i18n import _
from fieldsurvey.security.passphrase_strength import WORDS, Strength, strength
from fieldsurvey.ui.shell import theme
from fieldsurvey.ui.shell.widgets import label

_AFTER_MS = 120  # judging takes some milliseconds: once a pause, not once a letter


class NewPassphrase(QWidget):
    """The passphrase, the same again, its strength as it is typed. Nothing but an empty one is refused."""

    entered = Signal()
    """Enter was pressed in the second field; in the first it leads to the second."""

    def __init__(self, known: Callable[[], Iterable[str]]) -> None:
        """`known` gives texts of the study; a passphrase made of them is weak."""
        super().__init__()
        self._known = known
        self._judged = strength("")
        self.first, self.again = _secret(_("New passphrase")), _secret(_("The passphrase again"))
        self.first.returnPressed.connect(self.again.setFocus)
        self.again.returnPressed.connect(self.entered)
        self._bars = _Bars()
        self._word = label("", "strong")
        self._advice = label("", "muted", wrap=True)
        self.all_the_same = QCheckBox(_("Use it all the same"))
        fields = QHBoxLayout()
        fields.setSpacing(8)
        fields.addWidget(self.first)
        fields.addWidget(self.again)
        meter = QHBoxLayout()
        meter.setSpacing(12)
        meter.addWidget(self._bars)
        meter.addWidget(self._word)
        meter.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(fields)
        column.addLayout(meter)
        column.addWidget(self._advice)
        column.addWidget(self.all_the_same)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_AFTER_MS)
        self._timer.timeout.connect(self._show)
        self.first.textChanged.connect(self._timer.start)
        self._show()

    @property
    def text(self) -> str:
        """What was typed."""
        return self.first.text()

    @property
    def words(self) -> str:
        """What is said of it, with the advice."""
        return f"{self._word.text()} {self._advice.text()}".strip()

    def fault(self) -> str:
        """Why it cannot be taken as it stands, in a sentence; "" when it can."""
        self._show()
        if not self.text:
            return _("Choose a passphrase; four random words are good.")
        if self._judged.is_weak and not self.all_the_same.isChecked():
            return _("This passphrase is easy to guess. Choose another one, or tick “Use it all the same”.")
        if self.text != self.again.text():
            return _("The two passphrases differ. Type them again.")
        return ""

    def focus_fault(self) -> QWidget:
        """The field where a fault is to be mended, with the keyboard in it."""
        field = self.again if self.text and not self._judged.is_weak else self.first
        field.setFocus()
        field.selectAll()
        return field

    def clear(self) -> None:
        """Forget what was typed."""
        for field in (self.first, self.again):
            field.clear()
        self._show()

    def _show(self) -> None:
        self._timer.stop()
        self._judged = strength(self.text, self._known())
        is_typed = bool(self.text)
        self._bars.show_strength(self._judged, is_typed)
        self._word.setText(_(self._judged.word) if is_typed else "")
        advice = " ".join(_(sentence) for sentence in self._judged.advice) if is_typed else ""
        self._advice.setText(advice)
        self._advice.setVisible(bool(advice))
        self.all_the_same.setVisible(is_typed and self._judged.is_weak)
        if not self._judged.is_weak:
            self.all_the_same.setChecked(False)


class _Bars(QWidget):
    """Five short bars, as many filled as the score allows; the word beside them says it too."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(140, 8)
        self._filled, self._colour = 0, ""

    def show_strength(self, judged: Strength, is_typed: bool) -> None:
        """Fill the bars."""
        c = theme.colours()
        self._filled = judged.score + 1 if is_typed else 0
        self._colour = (c.bad, c.bad, c.warn, c.good, c.good)[judged.score]
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        step = (self.width() + 4) / len(WORDS)
        for number in range(len(WORDS)):
            painter.setBrush(QColor(self._colour if number < self._filled else theme.colours().line))
            painter.drawRoundedRect(QRectF(number * step, 0, step - 4, self.height()), 4, 4)


def _secret(words: str) -> QLineEdit:
    field = QLineEdit()
    field.setEchoMode(QLineEdit.EchoMode.Password)
    field.setPlaceholderText(words)
    field.setAccessibleName(words)
    return field
