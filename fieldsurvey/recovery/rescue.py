"""Save every readable interview of a damaged study into a new one. The damaged file is only read.

Where SQLite itself finds no fault, the study is copied. Else its pages are read one by one (`store.salvage`), and what they hold is
inserted anew (`transfer`).
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from fieldsurvey.errors import NewerStudy, NotAStudy, StoreError
from fieldsurvey.records import Questionnaire
from fieldsurvey.recovery.key import find_key
from fieldsurvey.recovery.pages import Pages, log_beside
from fieldsurvey.recovery.report import RescueReport
from fieldsurvey.recovery.transfer import Transfer, is_legible
from fieldsurvey.recovery.trees import Tables
from fieldsurvey.recovery.wal import read_log
from fieldsurvey.store import database, left_beside, migrations, refill
from fieldsurvey.store.keys import Key
from fieldsurvey.store.refill import Refill
from fieldsurvey.system.files import why
from fieldsurvey.system.progress import Progress, silent

_OURS = frozenset(("setting", "form", "interview"))


def rescue(
    broken: Path,
    out: Path,
    passphrase: str | None = None,
    *,
    recovery_key: str | None = None,
    like: Path | None = None,
    forms: Sequence[Questionnaire] = (),
    progress: Progress = silent,
) -> RescueReport:
    """Make a new study at `out` of what can be read of `broken`; the same passphrase opens it.

    `like`: a backup of the same study, needed when the first bytes of a locked file are lost. `forms` take the place of
    forms that are lost. Raises StoreError; then there is no file at `out`.
    """
    broken, out = Path(broken), Path(out)
    if out.exists():
        raise StoreError("rescue.target-exists", file=out.name)
    left_beside.refuse(out)
    if not broken.is_file():
        raise StoreError("rescue.no-file", path=str(broken))
    if like is not None and not like.exists():
        raise StoreError("rescue.missing", path=str(like))
    key = find_key(broken, passphrase, recovery_key, like)
    with database.translated(out), _workplace(out) as made:
        report = _copied(broken, made, out, key) or _read_by_pages(broken, made, out, key, forms, progress)
        made.chmod((made.stat().st_mode & broken.stat().st_mode) | 0o600)
        made.rename(out)
    return report


@contextmanager
def _workplace(out: Path) -> Iterator[Path]:
    """A file in a folder beside `out`, which vanishes afterwards."""
    try:
        folder = Path(tempfile.mkdtemp(prefix=f".{out.stem}-", dir=out.parent))
    except OSError as error:
        raise StoreError("rescue.cannot-write", folder=str(out.parent)) from error
    try:
        yield folder / out.name
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _copied(broken: Path, made: Path, out: Path, key: Key | None) -> RescueReport | None:
    """The way without loss: a copy in which SQLite finds no fault."""
    if read_log(log_beside(broken)).is_damaged:
        return None
    try:
        shutil.copyfile(broken, made)
        if log_beside(broken).exists():
            shutil.copyfile(log_beside(broken), log_beside(made))
    except OSError as error:
        raise StoreError(
            "rescue.cannot-copy", study=broken.name, folder=str(out.parent), why=why(error)
        ) from error
    try:
        if refill.is_sound(made, key) and (key is not None or _is_legible(made)):
            return RescueReport(broken, out, True, *refill.size_of(made, key))
    except NewerStudy:
        raise
    except StoreError:
        pass
    for file in list(made.parent.iterdir()):
        file.unlink()
    return None


def _is_legible(made: Path) -> bool:
    """SQLite does not look into the values, and plain pages have no seal: whether every row says what it should."""
    with Pages(made, None) as pages:
        tables = Tables(pages)
        return all(is_legible(tables, name) for name in tables.shapes)


def _read_by_pages(
    broken: Path, made: Path, out: Path, key: Key | None, forms: Sequence[Questionnaire], progress: Progress
) -> RescueReport:
    with Pages(broken, key) as pages:
        tables = Tables(pages)
        if tables.is_schema_whole and not _OURS & set(tables.shapes):
            raise NotAStudy("rescue.no-study", file=broken.name)
        applied = [str(row.values["name"]) for row in tables.rows("_sqlite_migrations")]
        if migrations.has_newer(applied):
            raise NewerStudy("rescue.newer", study=broken.name)
        target = Refill(made, key, tables.applied if tables.has_gaps("_sqlite_migrations") else applied)
        try:
            work = Transfer(tables, target, forms, progress)
            work.run()
            target.close()
        finally:
            target.db.close()
        return work.report(broken, out, pages.count)
