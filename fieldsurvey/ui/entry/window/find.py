"""Ctrl+G: type a few letters of a question's label or hint in any of the form's languages, or of its name, and go there."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from fieldsurvey.i18n import _
from fieldsurvey.interviews.submissions import has
from fieldsurvey.ui.entry.base.markdown import bare
from fieldsurvey.ui.entry.session.answers import Answers
from fieldsurvey.ui.entry.session.question_info import POSITION, QuestionInfo
from fieldsurvey.ui.entry.session.section_locks import SectionLocks
from fieldsurvey.ui.shell.whole_rows import CutRows
from fieldsurvey.ui.shell.widgets import label
from fieldsurvey.xforms import BodyControl, BodyElement, BodyRepeat, FormEntry

_REF = Qt.ItemDataRole.UserRole
_MOST = 60


class FindQuestion(QDialog):
    """A field and the questions that fit; Enter goes, Escape leaves."""

    chosen = Signal(str)

    def __init__(
        self,
        questions: QuestionInfo,
        answers: Answers,
        locks: SectionLocks,
        section_of: Callable[[str], str],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Find a question"))
        self.resize(560, 420)
        self._questions, self._answers, self._locks = questions, answers, locks
        self._section_of = section_of
        self._all = self._asked()
        self.field = QLineEdit()
        self.field.setPlaceholderText(_("A few letters of the question"))
        self.field.setAccessibleName(_("A few letters of the question"))
        self.field.textChanged.connect(self._narrow)
        self.list = QListWidget()
        CutRows(self.list)
        self.list.itemActivated.connect(lambda _item: self.choose())
        self.list.itemClicked.connect(lambda _item: self.choose())
        column = QVBoxLayout(self)
        column.addWidget(self.field)
        column.addWidget(self.list, 1)
        column.addWidget(label(_("Only questions that are asked, given the answers so far."), "muted"))
        self._narrow("")

    def _asked(self) -> list[tuple[str, str, str]]:
        """(ref, label, what is searched) of everything asked now: groups and tables, and each question of a repeat once."""
        found: dict[str, tuple[str, str, str]] = {}
        for ref, words in _titles(self._questions.entry, self._locks, self._questions.entry.form.body):
            found[ref] = (ref, words, f"{words} {ref.rpartition('/')[2]}".casefold())
        for ref, _answered, _fault in self._answers.states():
            generic = POSITION.sub("", ref)
            if generic not in found:
                words = bare(self._questions.entry.label(ref))
                name = generic.rpartition("/")[2]
                found[generic] = (
                    ref,
                    words,
                    f"{words} {self._questions.in_every_language(ref)} {name}".casefold(),
                )
        return [line for line in found.values() if line[1]]

    def _narrow(self, text: str) -> None:
        parts = text.casefold().split()
        fitting = [line for line in self._all if all(part in line[2] for part in parts)]
        fitting.sort(key=lambda line: _distance(line[1], parts))
        self.list.clear()
        for ref, words, _searched in fitting[:_MOST]:
            section = self._section_of(ref)  # labels that read alike are told apart
            item = QListWidgetItem(f"{words}   ·  {section}" if section and section != words else words)
            item.setData(_REF, ref)
            self.list.addItem(item)
        self.list.setCurrentRow(0)

    def choose(self) -> None:
        """Go to the question the list stands on."""
        item = self.list.currentItem()
        if item is not None:
            self.accept()
            self.chosen.emit(item.data(_REF))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.choose()
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            step = 1 if event.key() == Qt.Key.Key_Down else -1
            self.list.setCurrentRow(max(0, min(self.list.count() - 1, self.list.currentRow() + step)))
        else:
            super().keyPressEvent(event)


def _distance(words: str, parts: list[str]) -> int:
    """How far a label is from what is typed: it begins so, holds it as it stands, has words that begin so, holds its
    parts; last what fits by its hint, another language or its name alone."""
    shown, wanted = " ".join(words.casefold().split()), " ".join(parts)
    begun = shown.split()
    fits = (
        shown.startswith(wanted),
        wanted in shown,
        all(any(word.startswith(part) for word in begun) for part in parts),
        all(part in shown for part in parts),
    )
    return next((place for place, is_so in enumerate(fits) if is_so), len(fits))


def _titles(
    entry: FormEntry, locks: SectionLocks, elements: tuple[BodyElement, ...]
) -> Iterator[tuple[str, str]]:
    """(ref, title) of the groups and repeats that are asked now."""
    for element in elements:
        if isinstance(element, BodyControl):
            continue
        if element.ref and "[" not in element.ref and has(entry, element.ref):
            if not entry.relevant(element.ref) or locks.hides_within(element.ref):
                continue
            yield element.ref, bare(entry.group_label(element.ref))
        elif isinstance(element, BodyRepeat) and entry.relevant(element.ref):
            yield element.ref, bare(entry.group_label(element.ref))
        if not isinstance(element, BodyRepeat):
            yield from _titles(entry, locks, element.children)
