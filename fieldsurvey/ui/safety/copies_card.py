"""The card for copies of before the lock that anyone can still read; it shows only when there are some."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from fieldsurvey.errors import FieldSurveyError
from fieldsurvey.i18n import _, ngettext, sentence
from fieldsurvey.messages import Message
from fieldsurvey.study import Study
from fieldsurvey.ui.shell.background_call import BackgroundCall
from fieldsurvey.ui.shell.dialogs import AskAgain
from fieldsurvey.ui.shell.widgets import Card, button, label, left_row

_MOST = 8
"""So many are named; the rest is counted."""


class CopiesCard(Card):
    """Looks beside the window, with a connection of its own."""

    def __init__(self, study: Study) -> None:
        super().__init__(label(_("Readable copies"), "heading"))
        self._study = study
        self.found: list[Path] = []
        self.state = label("", "warn", wrap=True)
        self.names = label("", "muted", wrap=True)
        self.delete = button(_("Delete these copies"), self.ask, "danger")
        self.column.addWidget(self.state)
        self.column.addWidget(self.names)
        self.column.addLayout(left_row(self.delete))
        self.hide()
        if study.is_encrypted:
            self._look()

    def ask(self) -> AskAgain:
        """Ask once more: what is deleted does not come back."""
        why = _(
            "These files are deleted for good. The study itself and its locked backups stay. Old bytes may linger on the disk, as any deleted file's do."
        )
        dialog = AskAgain(self, why, _("Delete these copies"))
        dialog.confirmed.connect(self._delete)
        dialog.open()
        return dialog

    def _look(self, problems: tuple[Message, ...] = ()) -> None:
        study = self._study
        BackgroundCall(self, lambda: _found(study), lambda result: self._show(result, problems))

    def _delete(self) -> None:
        study, paths = self._study, self.found
        self.delete.setEnabled(False)
        BackgroundCall(self, lambda: study.safety.remove_copies(paths), self._on_deleted)

    def _on_deleted(self, result: Any) -> None:
        self._look(tuple(result) if isinstance(result, list) else ())

    def _show(self, result: Any, problems: tuple[Message, ...]) -> None:
        self.found = [] if isinstance(result, FieldSurveyError) else result
        count = len(self.found)
        words = ngettext(
            "1 copy of before the lock can be read by anyone who has it.",
            "{n} copies of before the lock can be read by anyone who has them.",
            count,
        )
        self.state.setText(" ".join((words, *map(sentence, problems))))
        more = "" if count <= _MOST else f" (+{count - _MOST})"
        self.names.setText("\n".join(map(str, self.found[:_MOST])) + more)
        self.delete.setEnabled(True)
        self.setVisible(bool(self.found))


def _found(study: Study) -> list[Path]:
    with study.again(read_only=True) as twin:
        return twin.safety.readable_copies()
