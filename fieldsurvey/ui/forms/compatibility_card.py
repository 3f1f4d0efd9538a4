"""What of a form works here, in one line, and question by question when it is asked for."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from fieldsurvey.errors import FieldSurveyError
from fieldsurvey.forms import compatibility
from fieldsurvey.forms.compatibility import Compatibility
from fieldsurvey.i18n import _, sentences
from fieldsurvey.study import load_with_form
from fieldsurvey.ui.shell import theme
from fieldsurvey.ui.shell.background_call import BackgroundCall
from fieldsurvey.ui.shell.widgets import button, label

_MOST_FAULTS = 100


class CompatibilityCard(QWidget):
    """One line that sums up; what is shown otherwise, left out or worth knowing unfolds beneath."""

    def __init__(self) -> None:
        super().__init__()
        self._summary = label("", "muted", wrap=True)
        self._toggle = button(_("Details"), self.unfold, "quiet")
        self._toggle.hide()
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._summary, 1)
        row.addWidget(self._toggle, 0, Qt.AlignmentFlag.AlignTop)
        self._details = QWidget()
        self._details.hide()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self._column.addLayout(row)
        self._column.addWidget(self._details)

    @property
    def words(self) -> str:
        """The line that sums up."""
        return self._summary.text()

    def say(self, sentence: str) -> None:
        """Show one sentence instead of a report: what is going on, or why the form cannot be used."""
        self._summary.setText(sentence)
        theme.set_property(self._summary, "role", "muted")
        self._toggle.hide()
        self._details.hide()

    def show_report(self, report: Compatibility) -> None:
        """Show the report: folded up, unless the form is of another dialect; how that differs must be seen."""
        self.say(("" if report.is_supported else "▲  ") + compatibility.summary(report))
        theme.set_property(self._summary, "role", "muted" if report.is_supported else "warn")
        found = tuple(compatibility.text_of(report))
        self._toggle.setVisible(bool(found))
        self._toggle.setText(_("Details"))
        fresh = paragraphs(found)
        fresh.hide()
        self._column.replaceWidget(self._details, fresh)
        self._details.deleteLater()
        self._details = fresh
        if found and report.is_of_another_dialect:
            self.unfold()

    def unfold(self) -> None:
        """Show the details, or fold them up again."""
        is_open = self._details.isHidden()
        self._details.setVisible(is_open)
        self._toggle.setText(_("Less") if is_open else _("Details"))


def paragraphs(found: Iterable[tuple[str, tuple[str, ...]]]) -> QWidget:
    """Headings with their lines, one under the other; the lines can be marked and copied."""
    body = QWidget()
    column = QVBoxLayout(body)
    column.setContentsMargins(0, 4, 0, 4)
    column.setSpacing(4)
    for heading, lines in found:
        if heading:
            head = label(heading, "strong", wrap=True)
            head.setContentsMargins(0, 8, 0, 0)
            column.addWidget(head)
        for line in lines:
            words = label(line, wrap=True)
            words.setSizePolicy(
                QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred
            )  # as high as its lines
            words.setContentsMargins(12 if heading else 0, 0, 0, 0)
            words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            column.addWidget(words)
    return body


def faults_of(error: FieldSurveyError) -> str:
    """The sentence of an error; of a form also its faults, one a line."""
    return "\n".join(sentences(error, _MOST_FAULTS))


class FormLook(QObject):
    """Looks at a form that lies beside the program, beside the window, and tells once what it found."""

    told = Signal(object)
    """Compatibility, or a sentence for a form that cannot be used."""

    def look(self, path: Path) -> None:
        """Begin; `told` comes later, unless the one who waits is gone by then."""
        BackgroundCall(self, partial(_found_at, path), self.told.emit)


def _found_at(path: Path) -> Compatibility | str:
    try:
        return compatibility.compatibility_of(*load_with_form(path))
    except FieldSurveyError as error:
        return faults_of(error)
