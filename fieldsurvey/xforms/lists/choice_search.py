"""Find choices by what is typed: among hundreds of thousands of labels within a few milliseconds.

The labels stand one after the other in one long text, which is searched as a text; no label is touched that does not fit.
"""

from __future__ import annotations

import unicodedata
from array import array
from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, islice

from fieldsurvey.xforms.lists.lazy_choices import LazyChoices
from fieldsurvey.xforms.prompt import Choice

_PORTION = 2_000
"""Labels read at once: some milliseconds."""
_KEPT = 3
_LOOKED_AT = 2_000
_PARTING = frozenset(" (-/,.:")


class _Lines:
    """Many short texts in a long one, each between two line ends."""

    def __init__(self) -> None:
        self._parts: list[str] = ["\n"]
        self._text = ""
        self._starts = array("I")
        self._end = 1

    def add(self, text: str) -> None:
        """So many more, with line ends between them."""
        *starts, self._end = accumulate(map((1).__add__, map(len, text.split("\n"))), initial=self._end)
        self._starts.extend(starts)
        self._parts += (text, "\n")

    def close(self) -> None:
        """All are there."""
        self._text, self._parts = "".join(self._parts), []

    def __getitem__(self, number: int) -> str:
        last = number + 1 == len(self._starts)
        return self._text[self._starts[number] : (self._end if last else self._starts[number + 1]) - 1]

    def __len__(self) -> int:
        return len(self._starts)

    def holding(self, needle: str) -> Iterator[tuple[int, str]]:
        """The numbers of the lines in which `needle` stands, each once, and the sign before it; it may be a line end itself."""
        at = self._text.find(needle)
        while at >= 0:
            number = bisect_right(self._starts, at + needle.startswith("\n")) - 1
            yield number, self._text[at - 1]
            if number + 1 >= len(self._starts):
                return
            at = self._text.find(needle, self._starts[number + 1] - 1)


class ChoiceFinder:
    """The labels and values of a list, ready to be searched."""

    def __init__(self) -> None:
        self._values, self._labels, self._folded = _Lines(), _Lines(), _Lines()

    def reading(self, pairs: Iterable[tuple[str, ...]]) -> Iterator[None]:
        """Take in values and labels, a portion at each step, so that a window can do other things between."""
        reader = iter(pairs)
        while portion := list(islice(reader, _PORTION)):
            values, labels = ("\n".join(_lines(texts)) for texts in zip(*portion, strict=True))
            self._values.add(values)
            self._labels.add(labels)
            self._folded.add(folded(labels))
            yield
        for lines in (self._values, self._labels, self._folded):
            lines.close()

    def find(self, text: str, limit: int) -> tuple[Choice, ...]:
        """At most `limit` choices: the code itself, labels that begin so, that have a word that begins so, that hold it."""
        wanted = folded(text).strip()
        if not wanted:
            return tuple(self._choice(number) for number in range(min(limit, len(self._labels))))
        found: dict[int, None] = {}
        for number in self._fitting(wanted, text.strip()):
            found[number] = None
            if len(found) >= limit:
                break
        return tuple(self._choice(number) for number in found)

    def label(self, value: str) -> str:
        """The label of a value; "" when there is none."""
        number = self._with_value(value)
        return "" if number is None else self._labels[number]

    def _with_value(self, value: str) -> int | None:
        return next((number for number, _before in self._values.holding(f"\n{value}\n")), None)

    def _fitting(self, wanted: str, typed: str) -> Iterator[int]:
        coded = self._with_value(typed)
        if coded is not None:
            yield coded
        for number, _before in self._folded.holding("\n" + wanted):
            yield number
        inside: list[int] = []
        for number, before in islice(self._folded.holding(wanted), _LOOKED_AT):
            if before in _PARTING:
                yield number
            else:
                inside.append(number)
        yield from inside
        yield from self._with_all(wanted.split())

    def _with_all(self, words: Sequence[str]) -> Iterator[int]:
        """Labels that hold several words in any order."""
        if len(words) < 2:
            return
        for number, _before in islice(self._folded.holding(max(words, key=len)), _LOOKED_AT):
            if all(word in self._folded[number] for word in words):
                yield number

    def _choice(self, number: int) -> Choice:
        return Choice(self._values[number], self._labels[number])


class Finders:
    """The finders of the lists asked last: reading a long list takes a moment, and a person types more than one letter."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Sequence[Choice], ChoiceFinder] = OrderedDict()

    def of(self, choices: Sequence[Choice]) -> ChoiceFinder:
        """The finder of these choices."""
        if isinstance(choices, LazyChoices) and choices in self._kept:
            self._kept.move_to_end(choices)
            return self._kept[choices]
        finder = ChoiceFinder()
        for _portion in self._reading(choices, finder):
            pass
        return finder

    def preparing(self, choices: Sequence[Choice]) -> Iterator[None]:
        """Make the finder of a long list beforehand, a portion at each step."""
        if isinstance(choices, LazyChoices) and choices not in self._kept:
            yield from self._reading(choices, ChoiceFinder())

    def _reading(self, choices: Sequence[Choice], finder: ChoiceFinder) -> Iterator[None]:
        if not isinstance(choices, LazyChoices):
            yield from finder.reading((choice.value, choice.label) for choice in choices)
            return
        yield from finder.reading(choices.texts())
        self._kept[choices] = finder
        while len(self._kept) > _KEPT:
            self._kept.popitem(last=False)

    def label(self, choices: Sequence[Choice], value: str) -> str:
        """The label of a value; a list that was not searched yet is only asked for this one."""
        if isinstance(choices, LazyChoices):
            finder = self._kept.get(choices)
            return finder.label(value) if finder is not None else choices.label(value)
        return next((choice.label for choice in choices if choice.value == value), "")


def folded(text: str) -> str:
    """A text as it is compared: large and small letters alike, composed and decomposed signs too."""
    return unicodedata.normalize("NFC", text).casefold()


def _lines(texts: Sequence[str]) -> Sequence[str]:
    """Texts of one line each; almost all are."""
    if any("\n" in text for text in texts):
        return [" ".join(text.split()) for text in texts]
    return texts
