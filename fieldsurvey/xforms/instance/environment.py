"""What the expressions of a form ask of the world: its lists, its texts in the language shown, the clock, chance."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import UTC, datetime, tzinfo

from fieldsurvey.errors import XPathError, shortened
from fieldsurvey.messages import Message
from fieldsurvey.xforms.instance import choices
from fieldsurvey.xforms.instance.nodes import InstanceNode, Root
from fieldsurvey.xforms.lists.secondary import empty
from fieldsurvey.xforms.parse.definition import FormDefinition
from fieldsurvey.xforms.parse.node_definition import Node as NodeDefinition
from fieldsurvey.xforms.parse.node_definition import joined
from fieldsurvey.xforms.parse.paths import compile_expression
from fieldsurvey.xforms.xpath.context import Closure, Context, Environment
from fieldsurvey.xforms.xpath.eval_budget import OFFERED
from fieldsurvey.xforms.xpath.nodes import Node, NodeKind, Nodes, plain, read_xml


class FormEnvironment(Environment):
    """The environment of one interview."""

    __slots__ = ("form", "isolates", "last_saved", "seeds", "shown", "zone")

    def __init__(
        self,
        form: FormDefinition,
        root: Root,
        now: Callable[[], datetime],
        chance: random.Random,
        last_saved: str | bytes | Node | None = None,
    ) -> None:
        super().__init__(root, now, chance)
        self.form = form
        self.shown = form.default_language
        self.seeds: dict[int, int] = {}
        self.zone: tzinfo = now().tzinfo or UTC
        self.last_saved = last_saved
        self.isolates = False
        """Texts are for a screen, on which values in them keep their own direction."""

    def instance(self, name: str) -> Node:
        if name and name == self.form.last_saved_id:
            return self._saved_before()
        if not name:
            return empty().root()  # computed from a question that is not answered yet
        if name in self.form.secondary:
            return self.form.secondary[name].root()
        return self.root if name == self.form.main_instance_id else super().instance(name)

    def _saved_before(self) -> Node:
        """The interview saved before, as nodes; read when the form first looks at it."""
        if not isinstance(self.last_saved, Node):
            top = Node(NodeKind.ELEMENT, "instance")
            if self.last_saved is not None:
                top.append(plain(read_xml(self.last_saved, Message("xml.the-interview-before"))))
            self.last_saved = top
        return self.last_saved

    def itext(self, text_id: str) -> str:
        segments = self.form.texts.find(text_id, self.shown)
        if all(isinstance(segment, str) for segment in segments):
            self.patience.spend(OFFERED)  # nothing is worked out: a list has a text for each choice
            return joined(segments, Context(self.root.children[0], self))
        with self.patience.inside(Message("expression.text-shows-itself", text=shortened(text_id))):
            return joined(segments, Context(self.root.children[0], self))

    def choice_name(self, value: str, question: str, context: Context) -> str:
        current = context.current if isinstance(context.current, InstanceNode) else self.root.children[0]
        assert isinstance(current, InstanceNode)
        found = compiled(self.form, question, current.definition)(Context(current, self))
        if isinstance(found, Nodes) and found and isinstance(found[0], InstanceNode):
            with self.patience.inside(Message("expression.choice-shows-itself", ref=found[0].definition.ref)):
                offered = choices.choices_of(found[0], self, self.form.texts, self.shown)
            for choice in offered:
                if choice.value == value:
                    return choice.label
            question_asked = found[0].definition.question
            if question_asked is None or not (question_asked.choices or question_asked.columns):
                raise XPathError("function.choice-name-no-choices", ref=found[0].definition.ref)
        return ""

    def version(self) -> str:
        return self.form.version

    def language(self) -> str:
        return self.shown

    def shuffle_seed(self, context: Context) -> int:
        """Stable for a question, so that choices keep their order while it is on the screen."""
        return self.seeds.setdefault(id(context.current), super().shuffle_seed(context))


def compiled(form: FormDefinition, text: str, context: NodeDefinition) -> Closure:
    """An expression for a context node, compiled once per form."""
    key = (text, context.ref)
    if key not in form.expressions:
        expression = compile_expression(text, form.root, context, dict(form.secondary), form.others)
        form.expressions[key] = expression.closure
    return form.expressions[key]
