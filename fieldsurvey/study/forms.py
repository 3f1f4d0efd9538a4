"""The forms of the study and their versions."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

from fieldsurvey.forms import entity_lists, external_lists, inline_lists
from fieldsurvey.messages import Message
from fieldsurvey.records import (
    Changed,
    Questionnaire,
    Topic,
)
from fieldsurvey.store import (
    firms,
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

        Of a version that is there already, the files that came anew are taken: a server's list goes on while its form stays.
        Large lists are stored first, in short writes. Raises FormError for a faulty one; then nothing is added.
        """
        if forms.is_known(self._context.db, questionnaire.form_id, questionnaire.version):
            return self._renew(questionnaire, progress)
        kept = external_lists.store(self._context.db, self._context.path, questionnaire, progress)
        inline = inline_lists.store(self._context.db, self._context.path, questionnaire, progress)
        with self._context.writing() as db:
            forms.add(db, questionnaire, self._context.clock(), kept)
            if inline is not None:
                forms.add_skeleton(db, *inline)
            self._context.tell(
                db, "form added", new=f"{questionnaire.form_id} {questionnaire.version}".strip()
            )
            for identity, row in entity_lists.listed_firms(questionnaire.media):
                firms.take(db, identity, row)
        return Changed(frozenset({Topic.FORMS, Topic.REGISTER}), (questionnaire.form_id,))

    def _renew(self, questionnaire: Questionnaire, progress: Progress) -> Changed:
        """Take the files of a known version that are others than those that are here."""
        db, path = self._context.db, self._context.path
        known = self._context.forms.questionnaire(questionnaire.form_id, questionnaire.version)
        fresh = external_lists.renewed(db, known, questionnaire.media)
        if not fresh:
            message = Message("study.form-known", title=known.title, version=known.version)
            return Changed(frozenset({Topic.FORMS}), (known.form_id,), message)
        whole = dataclasses.replace(known, media={**known.media, **fresh})
        external_lists.parsed(whole, external_lists.of_form(db, known.form_id, known.version))
        kept = external_lists.store_again(db, path, dataclasses.replace(known, media=fresh), progress)
        with self._context.writing() as db:
            forms.renew(db, known, fresh, kept)
            self._context.tell(db, "files of the form renewed", new=f"{known.form_id}: {', '.join(fresh)}")
            for identity, row in entity_lists.listed_firms(fresh):
                firms.take(db, identity, row)
        message = Message("study.files-renewed", title=known.title, n=len(fresh), files=tuple(fresh))
        return Changed(frozenset({Topic.FORMS}), (known.form_id,), message)

    def listing(self) -> tuple[tuple[str, str, str], ...]:
        """(form_id, newest version, title), in the order they were added."""
        return self._context.forms.listing()

    def to_begin(self) -> tuple[tuple[str, str, str], ...]:
        """Those an interview can begin with; the short form of a back-check begins from an interview that was drawn."""
        forms = self._context.forms
        return tuple(one for one in self.listing() if not forms.questionnaire(one[0], one[1]).back_check_of)

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
