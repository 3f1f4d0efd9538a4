"""The round of the study that the window shows, and the box in which another is chosen."""

from __future__ import annotations

from PySide6.QtCore import QObject, QSignalBlocker, Signal

from fieldsurvey.i18n import _
from fieldsurvey.records import BASELINE, Round
from fieldsurvey.study import Study
from fieldsurvey.ui.shell.widgets import ChoiceBox


class ShownRound(QObject):
    """At first the round that is held today. Every page around firms speaks of it alone."""

    changed = Signal()
    """Another round is shown."""
    listed = Signal()
    """The study's rounds are others than before."""

    def __init__(self, study: Study) -> None:
        super().__init__()
        self._study = study
        self.rounds = study.set_up.read().rounds
        self.key = study.set_up.read().round_on(study.clock().date()).key

    @property
    def is_first(self) -> bool:
        """Whether nothing was before it."""
        return self.key == self.rounds[0].key

    @property
    def before(self) -> Round | None:
        """The round before the one that is shown; None before the first."""
        keys = [one.key for one in self.rounds]
        at = keys.index(self.key) if self.key in keys else 0
        return self.rounds[at - 1] if at else None

    def choose(self, key: str) -> None:
        """Show another round."""
        if key != self.key:
            self.key = key
            self.changed.emit()

    def read_again(self) -> None:
        """The set-up changed: where the round that is shown is gone, the one of today is shown."""
        settled = self._study.set_up.read()
        self.rounds = settled.rounds
        self.listed.emit()
        if settled.round_of(self.key) is None:
            self.choose(settled.round_on(self._study.clock().date()).key)


def round_name(one: Round) -> str:
    """What a round is called; the one every study begins with in the language of the window."""
    return _("Baseline") if (one.key, one.name) == (BASELINE.key, BASELINE.name) else one.name or one.key


class RoundBox(ChoiceBox):
    """Not there while the study has one round."""

    def __init__(self, shown: ShownRound) -> None:
        super().__init__()
        self._shown = shown
        self.setAccessibleName(_("Round"))
        self.setToolTip(_("Round"))
        self.activated.connect(self._on_chosen)
        shown.listed.connect(self._show)
        shown.changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        with QSignalBlocker(self):
            self.clear()
            for one in self._shown.rounds:
                self.addItem(round_name(one), one.key)
            self.setCurrentIndex(max(0, self.findData(self._shown.key)))
        self.setVisible(len(self._shown.rounds) > 1)

    def _on_chosen(self, _at: int) -> None:
        self._shown.choose(str(self.currentData()))
