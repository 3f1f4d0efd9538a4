"""Short names of months and days, in the languages forms are written in: data from the Unicode CLDR, read once."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache

from fieldsurvey.system.paths import resources

_CODE = re.compile(r"\(([A-Za-z]{2,3})(?:[-_][A-Za-z]+)?\)\s*\Z")


@dataclass(frozen=True, slots=True)
class CalendarNames:
    """Twelve months from January, seven days from Monday."""

    months: tuple[str, ...]
    days: tuple[str, ...]


def names_for(language: str) -> CalendarNames:
    """The names in a language as forms spell it, "Hindi (hi)", "Hindi" or "hi"; English for others."""
    by_code, by_name = _read()
    found = _CODE.search(language)
    name = language.strip().lower()
    code = found[1].lower() if found else by_name.get(name, re.split(r"[-_]", name)[0])
    return by_code.get(code, by_code["en"])


@cache
def _read() -> tuple[dict[str, CalendarNames], dict[str, str]]:
    """Code -> names, and a language's name in lower case -> code; written by `tools/calendar_names.py`."""
    data = json.loads((resources() / "calendar_names.json").read_text(encoding="utf-8"))
    languages = {
        code: CalendarNames(tuple(one["months"]), tuple(one["days"]))
        for code, one in data["languages"].items()
    }
    return languages, data["names"]
