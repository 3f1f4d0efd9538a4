"""Random expressions over the questions of a form, of the kind a form's author writes; every one gives the same on every run.

What differs by choice (`tests/data/known_differences.toml`) is not made: a time compared as it stands, texts of very large
numbers, max() of negative numbers.
"""

from __future__ import annotations

import random
from dataclasses import dataclass

NUMBERS = ("int", "decimal", "number")
TEXTS = ("text", "words", "one", "many", "code")
_DEEPEST = 3
_OUTER = 2
"""Slashes in the path of a repeat that stands in no other."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that expressions may read; `row` is the path of the repeat it stands in, "" outside."""

    path: str
    kind: str
    row: str = ""


class Expressions:
    """Makes expressions for the node at `here`, in the row of the repeat `row`."""

    def __init__(
        self, chance: random.Random, known: list[Asked], here: str, row: str, kinds: set[str]
    ) -> None:
        self.chance, self.known, self.here, self.row, self.kinds = chance, known, here, row, kinds

    # -- what is there to read

    def near(self, *kinds: str) -> list[str]:
        """Paths that find one node: questions outside of rows, and those of the same row."""
        return [
            self.relative(asked.path) if asked.row else asked.path
            for asked in self.known
            if asked.kind in kinds and self.is_around(asked.row)
        ]

    def is_around(self, row: str) -> bool:
        """Whether what stands in a row of that repeat is one node, seen from here."""
        return row in ("", self.row) or self.row.startswith(f"{row}/")

    def relative(self, path: str) -> str:
        """A path seen from here."""
        mine, other = self.here.strip("/").split("/"), path.strip("/").split("/")
        shared = 0
        while shared < min(len(mine), len(other)) and mine[shared] == other[shared]:
            shared += 1
        return "/".join([".."] * (len(mine) - shared) + other[shared:])

    def rows(self, *kinds: str) -> list[str]:
        """Paths that find the nodes of all rows, seen from outside of them or, climbing out and down again, from one."""
        found = []
        for asked in self.known:
            is_inner = (
                asked.row.count("/") > _OUTER and not self.row
            )  # stale there once the row around is taken out
            if asked.kind not in kinds or not asked.row or is_inner:
                continue
            if not self.is_around(asked.row):
                found.append(asked.path)
            elif "siblings" in self.kinds and asked.row == self.row and self.row.count("/") == _OUTER:
                climbs = self.here.count("/") - asked.row.count("/") + 1
                found.append("/".join([".."] * climbs + asked.path.strip("/").split("/")[1:]))
        return found

    # -- expressions

    def number(self, depth: int = 0) -> str:
        """An expression that gives a number."""
        near = self.near(*NUMBERS)
        if depth >= _DEEPEST or self.chance.random() < 0.2:
            return (
                self.pick(*near)
                if near and self.chance.random() < 0.75
                else self.pick("0", "1", "2", "3.5", "-4", "100")
            )
        one, other = self.number(depth + 1), self.number(depth + 1)
        simple = [
            f"({one} {self.pick('+', '-', '*', 'div')} {other})",
            f"({one} mod {self.pick('2', '3', '7')})",
            f"round({one}, {self.pick('0', '1', '2')})",
            f"{self.pick('int', 'abs', 'number')}({one})",
            f"{self.pick('min', 'max')}({one}, {other}, 1)",
            f"coalesce({one}, {other})",
            f"if({self.truth(depth + 1)}, {one}, {other})",
            f"string-length({self.text(depth + 1)})",
            f"number({self.text(depth + 1)})",
            f"({self.truth(depth + 1)}) + {one}",
            f"checklist(1, {self.pick('-1', '2')}, {self.truth(depth + 1)}, {self.truth(depth + 1)}) + 0",
            f"count(instance('L')/root/item[w > {one}])",
            f"sum(instance('L')/root/item[grp = 'a' or w = {one}]/w)",
        ]
        return self.pick(*simple, *self.read_numbers())

    def read_numbers(self) -> list[str]:
        """Numbers that need a question of some kind."""
        found = [f"{path} + {path}" for path in self.near("truth")]
        found += [f"number({path})" for path in self.near("code", "truth")]
        found += [f"count-selected({path})" for path in self.near("many", "one")]
        found += [f"({path} - date('2024-01-01'))" for path in self.near("date", "moment")]
        found += [f"(decimal-date-time({path}) - 19000)" for path in self.near("date", "moment")]
        found += [f"round(decimal-time({path}), 6)" for path in self.near("time")]
        found += [
            f"if({path} != '', round(distance({path}, '18.5 73.8'), 0), -1)" for path in self.near("place")
        ]
        found += [f"round(area({path}) div 1000000, 3)" for path in self.near("shape")]
        found += [f"weighted-checklist(2, 9, {path}, 3, {path}, 2) + 0" for path in self.near("truth", "int")]
        if self.row and self.here.rpartition("/")[0] == self.row:
            found.append("position(..)")
        for path in self.rows(*NUMBERS, "truth", "code"):
            found += [f"sum({path})", f"count-non-empty({path})", f"count({path})"]
        for path in self.rows(*NUMBERS):
            above, _, leaf = path.rpartition("/")
            found.append(f"min({path})")
            if above.startswith("/") and above.count("/") > _OUTER:
                continue
            found += [f"count({above}[{leaf} > 2])", f"sum({above}[{leaf} != '']/{leaf})"]
            if path.startswith("/"):
                found.append(f"sum({above}[position() = {self.pick('1', '2')}]/{leaf})")
                found.append(f"indexed-repeat({path}, {above}, {self.pick('1', '2')})")
        return found

    def text(self, depth: int = 0) -> str:
        """An expression that gives a text."""
        near = self.near(*TEXTS)
        if depth >= _DEEPEST or self.chance.random() < 0.25:
            return (
                self.pick(*near)
                if near and self.chance.random() < 0.7
                else self.pick("'a'", "'b c'", "''", "'12'", "'नम'")
            )
        one, other = self.text(depth + 1), self.text(depth + 1)
        simple = [
            f"concat({one}, {other})",
            f"concat({one}, '-', {self.said_number(depth + 1)})",
            f"substr({one}, {self.pick('0', '1', '-2')}, {self.pick('1', '3')})",
            f"if({self.truth(depth + 1)}, {one}, {other})",
            f"coalesce({one}, {other})",
            f"translate({one}, 'abc', 'xy')",
            f"normalize-space({one})",
            f"substring-before({one}, '-')",
            f"substring-after({one}, 'a')",
            f"join(';', {one}, {other}, {self.said_number(depth + 1)})",
            f"string({self.said_number(depth + 1)})",
            f"string({self.truth(depth + 1)})",
            f"digest({one}, 'SHA-1', 'hex')",
        ]
        return self.pick(*simple, *self.read_texts())

    def read_texts(self) -> list[str]:
        """Texts that need a question of some kind."""
        found = [f"string({path})" for path in self.near("truth", "date", "moment", "int", "decimal")]
        found += [f"concat({path}, '!')" for path in self.near("truth", "date", "moment", "decimal")]
        found += [f"format-date({path}, '%d/%m/%y %H:%M')" for path in self.near("date", "moment")]
        found += [f"format-date({path}, '%H:%M')" for path in self.near("time")]
        found += [f"selected-at({path}, {self.pick('0', '1')})" for path in self.near("many")]
        found += [f"jr:choice-name({path}, '{path}')" for path in self.near("one") if path.startswith("/")]
        found += [f"instance('L')/root/item[name = {path}]/label" for path in self.near("one")]
        found += [f"concat({path}, '')" for path in self.near("place")]
        found += [
            f"join(' ', randomize(instance('L')/root/item/name, {path}))"
            for path in self.near("text", "code", "int")
        ]
        found += [f"join(' ', {path})" for path in self.rows(*TEXTS, "truth", "int")]
        if "attributes" in self.kinds:
            found.append("/data/plain/@kind")
        return found

    def said_number(self, depth: int) -> str:
        """A number that all programs write alike: none too large, none too small."""
        return f"round(({self.number(depth)}) mod 1000, 2)"

    def truth(self, depth: int = 0) -> str:
        """An expression that gives true or false."""
        if depth >= _DEEPEST:
            near = self.near("truth")
            return self.pick(*near) if near else self.pick("true()", "false()")
        one, other = self.truth(depth + 1), self.truth(depth + 1)
        texts, numbers = self.text(depth + 1), self.number(depth + 1)
        simple = [
            f"{numbers} {self.pick('>', '<=', '=', '!=')} {self.pick('0', '1', '2', '5')}",
            f"{texts} {self.pick('=', '!=')} {self.text(depth + 1)}",
            f"({one} {self.pick('and', 'or')} {other})",
            f"not({one})",
            f"boolean({self.pick(texts, numbers)})",
            f"{self.pick('contains', 'starts-with', 'ends-with')}({texts}, 'a')",
            f"regex({texts}, '{self.pick('[a-z]+', '.*[0-9].*', chr(92) + 'w*', chr(92) + 'd+')}')",
            f"boolean-from-string({texts})",
        ]
        return self.pick(*simple, *self.read_truths())

    def read_truths(self) -> list[str]:
        """Truths that need a question of some kind."""
        found = [
            form
            for path in self.near("truth")
            for form in (path, f"{path} = true()", f"not({path})", f"{path} = 'x'")
        ]
        found += [
            f"selected({path}, '{self.pick('a', 'b', '')}')" for path in self.near("one", "many", "text")
        ]
        found += [
            f"{path} {self.pick('=', '!=')} ''" for path in self.near("int", "text", "date", "many", "code")
        ]
        moments = self.near("date", "moment")
        found += [f"{path} {self.pick('>', '>=', '=')} {self.pick(*moments)}" for path in moments]
        found += [
            f"geofence({path}, {self.pick(*self.near('shape'))})"
            for path in self.near("place")
            if self.near("shape")
        ]
        found += [f"{path} < today()" for path in self.near("date")]
        found += [f"{path} = {self.pick('5', '1.5')}" for path in self.near("code")]
        return found

    def pick(self, *forms: str) -> str:
        """One of them."""
        return self.chance.choice(forms)
