"""One interview's tree kept consistent: a change is set, and all that depends on it is recomputed once, in order."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from fieldsurvey.errors import XPathError, shortened
from fieldsurvey.messages import Message
from fieldsurvey.xforms.datatypes import Datatype, canonical, fits, lexical
from fieldsurvey.xforms.instance import choices, repeats
from fieldsurvey.xforms.instance.environment import FormEnvironment
from fieldsurvey.xforms.instance.failures import Failures
from fieldsurvey.xforms.instance.neighbours import ghost, reach, targets
from fieldsurvey.xforms.instance.nodes import InstanceNode
from fieldsurvey.xforms.instance.preload import Preloads
from fieldsurvey.xforms.parse.definition import FormDefinition
from fieldsurvey.xforms.parse.node_definition import Action, Expression, Kind, Source, Triggerable
from fieldsurvey.xforms.parse.node_definition import Node as NodeDefinition
from fieldsurvey.xforms.xpath.context import Context
from fieldsurvey.xforms.xpath.nodes import Nodes
from fieldsurvey.xforms.xpath.values import MOST_LETTERS, Value, single, to_boolean

_MOST_STEPS = 2_000_000
_ACTION_STEPS = 1000
_SPOKEN = ("jr:choice-name", "jr:itext")
"""Functions whose texts are in the language of the interview."""


@dataclass(frozen=True, slots=True)
class ValueChange:
    """A node got another text."""

    node: InstanceNode
    before: str
    after: str
    ref: str
    """What the node was called at that moment."""


@dataclass(frozen=True, slots=True)
class InstanceChange:
    """A repeat instance came or went."""

    parent: InstanceNode
    node: InstanceNode
    index: int
    added: bool
    ref: str
    """What the parent was called at that moment."""


Change = ValueChange | InstanceChange


class Session:
    """The tree, what waits to be recomputed, and what changed since the last question."""

    def __init__(
        self, form: FormDefinition, tree: InstanceNode, environment: FormEnvironment, preloads: Preloads
    ) -> None:
        self.form = form
        self.preloads = preloads
        self.tree = tree
        self.environment = environment
        self.changed: set[InstanceNode] = set()
        self.gone_refs: set[str] = set()
        self.unplaced: list[InstanceNode] = []
        """What the form wanted placed at an event, when the laptop did not know where it is."""
        self.journal: list[Change] = []
        self.live = False
        self.replaying = False
        """True while changes are undone or done again: the values stand in them, and no expression decides them anew."""
        self.instances = 0
        """Instances of repeats that were added since the interview was opened."""
        self.nodes = 0
        """Nodes that came with them."""
        self.recomputed = 0
        """Expressions evaluated since the last question."""
        self.failures = Failures()
        self.growth = repeats.Growth()
        self._heap: list[tuple[int, int]] = []
        self._pending: dict[int, tuple[Triggerable, dict[int, InstanceNode]]] = {}
        self._events: list[tuple[Action, InstanceNode]] = []
        self._decide: dict[Kind, Callable[[Triggerable, InstanceNode], None]] = {
            Kind.RELEVANT: self._relevant,
            Kind.COUNT: self._count,
            Kind.CALCULATE: self._calculate,
            Kind.READONLY: self._readonly,
            Kind.REQUIRED: self._required,
            Kind.CHOICES: self._choices,
            Kind.CONSTRAINT: self._constraint,
            Kind.LABEL: lambda _triggerable, node: self.changed.add(node),
        }

    def close(self) -> None:
        """Let go of itself; nothing can be changed any more."""
        self._decide.clear()

    # -- changes

    def set_text(self, node: InstanceNode, text: str) -> None:
        """Give a node a value and note who must be told."""
        if node.text == text:
            return
        if len(text) > MOST_LETTERS:
            raise XPathError("form.value-too-long", ref=node.ref(), most=MOST_LETTERS)
        self.journal.append(ValueChange(node, node.text, text, node.ref()))
        node.text = text
        node.result = None
        self.changed.add(node)
        self.notify(node)
        if node.definition.constraint is not None:
            self.schedule(node.definition.constraint, (node,))
        if self.live:
            self._events.extend((action, node) for action in node.definition.on_change)

    def set_answer(self, node: InstanceNode, text: str) -> None:
        """Give a node what a person or another program answered, as Collect would store it."""
        kind, environment = node.definition.datatype, self.environment
        day = environment.now().date() if kind is Datatype.TIME else None
        self.set_text(node, canonical(text, kind, environment.zone, day))

    def attach(self, parent: InstanceNode, node: InstanceNode, index: int) -> None:
        """Put a repeat instance in and note all that depends on it."""
        parent.insert(node, index)
        self._count_in(node, 1)
        if node in parent.stash:
            parent.stash.remove(node)
        self.journal.append(InstanceChange(parent, node, index, added=True, ref=parent.ref()))
        self._inherit(node, parent)
        for below in node.every():
            self.changed.add(below)
            self.schedule_own(below)
            self.notify(below)
        self._shifted(parent, node.name, index + 1)

    def detach(self, parent: InstanceNode, node: InstanceNode) -> None:
        """Take a repeat instance out and note all that depends on it."""
        for moved in parent.instances(node.name)[node.index :]:
            self.gone_refs.update(below.ref() for below in moved.every())
        index = parent.remove(node)
        self._count_in(node, -1)
        self.journal.append(InstanceChange(parent, node, index, added=False, ref=parent.ref()))
        gone = set(node.every())
        for _triggerable, waiting in self._pending.values():
            for below in gone:
                waiting.pop(id(below), None)
        for below in gone:
            self.notify(below, gone)
            self.failures.drop(below)
        self._events = [(action, source) for action, source in self._events if source not in gone]
        self.changed -= gone
        self._shifted(parent, node.name, index)

    def _count_in(self, node: InstanceNode, sign: int) -> None:
        for below in node.every():
            self.nodes += sign
            self.instances += sign * below.definition.is_repeat

    def _shifted(self, parent: InstanceNode, name: str, index: int) -> None:
        """Later instances have another position now."""
        for later in parent.instances(name)[index:]:
            for below in later.every():
                self.changed.add(below)
                for triggerable in below.definition.triggerables:
                    if "position(" in triggerable.expression.text:
                        self.schedule(triggerable, (below,))

    def _inherit(self, node: InstanceNode, parent: InstanceNode) -> None:
        node.relevant = node.own_relevant and parent.relevant
        node.readonly = node.own_readonly or parent.readonly
        for child in node.every():
            if child is not node:
                above: InstanceNode = child.parent  # type: ignore[assignment]
                child.relevant = child.own_relevant and above.relevant
                child.readonly = child.own_readonly or above.readonly

    # -- who is told

    def notify(self, node: InstanceNode, gone: set[InstanceNode] | None = None) -> None:
        """Schedule what reads a node; not what is `gone` with it."""
        definition = node.definition
        if node.listeners is None:
            node.listeners = [
                (dependent.triggerable, target)
                for dependent in definition.dependents
                for target in targets(node, dependent)
            ]
        for triggerable, target in node.listeners:
            if not gone or target not in gone:
                self.schedule(triggerable, (target,))
        for dependent in definition.repeated_dependents:
            found = targets(node, dependent)
            self.schedule(dependent.triggerable, [t for t in found if t not in gone] if gone else found)

    def schedule_own(self, node: InstanceNode) -> None:
        """Schedule all that is decided about a node."""
        for triggerable in node.definition.triggerables:
            self.schedule(triggerable, (node,))

    def schedule(self, triggerable: Triggerable, nodes: Iterable[InstanceNode]) -> None:
        """Put nodes in line for a triggerable."""
        key = id(triggerable)
        entered = self._pending.get(key)
        if entered is None:
            entered = self._pending[key] = (triggerable, {})
            heapq.heappush(self._heap, (triggerable.order, key))
        waiting = entered[1]
        for node in nodes:
            waiting[id(node)] = node

    def run(self) -> None:
        """Recompute until nothing waits; then what the form does at the changes, and what follows from that.

        An expression that fails stops nothing else and is noted: while answers are given it stops the interview from being
        finalised, a calculation is blank then, and what else is decided stays as it was. Before that the first failure is
        raised when all is done.
        """
        steps, fault = 0, None
        self.environment.patience.renew()
        self.growth.renew()
        while self._heap or self._events:
            if self._heap:
                _order, key = heapq.heappop(self._heap)
                triggerable, nodes = self._pending.pop(key)
                target = triggerable.target
                failed = self._decide_all(triggerable, nodes.values())
                steps += len(nodes)
                self.recomputed += len(nodes)
            else:
                target, failed = self._act()
                steps += _ACTION_STEPS
            fault = fault or failed
            if steps > _MOST_STEPS:
                self.clear()
                raise XPathError("form.set-again-and-again", ref=target.ref)
        self.growth.passed = None
        if fault is not None:
            raise fault

    def _decide_all(self, triggerable: Triggerable, nodes: Iterable[InstanceNode]) -> XPathError | None:
        """What one expression decides, for each node; the first failure that is to be raised."""
        decide, fault = self._decide[triggerable.kind], None
        for node in nodes:
            try:
                decide(triggerable, node)
            except XPathError as error:
                fault = fault or self._note(triggerable, node, error)
            else:
                if node in self.failures:
                    self.failures.clear(node, triggerable)
                    self.changed.add(node)
        return fault

    def _note(self, triggerable: Triggerable, node: InstanceNode, error: XPathError) -> XPathError | None:
        """An expression failed: keep why. A calculation keeps no value of before."""
        self.failures.note(node, triggerable, error.message)
        is_calculation, last_saved = triggerable.kind is Kind.CALCULATE, self.form.last_saved_id
        is_of_before = is_calculation and bool(last_saved) and last_saved in triggerable.expression.text
        if not (self.live or self.replaying or is_of_before):
            return error
        self.failures.tell(node, triggerable, error.message)
        if is_calculation and not self.replaying:
            self.set_text(node, "")
            node.result, node.start = None, ""
        self.changed.add(node)
        return None

    def _act(self) -> tuple[NodeDefinition, XPathError | None]:
        """The next action that waits: what it sets, and how it failed.

        One that an answer sets off is tried again with the next answer, so it is noted there; a default is not, and only told.
        """
        action, source = self._events.pop(0)
        is_default = action in source.definition.on_new_repeat
        try:
            self.perform(action, source, is_default=is_default)
        except XPathError as error:
            fault = XPathError("form.cannot-set", ref=action.target.ref, fault=error.message)
            if not self.live:
                return action.target, fault
            self.failures.tell(source, action, fault.message)
            if not is_default:
                self.failures.note(source, action, fault.message)
                self.changed.add(source)
        else:
            if source in self.failures:
                self.failures.clear(source, action)
                self.changed.add(source)
        return action.target, None

    def settle(self) -> None:
        """Take what stands as the beginning: nothing to undo, nothing changed."""
        self.journal.clear()
        self.changed.clear()
        self.gone_refs.clear()

    def say_again(self) -> None:
        """Compute again what is put together from translated texts: the language is another now. No step to undo."""
        spoken = [t for t in self.form.triggerables if any(name in t.expression.text for name in _SPOKEN)]
        if not spoken or not self.live:
            return
        for node in self.tree.every():
            for triggerable in spoken:
                if triggerable.target is node.definition:
                    self.schedule(triggerable, (node,))
        self.run()
        self.journal.clear()

    def clear(self) -> None:
        """Forget what waits."""
        self._heap.clear()
        self._pending.clear()
        self._events.clear()

    # -- decisions

    def value_of(self, triggerable: Triggerable, node: InstanceNode) -> Value:
        """The expression's value; an error names the question."""
        self.environment.patience.begin()
        try:
            return triggerable.expression.closure(Context(node, self.environment))
        except XPathError as error:
            raise _named(triggerable, node, error.message) from error
        except RecursionError:
            raise _named(triggerable, node, Message("expression.fails-too-deep")) from None

    def count_of(self, parent: InstanceNode, definition: NodeDefinition) -> int | None:
        """How many rows a repeat's count wants; None where it has no count, or the count no value."""
        count = definition.repeat.count if definition.repeat is not None else None
        if count is None:
            return None
        self.environment.patience.renew()
        try:
            return repeats.counted(self.value_of(count, ghost(parent, definition)))
        except XPathError:
            return None

    def _guarded_truth(self, triggerable: Triggerable, node: InstanceNode) -> bool:
        return to_boolean(self.value_of(triggerable, node))

    def _relevant(self, triggerable: Triggerable, node: InstanceNode) -> None:
        node.own_relevant = self._guarded_truth(triggerable, node)
        self._spread_relevance(node)

    def _spread_relevance(self, node: InstanceNode) -> None:
        above = node.parent
        relevant = node.own_relevant and (above is None or above.relevant)
        if relevant == node.relevant:
            return
        node.relevant = relevant
        self.changed.add(node)
        self.notify(node)
        if relevant and node.definition.calculate is not None:
            self.schedule(node.definition.calculate, (node,))
        if relevant and node.text:
            for triggerable in node.definition.triggerables:
                if triggerable.kind is Kind.CHOICES:  # what it depends on may have changed meanwhile
                    self.schedule(triggerable, (node,))
        for same in node.by_name.values():
            for child in same:
                self._spread_relevance(child)  # type: ignore[arg-type]

    def _readonly(self, triggerable: Triggerable, node: InstanceNode) -> None:
        node.own_readonly = self._guarded_truth(triggerable, node)
        self._spread_readonly(node)

    def _spread_readonly(self, node: InstanceNode) -> None:
        above = node.parent
        readonly = node.own_readonly or (isinstance(above, InstanceNode) and above.readonly)
        if readonly == node.readonly:
            return
        node.readonly = readonly
        self.changed.add(node)
        for same in node.by_name.values():
            for child in same:
                self._spread_readonly(child)  # type: ignore[arg-type]

    def _required(self, triggerable: Triggerable, node: InstanceNode) -> None:
        required = self._guarded_truth(triggerable, node)
        if required != node.required:
            node.required = required
            self.changed.add(node)

    def _constraint(self, triggerable: Triggerable, node: InstanceNode) -> None:
        valid = node.text == "" or self._guarded_truth(triggerable, node)
        if valid != node.valid:
            node.valid = valid
            self.changed.add(node)

    def _calculate(self, triggerable: Triggerable, node: InstanceNode) -> None:
        if not node.relevant or (node.definition is self.form.instance_id and node.text):
            return
        value = single(self.value_of(triggerable, node))
        kind = node.definition.datatype
        text = lexical(value, kind, self.environment.zone)
        node.start = text
        if self.replaying and text != node.text:
            return
        question = node.definition.question
        if question is not None and question.itemset is not None:
            self._choices(question.itemset, node)
        else:
            self.set_text(node, text)
        node.result = _remembered(value, kind, node.text)

    def _choices(self, triggerable: Triggerable, node: InstanceNode) -> None:
        """What was chosen stands while it is offered; what was calculated also stands again when it is offered again."""
        self.changed.add(node)
        is_calculated = node.definition.calculate is not None and not self.replaying
        text = node.start if is_calculated else node.text
        if text and node.relevant and (self.live or is_calculated):
            text = choices.still_chosen(node, text, self.environment)
            self.set_text(node, text)
        elif is_calculated and node.relevant:
            self.set_text(node, text)

    def _count(self, triggerable: Triggerable, parent: InstanceNode) -> None:
        if self.replaying:
            return
        wanted = self.value_of(triggerable, ghost(parent, triggerable.target))
        repeats.adjust(self, parent, triggerable.target, wanted)

    # -- actions

    def begin(self, node: InstanceNode) -> None:
        """What a new repeat instance starts with: preloads at once, dynamic defaults once it is computed."""
        for below in node.every():
            text = self.preloads.at_start(below.definition) if below.definition.preload else None
            if text is not None:
                self.set_text(below, text)
            if below.definition.is_repeat:
                self._events.extend((action, below) for action in below.definition.on_new_repeat)

    def _aimed(self, action: Action, source: InstanceNode) -> list[InstanceNode]:
        if action.chosen is None:
            return reach(source, action.target)
        found = action.chosen.closure(Context(self.tree, self.environment))
        return [node for node in found if isinstance(node, InstanceNode)] if isinstance(found, Nodes) else []

    def perform(self, action: Action, source: InstanceNode, *, is_default: bool = False) -> None:
        """Carry out an action for the targets in the same repeat instance as its source."""
        for target in self._aimed(action, source):
            if action.source is not Source.FORM:
                self._take(action, target)
            else:
                self._propose(action.value, target, is_default=is_default)
                target.start = target.text

    def _propose(self, value: Expression | str, target: InstanceNode, *, is_default: bool) -> None:
        """What an action sets. A default that finds several values, such as the rows of the last interview, proposes none."""
        if isinstance(value, str):
            self.set_text(target, value)
            return
        try:
            found = single(value.closure(Context(target, self.environment)))
        except XPathError as error:
            if is_default and error.message.code == "expression.several-values":
                return
            raise
        kind = target.definition.datatype
        self.set_text(target, lexical(found, kind, self.environment.zone))
        target.result = _remembered(found, kind, target.text)

    def _take(self, action: Action, target: InstanceNode) -> None:
        """A place or a recording from the laptop; what it cannot give leaves the answer as it is."""
        around, found = self.preloads.surroundings, ""
        if action.source is Source.PLACE and around.locate is not None:
            geopoint = around.locate()
            found = canonical(geopoint, Datatype.GEOPOINT) if fits(geopoint, Datatype.GEOPOINT) else ""
        elif action.source is Source.SOUND and around.record_audio is not None:
            found = around.record_audio(str(action.value))
        if found:
            self.set_text(target, found)
        elif action.source is Source.PLACE:
            self.unplaced.append(target)


def _remembered(value: Value, kind: Datatype, text: str) -> Value | None:
    """What an expression gave, where its text read by the type of the question would be another value, as in JavaRosa."""
    if text == "":
        return None
    if isinstance(value, bool):
        return value
    if kind is Datatype.STRING:
        return None if isinstance(value, str) else value
    return None if fits(text, kind) else value


def _named(triggerable: Triggerable, node: InstanceNode, fault: Message) -> XPathError:
    column, text = triggerable.kind.name.lower(), shortened(triggerable.expression.text)
    return XPathError("form.expression-fails", ref=node.ref(), column=column, expression=text, fault=fault)
