"""One or several choices in a field that opens a list; typing finds them (`minimal`, `autocomplete`, long lists)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from fieldsurvey.i18n import _
from fieldsurvey.records import Question
from fieldsurvey.ui.entry.base.trailing import TrailingField, arrow
from fieldsurvey.ui.entry.base.widget import ENTER, QuestionWidget, mark_bad, plain_words
from fieldsurvey.ui.entry.kinds.select.select_list import ChoiceList
from fieldsurvey.ui.entry.kinds.select.selection import chosen, picked
from fieldsurvey.xforms import Choice, Prompt
from fieldsurvey.xforms.lists.choice_search import Finders, folded
from fieldsurvey.xforms.lists.lazy_choices import LazyChoices

_WIDTH, _NARROWEST, _AROUND = 460, 280, 56
_LISTED = 200
"""So many are listed at once; typing finds the others."""
_DIGITS, _FEW = 10, 40
"""So many choices have a digit, in lists of no more than so many; beyond, digits search."""


class DropdownWidget(QuestionWidget):
    """A closed list: type, or press the down arrow; Enter takes what is marked and goes on."""

    def __init__(self, prompt: Prompt, question: Question | None) -> None:
        super().__init__(prompt, question)
        self._several = prompt.control == "select"
        self.field = _ClosedField(arrow)
        self.field.setMaximumWidth(_WIDTH)
        self.field.setMinimumWidth(_NARROWEST)
        self.field.installEventFilter(self)
        self.field.textEdited.connect(self._on_edited)
        self.field.editingFinished.connect(self.commit)
        self.field.escaped.connect(self.restore)
        self.field.pressed.connect(self._turn)
        self.list: ChoiceList | None = None
        """The open list; made when it is first opened."""
        self._finders = Finders()
        self._preparing: Iterator[None] | None = None
        self._awaited = ""
        self.setFocusProxy(self.field)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.field)
        row.addStretch(0)
        self.show_prompt(prompt)

    # --- showing -----------------------------------------------------------------------------------------------

    def show_own(self, prompt: Prompt) -> None:
        moved = prompt.value != self.prompt.value
        relisted = prompt.choices != self.prompt.choices
        super().show_own(prompt)
        if not self.field.isModified() or (moved and not self.is_open):
            self._stand()
        self.field.setReadOnly(prompt.readonly)
        self.field.setPlaceholderText(
            _("Choose") if len(prompt.choices) < _DIGITS else _("Choose, or type to find")
        )
        mark_bad(self.field, is_bad=bool(prompt.violation and prompt.value))
        if self.list is not None and self.is_open:
            if relisted:
                self.list.shut()
            else:
                self.list.mark(chosen(prompt))

    def _stand(self) -> None:
        """Show the standing answer; what is typed next takes its place."""
        text = self.missing_words or ", ".join(self._words(code) for code in chosen(self.prompt))
        if self.field.text() != text:
            self.field.setText(text)
            self.field.setCursorPosition(0)
            self._widen(text)
        self.field.setModified(False)
        if self.field.hasFocus():
            self.field.selectAll()

    def _widen(self, text: str) -> None:
        """An answer that is longer than the field is makes it wider, as far as there is room; the tip has all of it."""
        wanted = self.field.fontMetrics().horizontalAdvance(text) + _AROUND
        self.field.setMinimumWidth(_NARROWEST)
        self.field.setMaximumWidth(max(_WIDTH, wanted))
        self.field.wanted = wanted
        self.field.setToolTip(text if wanted > _WIDTH else "")
        self.field.updateGeometry()

    def say_missing(self) -> None:
        """The words stand in the field."""
        if not self.field.isModified():
            self._stand()

    def _words(self, code: str) -> str:
        """The label of a code; the code itself when the list no longer offers it."""
        if self.form is not None and isinstance(self.prompt.choices, LazyChoices):
            return plain_words(self.form.label(code)) or code
        return plain_words(self._finders.label(self.prompt.choices, code)) or code

    def restore(self) -> None:
        """Escape: the standing answer comes back instead of what is typed."""
        self._shut()
        self._stand()
        self.noted.emit("")

    def focus_target(self) -> QWidget:
        return self.field

    # --- the list ----------------------------------------------------------------------------------------------

    @property
    def is_open(self) -> bool:
        """Whether the list is open."""
        return self.list is not None and not self.list.isHidden()

    def open(self, *, by_key: bool = False) -> None:
        """Open the list on what is typed, or on all of it; by a key, its first line is marked."""
        if self.field.isReadOnly():
            return
        if self.list is None:
            self.list = ChoiceList(self.field, several=self._several)
            self.list.picked.connect(self._on_picked)
            self.destroyed.connect(self.list.deleteLater)
        typed = self.field.text() if self.field.isModified() else ""
        self._show_found(typed, is_marked=by_key or bool(typed.strip()))

    def _turn(self) -> None:
        if self.is_open:
            self._shut()
        else:
            self.open()

    def _shut(self) -> None:
        if self.list is not None:
            self.list.shut()

    def _show_found(self, text: str, *, is_marked: bool = True) -> None:
        assert self.list is not None
        total = len(self.prompt.choices)
        if self._preparing is not None and text.strip():
            self._awaited = text
            self.list.show_found((), (), 0, _("Reading the list of {n} …").format(n=f"{total:,}"))
            return
        found = self._find(text)
        note = (
            "" if found else _("No choice is called so.") if total else _("There is nothing to choose from.")
        )
        digits = 0 if text.strip() else self._digits()
        self.list.show_found(found, chosen(self.prompt), len(found) if text.strip() else total, note, digits)
        if not is_marked and not self.prompt.value:
            self.list.unmark()

    def _find(self, text: str) -> Sequence[Choice]:
        if self.form is not None and isinstance(self.prompt.choices, LazyChoices):
            if not text.strip():
                return self.prompt.choices[:_LISTED]
            return self.form.search(text, _LISTED)
        if not text.strip():
            return tuple(self.prompt.choices)
        return self._finders.of(self.prompt.choices).find(text, _LISTED)

    def _prepare(self) -> None:
        """A long list is read while nothing is typed yet, so that the first letter finds at once."""
        if (
            self.form is None
            or self._preparing is not None
            or not isinstance(self.prompt.choices, LazyChoices)
        ):
            return
        self._preparing = self.form.preparing()
        QTimer.singleShot(0, self, self._read_on)

    def _read_on(self) -> None:
        if self._preparing is None:
            return
        if not self.field.hasFocus():
            self._preparing = None  # what was read so far is read again when it is needed
        elif next(self._preparing, _END) is _END:
            self._preparing = None
            if self.is_open and self._awaited:
                self._show_found(self._awaited)
        else:
            QTimer.singleShot(0, self, self._read_on)

    # --- answering ---------------------------------------------------------------------------------------------

    def _on_edited(self, text: str) -> None:
        self.noted.emit("")
        if not text.strip():
            self._shut()  # emptied: Enter gives no answer
        elif not self._picks_by_digit(text):
            self.open()

    def _digits(self) -> int:
        """How many choices are picked by their digit: none where a label begins with one, which is then typed."""
        choices = self.prompt.choices
        if len(choices) > _FEW or any(plain_words(one.label)[:1].isdigit() for one in choices):
            return 0
        return min(len(choices), _DIGITS)

    def _picks_by_digit(self, text: str) -> bool:
        if not text.isdigit() or len(text) > 1:
            return False
        position = (int(text) or _DIGITS) - 1
        if position >= self._digits():
            return False
        self._take(self.prompt.choices[position].value)
        if not self._several:
            self._shut()
            self.go_on()
        return True

    def _on_picked(self, code: str) -> None:
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self._take(code)
        if not self._several:
            self._shut()

    def _take(self, code: str) -> None:
        """Choose a code; where several may be chosen the list stays open for the next."""
        self.field.setModified(False)
        self.noted.emit("")
        value = picked(self.prompt, code)
        if value != self.prompt.value:
            self.answered.emit(value)
        self._stand()
        if self._several and self.is_open:
            self._show_found("")

    def commit(self) -> None:
        """Take what was typed when it names one choice; otherwise it stays and is said not to be understood."""
        if not self.field.isModified():
            return
        typed = self.field.text().strip()
        if not typed or self._named(typed) is not None:
            self._give(typed)
        else:
            self.noted.emit(_("No choice is called so. Pick one from the list."))

    def _give(self, typed: str) -> None:
        codes = self._named(typed) if typed else ()
        self.field.setModified(False)
        self.noted.emit("")
        value = " ".join(codes or ())
        if value != self.prompt.value:
            self.answered.emit(value)
        self._stand()

    def _named(self, typed: str) -> tuple[str, ...] | None:
        """The codes of what is typed: of labels written out, or of the only one that begins so."""
        parts = [part.strip() for part in typed.split(",")] if self._several else [typed]
        codes = [self._code(part) for part in parts if part]
        return tuple(code for code in codes if code) if all(codes) else None

    def _code(self, text: str) -> str:
        wanted = folded(text)
        found = [
            choice for choice in self._find(text) if folded(plain_words(choice.label)).startswith(wanted)
        ]
        exact = [choice for choice in found if folded(plain_words(choice.label)) == wanted]
        fitting = exact or found
        return fitting[0].value if len(fitting) == 1 else ""

    @property
    def is_understood(self) -> bool:
        return not self.field.isModified()

    @property
    def unread(self) -> str:
        return self.field.text() if self.field.isModified() and not self.is_open else ""

    # --- keys --------------------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.FocusIn:
            self._prepare()
        elif kind == QEvent.Type.FocusOut and self.is_open:
            self._shut()
        elif isinstance(event, QKeyEvent) and kind == QEvent.Type.ShortcutOverride:
            if event.key() == Qt.Key.Key_Escape and self.is_open:
                event.accept()
                return True
        elif isinstance(event, QKeyEvent) and kind == QEvent.Type.KeyPress:
            return self._key(event)
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> bool:
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
        key = Qt.Key(event.key())
        if key in steps and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._step(steps[key])
        elif key in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp) and self.is_open and not event.modifiers():
            self._step(9 if key == Qt.Key.Key_PageDown else -9)
        elif key == Qt.Key.Key_F4:
            self._turn()
        elif key in ENTER and not event.modifiers():
            self._enter()
        elif key == Qt.Key.Key_Space and self.is_open and self._several and not self.field.isModified():
            self._pick_here()
        elif key == Qt.Key.Key_Escape and self.is_open:
            self.restore()
        else:
            return False
        return True

    def _step(self, step: int) -> None:
        if not self.is_open:
            self.open(by_key=True)
        elif self.list is not None:
            self.list.move(step)

    def _pick_here(self) -> bool:
        here = self.list.here if self.list is not None and self.is_open else None
        if here is not None:
            self._take(here.value)
        return here is not None

    def _enter(self) -> None:
        """Enter takes what is marked in the open list and goes on; where several may be chosen, once nothing is typed."""
        if self.is_open:
            is_typed = self.field.isModified()
            has_picked = (is_typed or not self._several) and self._pick_here()
            if has_picked and self._several:
                return
            self._shut()
        self.commit()
        if self.is_understood:
            self.finished.emit()


_END = object()


class _ClosedField(TrailingField):
    """Pressed anywhere it opens; what it says stands selected, so that typing takes its place."""

    wanted = 0
    """Pixels its answer takes, with the sign behind it."""

    def sizeHint(self) -> QSize:
        size = super().sizeHint()
        return QSize(max(size.width(), self.wanted), size.height())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        if event.button() == Qt.MouseButton.LeftButton and not self._is_on_sign(event):
            self.selectAll()
            self.pressed.emit()
