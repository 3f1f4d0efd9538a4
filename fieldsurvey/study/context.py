"""What every group of a study's verbs works with: one connection, its forms, who works here, and when. Nothing here writes."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from fieldsurvey.errors import FieldSurveyError, StoreError
from fieldsurvey.forms.derivations import derivations, groups_within, told_by
from fieldsurvey.forms.form_cache import FormCache
from fieldsurvey.i18n import sentence
from fieldsurvey.interviews.sensitive import sensitive_modules, withheld_refs
from fieldsurvey.interviews.submissions import lacking_file
from fieldsurvey.messages import Message
from fieldsurvey.records import Cluster, Interview
from fieldsurvey.security.opening import Opened
from fieldsurvey.store import (
    Database,
    attachments,
    database,
    history,
    interviews,
    legibility,
    origins,
    record_seals,
    settings,
    withdrawals,
)
from fieldsurvey.store.database import How
from fieldsurvey.store.decoding import decoded
from fieldsurvey.store.keys import Key
from fieldsurvey.xforms import FormContext, FormEntry

ALLOWED_MODULES = "sensitive_rows"
"""The setting that names the sensitive modules that may leave."""
Clock = Callable[[], datetime]
Who = Callable[[], str]


def now_here() -> datetime:
    """The time on this laptop, with its zone."""
    return datetime.now(UTC).astimezone()


def nobody() -> str:
    """Nobody has said who works here."""
    return ""


def spoken(languages: Iterable[str], wanted: str) -> str:
    """The language of a form that is wanted, by its name in the form or its code; "" where it has none such."""
    return next((name for name in languages if wanted and (wanted == name or f"({wanted})" in name)), "")


@dataclass(slots=True)
class Context:
    """One open study, as its groups share it; it belongs to the thread that opened it."""

    opened: Opened
    path: Path
    key: Key | None
    """None for a plain study."""
    clock: Clock
    who: Who
    """The person at this laptop, for the history."""
    db: Database
    forms: FormCache
    legible: set[tuple[str, str]] = field(default_factory=set)
    """(interview, last submission) of those that were read and can be, shared by all who have the study open: a submission never
    changes, so each is parsed once."""

    illegible: set[tuple[str, str]] = field(default_factory=set)
    """The same of those that cannot."""

    @classmethod
    def of(cls, opened: Opened, path: Path, key: Key | None, clock: Clock, who: Who) -> Context:
        """Connect to the file. Raises StoreError, or what `Opened.connect` raises."""
        db = opened.connect(key)
        made = cls(opened, path, key, clock, who, db, FormCache(db))
        if opened.how is How.WRITE:
            record_seals.watch(db, lambda: made.clock(), lambda: made.who())  # noqa: PLW0108 - both may be set anew
        return made

    def writing(self) -> AbstractContextManager[Database]:
        """One transaction that takes the write lock at once."""
        return database.writing(self.db, self.path)

    def tell(
        self, db: Database, event: str, *, new: str = "", instance_id: str = "", ref: str = "", why: str = ""
    ) -> None:
        """A line in the history that something was done here; part of the caller's transaction."""
        about = {"instance_id": instance_id, "ref": ref, "who": self.who()}
        history.add(db, self.clock(), event, new=new, why=why, **about)

    def before_output(self) -> None:
        """Raise StoreError where the study's name is gone or another file bears it: what leaves could not be noted in the study any more."""
        if self.why_read_only is None or self._reads_beside:
            database.refuse_other_file(self.db, self.path)

    @property
    def _reads_beside(self) -> bool:
        """Whether this window reads a file that another may write."""
        return self.opened.how is How.READ and not self.opened.is_copy

    def told(self, event: str, *, new: str = "", instance_id: str = "") -> None:
        """The same after something left the study, also where this window reads while another writes. A disk that takes no writes takes none.

        Raises StoreError when the line cannot be written.
        """
        if self.why_read_only is None:
            with self.writing() as db:
                self.tell(db, event, new=new, instance_id=instance_id)
        elif self._reads_beside:
            database.refuse_other_file(self.db, self.path)
            db = database.connect(self.path, self.key, laptop=self.laptop)
            try:
                with database.writing(db, self.path):
                    self.tell(db, event, new=new, instance_id=instance_id)
            finally:
                db.close()

    def reading(self) -> AbstractContextManager[None]:
        """One picture of the study, whatever others write meanwhile."""
        return database.reading(self.db)

    @property
    def why_read_only(self) -> Message | None:
        """Why nothing can be written; None when it can."""
        return self.opened.reason

    @property
    def cluster(self) -> Cluster:
        """What the study is about."""
        text = settings.read(self.db, "cluster")
        with decoded():
            return Cluster(**json.loads(text)) if text else Cluster()

    @property
    def laptop(self) -> str:
        """The id of the laptop that works here, for the history and for servers; "" where nobody said."""
        connection: Any = self.db.conn
        return str(connection.laptop)

    @laptop.setter
    def laptop(self, laptop: str) -> None:
        connection: Any = self.db.conn
        connection.laptop = laptop

    @property
    def copy_id(self) -> str:
        """The id of this copy of the study: another one in each file that was made, restored or rescued."""
        return origins.copy_id(self.db)

    @property
    def device_id(self) -> str:
        """What forms and servers are told of where an interview was filled."""
        return f"fieldsurvey:{self.laptop or self.copy_id}"

    # --- what more than one group asks ---------------------------------------------------------------------------

    def new_entry(
        self, form_id: str = "", language: str | None = None, username: str = "", version: str | None = None
    ) -> FormEntry:
        """An empty interview of a form's newest version, or the one named; it is in the study with its first savepoint."""
        form = self.forms.form(form_id, version)
        before = interviews.last_of_form(self.db, form.form_id) if form.last_saved_id else None
        around = FormContext(
            device_id=self.device_id, username=username, last_saved=before, sentence=sentence
        )
        return FormEntry.new(form, language=language, now=self.clock, surroundings=around)

    def interview(self, instance_id: str) -> Interview:
        """One interview, whole. Raises FieldSurveyError when there is none, StoreError when its consent was withdrawn."""
        self.refuse_withdrawn(instance_id)
        return self.interview_or_sealed(instance_id)

    def interview_or_sealed(self, instance_id: str) -> Interview:
        """The same also of one whose consent was withdrawn: for destroying it."""
        found = interviews.read(self.db, instance_id)
        if found is None:
            raise FieldSurveyError("interview.unknown", interview=instance_id)
        return found

    def refuse_withdrawn(self, instance_id: str) -> None:
        """Raise StoreError for an interview whose consent was withdrawn: it is sealed until it is destroyed."""
        if withdrawals.is_sealed(self.db, instance_id):
            raise StoreError("withdrawal.sealed")

    def submitted(self, instance_id: str) -> Interview:
        """One interview as it was last finalised. Raises FieldSurveyError when it never was, or there is none."""
        self.refuse_withdrawn(instance_id)
        found = interviews.submitted(self.db, instance_id)
        if found is None:
            raise FieldSurveyError("interview.never-finalised", interview=instance_id)
        return found

    def unreadable(self, form_id: str) -> tuple[str, ...]:
        """The interviews of a form that would count, and that damage left unreadable; what came since the last look is read now."""
        new = self._not_known_legible(form_id)
        found = legibility.unreadable((one for one, _last in new), partial(interviews.submitted, self.db))
        self.legible.update(pair for pair in new if pair[0] not in found)
        self.illegible.update(pair for pair in new if pair[0] in found)
        return tuple(found)

    def known_unreadable(self, form_id: str, most: int = 50) -> tuple[str, ...]:
        """The same for a page that must not wait: nothing while more than so many were never looked at."""
        return () if self.wants_long_look(form_id, most) else self.unreadable_names(form_id)

    def wants_long_look(self, form_id: str, most: int = 50) -> bool:
        """Whether more than so many were never looked at."""
        return len([pair for pair in self._not_known_legible(form_id) if pair not in self.illegible]) > most

    def _not_known_legible(self, form_id: str) -> list[tuple[str, str]]:
        return [pair for pair in interviews.last_submissions(self.db, form_id) if pair not in self.legible]

    def counted(self, form_id: str) -> interviews.FormInterviews:
        """The interviews of a form that count and can be read."""
        return interviews.FormInterviews(self.db, form_id, partial(self.unreadable, form_id))

    def all_unreadable(self) -> tuple[str, ...]:
        """Every interview, draft or not, that cannot be read, by its name; looked for now."""
        reads = (partial(interviews.read, self.db), partial(interviews.submitted, self.db))
        return legibility.names(self.db, legibility.unreadable(interviews.identities(self.db), *reads))

    def unreadable_names(self, form_id: str) -> tuple[str, ...]:
        """What those of `unreadable` are called, with their instanceIDs."""
        return legibility.names(self.db, self.unreadable(form_id))

    def lacking(self, instance_id: str, form_id: str, version: str, submission: str) -> Message | None:
        """Why a submission must not leave as it is: it names a file the study does not hold. None when it may."""
        form, held = self.forms.form(form_id, version), attachments.names(self.db, instance_id)
        return lacking_file(self.forms.questionnaire(form_id, version), form, submission, held)

    def lacks_file(self, instance_id: str) -> Message | None:
        """The same of an interview as it was last finalised; None when it never was."""
        found = interviews.submitted(self.db, instance_id)
        return (
            None if found is None else self.lacking(instance_id, found.form_id, found.form_version, found.xml)
        )

    @property
    def allowed_modules(self) -> tuple[str, ...]:
        """The sensitive modules that may leave as rows; none unless the set-up names them."""
        text = settings.read(self.db, ALLOWED_MODULES)
        with decoded():
            return tuple(json.loads(text)) if text else ()

    def staying_here(self, form_id: str, version: str = "") -> frozenset[str]:
        """Refs of a form's questions that never leave as rows: those of modules the set-up does not name, and what tells of them.

        `version`: of an interview that is not finalised yet, and counts with the others.
        """
        versions = self.forms.versions(form_id, version)
        withheld = withheld_refs(sensitive_modules(versions), self.allowed_modules)
        if not withheld:
            return frozenset()
        forms = [self.forms.form(one.form_id, one.version) for one in versions]
        staying = withheld.union(told_by(derivations(forms), withheld))
        return staying.union(groups_within(forms, staying))
