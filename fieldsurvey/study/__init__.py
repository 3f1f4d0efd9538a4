"""Study: the document. Every verb of the program goes through one of its groups; each write returns what it Changed.

A Study belongs to the thread that opened it; `again()` opens the same file for another one without
deriving the key anew. A group is loaded when it is first asked for, so that a study opens at once.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Iterable
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from fieldsurvey.backup import restoring
from fieldsurvey.backup.backups import Backup
from fieldsurvey.backup.restoring import SAID_ONCE, SecondWord
from fieldsurvey.backup.verify import Verdict, is_seal
from fieldsurvey.errors import StoreError
from fieldsurvey.export.exporter import ExportOptions
from fieldsurvey.export.profiles import Profile
from fieldsurvey.messages import Message
from fieldsurvey.records import Changed, Cluster, Questionnaire, Savepoint, Server, Topic
from fieldsurvey.security import unlocking
from fieldsurvey.security.opening import Opened, find, with_writer_lock
from fieldsurvey.store import database, keys
from fieldsurvey.store import settings as stored_settings
from fieldsurvey.store.database import How
from fieldsurvey.study.context import Clock, Context, Who, nobody, now_here
from fieldsurvey.sync.runner import Report
from fieldsurvey.system.files import real
from fieldsurvey.system.progress import Progress, silent
from fieldsurvey.xforms import FormDefinition

if TYPE_CHECKING:
    from fieldsurvey.study.annotations import Annotations
    from fieldsurvey.study.attachments import Attachments
    from fieldsurvey.study.back_checks import BackChecks
    from fieldsurvey.study.exports import Exports
    from fieldsurvey.study.fieldwork import Fieldwork
    from fieldsurvey.study.figures import StudyFigures
    from fieldsurvey.study.forms import Forms
    from fieldsurvey.study.interviews import Interviews
    from fieldsurvey.study.papers import Papers
    from fieldsurvey.study.quality import Quality
    from fieldsurvey.study.register import Register
    from fieldsurvey.study.reports import Reports
    from fieldsurvey.study.review import Reviews
    from fieldsurvey.study.rounds import Rounds
    from fieldsurvey.study.safety import Safety
    from fieldsurvey.study.set_up import StudySetUp
    from fieldsurvey.study.sync import Sync
    from fieldsurvey.study.withdrawals import Withdrawals

__all__ = [
    "Backup", "ExportOptions", "Profile", "Report", "SecondWord", "Server", "Study", "Verdict", "is_seal", "load_questionnaire", "restore_backup",
]  # fmt: skip


def restore_backup(
    path: Path,
    backup: Path,
    passphrase: str | None = None,
    *,
    recovery_key: str | None = None,
    who: str = "",
    laptop: str = "",
    clock: Clock = now_here,
    progress: Progress = silent,
    said: SecondWord = SAID_ONCE,
) -> Path | None:
    """Put a backup in the place of the closed study at `path`; gives the name under which the study stays as it was.

    `recovery_key` are the rows of the study's recovery sheet; a passphrase beside them is the backup's, where it is another one.
    `said` is what a person said a second time: that a locked study may become a plain one, or be replaced by another study's file.
    Raises StoreError, StudyInUse, or WrongPassphrase when the backup has another one; then nothing changed.
    """
    file = real(path)
    opened_by = restoring.keys_for(file, backup, passphrase, recovery_key)
    return restoring.restore(file, backup, opened_by, who, clock(), progress, laptop=laptop, said=said)


def load_questionnaire(path: Path) -> Questionnaire:
    """The questionnaire in an XLSForm workbook or XForm. Raises FormError with one sentence a fault."""
    from fieldsurvey.forms import xlsform

    return xlsform.load_questionnaire(path)


def load_with_form(path: Path) -> tuple[Questionnaire, FormDefinition]:
    """The same, and the form as the engine reads it, for who looks at both."""
    from fieldsurvey.forms import xlsform

    return xlsform.load_with_form(path)


class Study:
    """One study file, open. Make one with `create` or `open`; close it, or use it in a `with` block."""

    def __init__(
        self, opened: Opened, path: Path, key: keys.Key | None, clock: Clock = now_here, who: Who = nobody
    ) -> None:
        self.context = Context.of(opened, path, key, clock, who)

    # --- its groups: one file each, none knows another --------------------------------------------------------

    @cached_property
    def interviews(self) -> Interviews:
        """Begun, saved, finalised, opened again, erased, listed."""
        from fieldsurvey.study.interviews import Interviews

        return Interviews(self.context)

    @cached_property
    def rounds(self) -> Rounds:
        """A firm interviewed again."""
        from fieldsurvey.study.rounds import Rounds

        return Rounds(self.context)

    @cached_property
    def annotations(self) -> Annotations:
        """What is written beside answers."""
        from fieldsurvey.study.annotations import Annotations

        return Annotations(self.context)

    @cached_property
    def register(self) -> Register:
        """The firms of the cluster."""
        from fieldsurvey.study.register import Register

        return Register(self.context)

    @cached_property
    def fieldwork(self) -> Fieldwork:
        """The sample, cases, visits."""
        from fieldsurvey.study.fieldwork import Fieldwork

        return Fieldwork(self.context, self.rounds)

    @cached_property
    def set_up(self) -> StudySetUp:
        """Cluster, rounds, partners, promises."""
        from fieldsurvey.study.set_up import StudySetUp

        return StudySetUp(self.context)

    @cached_property
    def withdrawals(self) -> Withdrawals:
        """Consents taken back."""
        from fieldsurvey.study.withdrawals import Withdrawals

        return Withdrawals(self.context)

    @cached_property
    def attachments(self) -> Attachments:
        """Photos, sounds and files."""
        from fieldsurvey.study.attachments import Attachments

        return Attachments(self.context)

    @cached_property
    def review(self) -> Reviews:
        """Returned or approved."""
        from fieldsurvey.study.review import Reviews

        return Reviews(self.context)

    @cached_property
    def quality(self) -> Quality:
        """What is unusual in interviews, and what was decided on it."""
        from fieldsurvey.study.quality import Quality

        return Quality(self.context)

    @cached_property
    def back_checks(self) -> BackChecks:
        """Interviews of which a few questions are asked again by somebody else."""
        from fieldsurvey.study.back_checks import BackChecks

        return BackChecks(self.context)

    @cached_property
    def forms(self) -> Forms:
        """Forms and their versions."""
        from fieldsurvey.study.forms import Forms

        return Forms(self.context)

    @cached_property
    def figures(self) -> StudyFigures:
        """Tables, indicators, what is usual."""
        from fieldsurvey.study.figures import StudyFigures

        return StudyFigures(self.context)

    @cached_property
    def exports(self) -> Exports:
        """Files for others."""
        from fieldsurvey.study.exports import Exports

        return Exports(self.context)

    @cached_property
    def reports(self) -> Reports:
        """Printed pages, and the chapters written by hand."""
        from fieldsurvey.study.reports import Reports

        return Reports(self.context, self.figures.measured)

    @cached_property
    def papers(self) -> Papers:
        """Call sheets, slips, the draft for a breach."""
        from fieldsurvey.study.papers import Papers

        return Papers(self.context)

    @cached_property
    def sync(self) -> Sync:
        """Sending what waits."""
        from fieldsurvey.study.sync import Sync

        return Sync(self.context)

    @cached_property
    def safety(self) -> Safety:
        """Key, recovery sheet, verifying, backups."""
        from fieldsurvey.study.safety import Safety

        return Safety(self.context)

    # --- opening and closing ------------------------------------------------------------------------------------

    @classmethod
    def create(
        cls,
        path: Path,
        cluster: Cluster,
        questionnaires: Iterable[Questionnaire],
        *,
        passphrase: str | None,
        clock: Clock = now_here,
        who: Who = nobody,
        laptop: str = "",
        progress: Progress = silent,
    ) -> Self:
        """A new study, encrypted unless `passphrase` is None. Raises StoreError; then no file is left."""
        path = Path(path)
        key = keys.new_key(passphrase) if passphrase else None
        database.create(path, key).close()
        study = cls(Opened(path, How.WRITE), path, key, clock, who)
        study.laptop = laptop
        try:
            study.set_cluster(cluster)
            for questionnaire in questionnaires:
                study.forms.add(questionnaire, progress)
        except BaseException:
            study.close()
            database.discard(path)
            raise
        return study

    @classmethod
    def open(
        cls,
        path: Path,
        passphrase: str | None = None,
        *,
        recovery_key: str | None = None,
        key: keys.Key | None = None,
        read_only: bool = False,
        clock: Clock = now_here,
        who: Who = nobody,
        laptop: str = "",
    ) -> Self:
        """An existing study; a locked one with its passphrase, the rows of its recovery sheet, or a key that was remembered.

        Where the disk cannot be written the study is open to read only, and `why_read_only` says why.
        Raises NotAStudy, WrongPassphrase, WrongRecoveryKey, NewerStudy, StudyInUse or StoreError.
        """
        path = real(Path(path))
        key = key or unlocking.key_for(path, passphrase, recovery_key)
        with unlocking.told_of_sheet(path, recovery_key):
            opened = find(path, key, read_only=read_only)
        try:
            study = cls(opened, path, key, clock, who)
        except BaseException:
            opened.close()
            raise
        study.laptop = laptop
        return study

    def take_writer_lock(self) -> None:
        """Keep every other window from writing until this study is closed.

        Where another one sits already, this study is open to read only from now on, and `why_read_only` says who it is.
        """
        context = self.context
        context.opened = with_writer_lock(context.opened, context.who(), context.clock())
        if self.why_read_only:
            self.only_read()
        elif context.opened.writer_lock is not None:
            unlocking.tidy(self.path)
            self.destroy_due()

    def destroy_due(self) -> tuple[str, ...]:
        """Destroy the interviews whose consent was withdrawn and whose day has come, here and in the backups; gives which.

        What in a backup cannot be reached is tried again with the next backup.
        """
        destroyed: list[str] = []
        for instance_id in self.withdrawals.due():
            if instance_id not in destroyed:  # a back-check goes with its interview
                gone = self.interviews.erase(instance_id, "Consent withdrawn").ids
                self.safety.erase_in_backups(*gone)
                destroyed += gone
        return tuple(destroyed)

    def again(self, *, read_only: bool = False) -> Study:
        """The same study for another thread, opened in the thread that calls; close it before this one."""
        context = self.context
        opened = dataclasses.replace(context.opened, writer_lock=None, is_copy=False)
        if read_only and opened.how is How.WRITE:
            opened = dataclasses.replace(opened, how=How.READ)
        twin = Study(opened, context.path, context.key, context.clock, context.who)
        twin.laptop = self.laptop
        twin.context.forms = context.forms.again(twin.context.db)
        twin.context.legible, twin.context.illegible = context.legible, context.illegible
        return twin

    def only_read(self) -> None:
        """From now on this connection refuses to write: a stray write raises instead of racing the writer lane."""
        database.only_read(self.context.db)

    def settle(self) -> None:
        """Put everything into the one file, so that a copy of it alone holds all. Raises StoreError when it is not the study any more."""
        if not self.why_read_only:
            database.settle(self.context.db, self.path)

    @property
    def lost_place(self) -> Message | None:
        """Why nothing can be written any more: the file was moved, or another bears its name. None while it is the study."""
        if self.why_read_only:
            return None
        try:
            database.refuse_other_file(self.context.db, self.path)
        except StoreError as error:
            return error.message
        return None

    def save_elsewhere(
        self,
        path: Path,
        savepoint: Savepoint | None = None,
        progress: Progress = silent,
        *,
        beside: Callable[[Study], object] | None = None,
        over: bool = False,
    ) -> Changed:
        """A whole new study of what is open here, also when another file has its place, with the draft that could not be saved.

        `beside` writes into it what stands beside the draft: comments, reasons, locks. The file that came in is not touched. Raises StoreError.
        """
        changed = self.safety.save_copy(path, progress, over=over)
        with self.open(
            path, key=self.context.key, clock=self.clock, who=self.who, laptop=self.laptop
        ) as copy:
            copy.context.told("copied", new=path.name)
            if savepoint is not None:
                copy.interviews.savepoint(savepoint)
                if beside is not None:
                    beside(copy)
        return changed

    def close(self) -> None:
        """Let go of the file; everything is on disk already."""
        self.attachments.drop_half_stored()
        self.context.db.close()
        self.context.opened.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # --- what it is ----------------------------------------------------------------------------------------------

    @property
    def path(self) -> Path:
        """The file."""
        return self.context.path

    @property
    def clock(self) -> Clock:
        """Tells the time, with its zone."""
        return self.context.clock

    @clock.setter
    def clock(self, clock: Clock) -> None:
        self.context.clock = clock

    @property
    def who(self) -> Who:
        """Tells who works at this laptop, for the history."""
        return self.context.who

    @who.setter
    def who(self, who: Who) -> None:
        self.context.who = who

    @property
    def laptop(self) -> str:
        """The id of the laptop that works here, for the history and for servers; "" where nobody said."""
        return self.context.laptop

    @laptop.setter
    def laptop(self, laptop: str) -> None:
        self.context.laptop = laptop

    @property
    def copy_id(self) -> str:
        """The id of this copy of the study: another one in each file that was made, restored or rescued."""
        return self.context.copy_id

    @property
    def why_read_only(self) -> Message | None:
        """Why nothing can be written to this study; None when it can."""
        return self.context.why_read_only

    @property
    def is_encrypted(self) -> bool:
        """Whether the file is noise without its passphrase."""
        return self.context.key is not None

    @property
    def cluster(self) -> Cluster:
        """What the study is about."""
        return self.context.cluster

    def unreadable(self) -> tuple[str, ...]:
        """What interviews of any form are called that would count and cannot be read, as far as that is known without a long look."""
        return tuple(name for form_id in self._form_ids() for name in self.context.known_unreadable(form_id))

    @property
    def wants_long_look(self) -> bool:
        """Whether `unreadable` does not know all it could: more interviews than a page waits for were never looked at."""
        return any(map(self.context.wants_long_look, self._form_ids()))

    def look_through(self) -> tuple[str, ...]:
        """`unreadable` after a long look at whatever was never looked at; the other connections to the study know it then, too."""
        return tuple(name for form_id in self._form_ids() for name in self.context.unreadable_names(form_id))

    def _form_ids(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(form_id for form_id, _version, _title in self.context.forms.listing()))

    def set_cluster(self, cluster: Cluster) -> Changed:
        """Keep what the study is about."""
        text = json.dumps(dataclasses.asdict(cluster), ensure_ascii=False)
        with self.context.writing() as db:
            stored_settings.write(db, "cluster", text)
            self.context.tell(db, "set up", new=cluster.name)
        return Changed(frozenset({Topic.STUDY}))
