"""Long lists of choices do not pass through pyxform: it is given a few rows of each, and the rest is written as it wrote those.

Given are all rows that are alone in their kind or that it may complain about, so that it says what it would have said. What it makes of
them is compared, letter by letter, with what is written here for the same rows; where that differs, the whole list passes through it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from pyxform.parsing.sheet_headers import clean_text_values
from pyxform.utils import escape_text_for_xml

from fieldsurvey.forms import inline_lists
from fieldsurvey.forms.inline_lists import FormList, Split
from fieldsurvey.forms.xlsform.books import Book
from fieldsurvey.xforms.limits import LARGEST_FORM, MOST_LISTED
from fieldsurvey.xforms.lists.form_table import KEPT, LABEL, LACKING, TEXT_ID

_Cells = Mapping[str, str]
"""The cells of one choice by header."""
_AT_LEAST = 2
"""Rows at the beginning of a list that are given as they are, whatever they are."""
_WRITTEN_OTHERWISE = re.compile(r"[&<>‘’“”\u00a0\t\n\r]")
_READ = re.compile(r"\$\{|instance\(|[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
"""What is an expression to pyxform, or no letter at all."""
_TRANSLATION = re.compile(
    r"<translation lang=\"([^\"]*)\"( default=\"true\(\)\")?>.*?</translation>", re.DOTALL
)
_UNTRANSLATED = "-"
_OTHER = "other"
"""The choice that `or_other` adds where it is missing."""


@dataclass(frozen=True, slots=True)
class LongList:
    """One long list: all its rows, and those of them that are given to pyxform."""

    name: str
    every: list[_Cells]
    given: list[_Cells]


@dataclass(frozen=True, slots=True)
class Whole:
    """A form with all its choices, and the same in two as it is stored; `split` is None where a list is more than a table."""

    xform: str
    split: Split | None


def shortened(book: Book) -> tuple[Book, tuple[LongList, ...]]:
    """The workbook without most rows of its long lists; those that stay keep their numbers."""
    rows: list[dict[str, str]] = book.get("choices") or []
    header = list((book.get("choices_header") or [{}])[0])
    found = [[one for one in header if _role(one) == role] for role in _ROLES]
    if len(rows) <= inline_lists.LONG or any(len(columns) != 1 for columns in found):
        return book, ()
    (listed,), (named,) = found
    short, lists = list(rows), []
    gone: dict[str, str] = {}
    for name, places in _long(rows, listed).items():
        every: list[_Cells] = [rows[place] for place in places]
        given = _given(every, named)
        if len(given) <= len(every) // 2:
            lists.append(LongList(name, every, [every[index] for index in sorted(given)]))
            for index in set(range(len(every))) - given:
                short[places[index]] = gone
    return {**book, "choices": short}, tuple(lists)


def _long(rows: Sequence[_Cells], listed: str) -> dict[str, list[int]]:
    """The places of the rows of each long list."""
    by_list: dict[str, list[int]] = {}
    for place, row in enumerate(rows):
        if row.get(listed):
            by_list.setdefault(row[listed], []).append(place)
    return {name: places for name, places in by_list.items() if len(places) > inline_lists.LONG}


_ROLES = ("list_name", "name")


@lru_cache(1_000)
def _role(header: str) -> str:
    """What a column of choices is for; its own name where it is nothing we know."""
    plain = "_".join(header.lower().split())
    known = {"value": "name", "caption": "label"}.get(plain, plain)
    return known if known in (*_ROLES, "label") else header


def _given(rows: Sequence[_Cells], named: str) -> set[int]:
    """The places of the rows pyxform has to see."""
    names = Counter(row.get(named) for row in rows)
    given = {*range(_AT_LEAST), len(rows) - 1}
    kinds = set[object]()
    for place, row in enumerate(rows):
        name = row.get(named)
        text = "\n".join(map(str, row.values()))
        kind = (tuple(row), frozenset(_WRITTEN_OTHERWISE.findall(text)), _UNTRANSLATED in row.values())
        is_odd = not name or names[name] > 1 or name.split() != [name] or name == _OTHER
        if kind not in kinds or is_odd or _READ.search(text) or not any(map(_is_label, row)):
            kinds.add(kind)
            given.add(place)
    return given


@lru_cache(1_000)
def _is_label(header: str) -> bool:
    return _role(header.partition(":")[0]) == "label"


# --- writing


def whole(short: str, lists: Sequence[LongList]) -> Whole | None:
    """The form with all rows of its long lists; None where pyxform wrote those it was given otherwise than we would."""
    languages = _languages(short)
    changes: list[tuple[int, int, str]] = []
    for one in lists:
        found = _changes(short, one, languages)
        if found is None:
            return None
        changes.extend(found)
    parts: list[str] = []
    at = 0
    for start, end, text in sorted(changes):
        parts.extend((short[at:start], text))
        at = end
    xform = "".join((*parts, short[at:]))
    return Whole(xform, None if len(xform) > LARGEST_FORM else _split(short, lists, languages))


def _changes(short: str, one: LongList, languages: tuple[str, ...]) -> list[tuple[int, int, str]] | None:
    """Where something else stands in the whole form, and what."""
    name = escape_text_for_xml(one.name, attribute=True)
    for ids in (one.name, ""):
        given = f'<instance id="{name}"><root>{_items(one.given, ids)}</root></instance>'
        if short.count(given) == 1:
            break
    else:
        return None
    start = short.index(given)
    changes = [
        (start, start + len(given), f'<instance id="{name}"><root>{_items(one.every, ids)}</root></instance>')
    ]
    for translation in _TRANSLATION.finditer(short) if ids else ():
        text, at = translation[0], translation.start()
        few, all_ = (_texts(one.name, rows, translation[1], languages) for rows in (one.given, one.every))
        if len(re.findall(rf'<text id="{re.escape(name)}-\d+"', text)) != sum(map(len, few)):
            return None
        for before, after in zip(map("".join, few), map("".join, all_), strict=True):
            if before and text.count(before) != 1:
                return None
            if before:
                place = at + text.index(before)
                changes.append((place, place + len(before), after))
    return changes


def _items(rows: Sequence[_Cells], ids: str) -> str:
    """The rows as items of a list; `ids` names the list when its labels are texts of the form."""
    return "".join(
        f"<item>{''.join([f'<{tag}>{_escaped(text)}</{tag}>' for tag, text in _cells(row, ids, place)])}</item>"
        for place, row in enumerate(rows)
    )


def _cells(row: _Cells, ids: str, place: int) -> Iterator[tuple[str, str]]:
    """The elements of one item."""
    if ids:
        yield TEXT_ID, f"{ids}-{place}"
    roles = {_role(header): header for header in row}
    yield "name", row.get(roles.get("name", ""), "")
    if not ids and "label" in roles:
        yield "label", row[roles["label"]]
    for header, text in row.items():
        if _role(header) not in (*_ROLES, "label") and " " not in header and not _is_label(header):
            yield header, text


def _languages(short: str) -> tuple[str, ...]:
    """The languages of the form, its own first: a label without a language is in that one."""
    found = _TRANSLATION.findall(short)
    return tuple(language for language, is_own in sorted(found, key=lambda one: not one[1]))


def _texts(
    name: str, rows: Sequence[_Cells], language: str, languages: tuple[str, ...]
) -> tuple[list[str], list[str]]:
    """The labels in one language, and after them what stands for those that are told in others only."""
    name = escape_text_for_xml(name, attribute=True)
    own: list[str] = []
    lacking: list[tuple[int, int, str]] = []
    for place, row in enumerate(rows):
        told = _labels(row, languages)
        if language in told:
            own.append(_text(name, place, told[language]))
        elif told:
            first = next((at for at, other in enumerate(languages) if other in told), len(languages))
            lacking.append((first, place, _text(name, place, _UNTRANSLATED)))
    return own, [text for _first, _place, text in sorted(lacking)]


def _text(name: str, place: int, words: str) -> str:
    return f'<text id="{name}-{place}"><value>{_escaped(words)}</value></text>'


def _labels(row: _Cells, languages: tuple[str, ...]) -> dict[str, str]:
    """Language -> label."""
    told = {}
    for header, text in row.items():
        if _is_label(header):
            language = header.partition(":")[2].lstrip(":").strip()
            told[language or (languages[0] if languages else "")] = text
    return told


def _escaped(text: str) -> str:
    if not _WRITTEN_OTHERWISE.search(text):
        return text
    return str(escape_text_for_xml(clean_text_values(text)))


# --- in two


def _split(short: str, lists: Sequence[LongList], languages: tuple[str, ...]) -> Split | None:
    """The form without its long lists, and these as tables; None where they are more than that, or too long."""
    made = inline_lists.split(short, {one.name for one in lists})
    tables = {one.source: one for one in made.lists} if made is not None else {}
    filled = []
    for one in lists:
        table = tables.get(f"{KEPT}{one.name}")
        if table is None or list(_rows(table, one.name, one.given, languages)) != table.cells:
            return None
        every = list(_rows(table, one.name, one.every, languages))
        if sum(len(row) for row in every) > MOST_LISTED:
            return None
        filled.append(replace(table, cells=every))
    return replace(made, lists=tuple(filled)) if made is not None else None


def _rows(
    table: FormList, name: str, rows: Sequence[_Cells], languages: tuple[str, ...]
) -> Iterator[tuple[str, ...]]:
    """The rows as the table holds them."""
    columns = table.columns[: table.columns.index(LACKING)]
    spoken = [one.removeprefix(LABEL) for one in table.columns[len(columns) + 1 :]]
    ids = name if TEXT_ID in columns else ""
    for place, row in enumerate(rows):
        cells = {tag: _read(text) for tag, text in _cells(row, ids, place)}
        gone = " ".join(str(at) for at, column in enumerate(columns) if column not in cells)
        told = _labels(row, languages)
        missing = _UNTRANSLATED if told else ""
        labels = [_read(told[one]).strip() if one in told else missing for one in spoken]
        yield (*[cells.get(column, "") for column in columns], gone, *labels)


def _read(text: str) -> str:
    """A text as an XML reader gives it."""
    if not _WRITTEN_OTHERWISE.search(text):
        return text
    return str(clean_text_values(text)).replace("\r\n", "\n").replace("\r", "\n")
