"""One node of a form as it is defined, and everything that hangs on it: expressions, texts, choices, actions.

These records know each other, so they stand together; the whole form is `definition`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum

from fieldsurvey.errors import XPathError
from fieldsurvey.messages import Message
from fieldsurvey.system.bidi import is_from_the_right, isolated
from fieldsurvey.xforms.datatypes import Datatype
from fieldsurvey.xforms.lists.form_table import FormTable
from fieldsurvey.xforms.xpath.context import Closure, Context
from fieldsurvey.xforms.xpath.nodes import Nodes
from fieldsurvey.xforms.xpath.values import to_string

XFORMS = "http://www.w3.org/2002/xforms"
OPENROSA = "http://openrosa.org/xforms"
JAVAROSA = "http://openrosa.org/javarosa"
ODK = "http://www.opendatakit.org/xforms"


@dataclass(frozen=True, slots=True)
class Read:
    """An expression looks at `target`, in the same instance of `anchor` as the node it belongs to."""

    target: Node
    anchor: Node


@dataclass(frozen=True, slots=True)
class Expression:
    """A compiled expression and what it reads."""

    text: str
    closure: Closure
    reads: tuple[Read, ...]
    doubts: tuple[Message, ...] = ()
    compared: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """The lists it looks at, and the columns it compares there."""
    is_truth: bool = False
    """It gives true or false, whatever the answers are."""


Segments = tuple[str | Expression, ...]


_UNTRANSLATED = ("-",)
"""What pyxform writes where a translation is missing."""


@dataclass(frozen=True, slots=True)
class Text:
    """A text shown to the person: its own words, or the id of a translated one (or an expression giving an id)."""

    segments: Segments = ()
    text_id: str | None = None
    by_expression: Expression | None = None

    def say(
        self,
        texts: Texts,
        language: str,
        context: Context,
        form: str = "",
        *,
        strict: bool = False,
        isolates: bool = False,
    ) -> str:
        """The text in a language; `form` asks for guidance, image, audio or video.

        A value in it that cannot be computed is told in the text's place: a screen must come up whatever the form does.
        `strict` raises it instead. `isolates`: for a screen, on which values keep their order in a text of another direction.
        """
        try:
            return self._said(texts, language, context, form, isolates=isolates)
        except (XPathError, RecursionError) as error:
            fault = error.message if isinstance(error, XPathError) else Message("expression.text-too-deep")
            if strict:
                raise XPathError.of(fault) from error
            return "" if form else f"⚠ {context.environment.sentence(fault)}"

    def _said(self, texts: Texts, language: str, context: Context, form: str, *, isolates: bool) -> str:
        if self.by_expression is not None:
            return "" if form else _shown(self.by_expression, context)
        found = self.segments if not form else ()
        if self.text_id is not None:
            found = texts.find(self.text_id, language, form)
        return joined(found, context, isolates=isolates)

    def other_language(self, texts: Texts, language: str) -> str:
        """The language the text is shown in, where that is not the one wished for; else ""."""
        spoken = texts.spoken(self.text_id, language) if self.text_id is not None else language
        return "" if spoken == language else spoken

    def expressions(self, texts: Texts) -> list[Expression]:
        """All expressions inside, of all languages."""
        if self.by_expression is not None:
            return [self.by_expression]
        segments = list(self.segments)
        if self.text_id is not None:
            for forms in texts.by_language.values():
                for value in forms.get(self.text_id, {}).values():
                    segments.extend(value)
        return [segment for segment in segments if isinstance(segment, Expression)]

    def reads(self, texts: Texts) -> tuple[Read, ...]:
        """What the text depends on."""
        return tuple({read for expression in self.expressions(texts) for read in expression.reads})


@dataclass(slots=True)
class Texts:
    """Every translated text: language -> id -> form ("" is the ordinary one) -> segments."""

    by_language: dict[str, dict[str, dict[str, Segments]]] = field(default_factory=dict)
    default_language: str = ""
    kept: tuple[FormTable, ...] = ()
    """Long lists whose texts stand beside their rows."""

    def find(self, text_id: str, language: str, form: str = "") -> Segments:
        """The text in the language, or in the default one where it is missing there."""
        return self._found(text_id, language, form)[1]

    def spoken(self, text_id: str, language: str) -> str:
        """The language in which the text is there; another than the one wished for where it is not translated."""
        return self._found(text_id, language, "")[0]

    def _found(self, text_id: str, language: str, form: str) -> tuple[str, Segments]:
        for tongue in (language, self.default_language, *self.by_language):
            forms = self.forms(text_id, tongue)
            found = () if forms is None else forms.get(form, ()) if form else _ordinary(forms)
            if found and found != _UNTRANSLATED:
                return tongue, found
        return "", ()

    def forms(self, text_id: str, tongue: str) -> Mapping[str, Segments] | None:
        """All forms of a text in this language alone; None where it is not there."""
        forms = self.by_language.get(tongue, {}).get(text_id)
        if forms is None and self.kept:
            text = next((text for one in self.kept if (text := one.text(text_id, tongue))), "")
            return {"": (text,)} if text else None
        return forms

    def has(self, text_id: str) -> bool:
        """True when any language has the text."""
        return any(self.forms(text_id, tongue) is not None for tongue in self.by_language)


def _ordinary(forms: Mapping[str, Segments]) -> Segments:
    """The words beside a question: the long ones where there are several, as Collect shows them."""
    return forms.get("long") or forms.get("") or forms.get("short") or ()


def joined(segments: Segments, context: Context, *, isolates: bool = False) -> str:
    """The text with the values of the moment put in."""
    if len(segments) == 1 and isinstance(segments[0], str):
        return segments[0]
    parts = [_shown(segment, context) for segment in segments]
    if isolates and len(parts) > 1 and any(map(is_from_the_right, parts)):
        parts = [
            part if isinstance(segment, str) else isolated(part)
            for segment, part in zip(segments, parts, strict=True)
        ]
    return "".join(parts)


def _shown(segment: str | Expression, context: Context) -> str:
    if isinstance(segment, str):
        return segment
    value = segment.closure(context)
    return "" if isinstance(value, Nodes) and not value else to_string(value)


class Kind(IntEnum):
    """What a triggerable decides, in the order in which the same node's are decided."""

    RELEVANT = 0
    COUNT = 1
    CALCULATE = 2
    READONLY = 3
    REQUIRED = 4
    CHOICES = 5
    CONSTRAINT = 6
    LABEL = 7


@dataclass(slots=True, eq=False)
class Triggerable:
    """An expression that decides something about the instances of a node, and its turn in a recomputation."""

    target: Node
    kind: Kind
    expression: Expression
    order: int = 0


@dataclass(frozen=True, slots=True)
class Dependent:
    """From a changed node: climb so many levels, then go down by these names to the nodes to recompute."""

    triggerable: Triggerable
    climb: int
    descend: tuple[str, ...]


class Node:
    """One node of the primary instance as defined; a repeat is one node, however many instances it has."""

    __slots__ = (
        "attributes", "calculate", "children", "constraint", "constraint_message", "control", "datatype", "default",
        "dependents", "depth", "has_template", "is_attribute", "is_constant", "is_repeat", "is_repeated", "is_set", "name", "namespace", "on_change",
        "on_new_repeat", "parameters", "parent", "preload", "preload_params", "question", "readonly", "ref", "relevant", "repeat", "repeated_dependents",
        "required", "required_message", "template", "triggerables",
    )  # fmt: skip

    def __init__(self, name: str, parent: Node | None, namespace: str = "") -> None:
        self.name, self.namespace, self.parent = name, namespace, parent
        self.ref: str = f"{parent.ref if parent else ''}/{name}"
        self.depth: int = parent.depth + 1 if parent else 1
        self.children: dict[str, Node] = {}
        self.is_attribute = name.startswith("@")
        self.is_constant = False
        """An attribute that no bind decides: it stands as the form has it."""
        self.has_template = False
        """The form itself says what a new row starts with (jr:template)."""
        self.is_repeat = False
        self.is_repeated = False
        """In a repeat, or one: its refs carry positions."""
        self.is_set = False
        """The form itself gives it a value at some event."""
        self.attributes: dict[str, str] = {}
        self.default = ""
        self.template: list[Template] = []
        self.datatype = Datatype.STRING
        self.relevant: Triggerable | None = None
        self.calculate: Triggerable | None = None
        self.readonly: Triggerable | None = None
        self.required: Triggerable | None = None
        self.constraint: Triggerable | None = None
        self.constraint_message: Text | None = None
        self.required_message: Text | None = None
        self.parameters: dict[str, str] = {}
        """What the bind says to the widget: max-pixels, quality, track-changes."""
        self.preload = ""
        self.preload_params = ""
        self.question: Question | None = None
        self.control: BodyControl | None = None
        self.repeat: Repeat | None = None
        self.dependents: list[Dependent] = []
        """Reached without passing a repeat: one node, the same for as long as this one stands."""
        self.repeated_dependents: list[Dependent] = []
        self.triggerables: list[Triggerable] = []
        self.on_change: list[Action] = []
        self.on_new_repeat: list[Action] = []
        if parent is not None:
            parent.children[name] = self

    @property
    def is_group(self) -> bool:
        """True when it holds other elements; attributes do not make a question a group."""
        return any(not child.is_attribute for child in self.children.values())

    @property
    def is_leaf(self) -> bool:
        """True where a value can stand: an attribute, or an element without others in it; a repeat is none, even an empty one."""
        return not self.is_repeat and not self.is_group

    @property
    def takes_answer(self) -> bool:
        """True for a question whose value a person gives: not one the form calculates and shows."""
        return self.control is not None and self.calculate is None

    @property
    def is_note(self) -> bool:
        """True for what is only shown: no answer, calculation or event ever puts a value there."""
        is_input = self.control is not None and self.control.control == "input"
        is_locked = self.readonly is not None and self.readonly.expression.text.strip() == "true()"
        return is_input and is_locked and not self._is_filled

    @property
    def holds_answer(self) -> bool:
        """True for a leaf in which an answer may come to stand: no note, and not what is left of a group without questions."""
        if not self.is_leaf or self.is_note:
            return False
        is_group = self.control is None and self.question is not None
        return self.control is not None or (not is_group and (self._is_filled or bool(self.triggerables)))

    @property
    def _is_filled(self) -> bool:
        is_typed = self.datatype is not Datatype.STRING
        return is_typed or self.calculate is not None or bool(self.preload or self.default) or self.is_set

    def chain(self) -> list[Node]:
        """The nodes from the root down to this one."""
        found: list[Node] = []
        node: Node | None = self
        while node is not None:
            found.append(node)
            node = node.parent
        return found[::-1]

    def walk(self) -> Iterator[Node]:
        """This node and all beneath, in document order."""
        yield self
        for child in self.children.values():
            yield from child.walk()


@dataclass(slots=True)
class Template:
    """What a new instance of a node starts with: a text, or children."""

    node: Node
    text: str = ""
    children: list[Template] = field(default_factory=list)
    attributes: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Repeat:
    """How a repeat makes its instances."""

    template: Template
    count: Triggerable | None = None
    no_add_remove: bool = False
    feeds_itself: bool = False
    """Its count looks at its own rows."""


@dataclass(frozen=True, slots=True)
class ItemsetColumns:
    """Where a choice's value and label stand, seen from an item."""

    value: Closure
    label: Closure | None
    text_id: Closure | None = None
    """Where the id of a translated label stands, when it has one."""


@dataclass(frozen=True, slots=True)
class StaticChoice:
    """A choice written in the body."""

    value: str
    label: Text | None


@dataclass(slots=True)
class Question:
    """The texts and choices of a control, group or repeat."""

    label: Text | None = None
    hint: Text | None = None
    choices: tuple[StaticChoice, ...] = ()
    itemset: Triggerable | None = None
    columns: ItemsetColumns | None = None


@dataclass(frozen=True, slots=True)
class BodyControl:
    """A question in the body. `control`: input, select, select1, rank, upload, trigger or range."""

    ref: str
    control: str
    appearance: str = ""
    parameters: Mapping[str, str] = field(default_factory=dict)


class Source(StrEnum):
    """Where an action takes its value from."""

    FORM = "setvalue"
    PLACE = "setgeopoint"
    SOUND = "recordaudio"


@dataclass(frozen=True, slots=True)
class Action:
    """Give `target` a value: an expression seen from the target, or a plain text ("" clears).

    Of a place or a recording the text is the quality the form asks for; the value comes from the surroundings.
    """

    target: Node
    value: Expression | str
    source: Source = Source.FORM
    chosen: Expression | None = None
    """Where the target's path has predicates: the path, which finds the instances to set."""


@dataclass(frozen=True, slots=True)
class Declaration:
    """Where a form declares entities: once, or in each instance of the repeat or group that holds it."""

    dataset: str
    entity: Node
    holder: Node
    properties: Mapping[Node, str]
