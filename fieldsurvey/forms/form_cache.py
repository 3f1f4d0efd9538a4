"""The forms of an open study, read once: their questionnaires, and as the engine reads them.

Forms are shared between the threads that have the study open, but for those with large lists: these ask a connection,
and a connection belongs to its thread.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fieldsurvey.errors import FieldSurveyError
from fieldsurvey.forms import entity_lists, external_lists, whole_form
from fieldsurvey.records import Questionnaire
from fieldsurvey.store import Database, entities, forms, origins
from fieldsurvey.xforms import FormDefinition
from fieldsurvey.xforms.lists.rows import Rows

_Name = tuple[int, str, str]
"""How often files were renewed when it was read, the form's id, its version: who still reads an older picture of the study
does not give its forms to others."""
_Read = tuple[object, FormDefinition]
"""The revision of the entity lists it was read with, and the form."""


class FormCache:
    """One for each connection; `again` gives another connection's, which shares what can be shared."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._questionnaires: dict[_Name, Questionnaire] = {}
        self._shared: dict[_Name, _Read] = {}
        self._own: dict[_Name, _Read] = {}
        self._whole: dict[_Name, Questionnaire] = {}
        self._entities: tuple[object, entities.Lists] = ((), {})
        self._renewed = -1

    def again(self, db: Database) -> FormCache:
        """The shelf of another connection to the same study."""
        twin = FormCache(db)
        twin._questionnaires, twin._shared, twin._whole = self._questionnaires, self._shared, self._whole
        return twin

    def listing(self) -> tuple[tuple[str, str, str], ...]:
        """(form_id, newest version, title), in the order they were added."""
        return forms.listing(self._db)

    def questionnaire(self, form_id: str = "", version: str | None = None) -> Questionnaire:
        """A form's newest version, or the one named; without a name the study's first form."""
        self._forget_renewed()
        listing = self.listing()
        if not listing:
            raise FieldSurveyError("form.none")
        form_id = form_id or listing[0][0]
        if version is None:
            version = next((v for i, v, _title in listing if i == form_id), "")
        key = (self._renewed, form_id, version)
        if key not in self._questionnaires:
            found = forms.read(self._db, form_id, version)
            if found is None:
                known = ", ".join(i for i, _v, _t in listing)
                raise FieldSurveyError("form.unknown", form=form_id, known=known)
            self._questionnaires[key] = found
        return self._questionnaires[key]

    def versions(self, form_id: str = "", also: str = "") -> tuple[Questionnaire, ...]:
        """The newest version and all others that interviews which count were filled in, the oldest first; before them `also`.

        With every answer their submissions may hold as a question, and all codes.
        """
        newest = self.questionnaire(form_id)
        used = list(forms.versions_in_use(self._db, newest.form_id))
        if also and also not in used:
            used.insert(0, also)
        older = [version for version in used if version != newest.version]
        return tuple(self._completed(newest.form_id, version) for version in (*older, newest.version))

    def _completed(self, form_id: str, version: str) -> Questionnaire:
        plain = self.questionnaire(form_id, version)
        name = (self._renewed, form_id, version)
        if name not in self._whole:
            self._whole[name] = whole_form.completed(plain, self.form(form_id, version))
        return self._whole[name]

    def form(self, form_id: str = "", version: str | None = None) -> FormDefinition:
        """The form as the engine reads it, its entity lists as interviews here left them."""
        questionnaire = self.questionnaire(form_id, version)
        name = (self._renewed, questionnaire.form_id, questionnaire.version)
        local = {d: rows for d, rows in self.entities().items() if f"{d}.csv" in questionnaire.xform}
        known = self._entities[0] if local else None
        read = self._shared.get(name) or self._own.get(name)
        if read is None or read[0] != known:
            lists = external_lists.of_form(self._db, questionnaire.form_id, questionnaire.version)
            form = external_lists.parsed(questionnaire, self._with_entities(questionnaire, lists, local))
            read = (known, form)
            (self._own if lists else self._shared)[name] = read
        return read[1]

    def _forget_renewed(self) -> None:
        """Read forms again after files of one came anew, through this connection or another."""
        now = forms.renewed(self._db)
        if now != self._renewed:
            self._renewed = now
            for read in (self._questionnaires, self._shared, self._own, self._whole):
                for name in [name for name in tuple(read) if name[0] < now]:
                    read.pop(name, None)

    def _with_entities(
        self, questionnaire: Questionnaire, lists: Mapping[str, Rows], local: entities.Lists
    ) -> dict[str, Rows]:
        connection: Any = self._db.conn
        copy = f"{connection.laptop} {origins.copy_id(self._db)}"
        return entity_lists.with_local(questionnaire, lists, local, copy)

    def entities(self) -> entities.Lists:
        """What interviews here created or changed; read again only when one changed or is gone."""
        now = entities.state(self._db)
        if self._entities[0] != now:
            self._entities = (now, entities.read(self._db))
        return self._entities[1]
