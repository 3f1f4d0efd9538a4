"""One invented respondent: goes through the form in its order, answers what is asked, comes back to what changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import chain, islice
from random import Random
from typing import TypeVar

from fieldsurvey.errors import AnswerError, XPathError
from fieldsurvey.forms.simulation.candidates import CandidateChoices, candidates, derived, manner
from fieldsurvey.forms.simulation.plan import LONGEST_LIST, POSITION, Ask, Plan, place_near
from fieldsurvey.forms.simulation.tally import Raised, Tally
from fieldsurvey.interviews import prefill
from fieldsurvey.messages import Message, Value
from fieldsurvey.records.set_up import Purpose
from fieldsurvey.xforms import BodyControl, BodyElement, BodyRepeat, FormEntry, Violation
from fieldsurvey.xforms.parse.node_definition import Node

_TRIES = 12
"""Answers tried at random, and as many that are worked out."""
_DIFFERS = 0.3
_PASSES = 4
_MENDINGS = 6
_MOST_ROWS = 12
_WALKED_ROWS = 40
_CHOOSING = ("select", "select1", "rank")
_COLUMNS = {
    "calculate": "calculation",
    "readonly": "read_only",
    "count": "repeat_count",
    "choices": "choice_filter",
}
Made = TypeVar("Made")

_SETTLED = 0.5
"""Share of invented studies that settled their purposes."""
_PURPOSES = " ".join(one.value.replace(" ", "_") for one in Purpose)
"""As hidden questions are told them: all of them."""


class Respondent:
    """Holds one interview and notes in the tally what happened to it."""

    def __init__(self, plan: Plan, tally: Tally, chance: Random, now: datetime) -> None:
        self.plan, self.tally, self.chance, self.now = plan, tally, chance, now
        self.how = manner(chance, now)
        self.reached: set[str] = set()
        self.asked: set[str] = set()
        self.given: set[str] = set()
        self.left_open: set[str] = set()
        self.touched: set[str] = set()
        self.grown: set[str] = set()
        self.blocked: set[tuple[str, str]] = set()

    def go(self) -> None:
        """The whole interview."""
        self.tally.begun["all"] += 1
        try:
            self.entry = FormEntry.new(
                self.plan.form,
                now=self.now,
                random_source=Random(self.chance.random()),  # noqa: S311 - no secrets
            )
        except XPathError as error:
            self.note_raised("", "", error.message)
            return
        is_told = any(one.type == "hidden" for one in self.plan.questionnaire.questions)
        if is_told and self.chance.random() < _SETTLED:
            prefill.fill(self.entry, self.plan.questionnaire, {"notice.purposes": _PURPOSES})
        self.walk(None)
        self.come_back()
        if self.finish():
            self.tally.begun["finalised"] += 1
        self.tally.lengths[len(self.asked)] += 1
        self.tally.reached.update(self.reached)
        self.tally.blocked.update(self.blocked)
        self.look_at_calculations()

    # -- walking

    def walk(self, only: set[str] | None) -> None:
        """Through the form from the first question to the last; `only` names the refs to look at again."""
        body, root = self.plan.form.body, self.plan.form.root_ref
        self.elements(body, root, root, only)

    def elements(self, body: tuple[BodyElement, ...], plain: str, at: str, only: set[str] | None) -> None:
        """Questions, groups and repeats beneath `at`, which is `plain` with the positions of its rows."""
        for element in body:
            ref = at + element.ref[len(plain) :] if element.ref is not None else None
            if isinstance(element, BodyControl):
                if only is None or ref in only:
                    self.question(str(ref), self.plan.asks.get(element.ref))
            elif ref is None:
                self.elements(element.children, plain, at, only)
            elif isinstance(element, BodyRepeat):
                self.repeat(element, ref, only)
            elif self.entry.relevant(ref):
                self.reached.add(POSITION.sub("", ref))
                self.elements(element.children, plain, at, only)

    def repeat(self, element: BodyRepeat, ref: str, only: set[str] | None) -> None:
        """The rows of a repeat; when it is met first, rows are added as a person would."""
        if not self.entry.relevant(ref):
            return
        if ref not in self.grown and element.count_expression is None and not element.no_add_remove:
            self.grow(element.ref, ref)
        self.grown.add(ref)
        rows = min(self.entry.count(ref), _WALKED_ROWS)
        for position in range(1, rows + 1):
            row = f"{ref}[{position}]"
            if self.entry.relevant(row):
                self.reached.add(element.ref)
                self.elements(element.children, element.ref, row, only)

    def grow(self, plain: str, ref: str) -> None:
        """Give a repeat its rows: none now and then, mostly few, sometimes as many as a rule speaks of."""
        wanted, named = 1, self.plan.rows.get(plain, ())
        while wanted < 5 and self.chance.random() < 0.45:
            wanted += 1
        draw = self.chance.random()
        if draw < 0.1:
            wanted = 0
        elif named and draw < 0.2:
            wanted = self.chance.choice(named)
        self.set_rows(ref, wanted)

    def set_rows(self, ref: str, wanted: int) -> None:
        """Add or take away rows at the end until there are so many, as far as the form lets one."""
        for _ in range(_MOST_ROWS):
            count = self.entry.count(ref)
            if count == wanted:
                return
            change = self.entry.add_repeat if count < wanted else self.entry.remove_repeat
            row = ref if count < wanted else f"{ref}[{count}]"
            self.change(ref, lambda: change(row))  # noqa: B023 - called at once

    def come_back(self) -> None:
        """Look again at what later answers brought or spoiled, until nothing changes."""
        for _ in range(_PASSES):
            again, self.touched = self.touched, set()
            if not again:
                return
            self.walk(again)

    # -- one question

    def question(self, ref: str, ask: Ask | None) -> None:
        """Answer a question if it is asked and not answered well already."""
        entry = self.entry
        if ask is None or (ask.may_hide and not entry.relevant(ref)):
            return
        self.reached.add(ask.ref)
        is_required = ask.node.required is not None and entry.required(ref)
        if ask.node.calculate is not None or (ask.may_close and entry.readonly(ref)):
            if is_required and not ask.is_note and not entry.value(ref):
                self.blocked.add((ask.ref, "readonly"))
            return
        if ref not in self.asked:
            self.begin(ref, ask, is_required=is_required)
        if ref in self.left_open and not is_required:
            return
        if not entry.value(ref) or entry.violation(ref) is not None or self.differs(ref, ask):
            self.answer(ref, ask)

    def begin(self, ref: str, ask: Ask, *, is_required: bool) -> None:
        """Hear the question; its label is tried out once in a while, and some need not be answered."""
        self.asked.add(ref)
        if ask.ref not in self.tally.heard:
            self.tally.heard.add(ask.ref)
            self.guarded(ref, "label", lambda: self.entry.label(ref, strict=True), "")
        if not is_required and self.chance.random() < self.how.reticence:
            self.left_open.add(ref)

    def differs(self, ref: str, ask: Ask) -> bool:
        """Whether one does not leave it at what the form proposes; a given answer stays."""
        is_proposed = ref not in self.given and bool(ask.node.default)
        return is_proposed and self.chance.random() < _DIFFERS

    def answer(self, ref: str, ask: Ask) -> None:
        """Try answers until one is accepted; without one the question stays open."""
        offered = self.offered(ref, ask)
        if not offered.values and ask.control.control in _CHOOSING:
            if self.entry.required(ref):
                self.blocked.add((ask.ref, "no_choices"))
            return
        self.blocked.discard((ask.ref, "no_choices"))
        proposed = islice(candidates(ask, offered, self.how), _TRIES)
        for value in chain(proposed, self.worked_out(ref, ask)):
            if value and self.give(ref, ask, value):
                return
        self.set(ref, "")

    def give(self, ref: str, ask: Ask, value: str) -> bool:
        """Give an answer; whether it was accepted."""
        self.set(ref, value)
        is_accepted = True
        if ask.constraint is not None:
            violation = self.entry.violation(ref)
            is_accepted = violation is None
            self.tally.tried[ask.ref] += 1
            self.tally.met[ask.ref] += is_accepted
        if ask.control.control in ("select", "select1"):
            pairs = [(ask.ref, code) for code in value.split()]
            self.tally.picked.update(pairs)
            if is_accepted:
                self.tally.accepted.update(pairs)
        return is_accepted

    def set(self, ref: str, value: str) -> None:
        """Put an answer in and remember what it changed elsewhere."""
        self.given.add(ref)
        self.change(ref, lambda: self.entry.answer(ref, value))
        self.touched.discard(ref)

    def offered(self, ref: str, ask: Ask) -> CandidateChoices:
        """The choices offered now."""
        if ask.control.control not in _CHOOSING:
            return CandidateChoices()
        values = self.plan.fixed.get(ask.ref)
        if values is None:
            nothing: tuple[str, ...] = ()
            values = self.guarded(ref, "choice_filter", lambda: self.values(ref), nothing)
            if values and ask.has_fixed_choices:
                self.plan.fixed[ask.ref] = values
        self.tally.looked[ask.ref] += 1
        if len(values) > LONGEST_LIST:
            return CandidateChoices(values, (), self.plan.is_gate(ask))
        self.tally.offered.update((ask.ref, value) for value in values)
        fresh = tuple(value for value in values if (ask.ref, value) not in self.tally.accepted)
        return CandidateChoices(values, fresh, self.plan.is_gate(ask))

    def values(self, ref: str) -> tuple[str, ...]:
        """The codes of the choices offered now."""
        return tuple(choice.value for choice in self.entry.choices(ref))

    def worked_out(self, ref: str, ask: Ask) -> Iterator[str]:
        """Answers that follow from what the constraint looks at, the question itself left empty."""
        if not ask.sources:
            return
        self.set(ref, "")
        values = [self.entry.value(source_ref) for source_ref in self.refs_of(ref, ask.sources)]
        yield from islice(derived(ask, values), 3 * _TRIES)

    def refs_of(self, ref: str, nodes: tuple[Node, ...]) -> Iterator[str]:
        """Where the nodes stand, in the same rows as `ref`; in all rows where that says nothing."""
        for node in nodes:
            if not node.is_repeat:
                yield from self.rows_of(place_near(node, ref), node.ref)

    def rows_of(self, source_ref: str, plain: str) -> Iterator[str]:
        """A place, or its like in every row of a repeat that it leaves open."""
        repeat = self.open_repeat(source_ref, plain)
        if repeat is None:
            yield source_ref
            return
        rest = source_ref[len(repeat) :]
        count = self.entry.count(repeat)
        for position in range(1, min(count, _WALKED_ROWS) + 1):
            yield from self.rows_of(f"{repeat}[{position}]{rest}", plain)

    def open_repeat(self, source_ref: str, plain: str) -> str | None:
        """The first repeat on the way to a place that is named without position."""
        steps = source_ref.split("/")
        names = plain.split("/")
        for depth in range(2, len(steps) + 1):
            if "/".join(names[:depth]) in self.plan.rows and not steps[depth - 1].endswith("]"):
                return "/".join(steps[:depth])
        return None

    # -- the end

    def finish(self) -> bool:
        """Finalise; what stands in the way is answered anew, some of what it depends on too. True when it went."""
        faults: list[Violation] = []
        for mending in range(_MENDINGS):
            faults = self.guarded("", "", self.entry.finalise, [])
            if not faults:
                return self.entry.is_final
            for fault in faults:
                self.mend(fault, mending)
            self.come_back()
        self.tally.faults.update({(POSITION.sub("", f.ref), f.kind.value) for f in faults})
        return False

    def mend(self, fault: Violation, mending: int) -> None:
        """Answer a question again; from the second time on, what its constraint looks at first."""
        ask = self.plan.asks.get(POSITION.sub("", fault.ref))
        if ask is not None and self.entry.readonly(fault.ref):
            self.pass_gate(fault.ref, ask)
            return
        if ask is None:
            return
        if mending and ask.constraint is not None:
            self.change_sources(fault.ref, ask)
        self.left_open.discard(fault.ref)
        self.answer(fault.ref, ask)

    def pass_gate(self, ref: str, ask: Ask) -> None:
        """A required note is a gate: it goes when what it complains of is answered otherwise, one answer at a time."""
        sources = [
            one for one in self.refs_of(ref, ask.hidden_by) if self.plan.asks.get(POSITION.sub("", one))
        ]
        self.chance.shuffle(sources)
        for source_ref in sources[:_MOST_ROWS]:
            source = self.plan.asks[POSITION.sub("", source_ref)]
            if not self.entry.relevant(source_ref) or self.entry.readonly(source_ref):
                continue
            before = self.entry.value(source_ref)
            others = [self.entry.value(one) for one in sources if one != source_ref]
            proposed = islice(candidates(source, self.offered(source_ref, source), self.how), _TRIES)
            for value in chain(islice(derived(source, others), 3 * _TRIES), proposed):
                if value and self.give(source_ref, source, value) and not self.entry.relevant(ref):
                    return
            self.set(source_ref, before)

    def change_sources(self, ref: str, ask: Ask) -> None:
        """Other answers, and other numbers of rows, where a constraint looks."""
        named = [int(n) + step for n in ask.own.numbers if 0 <= n <= _MOST_ROWS for step in (0, 0, 1)]
        for node in ask.sources:
            if node.is_repeat and node.repeat is not None and not node.repeat.no_add_remove:
                self.set_rows(place_near(node, ref), self.chance.choice(named or [0, 1, 2, 3]))
        for source_ref in list(self.refs_of(ref, ask.sources))[:_MOST_ROWS]:
            source = self.plan.asks.get(POSITION.sub("", source_ref))
            if source is not None and self.entry.relevant(source_ref) and not self.entry.readonly(source_ref):
                self.answer(source_ref, source)

    def look_at_calculations(self) -> None:
        """Note which calculations have a value now; those known to give one are not asked again."""
        for node in self.plan.calculations:
            if node.ref not in self.tally.valued:
                for source_ref in self.rows_of(node.ref, node.ref):
                    if self.entry.relevant(source_ref):
                        self.tally.reached[node.ref] += 1
                        if self.entry.value(source_ref):
                            self.tally.valued.add(node.ref)
                            break

    # -- what fails

    def guarded(self, ref: str, column: str, ask: Callable[[], Made], otherwise: Made) -> Made:
        """The answer of the engine; a failing expression is noted and the interview goes on."""
        try:
            return ask()
        except XPathError as error:
            self.note_raised(ref, column, error.message)
        except AnswerError as error:
            said = Raised(POSITION.sub("", ref), column, "", _without_positions(error.message))
            self.tally.raised[said] += 1
        return otherwise

    def change(self, ref: str, make: Callable[[], frozenset[str]]) -> None:
        """Change something; what it moved is looked at again, what the form cannot calculate then is noted."""
        self.touched |= self.guarded(ref, "", make, frozenset())
        if self.entry.fault is not None:
            self.note_raised(ref, "", self.entry.fault)

    def note_raised(self, ref: str, column: str, failure: Message) -> None:
        """What the engine says, taken apart: where, which column, which expression, why."""
        values, fault = failure.values, failure.values.get("fault")
        if failure.code != "form.expression-fails" or not isinstance(fault, Message):
            said = Raised(POSITION.sub("", ref), column, "", _without_positions(failure))
        else:
            name = str(values["column"])
            said = Raised(
                POSITION.sub("", str(values["ref"])),
                _COLUMNS.get(name, name),
                str(values["expression"]),
                fault,
            )
        self.tally.raised[said] += 1


def _without_positions(message: Message) -> Message:
    """The same of every row of a repeat."""
    return Message(message.code, **{name: _unplaced(value) for name, value in message.values.items()})


def _unplaced(value: Value) -> Value:
    if isinstance(value, Message):
        return _without_positions(value)
    return POSITION.sub("", value) if isinstance(value, str) else value
