"""Where an expression of a form gives something else on a phone, or means what its author may not have meant.

Each kind was asked of JavaRosa itself (`tests/xforms/test_javarosa.py`).
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from fieldsurvey.errors import XPathError, shortened
from fieldsurvey.forms.compatibility.paths import Place, found_at
from fieldsurvey.forms.compatibility.report import Note
from fieldsurvey.i18n import sentence
from fieldsurvey.messages import Message
from fieldsurvey.xforms import FormDefinition
from fieldsurvey.xforms.datatypes import Datatype
from fieldsurvey.xforms.parse.node_definition import Action, Expression, Kind, Node, Question
from fieldsurvey.xforms.xpath import parser
from fieldsurvey.xforms.xpath.values import number_text, text_number

_COLUMNS = {
    Kind.RELEVANT: "relevant",
    Kind.COUNT: "repeat_count",
    Kind.CALCULATE: "calculation",
    Kind.READONLY: "read_only",
    Kind.REQUIRED: "required",
    Kind.CHOICES: "choice_filter",
    Kind.CONSTRAINT: "constraint",
}
_ORDER = ("<", "<=", ">", ">=")
_COMPARED = (*_ORDER, "=", "!=")
_RECKONED = ("+", "-", "*", "div", "mod")
_OF_NUMBERS = ("number", "int", "round", "floor", "ceiling", "abs")
_OF_CHOICES = ("selected", "is-selected", "count-selected", "selected-at")
_OF_TEXTS = ("string", "concat", "join")
_NUMBERS = (Datatype.INT, Datatype.LONG, Datatype.DECIMAL)
_DIGITS = re.compile(r"[-+]?[\d.,' \u00a0]*\d[\d.,' \u00a0]*(?:[eE][-+]?\d+)?\Z")
_KNOWN_AXES = ("child", "parent", "self", "attribute")


def leanings_of(form: FormDefinition) -> Iterator[Note]:
    """A sentence for each, once, with the question and the column it stands in."""
    told: dict[str, None] = {}
    for node, column, expression in _expressions(form):
        try:
            tree = parser.parse(expression.text)
        except XPathError:
            continue  # what is no expression was refused when the form was read
        walk = _Walk(form.root, node, f"{node.name} ({column})", column == "label")
        told |= {sentence(message): None for message in walk.of(tree, node)}
    return (Note("phone", said) for said in told)


def _expressions(form: FormDefinition) -> Iterator[tuple[Node, str, Expression]]:
    """All expressions of a form, with the question they are seen from and the column they stand in."""
    actions: dict[int, Action] = {}
    for node in form.root.walk():
        yield from _of_question(form, node)
        actions |= {id(action): action for action in (*node.on_change, *node.on_new_repeat)}
    actions |= {id(action): action for action in (*form.on_first_load, *form.on_load)}
    for action in actions.values():
        if isinstance(action.value, Expression):
            yield action.target, "default", action.value


def _of_question(form: FormDefinition, node: Node) -> Iterator[tuple[Node, str, Expression]]:
    for triggerable in node.triggerables:
        if triggerable.kind in _COLUMNS:
            yield node, _COLUMNS[triggerable.kind], triggerable.expression
    if node.repeat is not None and node.repeat.count is not None:
        yield node, "repeat_count", node.repeat.count.expression
    question = node.question or Question()
    for text in filter(None, (question.label, question.hint)):
        for expression in text.expressions(form.texts):
            yield node, "label", expression


@dataclass(slots=True)
class _Walk:
    """Looks at a tree and at all beneath it."""

    root: Node
    current: Node
    where: str
    is_shown: bool

    def of(self, tree: parser.Expression, at: Node | None) -> Iterator[Message]:
        """What is to be said of an expression seen from a node; None where that is no node of the form."""
        if self.is_shown and self.is_of(tree, at, Datatype.TIME):
            yield Message("phone.time-shown", where=self.where)
        match tree:
            case parser.Binary():
                yield from self.binary(tree, at)
            case parser.Call():
                yield from self.call(tree, at)
            case parser.Path():
                yield from self.path(tree, at)
            case parser.Filter():
                yield from self.of(tree.source, at)
                yield from self.predicates(tree.predicates, None)
            case parser.Negation():
                yield from self.of(tree.operand, at)

    # -- what a part is

    def place(self, tree: parser.Expression, at: Node | None) -> Place | None:
        """The node of the form that a path leads to."""
        if not isinstance(tree, parser.Path):
            return None
        return found_at(tree, self.current if tree.start == parser.Call("current", ()) else at, self.root)

    def is_of(self, tree: parser.Expression, at: Node | None, *kinds: Datatype) -> bool:
        """Whether it is a question of such a type."""
        place = self.place(tree, at)
        return place is not None and place.node.datatype in kinds and place.node.is_leaf

    def is_moment(self, tree: parser.Expression, at: Node | None) -> bool:
        """A day together with an hour."""
        if isinstance(tree, parser.Call):
            return tree.name in ("now", "date-time")
        return self.is_of(tree, at, Datatype.DATETIME)

    # -- the kinds of parts

    def binary(self, tree: parser.Binary, at: Node | None) -> Iterator[Message]:
        """Operators: moments and times compared, texts reckoned with, unions."""
        sides = (tree.left, tree.right)
        if tree.operator == "|":
            yield Message("phone.unknown", where=self.where, what="|")
        if tree.operator in (*_COMPARED, "-") and all(self.is_moment(side, at) for side in sides):
            yield Message("phone.moments", where=self.where)
        is_reckoned = tree.operator in (*_COMPARED, *_RECKONED) and parser.Literal("") not in sides
        if is_reckoned and any(self.is_of(side, at, Datatype.TIME) for side in sides):
            yield Message("phone.times", where=self.where)
        if tree.operator in (*_RECKONED, *_ORDER):
            for side in sides:
                yield from self.number_text(side)
        for side in sides:
            yield from self.of(side, at)

    def call(self, tree: parser.Call, at: Node | None) -> Iterator[Message]:
        """Functions, and what is given to them."""
        look = _FUNCTIONS.get(tree.name)
        if look is not None:
            yield from look(self, tree, at)
        if tree.name in _OF_NUMBERS:
            yield from self.number_text(tree.arguments[0])
        if tree.name in _OF_CHOICES and self.is_of(tree.arguments[0], at, *_NUMBERS):
            yield Message("phone.choices-of-number", where=self.where, function=tree.name)
        if tree.name in _OF_TEXTS and any(self.is_of(part, at, Datatype.TIME) for part in tree.arguments):
            yield Message("phone.time-shown", where=self.where)
        for argument in tree.arguments:
            yield from self.of(argument, at)

    def path(self, tree: parser.Path, at: Node | None) -> Iterator[Message]:
        """Axes a phone does not know, and rows taken by their number."""
        if isinstance(tree.start, parser.Call | parser.Filter):
            yield from self.of(tree.start, at)
        for number, step in enumerate(tree.steps):
            if step.axis not in _KNOWN_AXES:
                is_anywhere = step.axis == "descendant-or-self" and step.test == "node()"
                yield Message(
                    "phone.unknown", where=self.where, what="//" if is_anywhere else f"{step.axis}::"
                )
            if step.predicates:
                place = self.place(parser.Path(tree.start, tree.steps[: number + 1]), at)
                yield from self.predicates(step.predicates, place.node if place is not None else None)

    def predicates(self, predicates: tuple[parser.Expression, ...], at: Node | None) -> Iterator[Message]:
        """A number among them takes a row by its place."""
        for predicate in predicates:
            if _is_number(predicate):
                yield Message("phone.row-by-number", where=self.where)
            yield from self.of(predicate, at)

    def number_text(self, tree: parser.Expression) -> Iterator[Message]:
        """A number written as a text, of which not every letter counts."""
        if not isinstance(tree, parser.Literal) or not _DIGITS.match(tree.value.strip()):
            return
        number = text_number(tree.value)
        if math.isnan(number):
            yield Message("phone.no-number", where=self.where, text=shortened(tree.value))
        elif "," in tree.value:
            yield Message(
                "phone.comma", where=self.where, text=shortened(tree.value), number=number_text(number)
            )

    # -- functions

    def joined(self, tree: parser.Call, at: Node | None) -> Iterator[Message]:
        values = tree.arguments[1:] if tree.name == "join" else tree.arguments
        places = [self.place(value, at) for value in values]
        if len(values) > 1 and any(place is not None and place.is_many for place in places):
            yield Message("phone.joined", where=self.where, function=tree.name)

    def greatest(self, tree: parser.Call, at: Node | None) -> Iterator[Message]:
        if not any(self.is_above_zero(value, at) for value in tree.arguments):
            yield Message("phone.greatest", where=self.where)

    def is_above_zero(self, tree: parser.Expression, at: Node | None) -> bool:
        """Whether a value is never below zero: by itself, by a predicate, or by its question's constraint."""
        if not isinstance(tree, parser.Path):
            return isinstance(tree, parser.Number) and tree.value >= 0
        place = self.place(tree, at)
        rule = place.node.constraint if place is not None else None
        rules = tree.steps[-1].predicates if tree.steps else ()
        if rule is not None:
            rules = (*rules, parser.parse(rule.expression.text))
        return any(map(_keeps_above_zero, rules))

    def indexed(self, tree: parser.Call, at: Node | None) -> Iterator[Message]:
        if any(self.may_be_none(index, at) for index in tree.arguments[2::2]):
            yield Message("phone.index", where=self.where)

    def may_be_none(self, index: parser.Expression, at: Node | None) -> bool:
        """An index that may be blank, or 0."""
        if isinstance(index, parser.Number):
            return index.value < 1
        is_less = isinstance(index, parser.Binary) and index.operator == "-"
        return is_less or isinstance(index, parser.Path | parser.Negation) or index == parser.Literal("")

    def chosen(self, tree: parser.Call, _at: Node | None) -> Iterator[Message]:
        wanted = tree.arguments[1]
        if isinstance(wanted, parser.Literal) and " " in wanted.value.strip():
            yield Message("phone.choices-as-one", where=self.where, text=shortened(wanted.value))

    def weighed(self, tree: parser.Call, _at: Node | None) -> Iterator[Message]:
        if parser.Negation(parser.Number(1.0)) in tree.arguments[:2]:
            yield Message("phone.weighed", where=self.where)

    def measured(self, tree: parser.Call, at: Node | None) -> Iterator[Message]:
        if len(tree.arguments) > 1 and any(self.place(value, at) is not None for value in tree.arguments):
            yield Message("phone.measured", where=self.where)

    def last(self, _tree: parser.Call, _at: Node | None) -> Iterator[Message]:
        yield Message("phone.unknown", where=self.where, what="last()")


_Look = Callable[[_Walk, parser.Call, Node | None], Iterator[Message]]
_FUNCTIONS: dict[str, _Look] = {
    "join": _Walk.joined,
    "concat": _Walk.joined,
    "max": _Walk.greatest,
    "indexed-repeat": _Walk.indexed,
    "selected": _Walk.chosen,
    "is-selected": _Walk.chosen,
    "weighted-checklist": _Walk.weighed,
    "distance": _Walk.measured,
    "last": _Walk.last,
}


def _keeps_above_zero(rule: parser.Expression) -> bool:
    """`. >= 0` or more, also beside another condition."""
    if not isinstance(rule, parser.Binary):
        return False
    if rule.operator == "and":
        return _keeps_above_zero(rule.left) or _keeps_above_zero(rule.right)
    is_itself = rule.left == parser.Path(None, (parser.Step("self", "node()"),))
    is_bound = isinstance(rule.right, parser.Number) and rule.right.value >= 0
    return is_itself and is_bound and rule.operator in (">", ">=")


def _is_number(tree: parser.Expression) -> bool:
    """Whether a predicate is a number for sure, and so a place."""
    if isinstance(tree, parser.Binary):
        return tree.operator in _RECKONED
    if isinstance(tree, parser.Call):
        return tree.name in (*_OF_NUMBERS, "count", "position", "string-length", "sum", "min", "max")
    return isinstance(tree, parser.Number | parser.Negation)
