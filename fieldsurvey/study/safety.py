"""Every verb on how a study is kept: its key, its recovery sheet, verifying, backups. Study is built on it."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

from fieldsurvey.backup import backups
from fieldsurvey.backup.backups import Backup
from fieldsurvey.backup.verify import Verdict, verify
from fieldsurvey.errors import ReportError
from fieldsurvey.records import Changed, Cluster
from fieldsurvey.security import keyring_store
from fieldsurvey.security.opening import Opened
from fieldsurvey.store import database, keys, settings
from fieldsurvey.store.decoding import legible
from fieldsurvey.study.interviews import Clock, Interviews, Who
from fieldsurvey.system.progress import Progress, silent


class Kept(Interviews):
    """The interviews of one file, and what keeps that file safe."""

    def __init__(self, opened: Opened, path: Path, key: keys.Key | None, clock: Clock, who: Who) -> None:
        super().__init__(path, opened.connect(key), clock, who)
        self._opened = opened
        self._key = key

    @property
    def why_read_only(self) -> str:
        """Why nothing can be written to this study, in a sentence; "" when it can."""
        return self._opened.reason

    @property
    def cluster(self) -> Cluster:
        """What the study is about."""
        text = settings.read(self._db, "cluster")
        with legible():
            return Cluster(**json.loads(text)) if text else Cluster()

    @property
    def is_encrypted(self) -> bool:
        """Whether the file is noise without its passphrase."""
        return self._key is not None

    @property
    def recovery_key(self) -> str:
        """The raw key as the eight rows of the recovery sheet; "" for a plain study."""
        return self._key.recovery_text if self._key is not None else ""

    def write_recovery_sheet(self, path: Path, language: str = "en") -> Changed:
        """Write the sheet that opens the study without its passphrase, as a PDF. Raises ReportError."""
        from fieldsurvey.reports.recovery_sheet import write_recovery_sheet

        if self._key is None:
            raise ReportError("The study is not locked, so it needs no recovery sheet. Lock it first.")
        rows = self.recovery_key.splitlines()
        write_recovery_sheet(Path(path), rows, self.cluster, self.path.name, self.clock(), language)
        return Changed(message=f"{path} is written.")

    def is_passphrase(self, text: str) -> bool:
        """Whether this is the passphrase the study is locked with; takes the third of a second a key takes."""
        return self._key is not None and keys.key_of(self.path, text) == self._key

    @property
    def key_name(self) -> str:
        """The name under which a keyring keeps the key; "" for a plain study."""
        return keyring_store.key_name(self._key.salt) if self._key is not None else ""

    def remember_key(self) -> None:
        """Give the key to this laptop's keyring, so that the study opens without its passphrase. Raises StoreError."""
        if self._key is not None:
            keyring_store.remember(self._key)

    def forget_key(self) -> None:
        """Take the key out of this laptop's keyring."""
        if self._key is not None:
            keyring_store.forget(self.key_name)

    # --- kept safe -----------------------------------------------------------------------------------------

    def verify(self, seal: str = "", progress: Progress = silent) -> Verdict:
        """Look at everything: the file, the history's chain, every attachment, every interview against its form.

        `seal` is one that was noted earlier and must still hold. Raises StoreError when the file cannot be read at all.
        """
        return verify(self._db, self.path, self._shelf.form, seal=seal, progress=progress)

    @property
    def backup_folder(self) -> Path:
        """Where backups go; beside the study until another folder is chosen."""
        return backups.folder_of(self._db, self.path)

    def set_backup_folder(self, folder: Path) -> Changed:
        """Choose another folder for backups, best on another disk. In it this study has a folder of its own, which `backup_folder` gives."""
        with database.writing(self._db, self.path) as db:
            backups.choose_folder(db, self.path, Path(folder))
        return Changed(frozenset({"backups"}))

    def backups(self) -> list[Backup]:
        """The backups in the folder, newest first; none when the folder is not there."""
        return backups.listing(self.backup_folder, self.path)

    @property
    def last_backup(self) -> datetime | None:
        """When the last backup was made, local time; told also while its folder is not there."""
        with legible():
            text = settings.read(self._db, "last_backup")
            return datetime.fromisoformat(text) if text else None

    def back_up(self, progress: Progress = silent) -> Changed:
        """Make a backup now, and drop those that are too many. Raises StoreError; then nothing was lost."""
        made = backups.make(self._db, self._key, self.path, self.backup_folder, self.clock(), progress)
        if not self.why_read_only:
            with database.writing(self._db, self.path) as db:
                settings.write(db, "last_backup", made.at.isoformat())
        return Changed(frozenset({"backups"}), message=f"{made.path.name} is written.")

    def back_up_if_due(self, progress: Progress = silent) -> Changed:
        """Make today's backup unless there is one."""
        if not backups.is_due(self.backups(), self.clock()):
            return Changed()
        return self.back_up(progress)

    def erase_in_backups(self, instance_id: str) -> list[str]:
        """Erase an erased interview in every backup of the folder too; a sentence for each in which that failed."""
        stones = [stone for stone in self.tombstones() if stone.instance_id == instance_id]
        return [
            problem
            for stone in stones
            for problem in backups.erase_in(self.backup_folder, self.path, self._key, stone)
        ]
