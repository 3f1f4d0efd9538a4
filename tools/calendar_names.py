"""Write `resources/calendar_names.json` anew from the Unicode CLDR that Babel carries: `python -m tools.calendar_names`."""

from __future__ import annotations

import json
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel import __version__ as babel_version
from babel.dates import get_day_names, get_month_names

OUT = Path(__file__).parents[1] / "resources" / "calendar_names.json"
CODES = [
    "en",
    "hi",
    "as",
    "bn",
    "brx",
    "doi",
    "gu",
    "kn",
    "kok",
    "ks",
    "mai",
    "ml",
    "mni",
    "mr",
    "ne",
    "or",
    "pa",
    "sa",
    "sat",
    "sd",
    "ta",
    "te",
    "ur",
    "my",
    "si",
    "am",
    "sw",
    "ar",
    "fa",
    "ps",
    "id",
    "fr",
    "es",
    "pt",
    "ru",
    "de",
    "it",
    "nl",
    "tr",
    "th",
    "zh",
    "ja",
]
"""The languages forms are written in: those of the Eighth Schedule to India's constitution, its neighbours', and large ones."""
_ALSO = {"bengali": "bn", "oriya": "or", "bodo": "brx"}


def names() -> dict[str, object]:
    """Code -> twelve short months from January, seven short days from Monday; and the languages' own names -> code."""
    languages, by_name = {}, dict(_ALSO)
    for code in CODES:
        try:
            months, days = (
                get_month_names("abbreviated", "format", code),
                get_day_names("abbreviated", "format", code),
            )
        except UnknownLocaleError:
            continue
        languages[code] = {"months": [months[n] for n in range(1, 13)], "days": [days[n] for n in range(7)]}
        for told in ("en", code):
            by_name[str(Locale.parse(code).get_display_name(told)).lower()] = code
    return {
        "source": f"Unicode CLDR (Unicode License v3), by Babel {babel_version}",
        "languages": languages,
        "names": dict(sorted(by_name.items())),
    }


def text() -> str:
    """The file as it should be."""
    return json.dumps(names(), ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    OUT.write_text(text(), encoding="utf-8")
