"""The forms of the study and their versions."""

from __future__ import annotations

from collections.abc import Iterator

from fieldsurvey.forms import external_lists
from fieldsurvey.messages import Message
from fieldsurvey.records import (
    Changed,
    Questionnaire,
    Topic,
)
from fieldsurvey.store import (
    forms,
)
from fieldsurvey.study.context import Context
from fieldsurvey.system.progress import Progress, silent
from fieldsurvey.xforms import FormDefinition


class Forms:
    """Forms of one study; an interview keeps the version it began with."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def add(self, questionnaire: Questionnaire, progress: Progress = silent) -> Changed:
        """Add a form or a new version of one; interviews keep the version they began with.

        Large lists it brings are stored first, in short writes. Raises FormError for a faulty one; then nothing is added.
        """
        kept = external_lists.store(self._context.db, self._context.path, questionnaire, progress)
        with self._context.writing() as db:
            added = forms.add(db, questionnaire, self._context.clock(), kept)
        message = (
            None
            if added
            else Message("study.form-known", title=questionnaire.title, version=questionnaire.version)
        )
        return Changed(frozenset({Topic.FORMS}), (questionnaire.form_id,), message)

    def listing(self) -> tuple[tuple[str, str, str], ...]:
        """(form_id, newest version, title), in the order they were added."""
        return self._context.forms.listing()

    def questionnaire(self, form_id: str = "", version: str | None = None) -> Questionnaire:
        """A form's newest version, or the one named; without a name the study's first form."""
        return self._context.forms.questionnaire(form_id, version)

    def form(self, form_id: str = "", version: str | None = None) -> FormDefinition:
        """The form as the engine reads it; parsed once, and with large lists once in each thread."""
        return self._context.forms.form(form_id, version)

    def attached(self, form_id: str, name: str, version: str | None = None) -> Iterator[bytes]:
        """A file attached to a form, as it was given, in portions; a large one is never held whole."""
        return external_lists.original(
            self._context.db, self._context.forms.questionnaire(form_id, version), name
        )
