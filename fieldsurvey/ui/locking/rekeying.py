"""Shown while a study gets another passphrase."""

from __future__ import annotations

from pathlib import Path

from fieldsurvey.i18n import _
from fieldsurvey.security import unlocking
from fieldsurvey.system.progress import Progress
from fieldsurvey.ui.locking.working import Working


class Rekeying(Working):
    """One change of passphrase of a closed study; it ends with the path of the file as it was, None for a study that had none."""

    def __init__(self, path: Path, sheet: str, new: str, remembered_name: str, by: tuple[str, str]) -> None:
        super().__init__(
            _("Changing the passphrase") if sheet else _("Locking the study"),
            _(
                "The study is copied, locked anew and checked. Should the power fail meanwhile, it is whole, as it was or as it will be."
            ),
            self._work,
        )
        self.path, self.sheet, self.new = path, sheet, new
        self._who, self._laptop = by
        self.remembered_name = remembered_name
        """Under which the keyring keeps the key of before, "" when it does not."""

    def _work(self, progress: Progress) -> Path | None:
        if not self.sheet:
            unlocking.lock(self.path, self.new, who=self._who, laptop=self._laptop, progress=progress)
            return None
        return unlocking.change_passphrase(
            self.path,
            self.new,
            recovery_key=self.sheet,
            who=self._who,
            laptop=self._laptop,
            progress=progress,
        )
