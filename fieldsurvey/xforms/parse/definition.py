"""What a form says: its nodes, its body, its texts. Read once, shared by all its interviews, never changed by them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import TYPE_CHECKING

from fieldsurvey.xforms.datatypes import Datatype
from fieldsurvey.xforms.xpath.context import Closure

if TYPE_CHECKING:
    from fieldsurvey.xforms.instance.entities import Declaration
    from fieldsurvey.xforms.lists.secondary import SecondaryInstance
    from fieldsurvey.xforms.parse.actions import Action
    from fieldsurvey.xforms.parse.itext import Text, Texts

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
    doubts: tuple[str, ...] = ()
    compared: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """The lists it looks at, and the columns it compares there."""


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
        "dependents", "depth", "is_attribute", "is_repeat", "is_repeated", "name", "namespace", "on_change",
        "on_new_repeat", "parameters", "parent", "preload", "preload_params", "question", "readonly", "ref", "relevant", "repeat", "repeated_dependents",
        "required", "required_message", "template", "triggerables",
    )  # fmt: skip

    def __init__(self, name: str, parent: Node | None, namespace: str = "") -> None:
        self.name = name
        self.namespace = namespace
        self.parent = parent
        self.ref: str = f"{parent.ref if parent else ''}/{name}"
        self.depth: int = parent.depth + 1 if parent else 1
        self.children: dict[str, Node] = {}
        self.is_attribute = name.startswith("@")
        self.is_repeat = False
        self.is_repeated = False
        """In a repeat, or one: its refs carry positions."""
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


def is_table_head(control: BodyControl) -> bool:
    """The head of a table of questions: it has the choices of the lines beneath, and takes no answer itself."""
    return control.control in ("select", "select1") and "label" in control.appearance.split()


@dataclass(frozen=True, slots=True)
class BodyGroup:
    """A group in the body; `ref` is None when it stands for no node."""

    ref: str | None
    children: tuple[BodyElement, ...]
    appearance: str = ""


@dataclass(frozen=True, slots=True)
class BodyRepeat:
    """A repeat in the body. `count_expression` None: the person adds and removes instances."""

    ref: str
    children: tuple[BodyElement, ...]
    appearance: str = ""
    count_expression: str | None = None
    no_add_remove: bool = False


BodyElement = BodyGroup | BodyRepeat | BodyControl


@dataclass(slots=True)
class FormDefinition:
    """A form, ready to be filled. Made by `parse_form`; the fields below `body` are the engine's own."""

    title: str
    form_id: str
    version: str
    languages: tuple[str, ...]
    default_language: str
    root_ref: str
    body: tuple[BodyElement, ...]
    root: Node
    template: Template
    texts: Texts
    secondary: Mapping[str, SecondaryInstance]
    compared: Mapping[str, set[tuple[str, ...]]] = field(default_factory=dict)
    """Attached file -> the columns its rows are found by, each time together; what keeps the rows indexes these."""
    attached: Mapping[str, str] = field(default_factory=dict)
    """List -> the file it comes from; a list that is not here is written in the form itself."""
    main_instance_id: str = ""
    last_saved_id: str = ""
    """The name under which the form asks for the interview saved before."""
    missing_files: tuple[str, ...] = ()
    """Attached files the form names that were not given; their lists are empty."""
    namespaces: Mapping[str, str] = field(default_factory=dict)
    triggerables: list[Triggerable] = field(default_factory=list)
    on_first_load: list[Action] = field(default_factory=list)
    on_load: list[Action] = field(default_factory=list)
    expressions: dict[tuple[str, str], Closure] = field(default_factory=dict)
    instance_id: Node | None = None
    deprecated_id: Node | None = None
    submission: Mapping[str, str] = field(default_factory=dict)
    entities: tuple[Declaration, ...] = ()
    warnings: list[str] = field(default_factory=list)

    @property
    def others(self) -> tuple[str, ...]:
        """Names instance() knows that are no lists: the interview itself, and the one saved before."""
        return (self.main_instance_id, self.last_saved_id)

    def controls(self) -> Iterator[BodyControl]:
        """Every question of the body, in order."""
        yield from _controls(self.body)

    def node(self, ref: str) -> Node | None:
        """The node at a ref without positions."""
        names = ref.strip("/").split("/")
        if names[0] != self.root.name:
            return None
        node: Node | None = self.root
        for name in names[1:]:
            node = node.children.get(name) if node is not None else None
        return node


def _controls(body: tuple[BodyElement, ...]) -> Iterator[BodyControl]:
    for element in body:
        if isinstance(element, BodyControl):
            yield element
        else:
            yield from _controls(element.children)
