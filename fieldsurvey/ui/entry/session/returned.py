"""What the review said of an interview that is being corrected: remarks by question, and what was changed since. It draws nothing."""

from __future__ import annotations

from fieldsurvey.i18n import _
from fieldsurvey.interviews.submissions import has
from fieldsurvey.records import Annotation
from fieldsurvey.study import Study
from fieldsurvey.ui.entry.base.markdown import bare
from fieldsurvey.xforms import FormEntry


class Returned:
    """Nothing, for an interview that was not returned. What the respondent answered alone is not told."""

    def __init__(self, study: Study, entry: FormEntry) -> None:
        self._entry = entry
        self.remarks: list[Annotation] = []
        """Those on the interview as a whole first, then in the form's order."""
        self._before: dict[str, tuple[str, str]] = {}
        """Ref -> (value, words) as it was last finalised."""
        said = study.review.open_remarks(entry.instance_id)
        if not said:
            return
        reading = study.interviews.reading(entry.instance_id, entry.language or "", plain=bare)
        answers = [answer for part in reading.parts for answer in part.answers]
        self._before = {answer.ref: (answer.value, answer.words) for answer in answers}
        order = {ref: number for number, ref in enumerate(self._before)}
        self.remarks = sorted(said, key=lambda one: order.get(one.ref, len(order)) if one.ref else -1)

    def is_changed(self, ref: str) -> bool:
        """Whether a question's answer is another one than when it was last finalised."""
        if ref not in self._before or not has(self._entry, ref):
            return False
        return self._entry.value(ref) != self._before[ref][0]

    def line(self, ref: str) -> str:
        """What stands beside a question: the remarks on it, and what its answer was where it was changed."""
        said = [f"⚑  {told(one)}" for one in self.remarks if one.ref == ref]
        if self.is_changed(ref):
            said.append("✓  " + _("changed; before: {answer}").format(answer=self._before[ref][1] or "–"))
        return "   ".join(said)

    @property
    def first(self) -> str:
        """The first question with a remark whose answer was not changed since; "" where there is none."""
        return next((one.ref for one in self.remarks if one.ref and not self.is_changed(one.ref)), "")


def told(remark: Annotation) -> str:
    """A remark with the person who wrote it."""
    return f"{remark.who}: {remark.text}" if remark.who else remark.text
