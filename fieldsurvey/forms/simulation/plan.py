"""What is known of a form before anyone is asked: for each question the numbers, words and patterns its rules speak of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from fieldsurvey.forms.external_lists import media_outside
from fieldsurvey.records import Question, Questionnaire
from fieldsurvey.xforms import BodyControl, BodyElement, FormDefinition, parse_form
from fieldsurvey.xforms.lists.form_table import FormTable
from fieldsurvey.xforms.parse.node_definition import Expression, Kind, Node
from fieldsurvey.xforms.xpath import parser

LONGEST_LIST = 200
"""Of a longer list many choices are never offered by mere chance, so nobody keeps count of them."""
POSITION = re.compile(r"\[\d+\]")
_DEEPEST = 4
"""Through how many calculations a rule is followed back to the questions it is about."""


@dataclass(slots=True)
class Spoken:
    """What rules say of a node: the numbers and words they compare it with, the patterns it must fit."""

    numbers: dict[float, None] = field(default_factory=dict)
    words: dict[str, None] = field(default_factory=dict)
    patterns: dict[str, None] = field(default_factory=dict)

    def add(self, other: Spoken) -> None:
        """Take in what another rule says."""
        self.numbers |= other.numbers
        self.words |= other.words
        self.patterns |= other.patterns


@dataclass(frozen=True, slots=True)
class Ask:
    """One question of the form."""

    ref: str
    node: Node
    control: BodyControl
    question: Question | None
    own: Spoken
    """What its constraint says."""
    spoken: Spoken
    """What any rule says that looks at it."""
    sources: tuple[Node, ...]
    """The questions and repeats its constraint looks at, also through calculations."""
    hidden_by: tuple[Node, ...]
    """The questions its relevance, or that of a group around it, looks at, also through calculations."""
    counts_rows: bool
    """Whether a repeat has as many rows as its answer says."""
    opens: Mapping[str, int]
    """Answer -> how many questions are asked because of it."""
    may_hide: bool
    """Whether it may be hidden while the group around it is there."""
    may_close: bool
    """Whether it may be read-only."""

    @property
    def constraint(self) -> Expression | None:
        """What an answer must fulfil."""
        return self.node.constraint.expression if self.node.constraint else None

    @property
    def is_note(self) -> bool:
        """Whether there is nothing to answer."""
        return self.question is not None and self.question.type == "note"

    @property
    def has_fixed_choices(self) -> bool:
        """Whether the same choices are offered whatever else is answered."""
        asked = self.node.question
        return asked is None or asked.itemset is None or not asked.itemset.expression.reads


@dataclass(frozen=True, slots=True)
class Plan:
    """A form with all that helps to answer it."""

    questionnaire: Questionnaire
    form: FormDefinition
    asks: Mapping[str, Ask]
    rows: Mapping[str, tuple[int, ...]]
    """Repeat -> the numbers of rows its rules speak of."""
    calculations: tuple[Node, ...]
    fixed: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Question -> its choices, kept when they never change."""

    @property
    def is_whole(self) -> bool:
        """Whether the questionnaire brings every list with it, so that another process can read the form."""
        if any(isinstance(source, FormTable) for source in self.form.secondary.values()):
            return False
        return all(file in self.questionnaire.media for file in self.form.attached.values())

    def is_gate(self, ask: Ask) -> bool:
        """Whether much of the form is asked only after one of its answers."""
        return max(ask.opens.values(), default=0) * 10 >= len(self.asks)


def plan_of(questionnaire: Questionnaire, form: FormDefinition | None = None) -> Plan:
    """Gather what the rules of a form say; `form` spares reading it again. Raises FormError."""
    form = form or parse_form(questionnaire.xform, media=media_outside(questionnaire.media))
    spoken, opening = _spoken_of_nodes(form), _opening(form)
    questions = {question.ref: question for question in questionnaire.questions}
    counting = {
        source
        for node in form.root.walk()
        if node.repeat is not None and node.repeat.count is not None
        for source in _sources(node.repeat.count.expression)
    }
    asks, bodies = {}, bodies_of(form.body)
    for control in form.controls():
        node = form.node(control.ref)
        if node is not None and control.ref not in asks:
            constraint = node.constraint.expression if node.constraint else None
            asks[control.ref] = Ask(
                ref=control.ref,
                node=node,
                control=control,
                question=questions.get(control.ref),
                own=_spoken(constraint) if constraint else Spoken(),
                spoken=spoken.get(node, Spoken()),
                sources=tuple(n for n in _sources(constraint) if n is not node) if constraint else (),
                hidden_by=tuple(
                    {
                        source: None
                        for above in node.chain()
                        if above.relevant
                        for source in _sources(above.relevant.expression)
                    }
                ),
                counts_rows=node in counting,
                opens=opening.get(node, {}),
                may_hide=any(n.relevant and (n is node or n.ref not in bodies) for n in node.chain()),
                may_close=any(n.readonly for n in node.chain()),
            )
    return Plan(
        questionnaire,
        form,
        asks,
        {node.ref: _row_numbers(spoken.get(node)) for node in form.root.walk() if node.is_repeat},
        tuple(node for node in form.root.walk() if node.calculate is not None and not node.is_attribute),
    )


def place_near(node: Node, ref: str) -> str:
    """The ref of a node in the same rows of repeats as another ref."""
    steps, said = node.ref.split("/"), ref.split("/")
    for at, (step, other) in enumerate(zip(steps, said, strict=False)):
        if POSITION.sub("", other) != step:
            break
        steps[at] = other
    if node.is_repeat:
        steps[-1] = POSITION.sub("", steps[-1])
    return "/".join(steps)


def bodies_of(body: tuple[BodyElement, ...]) -> set[str]:
    """The refs of all questions, groups and repeats of the body."""
    found = {element.ref for element in body if element.ref is not None}
    return found.union(*(bodies_of(each.children) for each in body if not isinstance(each, BodyControl)))


def _row_numbers(spoken: Spoken | None) -> tuple[int, ...]:
    numbers = spoken.numbers if spoken else {}
    near = {int(n) + step for n in numbers if n == int(n) for step in (-1, 0, 1)}
    return tuple(sorted(n for n in near if 0 <= n <= 12))


def _spoken_of_nodes(form: FormDefinition) -> dict[Node, Spoken]:
    """Each node with what the rules that read it say, also where they read it through a calculation."""
    found: dict[Node, Spoken] = {}
    for triggerable in form.triggerables:
        if triggerable.kind is not Kind.LABEL:
            said = _spoken(triggerable.expression)
            for node in _read(triggerable.expression, _DEEPEST):
                found.setdefault(node, Spoken()).add(said)
    return found


def _opening(form: FormDefinition) -> dict[Node, dict[str, int]]:
    """Each node with the words that open questions when it holds them, and how many, with those that these open."""
    gated = [node for node in form.root.walk() if node.relevant is not None]
    found: dict[Node, dict[str, int]] = {}
    for _ in range(_DEEPEST):
        behind, found = found, {}
        for node in gated:
            assert node.relevant is not None
            controls = (below for below in node.walk() if below.control is not None)
            worth = sum(1 + max(behind.get(below, {}).values(), default=0) for below in controls)
            for expression in _behind(node.relevant.expression, _DEEPEST):
                for read in expression.reads:
                    counts = found.setdefault(read.target, {})
                    for word in _spoken(expression).words:
                        counts[word] = counts.get(word, 0) + worth
    return found


def _behind(expression: Expression, depth: int) -> Iterator[Expression]:
    """The expression, and those of the calculations it looks at."""
    yield expression
    for read in expression.reads:
        if read.target.calculate is not None and depth:
            yield from _behind(read.target.calculate.expression, depth - 1)


def _read(expression: Expression, depth: int) -> dict[Node, None]:
    """What an expression looks at, and what the calculations among it look at."""
    found: dict[Node, None] = {}
    for read in expression.reads:
        found[read.target] = None
        if read.target.calculate is not None and depth:
            found |= _read(read.target.calculate.expression, depth - 1)
    return found


def _sources(expression: Expression) -> tuple[Node, ...]:
    """The questions and repeats an expression is about in the end."""
    return tuple(node for node in _read(expression, _DEEPEST) if node.control is not None or node.is_repeat)


def _spoken(expression: Expression) -> Spoken:
    said = Spoken()
    _gather(parser.parse(expression.text), said)
    return said


def _gather(tree: parser.Expression, said: Spoken) -> None:
    """Collect numbers, words and patterns from an expression."""
    match tree:
        case parser.Number(value):
            said.numbers[value] = None
        case parser.Literal(value):
            said.words[value] = None
        case parser.Negation(parser.Number(value)):
            said.numbers[-value] = None
        case parser.Call("regex", (_, parser.Literal(value))):
            said.patterns[value] = None
        case _:
            for part in _parts(tree):
                _gather(part, said)


def _parts(tree: parser.Expression) -> tuple[parser.Expression, ...]:
    match tree:
        case parser.Negation(operand):
            return (operand,)
        case parser.Binary(_, left, right):
            return (left, right)
        case parser.Call(_, arguments):
            return arguments
        case parser.Filter(source, predicates):
            return (source, *predicates)
        case parser.Path(start, steps):
            inner = tuple(p for step in steps for p in step.predicates)
            return inner if start is None or isinstance(start, str) else (start, *inner)
        case _:
            return ()
