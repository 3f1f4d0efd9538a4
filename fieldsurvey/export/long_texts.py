"""Texts longer than a cell can hold: whole, in files of a folder beside the workbook, each named by the cell it is for."""

from __future__ import annotations

import contextlib
import re
import shutil
import tempfile
from pathlib import Path

CELL_LIMIT = 32_767
"""Characters of a cell, counted as Excel counts them: one beyond the first 65,536 counts twice."""
_SURE = CELL_LIMIT // 2
_NO_NAME = re.compile(r"[^\w.-]+")
_LONGEST_NAME = 80
_OURS = re.compile(r"\d{4,}-")


class LongTexts:
    """The long texts of one workbook; nothing stands beside it until `keep` was called and the workbook is whole."""

    def __init__(self, workbook: Path) -> None:
        """`workbook` is the name it will have."""
        self._folder = workbook.with_name(f"{workbook.stem}-long_text")
        self._part: Path | None = None
        self.number = 0

    def cell(self, key: str, name: str, text: str) -> str:
        """The text itself where a cell holds it; else it is written to a file, and this says to which."""
        if len(text) <= _SURE or length(text) <= CELL_LIMIT:
            return text
        if self._part is None:
            self._part = Path(tempfile.mkdtemp(prefix=f".{self._folder.name}-", dir=self._folder.parent))
        self.number += 1
        file = f"{self.number:04}-{_plain(key)}-{_plain(name)}.txt"
        (self._part / file).write_bytes(text.encode("utf-8", "surrogatepass"))
        return f"(too long for a cell: {len(text)} characters, whole in {self._folder.name}/{file})"

    def finish(self) -> None:
        """The workbook is whole: give the folder its name, in the place of that of an earlier workbook of the same name."""
        if self._part is None:
            self._clear()
            return
        if self._folder.exists():
            shutil.rmtree(self._folder)
        self._part.chmod(0o755)
        self._part.replace(self._folder)
        self._part = None

    def _clear(self) -> None:
        """The texts of an earlier workbook of this name, perhaps of another profile, do not stay beside one that has none."""
        for file in self._folder.glob("*.txt"):
            if _OURS.match(file.name):
                file.unlink()
        with contextlib.suppress(OSError):  # not there, or somebody keeps files of their own in it
            self._folder.rmdir()

    def discard(self) -> None:
        """There will be no workbook."""
        if self._part is not None:
            shutil.rmtree(self._part, ignore_errors=True)


def length(text: str) -> int:
    """As Excel counts it."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _plain(name: str) -> str:
    return _NO_NAME.sub("_", name).strip("_.")[:_LONGEST_NAME]
