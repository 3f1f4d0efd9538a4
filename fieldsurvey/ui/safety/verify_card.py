"""The card that checks the study: the file, its history, every attached file, every interview against its form."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication, QHBoxLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from fieldsurvey.i18n import _, ngettext, sentence
from fieldsurvey.study import Study, Verdict
from fieldsurvey.ui.shell.busy import LongWork
from fieldsurvey.ui.shell.tasks import Tasks
from fieldsurvey.ui.shell.widgets import Card, button, label

_LIST_HEIGHT, _LINE = 180, 24
_FIELD_WIDTH = 640


class VerifyCard(Card):
    """Changes nothing."""

    def __init__(self, study: Study, tasks: Tasks) -> None:
        super().__init__(
            label(_("Check the study"), "heading"),
            label(
                _(
                    "Reads the whole file, its history, every attached file and every interview. Nothing is changed."
                ),
                "muted",
                wrap=True,
            ),
        )
        self.noted = QLineEdit()
        self.noted.setPlaceholderText(_("A seal noted earlier, if you have one"))
        self.noted.setAccessibleName(_("A seal noted earlier, if you have one"))
        self.noted.setMaximumWidth(_FIELD_WIDTH)
        self.noted.returnPressed.connect(self.check)
        self.work = LongWork(tasks)
        self.faults = QPlainTextEdit()
        self.faults.setReadOnly(True)
        self.faults.setAccessibleName(_("What is wrong"))
        self.seal = QLineEdit()
        self.seal.setReadOnly(True)
        self.seal.setAccessibleName(_("Seal"))
        self._copy_faults = _left(button(_("Copy the list"), self._copy_list))
        self._seal_part = self._seal_widgets()
        self.column.addWidget(self.noted)
        self.column.addLayout(_row(button(_("Check now"), self.check, icon="check")))
        self.column.addWidget(self.work)
        for widget in (self.faults, self._copy_faults, self._seal_part):
            self.column.addWidget(widget)
            widget.hide()

    def check(self) -> None:
        """Look at everything."""
        if self.work.is_running:
            return
        seal = self.noted.text().strip()
        for widget in (self.faults, self._copy_faults, self._seal_part):
            widget.hide()
        self.work.run(_("Checking"), lambda study, progress: study.safety.verify(seal, progress), self._show)

    def _show(self, verdict: Verdict) -> str:
        self.faults.setPlainText("\n".join(map(sentence, verdict.faults)))
        self.faults.setFixedHeight(min(_LIST_HEIGHT, _LINE * (1 + 2 * len(verdict.faults))))
        self.faults.setVisible(not verdict.is_whole)
        self._copy_faults.setVisible(not verdict.is_whole)
        self.seal.setText(verdict.seal)
        self.seal.setCursorPosition(0)
        self._seal_part.setVisible(bool(verdict.seal))
        if verdict.is_whole:
            return _whole(verdict, with_seal=bool(self.noted.text().strip()))
        if [fault.code for fault in verdict.faults] == ["verify.no-seal"]:
            return _("What was typed is no seal, so it was compared with nothing. All else is whole.")
        return ngettext(
            "1 fault was found. Restore a backup, or ask for help with it.",
            "{n} faults were found. Keep this list. Restore a backup, or ask for help with the list.",
            len(verdict.faults),
        )

    def _seal_widgets(self) -> QWidget:
        part = QWidget()
        column = QVBoxLayout(part)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(8)
        column.addWidget(label(_("Seal of today"), "strong"))
        column.addWidget(
            label(
                _(
                    "Note it elsewhere, or send it to the agency. Typed in above at a later check, it shows whether the history up to today was touched."
                ),
                "muted",
                wrap=True,
            )
        )
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.seal, 100)
        row.addWidget(button(_("Copy"), lambda: QApplication.clipboard().setText(self.seal.text())))
        row.addStretch(1)
        self.seal.setMaximumWidth(_FIELD_WIDTH)
        column.addLayout(row)
        return part

    def _copy_list(self) -> None:
        QApplication.clipboard().setText(self.faults.toPlainText())


def _whole(verdict: Verdict, *, with_seal: bool) -> str:
    counted = (
        ngettext("1 interview", "{n} interviews", verdict.interviews),
        ngettext("1 file", "{n} files", verdict.attachments),
        ngettext("1 line of history", "{n} lines of history", verdict.lines),
    )
    words = _("Everything is whole: {counted}.").format(counted=", ".join(counted))
    return words + " " + _("The seal holds.") if with_seal else words


def _row(*widgets: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setContentsMargins(0, 0, 0, 0)
    for widget in widgets:
        row.addWidget(widget)
    row.addStretch(1)
    return row


def _left(*widgets: QWidget) -> QWidget:
    holder = QWidget()
    holder.setLayout(_row(*widgets))
    return holder
