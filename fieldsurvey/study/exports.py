"""Exports: files for others, in the formats of the table; each leaves a line in the history."""

from __future__ import annotations

from pathlib import Path

from fieldsurvey.backup.verify import seal_of
from fieldsurvey.errors import ExportError
from fieldsurvey.export.exporter import Exported, ExportOptions, Format
from fieldsurvey.export.formats import FORMATS
from fieldsurvey.messages import Message
from fieldsurvey.records import Changed
from fieldsurvey.store import annotations as stored_annotations
from fieldsurvey.store import history, interviews
from fieldsurvey.study.context import Context
from fieldsurvey.system.progress import Progress, silent


class Exports:
    """Exports of one study."""

    def __init__(self, context: Context) -> None:
        self._context = context

    @property
    def formats(self) -> tuple[Format, ...]:
        """The formats there are, in the order a person is shown them."""
        return tuple(FORMATS.values())

    def write(self, path: Path, options: ExportOptions | None = None, progress: Progress = silent) -> Changed:
        """Write a file of the interviews that count, and a line in the history that it left.

        Raises ExportError; then no half file is left.
        """
        context, options = self._context, options or ExportOptions()
        chosen = FORMATS.get(options.format)
        if chosen is None:
            raise ExportError("export.unknown-format", format=options.format, known=tuple(FORMATS))
        questionnaire = context.forms.questionnaire(options.form_id)
        with context.reading():
            exported = Exported(
                questionnaire,
                interviews.FormInterviews(context.db, questionnaire.form_id),
                context.cluster,
                stored_annotations.quality_log(context.db),
                context.path.stem,
                context.clock(),
                seal_of(*history.head(context.db)),
            )
            written = chosen.write(Path(path), exported, options, progress)
        if not context.why_read_only:
            with context.writing() as db:
                what = f"{questionnaire.form_id}: {options.told}"
                history.add(db, context.clock(), "exported", who=context.who(), new=what)
        return Changed(message=Message("export.written", path=str(path), count=written))
