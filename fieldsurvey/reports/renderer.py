"""From a document to a file: what a renderer is, and writing what it made whole or not at all."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from fieldsurvey.errors import ReportError
from fieldsurvey.reports.document import Document
from fieldsurvey.system.files import whole_file, why

_MARK = 4
"""Bytes by which a file of a format is told from others."""


class Renderer(Protocol):
    """Makes the bytes of a file; `reports.pdf.render` is one."""

    def __call__(self, document: Document) -> bytes:
        """The document as a file of this format."""


def write(path: Path, document: Document, render: Renderer, most: int = 0o644) -> None:
    """Write the document to `path`, for whom the rights `most` let in. Raises ReportError with a sentence; then the old file stands as it was."""
    made = render(document)
    kind = made[:_MARK]
    try:
        with whole_file(Path(path), most, replaces=kind) as part:
            part.write_bytes(made)
    except OSError as error:
        raise ReportError("report.not-written", path=str(path), why=why(error)) from error
