"""Hold a template beside the form: names that the form lacks, and comparisons of what has different units.

A template written for any form is not asked for its names; a block that would compare different units is left
out of its report.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from difflib import get_close_matches

from fieldsurvey.messages import Message
from fieldsurvey.reports.blocks import BLOCKS
from fieldsurvey.reports.blocks.block import Block, Given, Takes
from fieldsurvey.reports.brief import Brief
from fieldsurvey.reports.template import Template, refusal
from fieldsurvey.reports.words import printed_unit


def check(template: Template, brief: Brief) -> None:
    """Raises ReportError for the first block that does not suit the form."""
    if template.any_form:
        return
    known = _known(brief)
    for page, names in (("glance", template.glance), ("summary", template.summary)):
        if lacking := _lacking(names, known[Takes.INDICATORS]):
            raise refusal(template, Message("template.page-names", page=page, names=lacking))
    for chapter in template.chapters:
        for raw in chapter.blocks:
            block, given = BLOCKS[raw["kind"]], Given(raw)
            if complaint := next(_complaints(block, given, known, brief), None):
                raise refusal(template, complaint, chapter, block)


def mixed_units(block: Block, given: Given, brief: Brief) -> str:
    """Which indicators of a block on one scale have which unit, when they differ; else ""."""
    if not block.has_one_unit:
        return ""
    figures = [figure for name in given.names("indicators") if (figure := brief.figures.get(name))]
    if len({printed_unit(figure) for figure in figures}) < 2:
        return ""
    return ", ".join(f"{f.indicator.name} ({printed_unit(f) or 'no unit'})" for f in figures)


def _complaints(
    block: Block, given: Given, known: Mapping[Takes, Collection[str]], brief: Brief
) -> Iterator[Message]:
    for key in block.keys:
        if key.takes in known:
            names = given.names(key.name) if key.takes.is_list else (given.name(key.name),)
            if lacking := _lacking([name for name in names if name], known[key.takes]):
                yield Message("template.key-names", key=key.name, names=lacking)
        elif key.takes is Takes.FIELD and given.name(key.name):
            table = brief.repeat(given.name("repeat"))
            fields = [column.name for column in table.columns] if table else []
            if lacking := _lacking([given.name(key.name)], fields):
                yield Message("template.key-names", key=key.name, names=lacking)
    if mixed := mixed_units(block, given, brief):
        yield Message("template.mixed-units", indicators=mixed)


def _known(brief: Brief) -> Mapping[Takes, Collection[str]]:
    indicators = brief.figures.by_name
    bare = Counter(question.name for question in brief.figures.questionnaire.questions)
    columns = [column.name for table in brief.dataset.tables for column in table.columns]
    questions = [*columns, *(name for name, number in bare.items() if number == 1 and name not in columns)]
    return {
        Takes.INDICATOR: indicators,
        Takes.INDICATORS: indicators,
        Takes.SECTIONS: brief.figures.sections(),
        Takes.QUESTION: questions,
        Takes.QUESTIONS: questions,
        Takes.REPEAT: [table.name for table in brief.dataset.tables[1:]],
    }


def _lacking(names: Collection[str], known: Collection[str]) -> tuple[str, ...]:
    """What of these the form lacks, with the name that may be meant; none when it has them all."""
    lacking = [name for name in names if name not in known]
    near = ((name, get_close_matches(name, list(known), 1)) for name in lacking)
    return tuple(f"{name} ({meant[0]}?)" if meant else name for name, meant in near)
