"""What differs between two submissions of one interview, answer by answer. No file, no SQL, no Qt."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from fieldsurvey.interviews.reading import Answer, Part
from fieldsurvey.records import AnswerChange


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


def _by_ref(parts: Iterable[Part]) -> dict[str, Answer]:
    return {answer.ref: answer for part in parts for answer in part.answers}
