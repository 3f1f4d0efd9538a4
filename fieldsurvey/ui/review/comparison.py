"""Two interviews side by side, gathered beside the window: what differs first, then what is the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from fieldsurvey.i18n import _, speaking
from fieldsurvey.records import AnswerPair
from fieldsurvey.study import Study
from fieldsurvey.ui.entry.base.units import unit_word
from fieldsurvey.ui.entry.base.widget import plain_words
from fieldsurvey.ui.review.case import Line
from fieldsurvey.ui.shell.interview_names import name_of


@dataclass(frozen=True, slots=True)
class Comparison:
    """An interview beside another one."""

    instance_id: str
    other_id: str
    name: str
    """Of the other one."""
    agent: str
    begun: datetime
    ended: datetime | None
    pairs: tuple[AnswerPair, ...]

    @property
    def different(self) -> int:
        """How many answers differ."""
        return sum(not pair.is_same for pair in self.pairs)

    def lines(self, numbers: Mapping[str, int], *, with_same: bool) -> list[Line]:
        """What differs by section, and on wish what is the same behind it. `numbers`: ref -> number of the question."""
        found = list(_by_section((pair for pair in self.pairs if not pair.is_same), numbers))
        if with_same:
            same = list(_by_section((pair for pair in self.pairs if pair.is_same), numbers))
            found += [Line(_("The same in both")), *same] if same else []
        return found


def load_comparison(study: Study, instance_id: str, other_id: str, language: str) -> Comparison:
    """Gather it; takes some tenths of a second. Raises FieldSurveyError for one that cannot be read."""
    with speaking(language):
        pairs = study.review.compared(instance_id, other_id, language, plain=plain_words, unit=unit_word)
    other, facts = study.interviews.read(other_id), study.quality.facts(other_id)
    agent = facts.agent if facts else other.interviewer
    name = name_of(other.firm, other.started_at)
    return Comparison(instance_id, other_id, name, agent, other.started_at, other.finalised_at, tuple(pairs))


def _by_section(pairs: Iterable[AnswerPair], numbers: Mapping[str, int]) -> Iterator[Line]:
    section = ""
    for pair in pairs:
        if pair.section != section:
            section = pair.section
            yield Line(section, is_same=pair.is_same)
        yield Line(
            *(pair.label, pair.ref, numbers.get(pair.ref, 0), pair.one or "–", pair.other or "–"),
            is_missing=not pair.one,
            is_same=pair.is_same,
        )
