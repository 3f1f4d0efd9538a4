"""Ask a person before something happens: one line (a reason, a name), or a second word."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from fieldsurvey.i18n import _
from fieldsurvey.ui.shell.widgets import button, label


class AskLine(QDialog):
    """One question to the person, one line to answer it; an empty one does not count."""

    answered = Signal(str)

    def __init__(
        self, parent: QWidget, question: str, explanation: str, verb: str, *, is_secret: bool = False
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(question)
        self.setMinimumWidth(440)
        self.field = QLineEdit()
        if is_secret:
            self.field.setEchoMode(QLineEdit.EchoMode.Password)
        self.field.setAccessibleName(question)
        self.confirm = button(verb, self._answer, "primary")
        self.confirm.setDefault(True)
        self.confirm.setEnabled(False)
        self.field.textChanged.connect(lambda text: self.confirm.setEnabled(bool(text.strip())))
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(button(_("Not now"), self.reject))
        row.addWidget(self.confirm)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(12)
        column.addWidget(label(question, "strong", wrap=True))
        column.addWidget(label(explanation, "muted", wrap=True))
        column.addWidget(self.field)
        column.addLayout(row)

    def _answer(self) -> None:
        text = self.field.text().strip()
        if text:
            self.accept()
            self.answered.emit(text)


class AskAgain(QDialog):
    """Says why something was not done, and does it when the person says so a second time; Enter does not."""

    confirmed = Signal()

    def __init__(self, parent: QWidget | None, why: str, verb: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(verb)
        self.setMinimumWidth(440)
        self.why = label(why, wrap=True)
        self.confirm = button(verb, self._confirm)
        not_now = button(_("Not now"), self.reject, "primary")
        not_now.setDefault(True)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.confirm)
        row.addWidget(not_now)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(12)
        column.addWidget(self.why)
        column.addLayout(row)

    def _confirm(self) -> None:
        self.accept()
        self.confirmed.emit()


def with_ending(name: str, ending: str) -> Path:
    """The file a dialog gave, with this ending behind its name where it has another: "brass v1.2" becomes "brass v1.2.study"."""
    return Path(name if name.lower().endswith(ending) else name + ending)
