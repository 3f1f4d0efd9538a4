"""What the window shows for each kind of question and each appearance, as one table: the verdicts on forms and the window read it.

To add an appearance or a kind: its widget in a file of `ui/entry/kinds`, and a row here that names the class. Where an appearance
has several words, the row that stands first decides.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from fieldsurvey.i18n import _

_WORD = re.compile(r"(?:ex:|search\()[^()\s]*(?:\([^)]*\)|[^)]*\))?|\S+")
"""An application or a search has its arguments in parentheses, perhaps with spaces between them."""
_WIDTH = re.compile(r"w\d+")
PLACES = ("geotrace", "geoshape")
NUMBERS = ("int", "long", "decimal")
CHOOSING = ("select", "select1")
CALENDARS = ("ethiopian", "coptic", "islamic", "persian", "buddhist")
CALENDARS_NOT_KNOWN = ("bikram-sambat", "myanmar")
ARRANGED = (
    *("horizontal", "horizontal-compact", "columns", "columns-pack", "columns-n", "compact", "compact-n"),
    *("quickcompact", "no-buttons", "likert", "list", "list-nolabel", "vertical", "full"),
)


@dataclass(frozen=True, slots=True)
class Look:
    """How the window shows something. `instead` is "" when it is just what the form asks for."""

    controls: tuple[str, ...]
    types: tuple[str, ...]
    """Data types; of an upload what is taken: image, audio, video. None means any."""
    words: tuple[str, ...]
    """Words of the appearance; none means the kind of question itself."""
    widget: str
    """Class of `ui/entry/kinds` that shows it."""
    instead: str = ""
    is_lost: bool = False
    """Whether something cannot be done here at all."""

    def fits(self, control: str, kind: str, word: str) -> bool:
        """Whether this row is about such a question; `word` is "" for the kind of question itself."""
        return (
            control in self.controls
            and (not self.types or kind in self.types)
            and (word in self.words if word else not self.words)
        )


def kinds() -> tuple[Look, ...]:
    """Each kind of question without any appearance; the first row that fits counts."""
    return (
        Look(CHOOSING, (), (), "ChoicesWidget"),
        Look(("rank",), (), (), "RankWidget"),
        Look(("range",), (), (), "RangeWidget"),
        Look(("trigger",), (), (), "AcknowledgeWidget"),
        Look(("upload",), ("image",), (), "PhotoWidget", _("a photo from a file or the clipboard, or from a camera where there is one")),
        Look(("upload",), ("audio",), (), "AudioWidget", _("a sound from a file, or recorded where there is a microphone")),
        Look(("upload",), ("video",), (), "VideoWidget", _("a film chosen from this laptop; nothing is filmed here")),
        Look(("upload",), (), (), "MediaWidget"),
        Look(("input",), NUMBERS, (), "NumberWidget"),
        Look(("input",), ("dateTime",), (), "DateTimeWidget"),
        Look(("input",), ("date",), (), "DateWidget"),
        Look(("input",), ("time",), (), "TimeWidget"),
        Look(("input",), ("geopoint",), (), "GeopointWidget", _("latitude and longitude: typed, pasted, or from a receiver that is plugged in")),
        Look(("input",), PLACES, (), "GeotraceWidget", _("a list of points with a sketch: typed, pasted, or from a receiver")),
        Look(("input",), ("barcode",), (), "BarcodeWidget", _("the code: typed, scanned, or read from a picture")),
        Look(("input",), ("boolean",), (), "TextWidget", _("a line of text: true or false")),
        Look(("input",), ("binary", "intent"), (), "TextWidget", _("a line of text")),
        Look(("input",), (), (), "TextWidget"),
    )  # fmt: skip


def appearances() -> tuple[Look, ...]:
    """Each appearance the window knows of, handled or not; the first row that fits counts."""
    return (
        Look(CHOOSING, (), ("label",), "TableHeadWidget"),
        Look(CHOOSING, (), ("map",), "ChoiceMapWidget", _("a sketch of the places and their list, without a map beneath")),
        Look(CHOOSING, (), ("minimal", "autocomplete", "search"), "DropdownWidget"),
        Look(CHOOSING, (), ("image-map",), "ImageMapWidget"),
        Look(CHOOSING, (), ARRANGED, "ChoicesWidget"),
        Look(("select1",), (), ("quick",), "ChoicesWidget"),
        Look(("select",), (), ("quick",), "ChoicesWidget", _("Enter goes on to the next question: several may be chosen")),
        Look(("range",), (), ("rating",), "RatingWidget"),
        Look(("range",), (), ("picker",), "PickerWidget"),
        Look(("range",), (), ("no-ticks", "horizontal"), "RangeWidget"),
        Look(("range",), (), ("vertical",), "RangeWidget"),
        Look(("input",), NUMBERS, ("thousands-sep",), "NumberWidget"),
        Look(("input",), NUMBERS, ("numbers",), "NumberWidget"),
        Look(("input",), NUMBERS, ("counter",), "NumberWidget"),
        Look(("input",), NUMBERS, ("bearing",), "NumberWidget", _("a number field; there is no compass")),
        Look(("input",), NUMBERS, ("masked",), "NumberWidget"),
        Look(("input",), ("string",), ("multiline",), "MultilineWidget"),
        Look(("input",), ("string",), ("masked",), "MaskedWidget"),
        Look(("input",), ("string",), ("url",), "AddressWidget"),
        Look(("input",), ("string",), ("numbers",), "TextWidget"),
        Look(("input",), ("barcode",), ("numbers",), "BarcodeWidget"),
        Look(("input",), ("string",), ("printer",), "TextWidget", _("a line of text; nothing is printed"), is_lost=True),
        Look(("input",), ("barcode",), ("hidden-answer",), "BarcodeWidget"),
        Look(("input",), ("barcode",), ("front",), "BarcodeWidget", _("the code: typed, scanned, or read from a picture")),
        Look(("input",), ("date",), ("no-calendar",), "DateWidget"),
        Look(("input",), ("dateTime",), ("no-calendar",), "DateTimeWidget"),
        Look(("input",), ("date",), ("month-year", "year"), "DateWidget"),
        Look(("input",), ("dateTime",), ("month-year", "year"), "DateTimeWidget", _("a whole date: day, month and year")),
        Look(("input",), ("date",), CALENDARS, "DateWidget"),
        Look(("input",), ("dateTime",), CALENDARS, "DateTimeWidget"),
        Look(("input",), ("date",), CALENDARS_NOT_KNOWN, "DateWidget", _("a date of the Gregorian calendar")),
        Look(("input",), ("dateTime",), CALENDARS_NOT_KNOWN, "DateTimeWidget", _("a date of the Gregorian calendar")),
        Look(("input",), ("geopoint",), ("maps", "placement-map", "quick"), "GeopointWidget",
             _("latitude and longitude: typed, pasted, or from a receiver; no map")),
        Look(("input",), PLACES, ("maps", "placement-map"), "GeotraceWidget",
             _("a list of points with a sketch to scale; no map")),
        Look(("upload",), ("image",), ("signature", "draw", "annotate"), "DrawingWidget",
             _("a sheet to draw on, or a photo to draw on, with mouse, pen or keys")),
        Look(("upload",), ("image",), ("new", "new-front", "selfie", "front"), "PhotoWidget",
             _("a photo from a camera where there is one, else from a file")),
        Look(("upload",), ("audio",), ("new",), "AudioWidget",
             _("a sound recorded where there is a microphone, else from a file")),
        Look(("upload",), ("video",), ("new", "new-front", "selfie", "front"), "VideoWidget",
             _("a file chosen from this laptop; nothing new is taken")),
        Look(("input",), (), ("ex:",), "", _("typed by hand; the other program is not started"), is_lost=True),
        Look(("upload",), (), ("ex:",), "MediaWidget", _("a file chosen by hand; the other program is not started"),
             is_lost=True),
        Look(CHOOSING, (), ("search(",), "ChoicesWidget"),
    )  # fmt: skip


def in_grid() -> tuple[Look, ...]:
    """The cells of a repeat that is shown as a grid; the first row that fits counts."""
    return (
        Look(("select1", "select"), (), (), "cell"),
        Look(("range",), (), (), "cell", _("a grid cell: the number typed")),
        Look(("input",), (*NUMBERS, "string", "barcode", "date", "time", "dateTime"), (), "cell"),
        Look(("input",), (), (), "cell", _("a grid cell, typed as the form stores it")),
    )


def words_of(appearance: str) -> list[str]:
    """The words of an appearance as the table lists them; widths for web pages say nothing here."""
    return [_listed(word) for word in _WORD.findall(appearance) if not _WIDTH.fullmatch(word)]


def _listed(word: str) -> str:
    for beginning in ("ex:", "search(", "printer"):
        if word.startswith(beginning):
            return beginning
    stem, _dash, number = word.rpartition("-")
    return f"{stem}-n" if number.isdigit() else word
