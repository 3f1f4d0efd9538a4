"""The blocks a template may name, in one table: to add one, write its function and a line here."""

from __future__ import annotations

from collections.abc import Mapping

from fieldsurvey.reports.blocks import annex, charts, judgements, spreads, tables, texts
from fieldsurvey.reports.blocks.block import Block, Key, Takes

_INDICATOR = Key("indicator", Takes.INDICATOR)
_INDICATORS = Key("indicators", Takes.INDICATORS)
_SECTIONS = Key("sections", Takes.SECTIONS)
_QUESTIONS = Key("questions", Takes.QUESTIONS)
_OPTIONAL = Key("optional", Takes.YES_NO, is_required=False)
_SORTED = Key("sorted", Takes.YES_NO, is_required=False)
_REPEAT = (
    Key("repeat", Takes.REPEAT),
    Key("by", Takes.FIELD),
    Key("sum", Takes.FIELD, is_required=False),
    Key("having", Takes.FIELD, is_required=False),
)
_BOUNDS = (_INDICATOR, Key("consent", Takes.QUESTION), Key("coverage", Takes.QUESTION))
_ROADS = (Key("high", Takes.INDICATOR), Key("low", Takes.INDICATOR))
_STEPS = Key("indicators", Takes.INDICATORS, exactly=3)

_ALL = (
    Block("finding", texts.finding, (_INDICATORS,)),
    Block("narrative", texts.narrative, (_OPTIONAL,)),
    Block("bounds", texts.bounds, _BOUNDS),
    Block("bars", charts.bars, (_INDICATORS, _SORTED), has_one_unit=True),
    Block("distribution", charts.distribution, (_INDICATOR,)),
    Block("mix", charts.mix, (_INDICATORS,), has_one_unit=True),
    Block("pareto", charts.pareto, (_INDICATOR,)),
    Block("funnel", charts.funnel, (_STEPS,), has_one_unit=True),
    Block("histogram", spreads.histogram, (_INDICATOR,)),
    Block("spread", spreads.spread, (_INDICATORS,)),
    Block("roads", spreads.roads, _ROADS),
    Block("table", tables.indicators, (_SECTIONS,)),
    Block("repeat", tables.repeat, _REPEAT),
    Block("benchmark", tables.benchmark, (_INDICATORS,)),
    Block("baseline", tables.baseline, (_INDICATORS,)),
    Block("required", tables.required, (_QUESTIONS,)),
    Block("annex", annex.annex),
    Block("swot", judgements.swot),
    Block("operations", judgements.operations),
    Block("selection", judgements.selection),
    Block("grants", judgements.grants),
    Block("rules", judgements.sources),
)
BLOCKS: Mapping[str, Block] = {block.name: block for block in _ALL}
