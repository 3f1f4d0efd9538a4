"""The slip for whoever was interviewed: its code can be copied by hand, or the slip saved as a PDF to be printed."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from fieldsurvey.i18n import _, sentence
from fieldsurvey.study import Study
from fieldsurvey.system import paths
from fieldsurvey.ui.shell.dialogs import with_ending
from fieldsurvey.ui.shell.navigator import Navigator
from fieldsurvey.ui.shell.tasks import Tasks
from fieldsurvey.ui.shell.widgets import button, label


class SlipLine(QWidget):
    """The code of one interview, and a button."""

    def __init__(self, window: Navigator, study: Study, tasks: Tasks) -> None:
        super().__init__()
        self._window, self._study, self._tasks = window, study, tasks
        self._of = ""
        self.code = label("", "muted")
        self.save_button = button(_("Save the slip"), self.ask, "quiet", "export")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.code)
        row.addWidget(self.save_button)

    def show_of(self, instance_id: str) -> None:
        """Show another interview's."""
        self._of = instance_id
        self.code.setText(_("Slip {code}").format(code=self._study.withdrawals.code(instance_id)))
        self.code.setToolTip(
            _("With this code the interview is found when somebody takes their agreement back.")
        )

    def ask(self) -> None:
        """Ask where the slip goes."""
        code = self._study.withdrawals.code(self._of)
        words = _("Slip {code}").format(code=code)
        proposal = paths.start_folder() / f"{words}.pdf"
        name, _filter = QFileDialog.getSaveFileName(self, _("Save the slip"), str(proposal), "*.pdf")
        if name:
            self.write(with_ending(name, ".pdf"))

    def write(self, path: Path) -> None:
        """Write the slip to `path`, in the language of the interview."""
        identity = self._of
        self._tasks.long(
            lambda study, _progress: study.papers.write_slip(path, identity),
            self,
            done=lambda changed: self._window.say(sentence(changed.message)),
            failed=self._window.say,
        )
