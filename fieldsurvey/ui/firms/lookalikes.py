"""The entries of the register that may be one firm, looked for beside the window whenever the register changed."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from fieldsurvey.i18n import _
from fieldsurvey.records import Changed, Topic
from fieldsurvey.register.matching import Common, Lookalike
from fieldsurvey.ui.shell.tasks import Tasks


class Lookalikes(QObject):
    """Every pair that is proposed; none while they were not looked for yet."""

    found = Signal()

    def __init__(self, tasks: Tasks) -> None:
        super().__init__()
        self._tasks = tasks
        self._wanted = 0
        self.pairs: tuple[Lookalike, ...] = ()
        self.is_ready = False
        self._of: dict[str, list[Lookalike]] = {}

    def reload(self, changed: Changed) -> None:
        """Look again when firms came, went or changed."""
        if Topic.REGISTER in changed.topics:
            self.look()

    def look(self) -> None:
        """Look now; what comes in answer to an earlier question is passed over."""
        self._wanted += 1
        number = self._wanted
        self._tasks.long(
            lambda study, progress: study.register.lookalikes(progress),
            self,
            done=lambda pairs: self._take(number, pairs),
            failed=lambda _sentence: None,
        )

    def _take(self, number: int, pairs: list[Lookalike]) -> None:
        if number == self._wanted:
            self.pairs, self.is_ready = tuple(pairs), True
            self._of = {}
            for pair in pairs:
                self._of.setdefault(pair.one.id, []).append(pair)
                self._of.setdefault(pair.other.id, []).append(pair)
            self.found.emit()

    def of(self, firm_id: str) -> list[Lookalike]:
        """Those of one firm, the likeliest first."""
        return self._of.get(firm_id, [])


def reasons(pair: Lookalike) -> str:
    """What two entries have in common, in words."""
    said = {
        Common.UDYAM: _("same Udyam number"),
        Common.GSTIN: _("same GSTIN"),
        Common.PAN: _("same PAN"),
        Common.PHONE: _("same phone"),
        Common.NAME: _("names {n} of 100 alike").format(n=pair.likeness),
        Common.PLACE: _("same place"),
    }
    return " · ".join(said[one] for one in pair.common)
