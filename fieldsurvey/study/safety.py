"""What keeps the study safe: its key and recovery sheet, verifying, backups."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from fieldsurvey.backup import backups, known_copies, whole_copy
from fieldsurvey.backup.backups import Backup
from fieldsurvey.backup.verify import Verdict, seal_of, verify
from fieldsurvey.errors import FieldSurveyError, ReportError, StoreError
from fieldsurvey.messages import Message
from fieldsurvey.records import (
    Changed,
    Topic,
)
from fieldsurvey.recovery.rescue import rescue
from fieldsurvey.security import keyring_store
from fieldsurvey.store import (
    database,
    history,
    keys,
    settings,
    submissions,
    tombstones,
)
from fieldsurvey.store.decoding import decoded
from fieldsurvey.study.context import Context
from fieldsurvey.system.files import real
from fieldsurvey.system.progress import Progress, silent

SOME = 4
"""Finalised interviews a day's backup may lack while the study is open."""
_DAMAGED = ("study.damaged", "study.disk-fault", "backup.of-damaged")
"""Perhaps why a damaged study cannot be copied whole."""
_FOUND_DAMAGED = "backup.of-damaged"
"""The one of them that says it of the study itself; the others may come from the disk the backup goes to."""
_BACKED_UP = "backed_up"
"""The setting that says how many submissions the last backup holds."""


class Safety:
    """Safety of one study."""

    def __init__(self, context: Context) -> None:
        self._context = context

    @property
    def recovery_key(self) -> str:
        """The raw key as the eight rows of the recovery sheet; "" for a plain study."""
        return self._context.key.recovery_text if self._context.key is not None else ""

    def write_recovery_sheet(self, path: Path, language: str = "en") -> Changed:
        """Write the sheet that opens the study without its passphrase, as a PDF. Raises ReportError."""
        from fieldsurvey.reports.recovery_sheet import write_recovery_sheet

        if self._context.key is None:
            raise ReportError("recovery-sheet.not-needed")
        self._context.before_output()
        rows = self.recovery_key.splitlines()
        write_recovery_sheet(
            Path(path), rows, self._context.cluster, self._context.path.name, self._context.clock(), language
        )
        self._context.told("recovery sheet written")
        return Changed(message=Message("file.written", file=str(path)))

    def is_passphrase(self, text: str) -> bool:
        """Whether this is the passphrase the study is locked with; takes the third of a second a key takes."""
        return self._context.key is not None and keys.key_of(self._context.path, text) == self._context.key

    @property
    def key_name(self) -> str:
        """The name under which a keyring keeps the key; "" for a plain study."""
        return keyring_store.key_name(self._context.key.salt) if self._context.key is not None else ""

    def remember_key(self) -> None:
        """Give the key to this laptop's keyring, so that the study opens without its passphrase. Raises StoreError."""
        if self._context.key is not None:
            keyring_store.remember(self._context.key)

    def forget_key(self) -> None:
        """Take the key out of this laptop's keyring."""
        if self._context.key is not None:
            keyring_store.forget(self.key_name)

    def verify(self, seal: str = "", progress: Progress = silent) -> Verdict:
        """Look at everything: the file, the history's chain, every attachment, every interview against its form.

        `seal` is one that was noted earlier and must still hold. Raises StoreError when the file cannot be read at all.
        """
        return verify(
            self._context.db, self._context.path, self._context.forms.form, seal=seal, progress=progress
        )

    @property
    def seal(self) -> str:
        """The number and hash of the history's last line, to be noted elsewhere; "" while there is none."""
        return seal_of(*history.head(self._context.db))

    @property
    def backup_folder(self) -> Path:
        """Where backups go; beside the study until another folder is chosen."""
        return backups.folder_of(self._context.db, self._context.path)

    def set_backup_folder(self, folder: Path) -> Changed:
        """Choose another folder for backups, best on another disk. In it this study has a folder of its own, which `backup_folder` gives."""
        with self._context.writing() as db:
            backups.choose_folder(db, self._context.path, Path(folder))
            self._context.tell(db, "backup folder chosen")
        return Changed(frozenset({Topic.BACKUPS}))

    def backups(self) -> list[Backup]:
        """The backups in the folder, newest first; none when the folder is not there."""
        return backups.listing(self.backup_folder, self._context.path)

    @property
    def last_backup(self) -> datetime | None:
        """When the last backup was made, local time; told also while its folder is not there."""
        with decoded():
            text = settings.read(self._context.db, "last_backup")
            return datetime.fromisoformat(text) if text else None

    def back_up(self, progress: Progress = silent) -> Changed:
        """Make a backup now, and drop those that are too many. Raises StoreError; then nothing was lost.

        Where an interview cannot be read none is dropped: an older backup may hold it whole. Of a damaged study what can be read is
        saved beside the backups.
        """
        folder = (
            self.backup_folder
        )  # a connection of SQLCipher answers nothing more once it met a damaged page
        try:
            return self._back_up(progress)
        except StoreError as error:
            if error.message.code not in _DAMAGED:
                raise
            if error.message.code != _FOUND_DAMAGED and not self._is_damaged():
                fault = Message("backup.disk-reports")
                raise StoreError("backup.not-made", why=fault, folder=str(folder)) from error
            return self._save_rest(folder, progress)

    def _is_damaged(self) -> bool:
        """Whether the study's own file is; looked for now, through a connection that met no damaged page yet."""
        context = self._context
        try:
            db = database.connect(context.path, context.key, database.How.READ)
        except FieldSurveyError:
            return True
        try:
            return next(database.check(db), None) is not None
        finally:
            db.close()

    def _save_rest(self, folder: Path, progress: Progress) -> Changed:
        context = self._context
        out = backups.name_of_rest(folder, context.path, context.clock())
        report = rescue(context.path, out, recovery_key=self.recovery_key or None, progress=progress)
        backups.thin_rests(folder, context.path)
        told = Message("backup.rest", study=context.path.name, file=out.name, told=report.messages[0])
        return Changed(frozenset({Topic.BACKUPS}), message=told)

    def _back_up(self, progress: Progress) -> Changed:
        lost = self._context.all_unreadable()
        made = backups.make(
            self._context.db,
            self._context.key,
            self._context.path,
            self.backup_folder,
            self._context.clock(),
            progress,
            rotates=not lost,
        )
        if not self._context.why_read_only:
            with self._context.writing() as db:
                whole_copy.drop_forsaken(db)
                backups.remember_folder(db, made.path.parent.absolute())
                settings.write(db, "last_backup", made.at.isoformat())
                settings.write(db, _BACKED_UP, str(submissions.number(db)))
                self._context.tell(db, "backed up", new=made.path.name)
            self.erase_in_backups(*known_copies.unfinished(self._context.db))
        written = Message("file.written", file=made.path.name)
        if lost:
            written = Message("backup.without", written=written, interviews=lost)
        return Changed(frozenset({Topic.BACKUPS}), message=written)

    def save_copy(self, path: Path, progress: Progress = silent, *, over: bool = False) -> Changed:
        """A whole copy in one file, under the same key; `over` may replace a file that is there and is no other study. Raises StoreError."""
        context = self._context
        target = real(Path(path))
        self._note_copy(target, is_begun=True)
        try:
            made = whole_copy.save(context.db, context.key, context.path, target, progress, over=over)
        finally:
            self._note_copy(target, is_begun=False)
        with suppress(
            StoreError
        ):  # the copy is made; a study that lost its place, or its disk, takes no line
            context.told("copied", new=made.name)
        return Changed(message=Message("file.written", file=str(made)))

    def _note_copy(self, target: Path, *, is_begun: bool) -> None:
        """So that what a power cut leaves of it is found; a study that only reads, or lost its place, notes nothing."""
        with suppress(StoreError):
            if self._context.why_read_only is None:
                with self._context.writing() as db:
                    whole_copy.drop_forsaken(db)
                    whole_copy.note(db, target, is_begun=is_begun)

    @property
    def not_backed_up(self) -> int:
        """How many times an interview was finalised since the last backup."""
        held = settings.read(self._context.db, _BACKED_UP)
        return max(0, submissions.number(self._context.db) - int(held if held.isdecimal() else 0))

    def back_up_if_due(self, progress: Progress = silent, *, most: int = SOME) -> Changed:
        """Make a backup unless there is one of today that holds all but `most` of what was finalised."""
        was_saved = backups.has_rest_of(self.backup_folder, self._context.path, self._context.clock())
        if was_saved and self._is_damaged():
            return Changed()  # that was said today
        is_held = self.not_backed_up <= most
        if is_held and not backups.is_due(self.backups(), self._context.clock()):
            return Changed()
        return self.back_up(progress)

    def erase_in_backups(self, *instance_ids: str) -> list[Message]:
        """Erase erased interviews in every backup in every folder too; a message for each copy or folder in which that failed.

        What failed, or was cut off before its end, is tried again after each backup.
        """
        context, problems, done = self._context, list[Message](), set[str]()
        for stone in tombstones.listing(context.db):
            if stone.instance_id in instance_ids:
                found = known_copies.erase_everywhere(context.db, context.path, context.key, stone)
                problems += found
                done |= set() if found else {stone.instance_id}
        if done and not context.why_read_only:
            with context.writing() as db:
                known_copies.note(db, done=done)
        return problems

    def readable_copies(self) -> list[Path]:
        """Backups and files put aside that anyone can read, in every folder a backup ever went to that is there now."""
        return known_copies.readable(self._context.db, self._context.path)

    def remove_copies(self, paths: Iterable[Path]) -> list[Message]:
        """Delete copies that `readable_copies` gave; a message for each that stays."""
        return known_copies.remove(paths)
