"""Study: the document. Every verb of the program goes through it; each write returns what it Changed.

A Study belongs to the thread that opened it; `again()` opens the same file for another one without
deriving the key anew. What reads workbooks, writes pages or speaks to servers is loaded when it is first asked for,
so that a study opens at once.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

from fieldsurvey.analysis.indicators import Figures, measure
from fieldsurvey.analysis.typical_range import usual
from fieldsurvey.backup import restoring
from fieldsurvey.backup.backups import Backup
from fieldsurvey.backup.verify import Verdict, seal_of
from fieldsurvey.errors import ReportError
from fieldsurvey.export.disclosure import Profile
from fieldsurvey.forms import external_lists
from fieldsurvey.interviews.tables import dataset
from fieldsurvey.records import (
    Changed,
    Cluster,
    Dataset,
    InterviewSource,
    Questionnaire,
    Server,
    TypicalRange,
)
from fieldsurvey.security import unlocking
from fieldsurvey.security.opening import Opened, find, seated
from fieldsurvey.store import annotations as stored_annotations
from fieldsurvey.store import (
    database,
    forms,
    history,
    keys,
    outbox,
    settings,
)
from fieldsurvey.store import (
    interviews as interview_rows,
)
from fieldsurvey.store.database import How
from fieldsurvey.store.decoding import legible
from fieldsurvey.study.interviews import Clock, Who, nobody, now_here
from fieldsurvey.study.safety import Kept
from fieldsurvey.sync.outbox import StudyOutbox
from fieldsurvey.sync.remote import Remote
from fieldsurvey.sync.runner import Report, send_all
from fieldsurvey.system.files import real
from fieldsurvey.system.progress import Progress, silent, yielding
from fieldsurvey.xforms import FormDefinition

__all__ = [
    "Backup", "Profile", "Report", "Server", "Study", "Verdict", "load_questionnaire", "restore_backup",
]  # fmt: skip

_COMPARED = 300
"""Interviews an answer is compared with; more would say the same."""


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
) -> Path | None:
    """Put a backup in the place of the closed study at `path`; gives the name under which the study stays as it was.

    `recovery_key` are the rows of the study's recovery sheet; a passphrase beside them is the backup's, where it is another one.
    Raises StoreError, StudyInUse, or WrongPassphrase when the backup has another one; then nothing changed.
    """
    place = real(path)
    opened_by = restoring.keys_for(place, backup, passphrase, recovery_key)
    return restoring.restore(place, backup, opened_by, who, clock(), progress, laptop=laptop)


def load_questionnaire(path: Path) -> Questionnaire:
    """The questionnaire in an XLSForm workbook or XForm. Raises FormError with one sentence a fault."""
    from fieldsurvey.forms import xlsform

    return xlsform.load_questionnaire(path)


class Study(Kept):
    """One study file, open. Make one with `create` or `open`; close it, or use it in a `with` block."""

    def __init__(
        self, opened: Opened, path: Path, key: keys.Key | None, clock: Clock = now_here, who: Who = nobody
    ) -> None:
        super().__init__(opened, path, key, clock, who)
        self._measures: tuple[object, Figures] | None = None

    # --- opening and closing ---------------------------------------------------------------------------

    @classmethod
    def create(
        cls,
        path: Path,
        cluster: Cluster,
        questionnaires: Iterable[Questionnaire],
        *,
        passphrase: str | None,
        clock: Clock = now_here,
        progress: Progress = silent,
    ) -> Self:
        """A new study, encrypted unless `passphrase` is None. Raises StoreError; then no file is left."""
        path = Path(path)
        key = keys.new_key(passphrase) if passphrase else None
        database.create(path, key).close()
        study = cls(Opened(path, How.WRITE), path, key, clock)
        try:
            study.set_cluster(cluster)
            for questionnaire in questionnaires:
                study.add_form(questionnaire, progress)
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

    def take_seat(self) -> None:
        """Keep every other window from writing until this study is closed.

        Where another one sits already, this study is open to read only from now on, and `why_read_only` says who it is.
        """
        self._opened = seated(self._opened, self.who(), self.clock())
        if self.why_read_only:
            self.only_read()
        elif self._opened.seat is not None:
            unlocking.tidy(self.path)

    def again(self, *, read_only: bool = False) -> Study:
        """The same study for another thread, opened in the thread that calls; close it before this one."""
        opened = dataclasses.replace(self._opened, seat=None, is_copy=False)
        if read_only and opened.how is How.WRITE:
            opened = dataclasses.replace(opened, how=How.READ)
        twin = Study(opened, self.path, self._key, self.clock, self.who)
        twin.laptop = self.laptop
        twin._shelf = self._shelf.again(twin._db)
        return twin

    def only_read(self) -> None:
        """From now on this connection refuses to write: a stray write raises instead of racing the writer lane."""
        self._db.execute("PRAGMA query_only = ON")

    def close(self) -> None:
        """Let go of the file; everything is on disk already."""
        self._drop_half_stored()
        self._db.close()
        self._opened.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # --- the cluster, the server, the words --------------------------------------------------------------

    def set_cluster(self, cluster: Cluster) -> Changed:
        """Keep what the study is about."""
        text = json.dumps(dataclasses.asdict(cluster), ensure_ascii=False)
        with database.writing(self._db, self.path) as db:
            settings.write(db, "cluster", text)
        return Changed(frozenset({"study"}))

    @property
    def server(self) -> Server:
        """Where submissions go; empty until set."""
        text = settings.read(self._db, "server")
        with legible():
            return Server(**json.loads(text)) if text else Server()

    def set_server(self, server: Server) -> Changed:
        """Keep the server's address and login, inside the study file. Raises SyncError for an unusable address."""
        if server.url:
            self._remote(server).close()
        text = json.dumps({"url": server.url, "username": server.username, "password": server.password})
        with database.writing(self._db, self.path) as db:
            settings.write(db, "server", text)
        return Changed(frozenset({"study"}))

    def narratives(self, language: str) -> dict[str, str]:
        """The chapters written by hand: chapter -> text."""
        return settings.narratives(self._db, language)

    def set_narrative(self, chapter: str, language: str, text: str) -> Changed:
        """Keep a chapter's text."""
        with database.writing(self._db, self.path) as db:
            settings.write_narrative(db, chapter, language, text, self.clock())
        return Changed(frozenset({"study"}))

    # --- forms -----------------------------------------------------------------------------------------------

    def add_form(self, questionnaire: Questionnaire, progress: Progress = silent) -> Changed:
        """Add a form or a new version of one; interviews keep the version they began with.

        Large lists it brings are stored first, in short writes. Raises FormError for a faulty one; then nothing is added.
        """
        kept = external_lists.store(self._db, self.path, questionnaire, progress)
        with database.writing(self._db, self.path) as db:
            added = forms.add(db, questionnaire, self.clock(), kept)
        message = (
            ""
            if added
            else f"{questionnaire.title}, version {questionnaire.version}, is in the study already."
        )
        return Changed(frozenset({"forms"}), (questionnaire.form_id,), message)

    def form_list(self) -> tuple[tuple[str, str, str], ...]:
        """(form_id, newest version, title), in the order they were added."""
        return self._shelf.listing()

    def questionnaire(self, form_id: str = "", version: str | None = None) -> Questionnaire:
        """A form's newest version, or the one named; without a name the study's first form."""
        return self._shelf.questionnaire(form_id, version)

    def form(self, form_id: str = "", version: str | None = None) -> FormDefinition:
        """The form as the engine reads it; parsed once, and with large lists once in each thread."""
        return self._shelf.form(form_id, version)

    def attached(self, form_id: str, name: str, version: str | None = None) -> Iterator[bytes]:
        """A file attached to a form, as it was given, in portions; a large one is never held whole."""
        return external_lists.original(self._db, self.questionnaire(form_id, version), name)

    # --- what leaves -------------------------------------------------------------------------------------------

    def dataset(self, form_id: str = "") -> Dataset:
        """The tables of all complete interviews of a form; answers by the newest version's questions."""
        questionnaire = self.questionnaire(form_id)
        return dataset(questionnaire, self.complete(questionnaire.form_id), self.cluster)

    def complete(self, form_id: str) -> InterviewSource:
        """Interviews whose answers count, as they were last finalised: counted and read from the file anew each time, none is held."""
        return interview_rows.FormInterviews(self._db, form_id)

    def usual(self, form_id: str = "", without: str = "") -> dict[str, TypicalRange]:
        """What numbers are usual, question by question, in the newest complete interviews; for work beside the window.

        `without` is an interview that does not count. Takes about 3 ms an interview, and lets others have their turn.
        """
        questionnaire = self.questionnaire(form_id)
        newest = interview_rows.newest_of_form(self._db, questionnaire.form_id, _COMPARED)
        return usual(questionnaire, yielding(newest), without)

    def quality_log(self) -> list[tuple[str, str, str]]:
        """(instanceID, check or ref of a question, comment): what was written beside answers in all interviews."""
        return stored_annotations.quality_log(self._db)

    def export_workbook(
        self,
        path: Path,
        *,
        form_id: str = "",
        profile: Profile = Profile.RESEARCH,
        with_sensitive: bool = False,
        progress: Progress = silent,
    ) -> Changed:
        """Write the donor's workbook, and a line in the history that it left. Raises ExportError; then no half file is left."""
        from fieldsurvey.study import exports

        questionnaire = self.questionnaire(form_id)
        with database.reading(self._db):
            changed = exports.write_workbook(
                Path(path),
                questionnaire,
                self.complete(questionnaire.form_id),
                self.cluster,
                self.quality_log(),
                now=self.clock(),
                study=self.path.stem,
                profile=profile,
                with_sensitive=with_sensitive,
                seal=self.seal,
                progress=progress,
            )
        if not self.why_read_only:
            with database.writing(self._db, self.path) as db:
                what = f"{questionnaire.form_id}: {profile}{', sensitive' if with_sensitive else ''}"
                history.add(db, self.clock(), "exported", who=self.who(), new=what)
        return changed

    @property
    def seal(self) -> str:
        """The number and hash of the history's last line, to be noted elsewhere; "" while there is none."""
        return seal_of(*history.head(self._db))

    def write_cluster_report(
        self, path: Path, *, form_id: str = "", language: str = "en", progress: Progress = silent
    ) -> Changed:
        """Write the cluster report as a PDF. Raises ReportError; then no half file is left."""
        from fieldsurvey.reports.cluster import write_cluster_report

        with database.reading(self._db):
            found, tables, figures = self._measured(form_id, progress)
            write_cluster_report(
                Path(path),
                figures,
                tables,
                found,
                now=self.clock(),
                language=language,
                narratives=self.narratives(language),
            )
        return Changed(message=f"{path} is written.")

    def write_firm_report(
        self, path: Path, firm: str, *, form_id: str = "", language: str = "en", progress: Progress = silent
    ) -> Changed:
        """Write one firm's report. `firm` is the instanceID of its interview, or its name as listed."""
        from fieldsurvey.reports.firm import write_firm_report
        from fieldsurvey.study import exports

        with database.reading(self._db):
            _found, tables, figures = self._measured(form_id, progress)
            listed = interview_rows.firms(self._db, tables.questionnaire.form_id)
            interview = self.submitted(exports.instance_of(listed, firm))
            of_firm = dataset(tables.questionnaire, [interview], self.cluster)
            write_firm_report(Path(path), figures, of_firm, interview, now=self.clock(), language=language)
        return Changed(message=f"{path} is written.")

    def figures(self, form_id: str = "", progress: Progress = silent) -> Figures:
        """Every indicator of a form over its complete interviews. Raises ReportError while there is none."""
        with database.reading(self._db):
            return self._measured(form_id, progress)[2]

    def _measured(self, form_id: str, progress: Progress) -> tuple[InterviewSource, Dataset, Figures]:
        """The complete interviews of a form, their tables and every figure; measured anew when one of them changed."""
        questionnaire = self.questionnaire(form_id)
        found = self.complete(questionnaire.form_id)
        if not len(found):
            raise ReportError("There is no finished interview yet. Finalise one and try again.")
        tables = dataset(questionnaire, found, self.cluster)
        which = interview_rows.fingerprint(self._db, questionnaire.form_id)
        state = (questionnaire.form_id, questionnaire.version, self.cluster, which)
        if self._measures is None or self._measures[0] != state:
            form = self.form(questionnaire.form_id)
            self._measures = (
                state,
                measure(form, questionnaire, found, self.cluster, progress=progress),
            )
        return found, tables, self._measures[1]

    # --- sending -------------------------------------------------------------------------------------------------

    def waiting(self) -> int:
        """How many interviews are not sent yet."""
        return outbox.number_waiting(self._db)

    def send(self, *, remote: Remote | None = None, progress: Progress = silent) -> Report:
        """Send everything that waits to the study's server. Raises SyncError when none is set."""
        remote = remote or self._remote(self.server)
        try:
            return send_all(
                StudyOutbox(self._db, self.path, self.clock, self.lacks_file), remote, progress=progress
            )
        finally:
            remote.close()

    def _remote(self, server: Server) -> Remote:
        from fieldsurvey.sync.openrosa import OpenRosaRemote

        return OpenRosaRemote(
            server.url, username=server.username, password=server.password, device_id=self._device_id()
        )
