"""What a form says: its nodes, its body, its texts. Read once, shared by all its interviews, never changed by them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from fieldsurvey.messages import Message
from fieldsurvey.xforms.lists.secondary import SecondaryInstance
from fieldsurvey.xforms.parse.node_definition import (
    Action,
    BodyControl,
    Declaration,
    Node,
    Template,
    Text,
    Texts,
    Triggerable,
)
from fieldsurvey.xforms.xpath.context import Closure


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
    growing: frozenset[Node] = frozenset()
    """Repeats whose count looks at their own rows."""
    on_first_load: list[Action] = field(default_factory=list)
    on_load: list[Action] = field(default_factory=list)
    expressions: dict[tuple[str, str], Closure] = field(default_factory=dict)
    instance_id: Node | None = None
    deprecated_id: Node | None = None
    submission: Mapping[str, str] = field(default_factory=dict)
    entities: tuple[Declaration, ...] = ()
    warnings: list[Message] = field(default_factory=list)

    @property
    def others(self) -> tuple[str, ...]:
        """Names instance() knows that are no lists: the interview itself, and the one saved before."""
        return (self.main_instance_id, self.last_saved_id)

    def controls(self) -> Iterator[BodyControl]:
        """Every question of the body, in order."""
        yield from _controls(self.body)

    def actions(self) -> Iterator[Action]:
        """Everything the form sets by itself at an event."""
        yield from (*self.on_first_load, *self.on_load)
        for node in self.root.walk():
            yield from (*node.on_change, *node.on_new_repeat)

    def node(self, ref: str) -> Node | None:
        """The node at a ref without positions."""
        names = ref.strip("/").split("/")
        if names[0] != self.root.name:
            return None
        node: Node | None = self.root
        for name in names[1:]:
            node = node.children.get(name) if node is not None else None
        return node

    def words(self, text: Text | None, language: str = "", *, value: str = "") -> str:
        """A text as it is written in the form, `value` where an answer would be put in; "" where there is none.

        `language` "" is the form's first.
        """
        if text is None:
            return ""
        found = text.segments
        if text.text_id is not None:
            found = self.texts.find(text.text_id, language or self.default_language)
        return "".join(part if isinstance(part, str) else value for part in found)


def _controls(body: tuple[BodyElement, ...]) -> Iterator[BodyControl]:
    for element in body:
        if isinstance(element, BodyControl):
            yield element
        else:
            yield from _controls(element.children)
