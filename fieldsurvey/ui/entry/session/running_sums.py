"""Numbers that make 100 together: how far they are, and what is left for one of them. It draws nothing."""

from __future__ import annotations

from decimal import Decimal

from fieldsurvey.i18n import _
from fieldsurvey.interviews.whole_groups import WHOLE, WholeGroup, number, shown, whole_groups
from fieldsurvey.ui.entry.base.form_side import Rest
from fieldsurvey.ui.entry.session.question_info import QuestionInfo
from fieldsurvey.xforms import Datatype


class RunningSums:
    """The groups of one interview's form."""

    def __init__(self, questions: QuestionInfo) -> None:
        self._questions = questions
        groups = whole_groups(questions.entry.form, questions.questionnaire.checks)
        self._groups = {ref: group for group in groups for ref in group.refs}

    def of(self, ref: str) -> WholeGroup | None:
        """The group a question belongs to."""
        return self._groups.get(ref)

    def line_stands_at(self, ref: str) -> bool:
        """Whether it is the last of a group."""
        group = self._groups.get(ref)
        return group is not None and ref == group.last

    def line(self, ref: str) -> str:
        """What stands under the last question of a group: how far the numbers are from 100."""
        group = self._groups.get(ref)
        if group is None or not self.line_stands_at(ref):
            return ""
        values = self._values(group.refs)
        if not values:
            return ""
        total = sum(values, Decimal(0))
        left = WHOLE - total
        if left > 0:
            words = _("{sum} of {whole}, {n} are still missing. The key = puts in the rest.")
        elif left < 0:
            words = _("{sum} of {whole}, {n} too many.")
        else:
            words = _("{sum} of {whole}")
        return words.format(sum=shown(total), whole=WHOLE, n=shown(abs(left)))

    def rest(self, ref: str) -> Rest | None:
        """What is left for a question; None where it is in no group."""
        group = self._groups.get(ref)
        if group is None:
            return None
        others = tuple(one for one in group.refs if one != ref)
        if any(self._questions.missing_at(one) is not None for one in others):
            return Rest(complaint=_("The rest is not known: one of the numbers is not."))
        left = WHOLE - sum(self._values(others), Decimal(0))
        if left < 0:
            over = shown(WHOLE - left)
            return Rest(complaint=_("Nothing is left: the others make {n} already.").format(n=over))
        node = self._questions.entry.form.node(ref)
        if left % 1 and node is not None and node.datatype is not Datatype.DECIMAL:
            return Rest(
                complaint=_("That comes to {number}; a whole number is asked.").format(number=shown(left))
            )
        return Rest(shown(left))

    def _values(self, refs: tuple[str, ...]) -> list[Decimal]:
        """The numbers given so far."""
        entry = self._questions.entry
        asked = (ref for ref in refs if entry.relevant(ref) and self._questions.missing_at(ref) is None)
        return [value for ref in asked if (value := number(entry.value(ref))) is not None]
