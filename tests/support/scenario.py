"""A form written as a Markdown table, filled through the engine's door: the language of the engine's tests."""

from __future__ import annotations

import random
import textwrap
from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from pyxform.xls2xform import convert

from fieldsurvey.xforms import Choice, FormEntry, Violation, parse_form

NOW = datetime(2026, 11, 22, 10, 30, tzinfo=UTC)
INSTANCE_ID = "uuid:11111111-2222-4333-8444-555555555555"


def xform(table: str) -> str:
    """The XForm of a form in Markdown: a sheet's name in the first cell, then its header, then its rows.

    A first line without a sheet name stands for the survey sheet's header.
    """
    lines = [line.strip() for line in textwrap.dedent(table).strip().splitlines()]
    return str(convert("\n".join(lines), file_type=".md", validate=False, pretty_print=False).xform)


class Scenario:
    """An interview of a small form, at a fixed hour, with a fixed identity."""

    def __init__(
        self,
        table: str,
        media: Mapping[str, bytes | str] | None = None,
        *,
        language: str | None = None,
        now: datetime | Callable[[], datetime] = NOW,
        seed: int = 1,
    ) -> None:
        self.xform = table if table.lstrip().startswith("<") else xform(table)
        self.form = parse_form(self.xform, media)
        self.entry = FormEntry.new(
            self.form, language, now, instance_id=INSTANCE_ID, random_source=random.Random(seed)
        )

    def answer(self, ref: str, value: object) -> frozenset[str]:
        """Answer with a number, text or None; gives the refs that changed."""
        text = "" if value is None else str(value)
        return frozenset(self.entry.answer(ref, text))

    def value(self, ref: str) -> int | float | str:
        """The value, as a number where it is one."""
        text = self.entry.value(ref)
        try:
            return int(text)
        except ValueError:
            pass
        try:
            return float(text)
        except ValueError:
            return text

    def choices(self, ref: str) -> list[str]:
        """The values of the choices offered."""
        return [choice.value for choice in self.entry.choices(ref)]

    def labels(self, ref: str) -> list[str]:
        """The labels of the choices offered."""
        return [choice.label for choice in self.entry.choices(ref)]

    def choice(self, ref: str, value: str) -> Choice:
        """The choice with a value."""
        return next(choice for choice in self.entry.choices(ref) if choice.value == value)

    def violation(self, ref: str) -> str:
        """The kind of the answer's fault, "" when it has none."""
        found = self.entry.violation(ref)
        return found.kind.value if isinstance(found, Violation) else ""

    def reopened(self) -> FormEntry:
        """The draft closed and opened again."""
        return FormEntry.restore(self.form, self.entry.draft_xml(), now=NOW)
