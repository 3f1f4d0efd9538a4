"""Studies to be damaged, damage done to them, and what a damaged file still holds, told without the code under test."""

from __future__ import annotations

import random
import shutil
import struct
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from fieldsurvey.interviews.submissions import savepoint_of
from fieldsurvey.records import Cluster, Questionnaire
from fieldsurvey.recovery.pages import Pages
from fieldsurvey.store import database
from fieldsurvey.store.keys import Key
from fieldsurvey.study import Study
from tests.support import rows
from tests.support.small_form import ANSWERS, NOW

PAGE = 4096


@dataclass(frozen=True)
class Sample:
    """A study as it was before the damage."""

    path: Path
    passphrase: str | None
    key: Key | None
    xml: Mapping[str, str]
    """instanceID -> what the study gave for it"""
    home: Mapping[str, frozenset[int]]
    """instanceID -> the pages its row stands on"""

    @property
    def begin(self) -> int:
        """Where damage may begin: a locked file whose salt is lost needs a backup, which is a test of its own."""
        return 16 if self.passphrase else 0


def make_sample(
    path: Path, questionnaire: Questionnaire, passphrase: str | None, *, firms: int = 25, drafts: int = 3
) -> Sample:
    """A study of interviews short and long, with photos and drafts."""
    with Study.create(
        path, Cluster(name="Brass"), [questionnaire], passphrase=passphrase, clock=lambda: NOW
    ) as study:
        for number in range(firms):
            name = f"Firm {number} {'पीतल ' * (number % 6 * 90)}"
            identity = study.interviews.add("small", {**ANSWERS, "/data/identity/firm_name": name})
            if number % 5 == 0:
                study.attachments.add(identity, "gate.jpg", random.Random(number).randbytes(9000))
        for number in range(drafts):
            make_draft(study, f"Draft {number}")
        xml = {
            row.instance_id: study.interviews.read(row.instance_id).xml for row in study.interviews.listing()
        }
    key = database.key_for(path, passphrase)
    return Sample(path, passphrase, key, xml, pages_of(path, key, xml))


def make_draft(study: Study, name: str) -> str:
    """A draft whose name stands in its history too."""
    entry = study.interviews.begin("small")
    entry.answer("/data/identity/firm_name", name)
    answers = (("/data/identity/firm_name", "", name),)
    study.interviews.savepoint(savepoint_of(entry, NOW, answers=answers))
    return entry.instance_id


def pages_of(path: Path, key: Key | None, identities: Iterable[str]) -> dict[str, frozenset[int]]:
    """The pages of each interview's row: the one it begins on, then the chain of the rest.

    Searched by content: the row's first columns are written one after the other, and the page's head points at its beginning.
    """
    with Pages(path, key) as pages:
        held = {number: pages.read(number) or b"" for number in range(1, pages.count + 1)}
        usable = pages.usable
    found: dict[str, frozenset[int]] = {}
    for identity in identities:
        mark = f"{identity}small1".encode()
        ((first, at),) = (
            (n, at) for n, page in held.items() for at in _places(page, mark) if _is_row(page, at)
        )
        found[identity] = frozenset((first, *_rest(held, first, at, usable)))
    return found


def _places(page: bytes, mark: bytes) -> Iterator[int]:
    at = page.find(mark)
    while at >= 0:
        yield at
        at = page.find(mark, at + 1)


def _is_row(page: bytes, at: int) -> bool:
    """Whether a row begins a few bytes before, and not only what was left of one that moved elsewhere."""
    return _start(page, at) is not None


def _start(page: bytes, at: int) -> int | None:
    count = int.from_bytes(page[3:5], "big")
    starts = struct.unpack(f">{count}H", page[8 : 8 + 2 * count]) if page[0] == 13 else ()
    return next((start for start in starts if 0 < at - start < 50), None)


def _rest(held: Mapping[int, bytes], first: int, at: int, usable: int) -> list[int]:
    """The pages a row goes on over; how much stands on its first page is reckoned as SQLite's file format says."""
    page = held[first]
    at = _start(page, at) or 0
    size, at = _number(page, at)
    _rowid, at = _number(page, at)
    if size <= usable - 35:
        return []
    least = (usable - 12) * 32 // 255 - 23
    local = least + (size - least) % (usable - 4)
    at += local if local <= usable - 35 else least
    chain = [int.from_bytes(page[at : at + 4], "big")]
    while following := int.from_bytes(held[chain[-1]][:4], "big"):
        chain.append(following)
    return chain


def _number(page: bytes, at: int) -> tuple[int, int]:
    value = page[at] & 0x7F
    while page[at] & 0x80:
        at += 1
        value = value << 7 | page[at] & 0x7F
    return value, at + 1


def root_of(table: str, path: Path, passphrase: str | None) -> int:
    """The page a table begins on, asked while the study is whole."""
    sql = "SELECT rootpage FROM sqlite_master WHERE name = ?"
    return rows.number(path, sql, table, passphrase=passphrase)


def copy_of(sample: Sample, path: Path) -> Path:
    """The file to be damaged."""
    shutil.copyfile(sample.path, path)
    return path


def wipe(path: Path, number: int, *, begin: int = 0) -> None:
    """Write noise over one page; of page 1 from `begin` on."""
    with path.open("r+b") as file:
        file.seek((number - 1) * PAGE + begin)
        file.write(random.Random(number).randbytes(PAGE - begin))


def hurt(path: Path, seed: int, begin: int) -> frozenset[int]:
    """Flip, zero or cut bytes at random places; returns the pages that are not as they were."""
    chance = random.Random(seed)
    before = path.read_bytes()
    data = bytearray(before)
    kind = chance.choice(("flip", "zero", "cut", "all"))
    if kind in ("flip", "all"):
        for _time in range(chance.randint(1, 25)):
            data[chance.randrange(begin, len(data))] ^= 1 << chance.randrange(8)
    if kind in ("zero", "all"):
        for _time in range(chance.randint(1, 4)):
            at = chance.randrange(begin, len(data))
            size = min(chance.randint(1, 3 * PAGE), len(data) - at)
            data[at : at + size] = bytes(size)
    if kind in ("cut", "all"):
        del data[chance.randrange(2 * PAGE, len(data)) :]
    path.write_bytes(data)
    starts = range(0, len(before), PAGE)
    return frozenset(
        start // PAGE + 1 for start in starts if before[start : start + PAGE] != data[start : start + PAGE]
    )
