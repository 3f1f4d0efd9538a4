"""Read a report template: chapters and blocks from `resources/reports/*.toml`. Other templates need no code.

What is wrong in one is refused with a sentence that names file, chapter, block and key, before a page is made.
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fieldsurvey.errors import ReportError
from fieldsurvey.messages import Message
from fieldsurvey.records import Texts
from fieldsurvey.reports.blocks import BLOCKS
from fieldsurvey.reports.blocks.block import WANTED, Block, Given, Key, Takes
from fieldsurvey.system.paths import resources

_KEYS = ("any_form", "chapter", "glance", "summary")
_CHAPTER_KEYS = ("id", "title", "what", "appendix", "block")


@dataclass(frozen=True, slots=True)
class ChapterPlan:
    """One chapter: its title per language, what the agent is to write in it, its blocks (`kind` and their keys)."""

    id: str
    title: Texts
    what: Texts
    blocks: tuple[Mapping[str, Any], ...]
    is_appendix: bool = False


@dataclass(frozen=True, slots=True)
class Template:
    """A report: chapters in order, and the indicators of its first pages."""

    chapters: tuple[ChapterPlan, ...]
    glance: tuple[str, ...] = ()
    summary: tuple[str, ...] = ()
    file: str = "of this report"
    """The name by which complaints speak of it."""
    any_form: bool = False
    """It serves forms it was not written for: a name that the form lacks leaves its block out, and is no fault."""

    def narratives(self) -> list[str]:
        """Ids of the chapters an agent may write in."""
        return [c.id for c in self.chapters if any(block["kind"] == "narrative" for block in c.blocks)]

    def columns(self) -> frozenset[str]:
        """Names of the questions that its blocks read from the data, firm by firm."""
        blocks = [block for chapter in self.chapters for block in chapter.blocks]
        return frozenset(name for block in blocks for name in _columns(block) if name)


def _columns(raw: Mapping[str, Any]) -> Iterator[str]:
    given = Given(raw)
    for key in BLOCKS[raw["kind"]].keys:
        if key.takes is Takes.QUESTIONS:
            yield from given.names(key.name)
        elif key.takes in (Takes.QUESTION, Takes.FIELD):
            yield given.name(key.name)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where in which file something is wrong."""

    file: str
    chapter: str = ""
    block: str = ""

    def refuse(self, fault: Message) -> ReportError:
        """The complaint, with the place in front."""
        if self.block:
            return ReportError(
                "template.at-block", file=self.file, chapter=self.chapter, block=self.block, fault=fault
            )
        if self.chapter:
            return ReportError("template.at-chapter", file=self.file, chapter=self.chapter, fault=fault)
        return ReportError("template.at-file", file=self.file, fault=fault)


def read(source: str | Path = "cluster") -> Template:
    """The template of that name, or in that file. Raises ReportError naming chapter, block and key at fault."""
    path = source if isinstance(source, Path) else resources() / "reports" / f"{source}.toml"
    raw, place = read_toml(path), _Place(path.name)
    _check_known(raw, _KEYS, place)
    chapters = raw.get("chapter", [])
    if not _is_list_of(chapters, dict):
        raise place.refuse(Message("template.no-chapters"))
    return Template(
        tuple(_chapter(chapter, place) for chapter in chapters),
        _first_page(raw, "glance", place),
        _first_page(raw, "summary", place),
        path.name,
        raw.get("any_form", False) is True,
    )


def read_toml(path: Path) -> dict[str, Any]:
    """A template file as it stands. Raises ReportError with a sentence."""
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ReportError("template.unreadable", file=path.name, reason=str(error)) from error


def _first_page(raw: Mapping[str, Any], name: str, place: _Place) -> tuple[str, ...]:
    """The indicators of the key figures, or of the summary."""
    given = raw.get(name, {})
    if not isinstance(given, dict) or not _is_list_of(given.get("indicators", []), str):
        raise place.refuse(Message("template.first-page", page=name, wanted=WANTED[Takes.INDICATORS]))
    _check_known(given, ("indicators",), place)
    return tuple(given.get("indicators", ()))


def _chapter(raw: Mapping[str, Any], place: _Place) -> ChapterPlan:
    if not isinstance(raw.get("id"), str) or not _is_texts(raw.get("title")):
        raise place.refuse(Message("template.no-id"))
    place = _Place(place.file, raw["id"])
    _check_known(raw, _CHAPTER_KEYS, place)
    if not _is_texts(raw.get("what", {})):
        raise place.refuse(Message("template.what"))
    blocks = raw.get("block", [])
    if not _is_list_of(blocks, dict):
        raise place.refuse(Message("template.blocks"))
    for block in blocks:
        _check_block(block, place)
    is_appendix = raw.get("appendix", False) is True
    return ChapterPlan(raw["id"], raw["title"], raw.get("what", {}), tuple(blocks), is_appendix)


def _check_block(raw: Mapping[str, Any], place: _Place) -> None:
    block = BLOCKS.get(str(raw.get("kind")))
    if block is None:
        raise place.refuse(
            Message("template.unknown-block", block=repr(raw.get("kind")), known=", ".join(BLOCKS))
        )
    place = _Place(place.file, place.chapter, block.name)
    _check_known(raw, ("kind", *(key.name for key in block.keys)), place)
    for key in block.keys:
        _check_key(raw, key, place)


def _check_key(raw: Mapping[str, Any], key: Key, place: _Place) -> None:
    if key.name not in raw:
        if key.is_required:
            raise place.refuse(Message("template.lacks-key", key=key.name, wanted=key.wanted))
    elif not _fits(raw[key.name], key):
        raise place.refuse(Message("template.wrong-key", key=key.name, wanted=key.wanted))


def _fits(value: object, key: Key) -> bool:
    if not key.takes.is_list:
        return isinstance(value, bool if key.takes is Takes.YES_NO else str)
    if not isinstance(value, list) or not _is_list_of(value, str):
        return False
    return len(value) == key.exactly if key.exactly else bool(value)


def _is_list_of(value: object, kind: type) -> bool:
    return isinstance(value, list) and all(isinstance(part, kind) for part in value)


def _is_texts(value: object) -> bool:
    return isinstance(value, dict) and all(isinstance(text, str) for text in value.values())


def _check_known(raw: Mapping[str, Any], known: Collection[str], place: _Place) -> None:
    for name in raw:
        if name not in known:
            takes = tuple(key for key in known if key != "kind")
            if not takes:
                raise place.refuse(Message("template.takes-none", key=name))
            raise place.refuse(Message("template.unknown-key", key=name, known=takes))


def refusal(
    template: Template, what: Message, chapter: ChapterPlan | None = None, block: Block | None = None
) -> ReportError:
    """A complaint about a template that was read: "The report template NAME, chapter ID, block KIND, WHAT"."""
    place = _Place(template.file, chapter.id if chapter else "", block.name if block else "")
    return place.refuse(what)
