"""A place on the earth as people write it, and as the form stores it. Pure: text in, text out."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import unquote

_NUMBER = r"[-+]?\d{1,3}(?:\.\d+)?"
_FIGURE = r"[-+]?\d+(?:\.\d+)?"
_PAIR = rf"({_NUMBER})\s*(?:[,~/]|\s|&\w+=)\s*({_NUMBER})"
# Where map services put the place in a link; the pin that was chosen stands before the middle of what is seen.
_LINKS = (
    rf"!3d({_NUMBER})!4d({_NUMBER})",
    rf"mlat=({_NUMBER})&mlon=({_NUMBER})",
    rf"(?:q|query|ll|sll|destination|daddr|center|cp|coordinate|place)=(?:loc:)?{_PAIR}",
    rf"@{_PAIR}",
    rf"geo:{_PAIR}",
    rf"#map=[\d.]+/({_NUMBER})/({_NUMBER})",
    rf"/(?:place|dir|search)/{_PAIR}",
)
_ACCURACY = re.compile(
    rf"(?:±|\+/-|\baccuracy\b|\bacc\b|;u=)[^\d+-]{{0,4}}({_FIGURE})\s*(?:m\b|metres?|meters?)?", re.I
)
_ALTITUDE = re.compile(
    rf"(?:\baltitude\b|\balt\b|\belevation\b|\bheight\b)[^\d+-]{{0,4}}({_FIGURE})\s*(?:m\b|metres?|meters?)?",
    re.I,
)
_NAMES = re.compile(r"\b(?:latitude|longitude|lat|long|lng|lon|position|location|gps)\b\s*[:=]?", re.I)
_DEGREES = re.compile(
    r"([-+]?\d{1,3}(?:\.\d+)?)\s*°\s*(?:(\d{1,2}(?:\.\d+)?)\s*'(?!')\s*)?(?:(\d{1,2}(?:\.\d+)?)\s*(?:\"|'')?)?"
)
_LETTER = re.compile(r"(?<![A-Za-z])[NSEWnsew](?![A-Za-z])")
_SIGNS = str.maketrans(
    {"−": "-", "–": "-", "º": "°", "˚": "°", "′": "'", "’": "'", "‘": "'", "″": '"', "”": '"', "“": '"'}
)
_DECIMALS = 7  # a centimetre; a phone gives no more


@dataclass(frozen=True, slots=True)
class Position:
    """A place in degrees; altitude and accuracy in metres, 0 when they are not known."""

    latitude: float
    longitude: float
    altitude: float = 0.0
    accuracy: float = 0.0

    @property
    def value(self) -> str:
        """As the form stores it: `latitude longitude altitude accuracy`."""
        position = (round(self.latitude, _DECIMALS), round(self.longitude, _DECIMALS))
        return " ".join(map(repr, (*position, round(self.altitude, 2), round(self.accuracy, 2))))

    @property
    def shown(self) -> str:
        """As a field shows it."""
        return f"{self.latitude:.6f} {self.longitude:.6f}"

    @property
    def is_on_earth(self) -> bool:
        return -90 <= self.latitude <= 90 and -180 <= self.longitude <= 180


def stored(value: str) -> tuple[Position, ...]:
    """The places of an answer; those that cannot be read are passed over."""
    found = []
    for point in value.split(";"):
        try:
            numbers = [float(word) for word in point.split()[:4]]
        except ValueError:
            continue
        if len(numbers) > 1:
            found.append(Position(*numbers))
    return tuple(found)


def joined(points: tuple[Position, ...]) -> str:
    """Places as a trace or shape stores them."""
    return "; ".join(point.value for point in points)


def read_position(text: str) -> Position | None:
    """The place a text tells, typed or pasted: degrees in any notation, a link of a map service. None when it tells none."""
    text = _plain(text)
    if "://" in text or text.lower().startswith("geo:"):
        return _on_earth(_from_link(text))
    accuracy, altitude = _ACCURACY.search(text), _ALTITUDE.search(text)
    for extra in (_ACCURACY, _ALTITUDE, _NAMES):
        text = extra.sub(" ", text)
    found = _from_words(text.strip(" ,;:()[]"))
    if found is None:
        return None
    return _on_earth(
        Position(
            found.latitude,
            found.longitude,
            float(altitude.group(1)) if altitude else found.altitude,
            abs(float(accuracy.group(1))) if accuracy else found.accuracy,
        )
    )


def is_link(text: str) -> bool:
    """Whether the text is an address rather than a place."""
    return "://" in text


def _plain(text: str) -> str:
    """Western digits and the plain signs for degrees, minutes and seconds."""
    western = "".join(str(unicodedata.digit(c)) if c.isdigit() else c for c in text.strip())
    return western.translate(_SIGNS)


def _on_earth(found: Position | None) -> Position | None:
    return found if found is not None and found.is_on_earth else None


def _from_link(text: str) -> Position | None:
    text = unquote(text)
    for pattern in _LINKS:
        match = re.search(pattern, text)
        if match:
            extra = re.match(rf"geo:{_NUMBER},{_NUMBER},({_FIGURE})", text)
            accuracy = _ACCURACY.search(text)
            return Position(
                float(match.group(1)),
                float(match.group(2)),
                float(extra.group(1)) if extra else 0.0,
                float(accuracy.group(1)) if accuracy else 0.0,
            )
    return None


def _from_words(text: str) -> Position | None:
    letters = [letter.group().upper() for letter in _LETTER.finditer(text)]
    if len(letters) == 2:
        return _with_letters(text, letters)
    if "°" in text:
        halves = [_angle(*match.groups()) for match in _DEGREES.finditer(text)]
        found = _pair(halves)
    else:
        found = _from_numbers(_LETTER.sub(" ", text))
    if found is None or not letters:
        return found
    south = -abs(found.latitude) if letters == ["S"] else found.latitude
    west = -abs(found.longitude) if letters == ["W"] else found.longitude
    return Position(south, west, found.altitude, found.accuracy)


def _with_letters(text: str, letters: list[str]) -> Position | None:
    """Each half has its letter, before the figures or after them."""
    pieces = [piece for piece in _LETTER.split(text) if re.search(r"\d", piece)]
    if (
        len(pieces) != 2
        or {"N": 0, "S": 0, "E": 1, "W": 1}[letters[0]] == {"N": 0, "S": 0, "E": 1, "W": 1}[letters[1]]
    ):
        return None
    by_axis = {}
    for letter, piece in zip(letters, pieces, strict=True):
        figures = re.findall(r"\d+(?:\.\d+)?", piece)
        angle = _angle(*figures) if len(figures) <= 3 else None
        if angle is None:
            return None
        by_axis[letter in "NS"] = -angle if letter in "SW" else angle
    return Position(by_axis[True], by_axis[False])


def _from_numbers(text: str) -> Position | None:
    """Two to four figures; among other words only where they look like a place."""
    if re.fullmatch(r"\d{1,3},\d{3,}[\s;]+\d{1,3},\d{3,}", text):
        text = text.replace(",", ".")  # a decimal comma
    if re.search(r"[^\W\d_]{2,}", text):
        return _pair([float(n) for n in re.findall(r"-?\d{1,3}\.\d{3,}", text)])
    figures = re.findall(_FIGURE, text)
    if not 2 <= len(figures) <= 4:
        return None
    return Position(*(float(figure) for figure in figures))


def _angle(degrees: str, minutes: str | None = None, seconds: str | None = None) -> float | None:
    whole, sixtieths, rest = abs(float(degrees)), float(minutes or 0), float(seconds or 0)
    if sixtieths >= 60 or rest >= 60:
        return None
    angle = whole + sixtieths / 60 + rest / 3600
    return -angle if degrees.startswith("-") else angle


def _pair(halves: list[float | None] | list[float]) -> Position | None:
    if len(halves) != 2 or halves[0] is None or halves[1] is None:
        return None
    return Position(halves[0], halves[1])
