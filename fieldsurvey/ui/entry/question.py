"""One question on the page: number, label, hint, its widget, and what is wrong or unlikely, right beneath."""

from __future__ import annotations

from typing import BinaryIO

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from fieldsurvey.i18n import _
from fieldsurvey.models import Question
from fieldsurvey.ui import theme
from fieldsurvey.ui.entry.aids import Aids
from fieldsurvey.ui.entry.factory import is_note, widget_for
from fieldsurvey.ui.entry.intake import Source
from fieldsurvey.ui.entry.markdown import rich
from fieldsurvey.ui.entry.media import MediaWidget
from fieldsurvey.ui.entry.session import EntrySession
from fieldsurvey.ui.entry.widget import QuestionWidget
from fieldsurvey.ui.parts import label
from fieldsurvey.xforms import Prompt, Violation, ViolationKind


class QuestionFrame(QFrame):
    """Shows one ref of the session's entry and gives its answers to the session.

    It is empty until its first `refresh`, which belongs after it stands in a layout: a widget without a
    parent that is made visible would be a window of its own.
    """

    finished = Signal(str)
    """The person is done with this question."""
    focused = Signal(str)

    def __init__(self, session: EntrySession, ref: str, number: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session, self.ref = session, ref
        self.setProperty("role", "block")
        prompt = session.entry.prompt(ref)
        self._question: Question | None = session.question(ref)
        self._note = is_note(prompt, self._question)
        self._label = _rich("", "note" if self._note else "question")
        self._hint = _rich("", "hint")
        self._aids: Aids | None = None
        self._remark = label("", "warn", wrap=True)
        self._remark.hide()
        self._wanted = False
        self._fault = label("", "bad", wrap=True)
        self.widget: QuestionWidget = widget_for(prompt, self._question)
        self.widget.equip(session.devices, self._kept)
        self.widget.answered.connect(self._on_answered)
        self.widget.noted.connect(self._on_noted)
        self.widget.finished.connect(lambda: self.finished.emit(self.ref))
        self._shown = ""
        if isinstance(self.widget, MediaWidget):
            self.widget.chosen.connect(self._on_chosen)
            session.file_stored.connect(self._on_file_stored)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 10, 12, 10)
        row.setSpacing(8)
        self._number = label(number, "muted")
        self._number.setFixedWidth(34)
        row.addWidget(self._number, 0, Qt.AlignmentFlag.AlignTop)
        column = self._column = QVBoxLayout()
        column.setSpacing(4)
        for widget in (self._label, self._hint, self.widget, self._remark, self._fault):
            column.addWidget(widget)
        row.addLayout(column, 1)
        self._check_row = self._checks()
        column.addWidget(self._check_row)

    def _checks(self) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        self._check = label("", "warn", wrap=True)
        row.addWidget(self._check, 1)
        return holder

    # --- showing -------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Show the question as it stands now."""
        prompt = self.session.entry.prompt(self.ref)
        self.setVisible(prompt.relevant)
        if not prompt.relevant:
            return
        self.widget.show_prompt(prompt)
        self._show_file(prompt.value)
        self._say_label(prompt)
        self._say_fault(prompt.violation)
        self._say_check()

    def show_missing(self, violation: Violation) -> None:
        """Show that this question keeps the interview from being finalised, from now on until it is answered."""
        self._wanted = True
        self._say_fault(violation)

    def _say_label(self, prompt: Prompt) -> None:
        dot = f' <span style="color:{theme.colours().accent}">•</span>' if prompt.required else ""
        self._label.setText(rich(prompt.label) + dot)
        self._label.setToolTip(_("Needed to finalise the interview") if prompt.required else "")
        self._hint.setText(rich(prompt.hint))
        self._hint.setVisible(bool(prompt.hint))
        self._show_aids(prompt)

    def _show_aids(self, prompt: Prompt) -> None:
        """Picture and guidance, made only where the form gives one: most questions have none."""
        if self._aids is None and (prompt.guidance or "image" in prompt.media):
            self._aids = Aids(self.session.form_file)
            self._column.insertWidget(self._column.indexOf(self._hint) + 1, self._aids)
        if self._aids is not None:
            self._aids.show_prompt(prompt)

    def _say_fault(self, violation: Violation | None) -> None:
        if violation is not None and violation.kind is ViolationKind.REQUIRED and not self._wanted:
            violation = None  # an empty field is no fault before the interview is to be finalised
        text = violation.message if violation is not None else ""
        if violation is not None and violation.kind is ViolationKind.REQUIRED:
            text = text or _("This question needs an answer.")
        elif violation is not None:
            text = text or _("This answer does not fit. Look at it again.")
        self._fault.setText(f"✕  {text}" if text else "")
        self._fault.setVisible(bool(text))

    def _say_check(self) -> None:
        check = self.session.check_at(self.ref)
        self._check.setText(f"▲  {check.message}" if check else "")
        self._check_row.setVisible(check is not None)

    def _on_noted(self, remark: str) -> None:
        self._remark.setText(f"▲  {remark}" if remark else "")
        self._remark.setVisible(bool(remark))

    # --- answering -----------------------------------------------------------------------------------------

    def _on_answered(self, value: str) -> None:
        self.session.answer(self.ref, value)

    # --- a photo or file -----------------------------------------------------------------------------------

    def _on_chosen(self, name: str, source: Source) -> None:
        refused = self.session.attach(self.ref, name, source)
        if refused:
            self._on_noted(refused)

    def _on_file_stored(self, name: str) -> None:
        if self.widget.prompt.value == name:
            self._shown = ""
            self._show_file(name)

    def _show_file(self, name: str) -> None:
        """The photo the answer names, read when it is another than before; of a film only the name is shown."""
        if not isinstance(self.widget, MediaWidget) or not self.widget.shows_content or name == self._shown:
            return
        self._shown = name
        study, identity = self.session.study, self.session.entry.instance_id
        self.widget.show_content(study.attachment(identity, name) if name else None)

    def _kept(self) -> BinaryIO | None:
        """The file the answer names, out of the study."""
        name = self.widget.prompt.value
        return self.session.study.attachment_file(self.session.entry.instance_id, name) if name else None

    def commit(self) -> None:
        """Hand over what is typed but not given yet."""
        self.widget.commit()

    def take_focus(self) -> None:
        """Put the keyboard on this question."""
        self.widget.focus_target().setFocus(Qt.FocusReason.TabFocusReason)

    @property
    def can_be_answered(self) -> bool:
        """Whether the keyboard stops here."""
        entry = self.session.entry
        return not self._note and entry.relevant(self.ref) and not entry.readonly(self.ref)

    def set_focused(self, *, here: bool) -> None:
        """Show the bar at the left while the keyboard is here."""
        theme.set_property(self, "focused", here)
        if here:
            self.focused.emit(self.ref)


def _rich(text: str, role: str) -> QLabel:
    widget = label(text, role, wrap=True)
    widget.setTextFormat(Qt.TextFormat.RichText)
    return widget
