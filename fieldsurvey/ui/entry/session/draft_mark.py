"""How the draft on screen was left the last time: closed as partial, or to be finished another day. It draws nothing."""

from __future__ import annotations

from PySide6.QtCore import QObject

from fieldsurvey.i18n import _
from fieldsurvey.records import DraftMark
from fieldsurvey.study import Study
from fieldsurvey.system.bidi import among_words
from fieldsurvey.ui.entry.session.answers import Answers
from fieldsurvey.ui.entry.session.drafts import Drafts


class Mark(QObject):
    """A partial interview somebody goes on with is none any more: from the first answer on, not from looking at it."""

    def __init__(self, study: Study, answers: Answers, drafts: Drafts) -> None:
        super().__init__()
        self._answers, self._drafts = answers, drafts
        self._instance_id = answers.entry.instance_id
        self.left_as = study.annotations.draft_mark(self._instance_id)
        """What was noted when it was left."""
        self.counts = study.interviews.was_finalised(self._instance_id)
        """Whether it was finalised before, so that it counts: then it cannot be closed as partial."""
        answers.touched.connect(self._on_touched)

    @property
    def sentence(self) -> str:
        """What the person who opens it again is told; "" for nothing."""
        if not self.left_as.partial:
            return ""
        return _(
            "This interview was closed as partial: {why}. With the next answer it is a draft again."
        ).format(why=among_words(self.left_as.partial).rstrip("."))

    def _on_touched(self) -> None:
        """What the laptop fills in by itself is no answer."""
        if self.left_as == DraftMark() or not self._answers.since:
            return
        self.left_as = DraftMark()
        identity = self._instance_id
        self._drafts.write(lambda study: study.annotations.take_up(identity), self._drafts.failed.emit)
