"""The printed reports, and the chapters written by hand."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from fieldsurvey.analysis.indicators import Figures
from fieldsurvey.errors import ReportError
from fieldsurvey.interviews.tables import dataset
from fieldsurvey.messages import Message
from fieldsurvey.records import (
    Changed,
    Dataset,
    InterviewSource,
    Topic,
)
from fieldsurvey.store import interview_list, settings
from fieldsurvey.study.context import Context
from fieldsurvey.system.progress import Progress, silent

if TYPE_CHECKING:
    pass

_NOT_ASKED = ("note", "calculate", "hidden")
_VALUE = re.compile(r"\$\{[^}]*\}")
"""An answer that a label repeats."""


class Reports:
    """Reports of one study."""

    def __init__(self, context: Context, measured: Callable[[str, Progress], Figures]) -> None:
        self._context = context
        self._measured = measured

    def narratives(self, language: str) -> dict[str, str]:
        """The chapters written by hand: chapter -> text. Raises FieldSurveyError for a language reports cannot be written in."""
        return settings.narratives(self._context.db, _known(language))

    def set_narrative(self, chapter: str, language: str, text: str) -> Changed:
        """Keep a chapter's text. Raises FieldSurveyError for a language reports cannot be written in."""
        _known(language)
        with self._context.writing() as db:
            settings.write_narrative(db, chapter, language, text, self._context.clock())
            self._context.tell(db, "chapter written", new=f"{chapter} ({language})")
        return Changed(frozenset({Topic.STUDY}))

    def write_cluster(
        self, path: Path, *, form_id: str = "", language: str = "en", progress: Progress = silent
    ) -> Changed:
        """Write the cluster report as a PDF. Raises ReportError; then no half file is left."""
        from fieldsurvey.reports.cluster import write_cluster_report

        self._context.before_output()
        with self._context.reading():
            figures = self._measured(form_id, progress)
            found = self._context.counted(figures.questionnaire.form_id)
            write_cluster_report(
                Path(path),
                figures,
                self._tables(figures.questionnaire.form_id, found),
                found,
                now=self._context.clock(),
                language=language,
                narratives=self.narratives(language),
                unreadable=len(self._context.unreadable(figures.questionnaire.form_id)),
            )
        self._context.told("reported", new=f"{figures.questionnaire.form_id}: cluster, {language}")
        written = Message("file.written", file=str(path))
        lost = self._context.unreadable_names(figures.questionnaire.form_id)
        return Changed(
            message=Message("report.without", written=written, interviews=lost) if lost else written
        )

    def write_firm(
        self, path: Path, firm: str, *, form_id: str = "", language: str = "en", progress: Progress = silent
    ) -> Changed:
        """Write one firm's report. `firm` is the instanceID of its interview, or its name as listed."""
        from fieldsurvey.reports.firm import write_firm_report

        self._context.before_output()
        with self._context.reading():
            figures = self._measured(form_id, progress)
            questionnaire = figures.questionnaire
            listed = interview_list.firms(self._context.db, questionnaire.form_id)
            interview = self._context.submitted(
                instance_of([(one, name) for one, name, _begun in listed], firm)
            )
            of_firm = self._tables(questionnaire.form_id, [interview])
            write_firm_report(
                Path(path), figures, of_firm, interview, now=self._context.clock(), language=language
            )
        self._context.told("reported", new=language, instance_id=interview.instance_id)
        return Changed(message=Message("file.written", file=str(path)))

    def _tables(self, form_id: str, found: InterviewSource) -> Dataset:
        """The answers of these interviews, each read by the version it was filled in."""
        *earlier, newest = self._context.forms.versions(form_id)
        return dataset(newest, found, self._context.cluster, earlier)


def instance_of(firms: Sequence[tuple[str, str]], firm: str) -> str:
    """The instanceID that `firm` is, or that of the firm listed under this name. Raises ReportError when that is not one.

    `firms`: (instanceID, name) of the finished interviews.
    """
    wanted = firm.strip().casefold()
    fitting = [key for key, name in firms if firm == key or (wanted and name.casefold() == wanted)]
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        raise ReportError("report.firms-of-name", count=len(fitting), firm=firm)
    raise ReportError("report.no-firm-of-name", firm=firm)


def _known(language: str) -> str:
    from fieldsurvey.reports.words import known_language

    return known_language(language)
