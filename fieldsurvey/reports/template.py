"""Read a report template: chapters and blocks from `resources/reports/*.toml`. Other templates need no code."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fieldsurvey.errors import ReportError
from fieldsurvey.records import Texts
from fieldsurvey.reports.blocks import KINDS
from fieldsurvey.system.paths import resources


@dataclass(frozen=True, slots=True)
class ChapterPlan:
    """One chapter: its title per language, what the agent is to write in it, its blocks."""

    id: str
    title: Texts
    what: Texts
    blocks: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Template:
    """A report: chapters in order, and the indicators of its first pages."""

    chapters: tuple[ChapterPlan, ...]
    glance: tuple[str, ...] = ()
    summary: tuple[str, ...] = ()

    def narratives(self) -> list[str]:
        """Ids of the chapters an agent may write in."""
        return [c.id for c in self.chapters if any(block["kind"] == "narrative" for block in c.blocks)]

    def texts(self) -> frozenset[str]:
        """Every text in its blocks; the columns of the data that a block names are among them."""
        return frozenset(
            text for chapter in self.chapters for block in chapter.blocks for text in _texts(block.values())
        )


def _texts(values: Iterable[object]) -> Iterator[str]:
    for value in values:
        if isinstance(value, str):
            yield value
        elif isinstance(value, list | tuple):
            yield from _texts(value)


def read(source: str | Path = "cluster") -> Template:
    """The template of that name, or in that file. Raises ReportError naming chapter and block at fault."""
    path = source if isinstance(source, Path) else resources() / "reports" / f"{source}.toml"
    raw = read_toml(path)
    chapters = tuple(_chapter(chapter, path.name) for chapter in raw.get("chapter", ()))
    return Template(
        chapters,
        tuple(raw.get("glance", {}).get("indicators", ())),
        tuple(raw.get("summary", {}).get("indicators", ())),
    )


def read_toml(path: Path) -> dict[str, Any]:
    """A template file as it stands. Raises ReportError with a sentence."""
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ReportError(
            f"The report template {path.name} cannot be read: {error}. Correct it and try again."
        ) from error


def _chapter(raw: Mapping[str, Any], name: str) -> ChapterPlan:
    if not isinstance(raw.get("id"), str) or not isinstance(raw.get("title"), dict):
        raise ReportError(
            f"The report template {name} has a chapter without id or title. Add both and try again."
        )
    for block in raw.get("block", ()):
        if block.get("kind") not in KINDS:
            raise ReportError(
                f"The report template {name}, chapter {raw['id']}, names the unknown block {block.get('kind')!r}. "
                f"Use one of: {', '.join(KINDS)}."
            )
    return ChapterPlan(raw["id"], raw["title"], raw.get("what", {}), tuple(raw.get("block", ())))
