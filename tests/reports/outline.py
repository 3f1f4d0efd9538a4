"""A document as lines of text, to be compared with a kept one: `python -m tests.reports.outline` writes it anew."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path

from fieldsurvey.reports import template
from fieldsurvey.reports.brief import Brief
from fieldsurvey.reports.cluster import cluster_document
from fieldsurvey.reports.document import Document, Run
from fieldsurvey.reports.words import Words
from tests.reports.survey import NOW, survey

KEPT = Path(__file__).parent / "outline.txt"
HISTORY = "Casting began **in 1901**.\n\n## Kilns\n- the first\n- the second\n  1. of coal\n  2. of gas\n"


def small_document() -> Document:
    """The default report of the small survey, with a history the agent wrote."""
    figures, tables, interviews = survey()
    brief = Brief(figures, tables, Words("en"), NOW, {"history": HISTORY})
    return cluster_document(brief, interviews, template.read())


def outline(document: Document) -> str:
    """One line a node and a line for each part of it, with what differs from the usual."""
    lines = [*_lines(document.cover, 0), *(line for node in document.nodes for line in _lines(node, 0))]
    return "\n".join(lines) + "\n"


def _lines(part: object, depth: int) -> Iterator[str]:
    """A dataclass as its name with its short values, then its longer ones indented."""
    if not is_dataclass(part):
        yield f"{'  ' * depth}{_short(part)}"
        return
    values = {field.name: getattr(part, field.name) for field in fields(part) if _is_told(part, field.name)}
    short = {name: value for name, value in values.items() if not _is_long(value)}
    told = "".join(f" {name}={_short(value)}" for name, value in short.items())
    yield f"{'  ' * depth}{type(part).__name__}{told}"
    for name, value in values.items():
        if name not in short:
            yield from (line for inner in _parts(value) for line in _lines(inner, depth + 1))


def _is_told(part: object, name: str) -> bool:
    usual = {field.name: field.default for field in fields(part)}  # type: ignore[arg-type]
    return bool(getattr(part, name) != usual[name])


def _is_long(value: object) -> bool:
    if isinstance(value, tuple):
        return any(isinstance(part, tuple) or _is_long(part) for part in value)
    return is_dataclass(value) and not isinstance(value, Run)


def _parts(value: object) -> tuple[object, ...]:
    return value if isinstance(value, tuple) else (value,)


def _short(value: object) -> str:
    if isinstance(value, tuple):
        return " | ".join(_short(part) for part in value)
    if isinstance(value, Run):
        marks = "".join(
            sign for sign, is_so in (("*", value.bold), ("/", value.italic), ("~", value.muted)) if is_so
        )
        return f"{marks}{value.text!r}{marks}"
    return (
        f"{value:.6g}" if isinstance(value, float) else repr(str(value) if isinstance(value, str) else value)
    )


if __name__ == "__main__":
    KEPT.write_text(outline(small_document()), "utf-8")
