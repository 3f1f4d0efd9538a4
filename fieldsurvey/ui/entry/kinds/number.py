"""Whole and decimal numbers: grouped as typed (14,99,561), native digits taken, reckoned (12*4500), the amount in words beside."""

from __future__ import annotations

import re

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

from fieldsurvey import numbers
from fieldsurvey.i18n import _, language
from fieldsurvey.records import Question
from fieldsurvey.ui.entry.base.calculator import calculated, western
from fieldsurvey.ui.entry.base.elsewhere import what_is_missing
from fieldsurvey.ui.entry.base.form_side import Rest
from fieldsurvey.ui.entry.base.units import period_word, unit_word
from fieldsurvey.ui.entry.base.widget import LineWidget
from fieldsurvey.ui.shell.widgets import button, label
from fieldsurvey.xforms import Prompt

_NUMBER = re.compile(r"-?\d*\.?\d*")
_WORDS_FROM = 100_000
_WIDTH = 180
_WHOLE = ("int", "long")
_STEPS = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}


class NumberWidget(LineWidget):
    """A number field with its unit."""

    def __init__(self, prompt: Prompt, question: Question | None) -> None:
        super().__init__(prompt, question, _WIDTH)
        words = prompt.appearance.split()
        self._grouped, self._counts = "thousands-sep" in words, "counter" in words
        self.field.setFixedWidth(_WIDTH)
        self.field.setAlignment(Qt.AlignmentFlag.AlignRight)
        if "masked" in words:
            self.field.setEchoMode(QLineEdit.EchoMode.Password)
        self.field.textEdited.connect(self._on_edited)
        if self._counts:
            self.row.addWidget(button("−", lambda: self._count(-1)))
            self.row.addWidget(button("+", lambda: self._count(1)))
        about = (unit_word(self.unit), period_word(self.period), what_is_missing(prompt))
        self._about = " · ".join(part for part in about if part)
        self._beside = label("", "muted")
        self.row.addWidget(self._beside)
        self.row.addStretch(1)
        self._was_at = 0
        """Where the cursor stood before the last key."""
        if self._grouped:
            self.field.cursorPositionChanged.connect(self._on_cursor)
        self._reckoned = ("", "")
        self._warned = ""
        self.show_prompt(prompt)

    def narrow(self, width: int) -> None:
        """Stand in a line of a table: the field is narrower, and nothing is said behind the unit."""
        self.field.setFixedWidth(width)
        self._about = unit_word(self.unit)
        self._say_amount(self.prompt.value)

    # --- showing -----------------------------------------------------------------------------------------------

    def show_own(self, prompt: Prompt) -> None:
        super().show_own(prompt)
        if not self.field.isModified():
            self._say_amount(prompt.value)
            self._warn(prompt)

    def _say_beside(self, text: str) -> None:
        said = "    ".join(filter(None, (self._about, text)))
        if self._beside.text() != said:
            self._beside.setText(said)

    def _say_amount(self, value: str) -> None:
        """The amount in words; behind it what was reckoned to get it."""
        typed, result = self._reckoned
        reckoned = f"= {typed}" if typed and result == value else ""
        self._say_beside("  ".join(filter(None, (_in_words(value), reckoned))))

    def _warn(self, prompt: Prompt) -> None:
        """Say what a phone could not read again."""
        is_long = bool(self.form is not None and self.form.entry.phone_warning(prompt.ref))
        if is_long and self._warned != prompt.value:
            self._warned = prompt.value
            self.noted.emit(
                _("A phone reads whole numbers of at most 9 digits; this one is longer.")
                if prompt.type in _WHOLE
                else _("A phone reads decimal numbers of at most 15 characters; this one is longer.")
            )

    def shown(self, value: str) -> str:
        return group(value) if self._grouped else value

    # --- reading -----------------------------------------------------------------------------------------------

    def read(self, text: str) -> str | None:
        typed = plain(text)
        if typed is not None:
            return typed
        result = calculated(text)
        if result is None or (self.prompt.type in _WHOLE and "." in result):
            return None
        return result

    def complaint(self) -> str:
        result = calculated(self.field.text())
        if result is not None:
            return _("That comes to {number}; a whole number is asked.").format(number=group(result))
        return _("Type a number, such as 12500 or 12.5.")

    def commit(self) -> None:
        typed = self.field.text().strip()
        if self.field.isModified() and typed and plain(typed) is None:
            self._reckoned = (typed, self.read(typed) or "")
        super().commit()

    def give(self, value: str) -> None:
        was_sum = plain(self.field.text()) is None
        super().give(value)
        if was_sum:
            self.field.setText(self.shown(value))  # the result stands where the calculation stood

    def _on_paused(self) -> None:
        """Half a calculation is a number already; only whole numbers go to disk while typing."""
        if plain(self.field.text()) is not None:
            super()._on_paused()

    # --- typing ------------------------------------------------------------------------------------------------

    def _on_edited(self, text: str) -> None:
        rest = self.form.rest() if "=" in text and self.form is not None else None
        if rest is not None:
            self._take_rest(text.replace("=", ""), rest)
            return
        typed = plain(text)
        if typed is None:
            result = calculated(text)
            self._say_beside(f"= {group(result)}  {_in_words(result)}".rstrip() if result else "")
            return
        if self._grouped:
            self._regroup(text, typed)
        self._say_beside(_in_words(typed))

    def _take_rest(self, text: str, rest: Rest) -> None:
        """The key = puts in what is left of 100, and leads on as a digit does; else it says why not."""
        if rest.complaint:
            self.field.setText(text)
            self.field.setModified(bool(text))
            self.noted.emit(rest.complaint)
            return
        self.give(rest.value)
        self.go_on()

    def _regroup(self, text: str, typed: str) -> None:
        """Group while typing; the cursor stays behind the same digit, and passes over a comma that was deleted."""
        was, now = self._was_at, self.field.cursorPosition()
        behind = len(re.sub(r"[,\s]", "", text[self.field.cursorPosition() :]))
        shown = group(typed) + "." * (western(text).rstrip().endswith(".") and "." not in typed)
        if shown == text:
            return  # a line that is set anew forgets what was typed in it
        position, left = len(shown), behind
        while left and position:
            position -= 1
            left -= shown[position] != ","
        if now != was and shown[:position].endswith(","):
            position -= 1  # the next Backspace is for the digit
        self.field.setText(shown)
        self.field.setModified(True)
        self.field.setCursorPosition(position)

    def _on_cursor(self, _old: int, new: int) -> None:
        self._was_at = new

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._counts and event.key() in _STEPS and not event.modifiers():
            self._count(_STEPS[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def _count(self, step: int) -> None:
        self.commit()
        now = self.prompt.value
        if self.is_understood and not self.prompt.readonly and (not now or _is_whole(now)):
            self.give(str(max(0, int(now or 0) + step)))


def plain(text: str) -> str | None:
    """What was typed as a number in the form's notation; None when it is none. Any script's digits are taken."""
    bare = re.sub(r"[,\s_₹]", "", western(text))
    if not bare:
        return ""
    if not _NUMBER.fullmatch(bare) or not any(c.isdigit() for c in bare):
        return None
    return bare.rstrip(".") if bare.endswith(".") and bare.count(".") == 1 else bare


def group(value: str) -> str:
    """The number as typed so far, with Indian grouping of its whole part; nothing else is touched."""
    sign, rest = ("-", value[1:]) if value.startswith("-") else ("", value)
    whole, point, fraction = rest.partition(".")
    if not whole.isdigit() or len(whole) > 15:
        return value
    return sign + numbers.grouped(int(whole)) + point + fraction


def _is_whole(value: str) -> bool:
    return value.removeprefix("-").isdecimal() and len(value) < 16


def _in_words(value: str) -> str:
    try:
        amount = float(value)
    except ValueError:
        return ""
    return numbers.amount_in_words(amount, language()) if amount >= _WORDS_FROM else ""
