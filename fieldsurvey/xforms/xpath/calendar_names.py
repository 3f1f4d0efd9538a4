"""Short names of months and days, in the languages forms are written in."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CalendarNames:
    """Twelve months from January, seven days from Monday."""

    months: tuple[str, ...]
    days: tuple[str, ...]


def _names(months: str, days: str) -> CalendarNames:
    return CalendarNames(tuple(months.split()), tuple(days.split()))


_ENGLISH = _names("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec", "Mon Tue Wed Thu Fri Sat Sun")
_BY_CODE = {
    "en": _ENGLISH,
    "hi": _names("जन॰ फ़र॰ मार्च अप्रैल मई जून जुल॰ अग॰ सित॰ अक्तू॰ नव॰ दिस॰", "सोम मंगल बुध गुरु शुक्र शनि रवि"),
    "mr": _names("जाने फेब्रु मार्च एप्रि मे जून जुलै ऑग सप्टें ऑक्टो नोव्हें डिसें", "सोम मंगळ बुध गुरु शुक्र शनि रवि"),
    "kn": _names("ಜನವರಿ ಫೆಬ್ರವರಿ ಮಾರ್ಚ್ ಏಪ್ರಿ ಮೇ ಜೂನ್ ಜುಲೈ ಆಗ ಸೆಪ್ಟೆಂ ಅಕ್ಟೋ ನವೆಂ ಡಿಸೆಂ", "ಸೋಮ ಮಂಗಳ ಬುಧ ಗುರು ಶುಕ್ರ ಶನಿ ಭಾನು"),
    "ta": _names("ஜன. பிப். மார். ஏப். மே ஜூன் ஜூலை ஆக. செப். அக். நவ. டிச.", "திங். செவ். புத. வியா. வெள். சனி ஞாயி."),
    "te": _names("జన ఫిబ్ర మార్చి ఏప్రి మే జూన్ జులై ఆగ సెప్టెం అక్టో నవం డిసెం", "సోమ మంగళ బుధ గురు శుక్ర శని ఆది"),
    "fr": _names(
        "janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc.", "lun. mar. mer. jeu. ven. sam. dim."
    ),
    "es": _names("ene feb mar abr may jun jul ago sep oct nov dic", "lun mar mié jue vie sáb dom"),
}
_CODE = re.compile(r"\(([A-Za-z]{2,3})(?:[-_][A-Za-z]+)?\)\s*\Z")


def names_for(language: str) -> CalendarNames:
    """The names in a language as forms spell it, "Hindi (hi)" or "hi"; English for others."""
    found = _CODE.search(language)
    code = found[1] if found else language[:2]
    return _BY_CODE.get(code.lower(), _ENGLISH)
