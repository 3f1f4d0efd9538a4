"""The log of an open study stays while another program opens and closes the same file.

Closing any descriptor of a file drops the locks POSIX gives a process on it (https://sqlite.org/howtocorrupt.html#posix_advisory_locks),
and the first bytes of a study are read past SQLite whenever it is opened once more. SQLite looks at the locks of the shared memory
too, since 3.51, and leaves the log alone.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from fieldsurvey.study import Study

OTHER = """
import sys
from pathlib import Path
from fieldsurvey.study import Study
with Study.open(Path(sys.argv[1]), read_only=sys.argv[2] == "read") as study:
    if sys.argv[2] == "write":
        study.register.add("Firm of the other program")
    print(study.register.count())
"""


def test_the_library_looks_for_locks_that_were_dropped() -> None:
    assert dbapi2.sqlite_version_info >= (3, 51)


@pytest.mark.slow
@pytest.mark.parametrize("way", ["read", "write"])
def test_another_program_that_opens_and_closes_the_file_takes_nothing_away(study: Study, way: str) -> None:
    path = study.path
    study.close()
    study = Study.open(path)
    study.register.add("First firm")
    study.again().close()
    log = Path(f"{path}-wal")
    before = log.stat().st_ino
    other = subprocess.run(
        [sys.executable, "-c", OTHER, str(path), way], capture_output=True, text=True, check=True
    )
    assert other.stdout.strip() == str(1 + (way == "write"))
    assert log.stat().st_ino == before
    study.register.add("Second firm")
    with Study.open(path, read_only=True) as seen:
        assert seen.register.count() == 2 + (way == "write")
    study.close()
