"""What comes next for a firm: its interview begun, gone on with, or read. One place decides, the button and Enter follow."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum, auto

from PySide6.QtCore import QObject

from fieldsurvey.i18n import _
from fieldsurvey.records import Begun, CaseState, FirmRow
from fieldsurvey.register.matching import Lookalike
from fieldsurvey.study import Study
from fieldsurvey.ui.firms.tab import Around
from fieldsurvey.ui.interviews.round_notice import said_of


class Step(Enum):
    """What can be done about a firm's interview."""

    BEGIN = auto()
    GO_ON = auto()
    CORRECT = auto()
    READ = auto()
    NONE = auto()


def step_of(row: FirmRow) -> Step:
    """What comes next for a firm, were it written by somebody who may write."""
    if row.is_in_reserve:
        return Step.NONE
    if not row.instance_id:
        return Step.BEGIN
    if row.state is CaseState.RETURNED:
        return Step.CORRECT
    return Step.READ if row.state in (CaseState.FINALISED, CaseState.APPROVED) else Step.GO_ON


def verb_of(step: Step) -> tuple[str, str]:
    """(words, icon) of the button."""
    return {
        Step.BEGIN: (_("Begin the interview"), "next"),
        Step.GO_ON: (_("Go on with the draft"), "next"),
        Step.CORRECT: (_("Correct the interview"), "undo"),
        Step.READ: (_("Open the interview"), "open"),
        Step.NONE: (_("Begin the interview"), "next"),
    }[step]


class NextStep(QObject):
    """Does it. Before a firm is begun that may be another one with an interview, it asks."""

    def __init__(self, around: Around, ask: Callable[[FirmRow, Lookalike, str], object]) -> None:
        """`ask` is told the firm, the pair, and the form it was to begin with."""
        super().__init__()
        self._around, self._desk, self._ask = around, around.desk, ask

    def take(self, row: FirmRow, form_id: str = "") -> None:
        """Do what comes next for a firm."""
        step = step_of(row)
        if step is Step.READ or (self._desk.study.why_read_only and row.instance_id):
            self._around.ways.read(row.instance_id)
        elif step in (Step.GO_ON, Step.CORRECT):
            self._desk.window.resume_interview(row.instance_id)
        elif step is Step.BEGIN and not self._desk.study.why_read_only:
            self._look(row, form_id)

    def _look(self, row: FirmRow, form_id: str) -> None:
        known, firm = self._around.lookalikes, row.firm
        if known.is_ready:
            self._begin_or_ask(
                row,
                form_id,
                interviewed_twin(self._desk.study, known.of(firm.id), firm.id, self._around.round),
            )
            return
        key = self._around.round
        self._desk.tasks.write(
            lambda study: interviewed_twin(study, study.register.like(firm), firm.id, key),
            self,
            done=lambda pair: self._begin_or_ask(row, form_id, pair),
        )

    def _begin_or_ask(self, row: FirmRow, form_id: str, pair: Lookalike | None) -> None:
        if pair is None:
            self.begin(row, form_id)
        else:
            self._ask(row, pair, form_id)

    def begin(self, row: FirmRow, form_id: str = "") -> None:
        """Begin its interview, whoever it may be like."""
        who = self._desk.window.settings.interviewer
        firm_id, key = row.firm.id, self._around.round
        self._desk.tasks.write(
            lambda study: study.fieldwork.begin(firm_id, form_id, interviewer=who, round_key=key),
            self,
            done=self._enter,
        )

    def _enter(self, begun: Begun) -> None:
        self._desk.window.resume_interview(begun.instance_id)
        if begun.before is not None:
            self._desk.window.say(said_of(begun.before))


def interviewed_twin(study: Study, pairs: list[Lookalike], firm_id: str, round_key: str) -> Lookalike | None:
    """The likeliest entry that is hardly another firm, and has an interview in the round already; None where there is none."""
    for pair in pairs:
        if pair.is_strong:
            found = study.register.rows([pair.other_than(firm_id).id], round_key)
            if found and found[0].instance_id:
                return pair
    return None
