"""Numbers that make 100 together: how far they are, and what is left for one of them. It draws nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from fieldsurvey.i18n import _
from fieldsurvey.interviews.whole_groups import WHOLE, WholeGroup, number, shown, whole_groups
from fieldsurvey.ui.entry.base.form_side import Rest
from fieldsurvey.ui.entry.session.question_info import POSITION, QuestionInfo
from fieldsurvey.xforms import Datatype


@dataclass(frozen=True, slots=True)
class Sum:
    """How the numbers of a group stand now."""

    shares: Mapping[str, Decimal]
    """Ref -> what was given there, in the form's order."""
    is_known: bool
    """Whether none of them is “don't know” or “refused”."""

    @property
    def total(self) -> Decimal:
        """What they make so far."""
        return sum(self.shares.values(), Decimal(0))

    @property
    def left(self) -> Decimal:
        """What is missing to the whole; less than nothing where they are too many."""
        return WHOLE - self.total

    @property
    def words(self) -> str:
        """“94 of 100”."""
        return _("{sum} of {whole}").format(sum=shown(self.total), whole=WHOLE)

    @property
    def lacks(self) -> str:
        """What is missing, or too many; "" where nothing is."""
        if self.left and not self.is_known and self.left > 0:
            return _("The rest is not known: one of the numbers is not.")
        if self.left > 0:
            words = _("{n} are still missing; the key = puts in the rest.")
        else:
            words = _("{n} too many: lower one of them.") if self.left else ""
        return words.format(n=shown(abs(self.left)))


class RunningSums:
    """The groups of one interview's form."""

    def __init__(self, questions: QuestionInfo) -> None:
        self._questions = questions
        groups = whole_groups(questions.entry.form, questions.questionnaire.checks)
        self._groups = {ref: group for group in groups for ref in group.refs}

    def of(self, ref: str) -> WholeGroup | None:
        """The group a question belongs to; in a repeat, of its own row."""
        generic = POSITION.sub("", ref)
        group = self._groups.get(generic)
        if group is None or generic == ref:
            return group
        row = ref[: ref.rindex("]") + 1]
        above = len(POSITION.sub("", row))
        return WholeGroup(tuple(row + one[above:] for one in group.refs))

    def line_stands_at(self, ref: str) -> bool:
        """Whether it is the last of a group."""
        group = self.of(ref)
        return group is not None and ref == group.last

    def line(self, ref: str) -> str:
        """What stands under the last question of a group: how far the numbers are from 100."""
        made = self.sum(ref) if self.line_stands_at(ref) else None
        if made is None or not made.shares:
            return ""
        return ". ".join(part for part in (made.words, made.lacks) if part)

    def sum(self, ref: str) -> Sum | None:
        """How the group of a question stands; None where it is in none."""
        group = self.of(ref)
        return None if group is None else self._sum(group.refs)

    def rest(self, ref: str) -> Rest | None:
        """What is left for a question; None where it is in no group."""
        group = self.of(ref)
        if group is None:
            return None
        others = tuple(one for one in group.refs if one != ref)
        made = self._sum(others)
        if not made.is_known:
            return Rest(complaint=_("The rest is not known: one of the numbers is not."))
        left = made.left
        if left < 0:
            over = shown(WHOLE - left)
            return Rest(complaint=_("Nothing is left: the others make {n} already.").format(n=over))
        node = self._questions.entry.form.node(POSITION.sub("", ref))
        if left % 1 and node is not None and node.datatype is not Datatype.DECIMAL:
            return Rest(
                complaint=_("That comes to {number}; a whole number is asked.").format(number=shown(left))
            )
        return Rest(shown(left))

    def _sum(self, refs: tuple[str, ...]) -> Sum:
        """The numbers given so far."""
        entry, shares, is_known = self._questions.entry, {}, True
        for ref in refs:
            if self._questions.missing_at(ref) is not None:
                is_known = False
            elif entry.relevant(ref) and (value := number(entry.value(ref))) is not None:
                shares[ref] = value
        return Sum(shares, is_known)
