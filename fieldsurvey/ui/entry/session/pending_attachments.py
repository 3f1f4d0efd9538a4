"""Answers whose file is still on its way into the study: they stand on screen, and wait with going to disk.

So a draft on disk never names a file the study does not hold, whenever the power fails.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable
from xml.sax.saxutils import escape

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
        xml, journal = savepoint.xml, savepoint.journal
        for name in self._before:
            before = self._settled(name)
            xml = xml.replace(f">{name}<", f">{escape(before)}<")
            journal = journal.replace(json.dumps(name), json.dumps(before))
        return dataclasses.replace(savepoint, xml=xml, journal=journal)

    def _settled(self, name: str) -> str:
        while name in self._before:
            name = self._before[name]
        return name
