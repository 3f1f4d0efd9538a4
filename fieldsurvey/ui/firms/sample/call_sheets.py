"""A strip that prints the call sheets: whose, for which day, in which language."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QGridLayout, QHBoxLayout

from fieldsurvey.i18n import LANGUAGES, _, day, language, sentence
from fieldsurvey.records import Case, CaseRole
from fieldsurvey.system import paths
from fieldsurvey.ui.page import Desk
from fieldsurvey.ui.shell.busy import LongWork
from fieldsurvey.ui.shell.dialogs import with_ending
from fieldsurvey.ui.shell.widgets import Card, ChoiceBox, button, label


class CallSheets(Card):
    """Hidden until it is asked for; the file it wrote can be opened from here."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(margin=12, spacing=8)
        self._desk = desk
        self.agent, self.on, self.language = ChoiceBox(), ChoiceBox(), ChoiceBox()
        words = (_("Whose"), _("Which day"), _("In which language"))
        row = QGridLayout()
        row.setHorizontalSpacing(12)
        row.setVerticalSpacing(2)
        for number, (box, word) in enumerate(zip((self.agent, self.on, self.language), words, strict=True)):
            box.setAccessibleName(word)
            row.addWidget(label(word, "muted"), 0, number)
            row.addWidget(box, 1, number)
            row.setColumnStretch(number, 1)
        for code, name in LANGUAGES.items():
            self.language.addItem(name, code)
        self.language.setCurrentIndex(max(0, self.language.findData(language())))
        self.work = LongWork(desk.tasks)
        buttons = QHBoxLayout()
        buttons.addWidget(
            label(
                _("Names and telephones stand on them: they are for the agents alone."), "muted", wrap=True
            ),
            1,
        )
        buttons.addWidget(button(_("Write the PDF"), self.ask, icon="reports"))
        buttons.addWidget(button(_("Close"), self.hide, "quiet"))
        self.column.addWidget(label(_("Call sheets"), "strong"))
        self.column.addLayout(row)
        self.column.addLayout(buttons)
        self.column.addWidget(self.work)
        self.hide()

    def show_cases(self, cases: Sequence[Case]) -> bool:
        """Whose and which days there are; whether somebody is to go anywhere."""
        there = [case for case in cases if case.role is not CaseRole.RESERVE and case.agent]
        agents = sorted({case.agent for case in there}, key=str.casefold)
        days = sorted({case.planned_on for case in there if case.planned_on})
        _fill(self.agent, [(_("everybody"), ""), *((one, one) for one in agents)])
        _fill(self.on, [(_("all days"), None), *((day(one), one) for one in days)])
        return bool(there)

    def ask(self) -> None:
        """Ask where to, then write."""
        name, _filter = QFileDialog.getSaveFileName(
            self, _("Call sheets"), str(paths.start_folder() / "call-sheets.pdf"), "*.pdf"
        )
        if name:
            self.write(with_ending(name, ".pdf"))

    def write(self, path: Path) -> None:
        """Write what is chosen to `path`, on the long lane."""
        agent, on, code, key = (
            *(self.agent.currentData(), self.on.currentData(), self.language.currentData()),
            self._desk.round.key,
        )
        self.work.run(
            _("Writing the call sheets"),
            lambda study, _progress: study.papers.write_call_sheets(
                path, agent=agent, day=on, language=code, round_key=key
            ),
            lambda changed: sentence(changed.message),
            path,
        )


def _fill(box: ChoiceBox, choices: Sequence[tuple[str, object]]) -> None:
    """The choices anew; what was chosen stays chosen where it is still there."""
    before = box.currentData()
    box.clear()
    for words, value in choices:
        box.addItem(words, value)
    found = next((n for n, (_words, value) in enumerate(choices) if value == before), 0)
    box.setCurrentIndex(found)
