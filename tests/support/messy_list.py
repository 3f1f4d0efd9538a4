"""A list of brass units as an office hands it over: three sheets, two scripts, a title above the head, page sums, doubles, bad numbers.

447 rows under the head: 412 firms, 19 rows that name one once more, 16 that are no firm (2 empty, 3 heads, 5 sums, 6 without a name).
"""

from __future__ import annotations

import random
from pathlib import Path

from openpyxl import Workbook

HEAD = (
    "Sl No",
    "Name of the Unit",
    "Address",
    "Area",
    "Mob",
    "Udyam",
    "Empl.",
    "Invest (L)",
    "GST No",
    "Product",
    "Remarks",
)
HEAD_ROW = 3
EMPTY, HEADS, SUMS, NAMELESS = (
    (141, 288),
    (96, 191, 302),
    (52, 99, 194, 305, 420),
    (118, 204, 233, 279, 310, 377),
)
ROWS, FIRMS, SAME = 447, 412, 19
LAST = HEAD_ROW + ROWS
DOUBLES = {54: 50, 77: 60, 103: 61, 130: 62, 150: 63, 170: 64, 200: 65, 220: 66, 240: 67, 260: 68, 290: 69, 320: 70, 340: 71,
           350: 72, 360: 73, 380: 74, 400: 75, 430: 76, 445: 78}  # fmt: skip
"""Row -> the row it names once more."""
RANGES = (53, 110, 160, 210, 250, 270, 330, 370, 410)
CUT_PHONES = (57, 111, 161, 211, 251, 271, 331)
BAD_GSTIN, GOOD_GSTIN = "22AAAAA0000A1Z5", "27AAPFU0939F1ZV"
ACCOUNTANT = "9845000000"
"""One telephone on four firms that are four."""
ACCOUNTANTS_ROWS = (20, 21, 22, 23)
LOOKALIKES = {
    81: "Sri Chowdeshwari Deepa", 82: "ಚೌಡೇಶ್ವರಿ ದೀಪ", 83: "Verma Alloys", 84: "Varma Alloys", 85: "Jayanna Foundry",
    86: "ಜಯಣ್ಣ ಫೌಂಡ್ರಿ", 87: "Swarna Statues", 88: "Swarn Statues", 89: "Malini Handicrafts", 90: "Malini Handicraft",
    91: "Udaya Alloys", 92: "Jnanodaya Statues",
}  # fmt: skip
"""Rows in pairs, 81 and 82 and so on: five firms written twice, in one place and without a certificate; of the sixth pair, which is two
firms, only the telephone is one."""
_PLACES = {
    "Old market": ("Old market", "OLD MARKET", "Old mkt", "old  market"),
    "Kumbara street": ("Kumbara street", "KUMBARA ST.", "Kumbara"),
    "Industrial area": ("Industrial area", "Indl Area", "Ind. Ar"),
    "Bellur road": ("Bellur road", "Bellur Rd"),
}
_FIRST = ("Manjunatha", "Basava", "Gowri", "Hemavathi", "Kalpatharu", "Lakshmi", "Mahadeshwara", "Shakthi", "Nandi", "Padma",
          "Raghavendra", "Sharada", "Siddaganga", "Tunga", "Veerabhadra", "Sujatha", "Rudra", "Annapurna", "Kaveri", "Malnad")  # fmt: skip
_SECOND = (
    "Brass",
    "Metal",
    "Lamp",
    "Bell",
    "Idols",
    "Vessels",
    "Castings",
    "Pooja",
    "Bronze",
    "Copper",
    "Temple",
)
_THIRD = ("Works", "Industries", "Makers")
_KANNADA = ("ತುಂಗಾ", "ಗೌರಿ", "ಕಾವೇರಿ", "ಶಾರದಾ", "ನಂದಿ")
_KANNADA_SECOND = ("ಮೆಟಲ್ಸ್", "ದೀಪ", "ಗಂಟೆ", "ವಿಗ್ರಹ", "ಪಾತ್ರೆ", "ಕಂಚು", "ತಾಮ್ರ", "ಹಿತ್ತಾಳೆ")


def write(path: Path) -> Path:
    """The workbook."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Units"
    sheet.append(["District Industries Centre, Mandya: brass units as on 31.08.2025"])
    sheet.append([])
    sheet.append(list(HEAD))
    for cells in rows():
        sheet.append(cells)
    sheet.merge_cells("A1:K1")
    # Three units share one cell for their area, as the clerk drew it.
    for row in (31, 32):
        sheet.cell(row, 4).value = None
    sheet.cell(30, 4).value = "Old market"
    sheet.merge_cells("D30:D32")
    closed = book.create_sheet("Closed")
    closed.append(list(HEAD))
    for number in range(1, 32):
        closed.append([number, f"Closed unit {number}"])
    book.create_sheet("Sheet3")
    book.save(path)
    return path


def rows() -> list[list[object]]:
    """Every row under the head, from row 4."""
    chance = random.Random(7)
    names = _names()
    written: dict[int, list[object]] = {}
    serial = 0
    for row in range(HEAD_ROW + 1, LAST + 1):
        if row in EMPTY:
            written[row] = []
        elif row in HEADS:
            written[row] = list(HEAD)
        elif row in SUMS:
            written[row] = [None, "TOTAL PAGE 1", None, None, None, None, 542]
        elif row in NAMELESS:
            serial += 1
            written[row] = [serial, None, "Indl Area", "Indl Area", None, None, 4]
        elif row in DOUBLES:
            serial += 1
            written[row] = _again(serial, written[DOUBLES[row]])
        else:
            serial += 1
            written[row] = _firm(row, serial, LOOKALIKES.get(row) or next(names), chance)
    return [written[row] for row in sorted(written)]


def _names():  # type: ignore[no-untyped-def]
    """Names of firms, each once; every eleventh is written in Kannada."""
    latin = (f"{a} {b} {c}" for c in _THIRD for b in _SECOND for a in _FIRST)
    kannada = (f"{a} {b}" for b in _KANNADA_SECOND for a in _KANNADA)
    number = 0
    while True:
        number += 1
        yield next(kannada) if number % 11 == 0 and number <= 11 * 38 else f"M/s {next(latin)}"


def _firm(row: int, serial: int, name: str, chance: random.Random) -> list[object]:
    place = chance.choice(list(_PLACES))
    phone: object = ACCOUNTANT if row in ACCOUNTANTS_ROWS else 9845100000 + row
    if row in CUT_PHONES:
        phone = "9.8E+09"
    workers: object = chance.choice((1, 2, 3, 4, 6, 9, 14, 24, 38))
    if row in RANGES:
        workers = "35-40"
    elif row % 40 == 0:
        workers = f"abt {row % 7 + 2}"
    udyam = f"UDYAM-KR-18-{41000 + row:07d}" if row % 3 else "UAM old form" if row % 2 else None
    if row in LOOKALIKES:
        place, udyam = "Old market", None
        phone = 9845000091 if row in (91, 92) else phone
    gstin = BAD_GSTIN if row % 50 == 1 else GOOD_GSTIN if row == 40 else None
    invest = "NA" if row % 9 == 0 else round(chance.uniform(1, 90), 1)
    spelling = chance.choice(_PLACES[place])
    return [serial, name, f"{row}, 4th Cross", spelling, phone, udyam, workers, invest, gstin, "Deepa"]


def _again(serial: int, first: list[object]) -> list[object]:
    """The same firm once more: shouted, without its certificate, with another number of workers."""
    name = str(first[1]).removeprefix("M/s ").upper()
    return [
        serial,
        name,
        first[2],
        first[3],
        first[4],
        first[5] if serial % 2 else None,
        12,
        None,
        None,
        "Lamps",
    ]
