"""One of several choices in a field that opens a list; typing finds a choice (`minimal`, `autocomplete`)."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QCompleter, QHBoxLayout, QWidget

from fieldsurvey.i18n import _
from fieldsurvey.models import Question
from fieldsurvey.ui.entry.widget import QuestionWidget
from fieldsurvey.xforms import Choice, Prompt

_TYPE_TO_FIND_FROM = 8


class DropdownWidget(QuestionWidget):
    """A closed list; with many choices it can be typed into."""

    def __init__(self, prompt: Prompt, question: Question | None) -> None:
        super().__init__(prompt, question)
        self.box = QComboBox()
        self.box.setAccessibleName(prompt.label)
        self.box.setMinimumWidth(280)
        self.box.setMaximumWidth(460)
        self.box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.box.setMaxVisibleItems(14)
        self.box.installEventFilter(self)
        self._choices: tuple[Choice, ...] = ()
        self._understood = True
        self.setFocusProxy(self.box)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.box)
        row.addStretch(1)
        self.show_prompt(prompt)
        self.box.activated.connect(self._on_activated)

    def show_prompt(self, prompt: Prompt) -> None:
        super().show_prompt(prompt)
        if tuple(prompt.choices) != self._choices:
            self._choices = tuple(prompt.choices)
            self._fill()
        index = self.box.findData(prompt.value)
        self.box.setCurrentIndex(index if prompt.value else 0)
        self.box.setEnabled(not prompt.readonly)

    def _fill(self) -> None:
        self.box.clear()
        self.box.addItem(_("Choose"), "")
        for choice in self._choices:
            self.box.addItem(choice.label, choice.value)
        if len(self._choices) >= _TYPE_TO_FIND_FROM and not self.box.isEditable():
            self.box.setEditable(True)
            self.box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
            completer = self.box.completer()
            assert completer is not None
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
            completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
            completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
            editor = self.box.lineEdit()
            assert editor is not None
            editor.setAccessibleName(self.prompt.label)
            editor.editingFinished.connect(self.commit)
            editor.installEventFilter(self)

    def focus_target(self) -> QWidget:
        return self.box

    def _on_activated(self, index: int) -> None:
        self.answered.emit(self.box.itemData(index) or "")

    def commit(self) -> None:
        """Take what was typed when it names one choice; otherwise show the answer that stands."""
        editor = self.box.lineEdit()
        if editor is None:
            return
        typed = editor.text().strip().casefold()
        self._understood = True
        if not typed:
            self.noted.emit("")
            self.answered.emit("")
            return
        fitting = [c for c in self._choices if c.label.casefold() == typed]
        fitting = fitting or [c for c in self._choices if c.label.casefold().startswith(typed)]
        if len(fitting) == 1:
            self.noted.emit("")
            if fitting[0].value != self.prompt.value:
                self.answered.emit(fitting[0].value)
            return
        self._understood = typed == _("Choose").casefold()
        self.noted.emit("" if self._understood else _("No choice is called so. Pick one from the list."))
        self.show_prompt(self.prompt)
        editor.selectAll()

    @property
    def is_understood(self) -> bool:
        return self._understood

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Wheel:
            event.ignore()
            return True  # scrolling the page must never change an answer
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._key(event)
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> bool:
        view_open = self.box.view().isVisible()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() and not view_open:
            completer = self.box.completer()
            popup = completer.popup() if completer is not None else None
            if popup is not None and popup.isVisible():
                return False
            self.commit()
            if self.is_understood:
                self.finished.emit()
            return True
        if not self.box.isEditable() and not view_open and event.text().isdigit():
            position = (int(event.text()) - 1) % 10
            if position < len(self._choices):
                self.answered.emit(self._choices[position].value)
            return True
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and not self.box.isEditable():
            self.answered.emit("")
            return True
        return False
