"""Write numbers as India reads them: 14,99,561, lakh and crore, percent, and words for what is missing."""

from __future__ import annotations

import math
from decimal import ROUND_HALF_UP, Decimal

from fieldsurvey.messages import Message
from fieldsurvey.records import MISSING_NUMBERS, Missing

MINUS = "\u2212"
_KILOMETRE = 1_000
_STEPS = (
    (Decimal(10**12), "lakh crore"),
    (Decimal(10**7), "crore"),
    (Decimal(10**5), "lakh"),
    (Decimal(10**3), "thousand"),
)
_WORDS = {
    "en": {"thousand": "thousand", "lakh": "lakh", "crore": "crore", "lakh crore": "lakh crore"},
    "hi": {"thousand": "हज़ार", "lakh": "लाख", "crore": "करोड़", "lakh crore": "लाख करोड़"},
    "kn": {"thousand": "ಸಾವಿರ", "lakh": "ಲಕ್ಷ", "crore": "ಕೋಟಿ", "lakh crore": "ಲಕ್ಷ ಕೋಟಿ"},
}
_MISSING = {
    "en": {Missing.DONT_KNOW: "don't know", Missing.REFUSED: "refused"},
    "hi": {Missing.DONT_KNOW: "पता नहीं", Missing.REFUSED: "मना किया"},
    "kn": {Missing.DONT_KNOW: "ಗೊತ್ತಿಲ್ಲ", Missing.REFUSED: "ನಿರಾಕರಿಸಿದರು"},
}
Number = int | float | Decimal


def grouped(value: Number, decimals: int = 0) -> str:
    """The number with Indian grouping: 1499561 -> "14,99,561"; halves are rounded away from zero."""
    if not math.isfinite(value):
        return ""
    rounded = _rounded(value, decimals)
    whole, _, fraction = f"{abs(rounded):.{decimals}f}".partition(".")
    head, tail = whole[:-3], whole[-3:]
    pairs = [head[max(0, end - 2) : end] for end in range(len(head), 0, -2)][::-1]
    text = ",".join([*pairs, tail])
    return (MINUS if rounded < 0 else "") + text + (f".{fraction}" if fraction else "")


def number_of(text: str) -> float | None:
    """A number in the form's notation; None when it is none, or stands for a missing answer."""
    try:
        return None if text in MISSING_NUMBERS else float(text)
    except ValueError:
        return None


def short(value: Number, decimals: int = 2) -> tuple[str, str]:
    """A large amount as (figures, step): 1499561 -> ("14.99", "lakh"); below a thousand the step is ""."""
    if not math.isfinite(value):
        return "", ""
    exact = Decimal(str(value))
    for size, word in _STEPS:
        if abs(exact) >= size:
            return _plain(exact / size, decimals), word
    return _plain(exact, decimals), ""


def amount_in_words(value: Number | Missing | None, language: str = "en") -> str:
    """The amount in short words, "14.99 lakh", for the ear and the eye; "" for no amount."""
    if value is None:
        return ""
    if isinstance(value, Missing):
        return missing_word(value, language)
    figures, step = short(value)
    return f"{figures} {_words(language)[step]}" if step else figures


def percent(share: float, decimals: int = 0) -> str:
    """A share of 1 as percent: 0.256 -> "26 %"."""
    return f"{grouped(share * 100, decimals)}\u00a0%"


def with_unit(value: Number | Missing | None, unit: str = "", decimals: int = 0, language: str = "en") -> str:
    """The number and its unit, the rupee sign in front: "₹14,99,561", "62 %", "18 workers"; "" for None."""
    if value is None:
        return ""
    if isinstance(value, Missing):
        return missing_word(value, language)
    figures = grouped(value, decimals)
    if unit in ("Rs", "INR", "₹"):
        return figures.replace(MINUS, f"{MINUS}₹") if figures.startswith(MINUS) else f"₹{figures}"
    return f"{figures}\u00a0{unit}" if unit else figures


def missing_word(missing: Missing, language: str = "en") -> str:
    """Why there is no number, in words."""
    return _MISSING.get(language, _MISSING["en"])[missing]


def missing_of(text: str) -> Missing | None:
    """Why there is no answer, from its words in any language of the window; None when the text says none."""
    said = text.strip().casefold().replace("’", "'")
    return next((kind for words in _MISSING.values() for kind, word in words.items() if word == said), None)


def _words(language: str) -> dict[str, str]:
    return _WORDS.get(language, _WORDS["en"])


def _rounded(value: Number, decimals: int) -> Decimal:
    rounded = Decimal(str(value)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    return rounded if rounded else abs(rounded)


def _plain(value: Decimal, decimals: int) -> str:
    """Rounded, without idle zeros at the end."""
    text = grouped(value, decimals)
    return text.rstrip("0").rstrip(".") if "." in text else text


def length(metres: float) -> Message:
    """A way over the ground, to be said in any language: 312 m, 4.2 km, 38 km."""
    if round(metres) < _KILOMETRE:
        return Message("length.m", n=grouped(metres))
    kilometres = metres / _KILOMETRE
    return Message("length.km", n=grouped(kilometres, 1 if kilometres < 10 else 0))
