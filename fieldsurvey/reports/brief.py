"""What every block of a report is given: the figures, the data, the words, and what the agent wrote."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from fieldsurvey.analysis.indicators import Figure, Figures
from fieldsurvey.records import Cluster, Dataset, Question, Rows, Table
from fieldsurvey.reports.words import Words


@dataclass(frozen=True, slots=True)
class Brief:
    """One report about to be written."""

    figures: Figures
    dataset: Dataset
    words: Words
    now: datetime
    narratives: Mapping[str, str] = field(default_factory=dict)
    """Chapter id -> the agent's text, in the report's language."""
    unreadable: int = 0
    """Interviews that are left out because damage left them unreadable."""

    @property
    def cluster(self) -> Cluster:
        """The cluster as the figures were measured."""
        return self.figures.cluster

    def shown(self, names: Sequence[str]) -> list[Figure]:
        """The figures of these names that are there and may be printed."""
        found = (self.figures.get(name) for name in names)
        return [figure for figure in found if figure is not None and figure.is_shown]

    @property
    def rows(self) -> Rows:
        """One row per interview."""
        return self.dataset.tables[0].rows if self.dataset.tables else ()

    def repeat(self, name: str) -> Table | None:
        """The table of a repeat, None when the form has none of that name."""
        return next((table for table in self.dataset.tables[1:] if table.name == name), None)

    def question(self, name: str) -> Question | None:
        """The question whose column is called so; None where there is none, or several questions share the bare name."""
        for table in self.dataset.tables:
            column = table.column(name)
            if column is not None:
                return column.question
        called = [q for q in self.figures.questionnaire.questions if q.name == name]
        return called[0] if len(called) == 1 else None

    def choice(self, question: Question, code: str) -> str:
        """The label of one choice."""
        texts = next((choice.label for choice in question.choices if choice.name == code), {})
        known = f"code.{code}"
        return self.words.pick(texts) or (
            self.words.say(known) if self.words.has(known) else code.replace("_", " ")
        )
