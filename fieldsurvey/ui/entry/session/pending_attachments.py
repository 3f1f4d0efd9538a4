"""Answers whose file is still on its way into the study: they stand on screen, and wait with going to disk.

So a draft on disk never names a file the study does not hold, whenever the power fails.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable, Mapping
from typing import Any

from fieldsurvey.interviews.submissions import with_texts
from fieldsurvey.records import Savepoint

_Given = tuple[str, str, str]
"""(ref, old, new)"""


class PendingAttachments:
    """Names of files that are coming, and the answer each took the place of."""

    def __init__(self) -> None:
        self._before: dict[str, str] = {}

    def __bool__(self) -> bool:
        return bool(self._before)

    def begin(self, name: str, before: str) -> None:
        """A file comes that answers what `before` answered."""
        self._before[name] = before

    def arrived(self, name: str) -> None:
        """It may be named on disk from now on."""
        self._before.pop(name, None)

    def failed(self, name: str) -> str:
        """It does not come: the answer that stands again. A file chosen after it has that answer before it, too."""
        before = self._before.pop(name, "")
        for later, earlier in self._before.items():
            if earlier == name:
                self._before[later] = before
        return before

    def split(self, given: Iterable[_Given]) -> tuple[tuple[_Given, ...], list[_Given]]:
        """The answers that can go to disk, and those that wait for a file."""
        ready, waiting = list[_Given](), list[_Given]()
        for answer in given:
            (waiting if {answer[1], answer[2]} & self._before.keys() else ready).append(answer)
        return tuple(ready), waiting

    def withheld(self, savepoint: Savepoint) -> Savepoint:
        """The savepoint with the answers of before in place of files that are coming."""
        if not self._before:
            return savepoint
        before = {name: self._settled(name) for name in self._before}
        xml, journal = with_texts(savepoint.xml, before), savepoint.journal
        if journal:
            steps = _replaced(json.loads(journal), before)
            journal = json.dumps(steps, ensure_ascii=False, separators=(",", ":"))
        return dataclasses.replace(savepoint, xml=xml, journal=journal)

    def _settled(self, name: str) -> str:
        while name in self._before:
            name = self._before[name]
        return name


def _replaced(steps: Any, others: Mapping[str, str]) -> Any:
    """The steps of the undo journal, read from JSON, with other texts in the place of those that are keys of `others`."""
    if isinstance(steps, str):
        return others.get(steps, steps)
    if isinstance(steps, dict):
        return {key: _replaced(value, others) for key, value in steps.items()}
    return [_replaced(step, others) for step in steps] if isinstance(steps, list) else steps
