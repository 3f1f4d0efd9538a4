"""Comments and flags beside the questions of one interview: written at once, moved with their rows. It draws nothing."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject, Signal

from fieldsurvey.records import Comment
from fieldsurvey.ui.entry.session.comments import without_row
from fieldsurvey.ui.entry.session.drafts import Drafts
from fieldsurvey.ui.entry.session.section_locks import SectionLocks


class Notes(QObject):
    """What is written beside questions that may be shown."""

    changed = Signal(object)
    """Set of refs beside which something else is written now."""

    def __init__(
        self, instance_id: str, comments: Mapping[str, Comment], locks: SectionLocks, drafts: Drafts
    ) -> None:
        super().__init__()
        self._instance_id, self._locks, self._drafts = instance_id, locks, drafts
        self.comments = locks.outside(comments)
        """By ref; none is empty."""

    def at(self, ref: str) -> Comment:
        """What is written beside a question; an empty comment where nothing is."""
        return self.comments.get(ref) or Comment(ref)

    def write(self, *written: Comment) -> None:
        """Write beside questions; it goes to disk at once."""
        for comment in written:
            self.comments.pop(comment.ref, None)
            if comment.text or comment.is_flagged:
                self.comments[comment.ref] = comment
        identity = self._instance_id
        self._drafts.write(
            lambda study: study.annotations.comment(identity, *written), self._drafts.failed.emit
        )
        self.changed.emit({comment.ref for comment in written})

    def move_from(self, row: str) -> None:
        """A row of a repeat is gone: what is written beside the rows after it moves up with them."""
        moving = list(without_row(self.comments, row))
        if moving:
            self.write(*moving)

    def withdraw(self) -> None:
        """A section was locked: what is written in it is not shown any more."""
        self.comments = self._locks.outside(self.comments)
        self.changed.emit(set())
