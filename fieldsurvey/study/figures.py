"""The figures of the study: tables of answers, indicators, what is usual. They read the last finalised submissions."""

from __future__ import annotations

from fieldsurvey.analysis.indicators import Figures, measure
from fieldsurvey.analysis.typical_range import usual
from fieldsurvey.errors import ReportError
from fieldsurvey.interviews.tables import dataset
from fieldsurvey.records import (
    Dataset,
    InterviewSource,
    TypicalRange,
)
from fieldsurvey.store import (
    interviews,
)
from fieldsurvey.study.context import Context
from fieldsurvey.system.progress import Progress, silent, yielding

_COMPARED = 300
"""Interviews an answer is compared with; more would say the same."""


class StudyFigures:
    """Figures of one study; what was measured last is kept until an interview changes."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._measures: tuple[object, Figures] | None = None

    def dataset(self, form_id: str = "") -> Dataset:
        """The tables of all complete interviews of a form, each read by the version it was filled in."""
        *earlier, newest = self._context.forms.versions(form_id)
        return dataset(newest, self.source(newest.form_id), self._context.cluster, earlier)

    def source(self, form_id: str) -> InterviewSource:
        """Interviews whose answers count, as they were last finalised: counted and read from the file anew each time, none is held."""
        return self._context.counted(form_id)

    def typical_ranges(self, form_id: str = "", without: str = "") -> dict[str, TypicalRange]:
        """What numbers are usual, question by question, in the newest complete interviews; for work beside the window.

        `without` is an interview that does not count. Takes about 3 ms an interview, and lets others have their turn.
        """
        questionnaire = self._context.forms.questionnaire(form_id)
        newest = interviews.newest_of_form(self._context.db, questionnaire.form_id, _COMPARED)
        return usual(questionnaire, yielding(newest), without)

    def measured(self, form_id: str = "", progress: Progress = silent) -> Figures:
        """Every indicator of a form over its complete interviews; measured anew when one of them changed.

        Raises ReportError while there is none.
        """
        questionnaire = self._context.forms.questionnaire(form_id)
        found = self.source(questionnaire.form_id)
        if not len(found):
            raise ReportError("report.none-finished")
        which = interviews.fingerprint(self._context.db, questionnaire.form_id)
        state = (questionnaire.form_id, questionnaire.version, self._context.cluster, which)
        if self._measures is None or self._measures[0] != state:
            form = self._context.forms.form(questionnaire.form_id)
            versions = self._context.forms.versions(questionnaire.form_id)
            figures = measure(
                form, questionnaire, found, self._context.cluster, progress=progress, versions=versions
            )
            self._measures = (state, figures)
        return self._measures[1]
