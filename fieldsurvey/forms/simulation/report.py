"""What invented interviews tell of a form: findings, why interviews could not be finalised, and how long they are."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from random import Random

from fieldsurvey.forms.simulation.languages import dead_languages, gaps, thin_languages
from fieldsurvey.forms.simulation.plan import LONGEST_LIST, Ask, Plan, bodies_of
from fieldsurvey.forms.simulation.survey import NOON
from fieldsurvey.forms.simulation.tally import Raised, Tally
from fieldsurvey.messages import Message
from fieldsurvey.xforms.parse.body import without_predicates
from fieldsurvey.xforms.parse.node_definition import Node
from fieldsurvey.xforms.xpath.context import Context, Environment
from fieldsurvey.xforms.xpath.nodes import Node as Row
from fieldsurvey.xforms.xpath.values import to_string

_OFTEN, _ENOUGH = 8, 30
"""Tries of a choice, and interviews with a calculation, before chance is ruled out."""
_ROWS = re.compile(r"instance\(\s*['\"]([^'\"]+)['\"]\s*\)/([\w:/.-]+)")


class FindingKind(StrEnum):
    """What can be found, in the order in which it is told."""

    RAISED = "expression_raised"
    UNANSWERABLE = "required_unanswerable"
    NEVER_MET = "constraint_never_met"
    NEVER_REACHED = "never_reached"
    NEVER_OFFERED = "choice_never_offered"
    NEVER_ACCEPTED = "choice_never_accepted"
    NO_VALUE = "calculation_without_value"
    DEAD_LANGUAGE = "dead_language"
    NOT_TRANSLATED = "text_missing"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found, at a question, group or calculation; `ref` is "" for what is true of the whole form."""

    kind: FindingKind
    ref: str = ""
    label: str = ""
    column: str = ""
    expression: str = ""
    detail: str = ""
    """Why a required question cannot be answered; the language; which part lacks."""
    fault: Message | None = None
    """What the engine says of an expression that failed."""
    named: tuple[str, ...] = ()
    """The questions hidden, or the choices."""
    count: int = 0
    """Interviews, or answers tried."""

    @property
    def name(self) -> str:
        """The last part of the ref."""
        return self.ref.rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class Reason:
    """What kept interviews from being finalised."""

    ref: str
    label: str
    fault: str
    """required | constraint | type"""
    count: int


@dataclass(frozen=True, slots=True)
class Report:
    """What a test of a form found."""

    title: str
    form_id: str
    version: str
    count: int
    seed: int
    finalised: int
    findings: tuple[Finding, ...]
    reasons: tuple[Reason, ...]
    lengths: tuple[int, int, int, int, int]
    """Questions asked: least, lower quartile, median, upper quartile, most."""

    @property
    def is_clean(self) -> bool:
        """Whether there is nothing to report."""
        return not self.findings


def report_of(plan: Plan, tally: Tally, count: int, seed: int) -> Report:
    """The findings, in the order of kinds and then of the form."""
    form = plan.form
    begun = tally.lengths.total() > 0  # where no interview could begin, that is all there is to say
    found = [
        *_raised(plan, tally),
        *_unanswerable(plan, tally),
        *_never_met(plan, tally),
        *(_never_reached(plan, tally) if begun else ()),
        *_choices(plan, tally),
        *(_without_value(plan, tally) if begun else ()),
        *_languages(plan),
    ]
    order = list(plan.asks)
    reasons = [
        Reason(ref, _label(plan, ref), fault, number) for (ref, fault), number in sorted(tally.faults.items())
    ]
    reasons.sort(key=lambda reason: (-reason.count, order.index(reason.ref) if reason.ref in order else 0))
    return Report(
        title=form.title or plan.questionnaire.title,
        form_id=form.form_id,
        version=form.version,
        count=count,
        seed=seed,
        finalised=tally.begun["finalised"],
        findings=tuple(found),
        reasons=tuple(reasons),
        lengths=_quartiles(tally.lengths),
    )


def _label(plan: Plan, ref: str) -> str:
    node = plan.form.node(ref)
    return (
        plan.form.words(node.question.label, value="…")
        if node is not None and node.question is not None
        else ""
    )


def _quartiles(lengths: Counter[int]) -> tuple[int, int, int, int, int]:
    ordered = sorted(lengths.elements()) or [0]
    least, lower, middle, upper, most = (ordered[(len(ordered) - 1) * part // 4] for part in range(5))
    return least, lower, middle, upper, most


def _by_place(raised: tuple[Raised, int]) -> tuple[str, ...]:
    said, _number = raised
    return (said.ref, said.column, said.expression, str(said.fault))


def _raised(plan: Plan, tally: Tally) -> Iterator[Finding]:
    """One finding an expression; its reasons may differ with the answers, one of them is told."""
    reasons: dict[tuple[str, str, str], Message] = {}
    times: Counter[tuple[str, str, str]] = Counter()
    for said, number in sorted(tally.raised.items(), key=_by_place):
        found_at = (said.ref, said.column, said.expression)
        reasons.setdefault(found_at, said.fault)
        times[found_at] += number
    for (ref, column, expression), fault in reasons.items():
        number = times[ref, column, expression]
        yield Finding(
            FindingKind.RAISED, ref, _label(plan, ref), column, expression, fault=fault, count=number
        )


def _unanswerable(plan: Plan, tally: Tally) -> Iterator[Finding]:
    for (ref, why), number in sorted(tally.blocked.items()):
        yield Finding(FindingKind.UNANSWERABLE, ref, _label(plan, ref), detail=why, count=number)


def _never_met(plan: Plan, tally: Tally) -> Iterator[Finding]:
    for ref, ask in plan.asks.items():
        if tally.tried[ref] and not tally.met[ref] and ask.constraint is not None:
            yield Finding(
                FindingKind.NEVER_MET,
                ref,
                _label(plan, ref),
                "constraint",
                ask.constraint.text,
                count=tally.tried[ref],
            )


# --- what is never asked ------------------------------------------------------------------------------------------


def _never_reached(plan: Plan, tally: Tally) -> Iterator[Finding]:
    """One finding for each expression that hides questions, with all it hides."""
    hidden: dict[tuple[str, str, str], list[str]] = {}
    for ref, ask in plan.asks.items():
        if not tally.reached[ref]:
            node, column, expression = _hiding(plan, tally, ask)
            hidden.setdefault((node.ref, column, expression), []).append(ref)
    for (ref, column, expression), refs in hidden.items():
        yield Finding(
            FindingKind.NEVER_REACHED,
            ref,
            _label(plan, ref),
            column,
            expression,
            named=tuple(each.rpartition("/")[2] for each in refs),
        )


def _hiding(plan: Plan, tally: Tally, ask: Ask) -> tuple[Node, str, str]:
    """The outermost group, repeat or question that was never there, and the expression that says so."""
    bodies = bodies_of(plan.form.body)
    chain = [node for node in ask.node.chain() if node.ref in bodies and not tally.reached[node.ref]]
    for node in chain or ask.node.chain():
        if node.relevant is not None:
            return node, "relevant", node.relevant.expression.text
        if node.repeat is not None and node.repeat.count is not None:
            return node, "repeat_count", node.repeat.count.expression.text
    return ask.node, "", ""


# --- choices ------------------------------------------------------------------------------------------------------


def _choices(plan: Plan, tally: Tally) -> Iterator[Finding]:
    for ref, ask in plan.asks.items():
        if not tally.reached[ref]:
            continue
        listed = _values(plan, ask)
        was_looked_at = tally.looked[ref] >= max(_OFTEN, 2 * len(listed))
        absent = tuple(v for v in listed if was_looked_at and (ref, v) not in tally.offered)
        make = partial(Finding, ref=ref, label=_label(plan, ref))
        if absent and ask.node.question is not None and ask.node.question.itemset is not None:
            text = ask.node.question.itemset.expression.text
            yield make(FindingKind.NEVER_OFFERED, column="choice_filter", expression=text, named=absent)
        refused = [value for (found_at, value), n in tally.picked.items() if found_at == ref and n >= _OFTEN]
        refused = sorted(value for value in refused if (ref, value) not in tally.accepted)
        if refused and tally.met[ref] and ask.constraint is not None:
            yield make(
                FindingKind.NEVER_ACCEPTED,
                column="constraint",
                expression=ask.constraint.text,
                named=tuple(refused),
            )


def _values(plan: Plan, ask: Ask) -> list[str]:
    """All choices of a question's list, whatever the filter; none when the list is long or not in the form."""
    asked = ask.node.question
    found = (
        _ROWS.search(without_predicates(asked.itemset.expression.text)) if asked and asked.itemset else None
    )
    if asked is None or asked.columns is None or found is None:
        return []
    if found[1] not in plan.form.secondary or found[1] in plan.form.attached:
        return []
    top = plan.form.secondary[found[1]].root()
    rows: list[Row] = [top]
    for name in found[2].split("/"):
        rows = [child for row in rows for child in row.by_name.get(name, ())]
    if len(rows) > LONGEST_LIST:
        return []
    surroundings = Environment(top, lambda: NOON, Random(0))  # noqa: S311 - a column's path draws nothing
    return [to_string(asked.columns.value(Context(row, surroundings))) for row in rows]


# --- calculations and languages -----------------------------------------------------------------------------------


def _without_value(plan: Plan, tally: Tally) -> Iterator[Finding]:
    for node in plan.calculations:
        was_there = tally.reached[node.ref] >= _ENOUGH
        is_hidden = (
            not tally.reached[node.ref]
            and node.relevant is not None
            and (node.parent is None or tally.reached[node.parent.ref] > 0)
        )
        if node.ref in tally.valued or not (was_there or is_hidden):
            continue
        decides = node.calculate if was_there else node.relevant
        assert decides is not None
        column = "calculation" if was_there else "relevant"
        yield Finding(FindingKind.NO_VALUE, node.ref, _label(plan, node.ref), column, decides.expression.text)


def _languages(plan: Plan) -> Iterator[Finding]:
    dead = dead_languages(plan.form)
    if dead:
        yield Finding(FindingKind.DEAD_LANGUAGE, detail=", ".join(dead))
    thin = thin_languages(plan, dead)
    for one in thin:
        yield Finding(
            FindingKind.NOT_TRANSLATED, detail=one.language, count=one.lacking, named=(str(one.texts),)
        )
    for gap in gaps(plan, [*dead, *(one.language for one in thin)]):
        yield Finding(
            FindingKind.NOT_TRANSLATED,
            gap.ref,
            _label(plan, gap.ref),
            gap.part,
            detail=gap.language,
            count=gap.count,
        )
