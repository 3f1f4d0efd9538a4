"""Read the body of an XForm: groups, repeats and controls, their texts, choices and actions."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Protocol, TypeVar

from lxml import etree

from fieldsurvey.messages import Message
from fieldsurvey.xforms.lists.list_paths import Column, missing_column
from fieldsurvey.xforms.lists.secondary import SecondaryInstance
from fieldsurvey.xforms.parse import external_choices, search
from fieldsurvey.xforms.parse.actions import EVENTS, FIRST_LOAD, LOAD, NEW_REPEAT, VALUE_CHANGED
from fieldsurvey.xforms.parse.definition import BodyElement, BodyGroup, BodyRepeat, FormDefinition
from fieldsurvey.xforms.parse.node_definition import (
    JAVAROSA,
    ODK,
    XFORMS,
    Action,
    BodyControl,
    Expression,
    ItemsetColumns,
    Kind,
    Node,
    Question,
    Repeat,
    Source,
    StaticChoice,
    Template,
    Triggerable,
)
from fieldsurvey.xforms.parse.text_reader import TextReader
from fieldsurvey.xforms.xpath.compiler import Compiler
from fieldsurvey.xforms.xpath.context import Closure, Context
from fieldsurvey.xforms.xpath.lexer import NAME
from fieldsurvey.xforms.xpath.parser import parse
from fieldsurvey.xforms.xpath.values import Value

_X = f"{{{XFORMS}}}"
_J = f"{{{JAVAROSA}}}"
CONTROLS = {"input", "select", "select1", "rank", "upload", "trigger", "range"}
"""The elements of a body that ask something."""
_EVENT = "{http://www.w3.org/2001/xml-events}event"
_COLUMN = re.compile(rf"{NAME}\Z")
_RELATIVE = re.compile(rf"(?:(?:\.\.?|{NAME})/)*(?:\.\.?|{NAME})\Z")
_FROM_LIST = re.compile(r"\s*(?:randomize\(\s*)?instance\(")
_MISPLACED = {f"{_X}setgeopoint", f"{_X}recordaudio"}
_ACTIONS = {f"{_X}setvalue", f"{{{ODK}}}setgeopoint", f"{{{ODK}}}recordaudio"} | _MISPLACED


Made = TypeVar("Made")


class ReadsBody(Protocol):
    """What the reading of a whole form lends to the reading of its body."""

    form: FormDefinition
    texts: TextReader
    secondary: dict[str, SecondaryInstance]
    bind_ids: dict[str, str]
    problems: list[Message]

    def find(self, ref: str, owner: str) -> Node | None:
        """The node at a path; a missing one is a fault."""

    def expression(self, text: str, context: Node | None, owner: str, column: str) -> Expression | None:
        """A compiled expression; a fault is noted with question and column."""

    def guarded(self, owner: str, column: str, make: Callable[[], Made]) -> Made | None:
        """Run a step of reading, turning what it finds wrong into a sentence."""

    def attached(self, file_name: str) -> None:
        """An attached file is asked for by its name."""

    def has_file(self, file_name: str) -> bool:
        """True when such a file is attached."""


class BodyReader:
    """Walks the body once; what it learns goes to the nodes."""

    def __init__(self, reader: ReadsBody) -> None:
        self.reader = reader
        self.form = reader.form
        self.around: list[str] = [reader.form.root.ref]

    def ref(self, element: etree._Element) -> str | None:
        """Where an element's node stands: by path, also from the group around it, or by the id of a bind."""
        bind = element.get("bind")
        if bind is not None:
            return self.reader.bind_ids.get(bind, bind)
        ref = element.get("nodeset") or element.get("ref")
        return None if ref is None else self.absolute(ref.strip())

    def absolute(self, ref: str) -> str:
        """A path, seen from the group or repeat being read."""
        if ref.startswith("/"):
            return ref
        steps = self.around[-1].split("/")
        for step in ref.split("/"):
            if step == "..":
                steps = steps[:-1]
            elif step != ".":
                steps.append(step)
        return "/".join(steps)

    def within(self, ref: str | None, element: etree._Element) -> tuple[BodyElement, ...]:
        """The elements of a group or repeat."""
        self.around.append(ref or self.around[-1])
        found = self.elements(element)
        self.around.pop()
        return found

    def elements(self, parent: etree._Element) -> tuple[BodyElement, ...]:
        """The groups, repeats and controls in an element, in order."""
        found = (self.element(child) for child in parent if isinstance(child.tag, str))
        return tuple(element for element in found if element is not None)

    def element(self, element: etree._Element) -> BodyElement | None:
        """One of them; None for labels, actions and what is unknown."""
        name = etree.QName(element)
        local = name.localname
        if local == "group":
            return self.group(element)
        if local == "repeat":
            return self.repeat(element, None)
        if local in CONTROLS or (name.namespace == ODK and local == "rank"):
            return self.control(element, local)
        return None

    def group(self, element: etree._Element) -> BodyGroup | BodyRepeat | None:
        """A group; one that only wraps a repeat is that repeat, with the group's label."""
        repeats = element.findall(f"{_X}repeat")
        ref = self.ref(element)
        others = [
            c for c in element if isinstance(c.tag, str) and etree.QName(c).localname in (*CONTROLS, "group")
        ]
        if len(repeats) == 1 and not others and ref in (None, self.ref(repeats[0])):
            return self.repeat(repeats[0], element)
        if ref is not None:
            node = self.reader.find(ref, ref)
            if node is None:
                return None
            self.texts(element, node)
            self.actions(element, node)
        return BodyGroup(ref, self.within(ref, element), element.get("appearance") or "")

    def repeat(self, element: etree._Element, group: etree._Element | None) -> BodyRepeat | None:
        """A repeat and how its instances are made."""
        ref = self.ref(element) or ""
        node = self.reader.find(ref, ref)
        if node is None:
            return None
        if node.parent is None or node.is_attribute:
            self.reader.problems.append(Message("form.repeat-of-root", ref=ref))
            return None
        first = node.template[0] if node.template else Template(node)
        count = element.get(f"{_J}count")
        no_add_remove = (element.get(f"{_J}noAddRemove") or "").replace(" ", "") in ("true()", "true")
        holder = (self.ref(group) if group is not None else None) or self.around[-1]
        node.repeat = Repeat(first, self.count(node, count, holder), no_add_remove or count is not None)
        if group is not None:
            self.texts(group, node)
            self.actions(group, node)
        self.actions(element, node)
        appearance = element.get("appearance") or (group.get("appearance") if group is not None else "") or ""
        return BodyRepeat(ref, self.within(ref, element), appearance, count, node.repeat.no_add_remove)

    def count(self, node: Node, text: str | None, holder: str) -> Triggerable | None:
        """jr:count; a path in it starts at the element of the body around the repeat."""
        if text is None:
            return None
        text = self.seen_from(node, text.strip(), holder)
        expression = self.reader.expression(text, node, node.ref, "repeat_count")
        if expression is None:
            return None
        triggerable = Triggerable(node, Kind.COUNT, expression)
        if node.parent is not None:
            node.parent.triggerables.append(triggerable)
        return triggerable

    def seen_from(self, node: Node, path: str, holder: str) -> str:
        """A relative path to a repeat's count as its rows see it; where it leads nowhere from the holder, it may from a row."""
        if not _RELATIVE.match(path):
            return path
        for start in (holder, node.ref, node.ref.rpartition("/")[0]):
            self.around.append(start)
            ref = self.absolute(path)
            self.around.pop()
            if self.form.node(ref) is not None:
                return "../" * (node.depth - start.count("/")) + path
        return path

    def control(self, element: etree._Element, local: str) -> BodyControl | None:
        """A question."""
        ref = self.ref(element) or ""
        node = self.form.node(ref)
        if node is None:
            self.form.warnings.append(Message("form.idle-question", ref=ref or local))
            return None
        parameters = node.parameters | {
            etree.QName(str(key)).localname: str(value)
            for key, value in element.attrib.items()
            if etree.QName(str(key)).localname not in ("ref", "nodeset", "appearance", "bind", "query")
        }
        query = element.get("query") if local == "input" else None
        control = BodyControl(
            ref, "select1" if query is not None else local, element.get("appearance") or "", parameters
        )
        if node.control is None:
            node.control = control
            self.texts(element, node)
            self.choices(element, node)
            if query is not None:
                self.queried(query, node)
        self.actions(element, node)
        return control

    def texts(self, element: etree._Element, node: Node) -> None:
        """Label and hint."""
        node.question = node.question or Question()
        node.question.label = self.reader.texts.text(element.find(f"{_X}label"), node, node.ref)
        node.question.hint = self.reader.texts.text(element.find(f"{_X}hint"), node, node.ref)

    # -- choices

    def choices(self, element: etree._Element, node: Node) -> None:
        """The choices written here, or the list they come from."""
        assert node.question is not None
        items = element.findall(f"{_X}item")
        node.question.choices = tuple(
            StaticChoice(
                str(item.findtext(f"{_X}value") or "").strip(),
                self.reader.texts.text(item.find(f"{_X}label"), node, node.ref),
            )
            for item in items
        )
        itemset = element.find(f"{_X}itemset")
        if itemset is not None:
            self.itemset(itemset, node)
        elif node.question.choices:
            appearance = element.get("appearance") or ""
            searched = self.reader.guarded(node.ref, "appearance", lambda: search.search_of(appearance))
            if searched is not None:
                self.searched(searched, node)

    def searched(self, wanted: search.Search, node: Node) -> None:
        """Choices that are rows of a file; the choice written in the form names its columns."""
        assert node.question is not None
        written = node.question.choices
        named = next((choice for choice in written if search.names_columns(choice.value)), None)
        if named is None:
            fault = Message("form.search-no-columns")
            self.reader.problems.append(Message("form.of-question", ref=node.ref, fault=fault))
            return
        if wanted.file:
            self.reader.attached(wanted.file)
        expression = self.reader.expression(wanted.nodeset, node, node.ref, "appearance")
        if expression is None:
            return
        node.question.choices = tuple(choice for choice in written if choice is not named)
        node.question.columns = ItemsetColumns(Column(named.value), self.named_columns(named))
        self.offered(expression, node)

    def queried(self, query: str, node: Node) -> None:
        """select_one_external: the list stands in the form, in a file of its name, or among those of itemsets.csv."""
        assert node.question is not None
        name = external_choices.list_of(query)
        nodeset = query
        if name and name not in self.reader.secondary:
            if self.reader.has_file(f"{name}.csv") and not self.reader.has_file(external_choices.ITEMSETS):
                self.reader.attached(f"{name}.csv")
            else:
                self.reader.attached(external_choices.ITEMSETS)
                name, nodeset = (
                    external_choices.ITEMSETS.removesuffix(".csv"),
                    external_choices.nodeset(query),
                )
        expression = self.reader.expression(nodeset, node, node.ref, "choice_filter")
        if expression is not None:
            columns = self.reader.secondary[name].columns() if name in self.reader.secondary else None
            node.question.columns = ItemsetColumns(Column("name"), external_choices.label_in(columns or ()))
            self.offered(expression, node)

    def named_columns(self, choice: StaticChoice) -> Closure:
        """The label of a row: the columns the choice's own label names, in the language shown."""
        label, texts = choice.label, self.form.texts
        if label is None or (label.text_id is None and len(label.segments) == 1):
            names = search.label_columns(str(label.segments[0]) if label is not None else choice.value)
            if len(names) == 1:
                return Column(names[0])

        def read(context: Context) -> Value:
            words = label.say(texts, context.environment.language(), context) if label is not None else ""
            return " ".join(Column(name).of(context.node) for name in search.label_columns(words))

        return read

    def offered(self, expression: Expression, node: Node) -> None:
        """The list a question chooses from, checked and entered."""
        assert node.question is not None
        self.check_columns(node, expression)
        triggerable = Triggerable(node, Kind.CHOICES, expression)
        node.question.itemset = triggerable
        node.triggerables.append(triggerable)

    def itemset(self, element: etree._Element, node: Node) -> None:
        """Choices from a list, perhaps filtered."""
        assert node.question is not None
        expression = self.reader.expression(str(element.get("nodeset")), node, node.ref, "choice_filter")
        value = element.find(f"{_X}value")
        label = element.find(f"{_X}label")
        if value is None or not value.get("ref"):
            fault = Message("form.list-no-values")
            self.reader.problems.append(Message("form.of-question", ref=node.ref, fault=fault))
            return
        if expression is None:
            return
        shown = str(label.get("ref") or "") if label is not None else ""
        id_path = shown.strip().removeprefix("jr:itext(").removesuffix(")") if "jr:itext(" in shown else ""
        node.question.columns = ItemsetColumns(
            self.column(str(value.get("ref")), node),
            self.column(shown, node) if shown else None,
            self.column(id_path, node) if id_path else None,
        )
        self.offered(expression, node)

    def check_columns(self, node: Node, itemset: Expression) -> None:
        """Value and label must stand in the table the choices come from."""
        columns = node.question.columns if node.question is not None else None
        shown = [columns.value, columns.text_id or columns.label] if columns is not None else []
        names = [closure.name for closure in shown if isinstance(closure, Column)]
        for name, _compared in itemset.compared[:1] if _FROM_LIST.match(itemset.text) else ():
            missing = missing_column(self.reader.secondary[name], names)
            if missing is not None:
                fault = Message(
                    "form.choices-lack-column",
                    column=missing.column,
                    file=missing.file,
                    known=missing.known,
                )
                self.reader.problems.append(Message("form.of-question", ref=node.ref, fault=fault))

    def column(self, text: str, node: Node) -> Closure:
        """An expression seen from an item of a list."""

        text = text.strip()
        if _COLUMN.match(text):
            return Column(text)

        def compile_() -> Expression:
            return Expression(text, Compiler(text).compile(parse(text)), ())

        found = self.reader.guarded(node.ref, "choice_filter", compile_)
        return found.closure if found else lambda _context: ""

    # -- actions

    def model_actions(self, model: etree._Element) -> None:
        """Actions that hang on no node."""
        for child in model:
            if child.tag in _ACTIONS:
                self.action(child, None)

    def actions(self, element: etree._Element, node: Node) -> None:
        """Actions that hang on a question, group or repeat."""
        for child in element:
            if child.tag in _ACTIONS:
                self.action(child, node)

    def action(self, element: etree._Element, node: Node | None) -> None:
        """Enter an action under its events."""
        if element.tag in _MISPLACED:
            named = etree.QName(element).localname
            self.reader.problems.append(Message("form.action-namespace", action=named, namespace=ODK))
            return
        events = str(element.get("event") or element.get(_EVENT) or "").split()
        ref = str(element.get("ref") or "")
        unknown = [event for event in events if event not in EVENTS]
        if unknown or not events:
            fault = (
                Message("form.unknown-event", event=" ".join(unknown))
                if unknown
                else Message("form.no-event")
            )
            self.reader.problems.append(Message("form.of-question", ref=ref, fault=fault))
            return
        target = self.target(element, ref, node)
        if target is None:
            return
        source = Source(etree.QName(element).localname)
        action = Action(target, self.value(element, target), source, self.chosen(ref, target))
        target.is_set = True
        for event in events:
            self.enter(event, action, node)

    def target(self, element: etree._Element, ref: str, node: Node | None) -> Node | None:
        """The node an action sets; a relative path starts at the node it hangs on."""
        if element.get("bind") is not None:
            return self.reader.find(self.ref(element) or "", ref)
        plain = without_predicates(ref)
        if not plain.startswith("/"):
            self.around.append(node.ref if node is not None else self.around[-1])
            plain = self.absolute(plain)
            self.around.pop()
        return self.reader.find(plain, ref)

    def chosen(self, ref: str, target: Node) -> Expression | None:
        """For a path with predicates: the path itself, which chooses among the instances."""
        if "[" not in ref:
            return None
        return self.reader.expression(ref, self.form.root, target.ref, "default")

    def value(self, element: etree._Element, target: Node) -> Expression | str:
        """What the action sets."""
        if element.tag != f"{_X}setvalue":
            return str(element.get(f"{{{ODK}}}quality") or "")
        text = element.get("value")
        if text is None or not text.strip():
            return (element.text or "").strip()
        return self.reader.expression(text, target, target.ref, "default") or ""

    def enter(self, event: str, action: Action, node: Node | None) -> None:
        """Put an action where its event will find it."""
        if event in (FIRST_LOAD, "xforms-ready"):
            self.form.on_first_load.append(action)
        elif event == LOAD:
            self.form.on_load.append(action)
        elif event == VALUE_CHANGED and node is not None:
            node.on_change.append(action)
        elif event == NEW_REPEAT and node is None:
            self.reader.problems.append(Message("form.new-repeat-outside", ref=action.target.ref))
        elif event == NEW_REPEAT and node is not None:
            repeat = next((n for n in reversed(node.chain()) if n.is_repeat), None)
            if repeat is not None:
                repeat.on_new_repeat.append(action)


def without_predicates(ref: str) -> str:
    """A path with all that stands in brackets taken out."""
    kept, depth = [], 0
    for letter in ref:
        depth += letter == "["
        if depth == 0:
            kept.append(letter)
        depth -= letter == "]"
    return "".join(kept).strip()
