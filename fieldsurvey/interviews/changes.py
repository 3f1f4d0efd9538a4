"""Two submissions answer by answer: what changed in one interview, or two interviews side by side. No file, no SQL, no Qt."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from fieldsurvey.interviews.reading import Answer, Part
from fieldsurvey.interviews.submissions import plain as without_positions
from fieldsurvey.records import AnswerChange, AnswerPair


def between(before: Iterable[Part], after: Iterable[Part]) -> Iterator[AnswerChange]:
    """The answers whose stored value differs, in the order of the newer one; what it does not ask any more comes last."""
    was, now = _by_ref(before), _by_ref(after)
    for ref, answer in now.items():
        earlier = was.get(ref)
        if answer.value != (earlier.value if earlier else ""):
            yield AnswerChange(ref, answer.label, earlier.words if earlier else "", answer.words)
    for ref, answer in was.items():
        if ref not in now and answer.value:
            yield AnswerChange(ref, answer.label, answer.words, "")


def side_by_side(one: Iterable[Part], other: Iterable[Part]) -> list[AnswerPair]:
    """Whatever one of two interviews answered, by section in the order of the first; what the other alone answered ends its section.

    What a respondent answered alone in one of them is left out of both: it is no difference.
    """
    mine, theirs = list(one), list(other)
    hidden = tuple(f"{without_positions(part.ref)}/" for part in (*mine, *theirs) if part.is_locked)
    here, there = _by_ref(mine), _by_ref(theirs)
    sections: dict[str, dict[str, tuple[str, Answer]]] = {}
    titles: dict[str, str] = {}
    for section, title, row, answer in (*_with_sections(mine), *_with_sections(theirs)):
        titles.setdefault(section, title)
        sections.setdefault(section, {}).setdefault(answer.ref, (row, answer))
    found = []
    for section, answers in sections.items():
        for ref, (row, answer) in answers.items():
            first, second = here.get(ref), there.get(ref)
            values = (first.value if first else "", second.value if second else "")
            if any(values) and not without_positions(ref).startswith(hidden):
                label = f"{row}: {answer.label}" if row else answer.label
                words = (first.words if first else "", second.words if second else "")
                found.append(AnswerPair(ref, titles[section], label, *words, values[0] == values[1]))
    return found


def _with_sections(parts: Iterable[Part]) -> Iterator[tuple[str, str, str, Answer]]:
    """Each answer with the ref and title of its section, and the name of the row it stands in."""
    section = title = ""
    rows: dict[str, str] = {}
    for part in parts:
        if part.level == 0 and (part.title or not section):
            section, title = part.ref, part.title
        if part.title and part.ref.endswith("]"):
            rows[part.ref] = part.title
        row = rows.get(part.ref[: part.ref.rfind("]") + 1], "")
        for answer in part.answers:
            yield section, title, row, answer


def _by_ref(parts: Iterable[Part]) -> dict[str, Answer]:
    return {answer.ref: answer for part in parts for answer in part.answers}
