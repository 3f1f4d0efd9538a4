"""What a screen may see of an interview: refs, values, prompts, choices, why something is not asked. It changes nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from fieldsurvey.errors import AnswerError, XPathError
from fieldsurvey.messages import Message
from fieldsurvey.xforms import datatypes
from fieldsurvey.xforms.instance import choices as choice_lists
from fieldsurvey.xforms.instance import failures, lookup, repeats, validation
from fieldsurvey.xforms.instance.neighbours import ghost
from fieldsurvey.xforms.instance.nodes import InstanceNode
from fieldsurvey.xforms.instance.session import Session
from fieldsurvey.xforms.lists.choice_search import Finders
from fieldsurvey.xforms.parse.definition import FormDefinition, is_table_head
from fieldsurvey.xforms.parse.itext import MEDIA
from fieldsurvey.xforms.parse.node_definition import Text
from fieldsurvey.xforms.prompt import Choice, Prompt, QuestionState, Violation
from fieldsurvey.xforms.view.relevance import Reason, reason
from fieldsurvey.xforms.xpath.context import Context


class EntryView:
    """An interview to be looked at; `FormEntry` is one that can be filled, and shows this."""

    def __init__(self, form: FormDefinition, session: Session) -> None:
        self.form = form
        self._session = session
        self._finders = Finders()

    def refs(self) -> list[str]:
        """Every node's ref, in the form's order."""
        return [node.ref() for node in self._session.tree.every() if not node.definition.is_constant]

    def value(self, ref: str) -> str:
        """The value in its lexical form, "" for none; it stays while the question is not relevant."""
        return lookup.node(self._session.tree, ref).text

    def relevant(self, ref: str) -> bool:
        """True when the question is asked."""
        return lookup.first(self._session.tree, ref).relevant

    def readonly(self, ref: str) -> bool:
        """True when the person may not change it."""
        return lookup.first(self._session.tree, ref).readonly

    def required(self, ref: str) -> bool:
        """True when an answer is wanted before the interview is finalised."""
        return lookup.first(self._session.tree, ref).required

    def count(self, ref: str) -> int:
        """How many instances a repeat has."""
        parent, definition = lookup.repeat(self._session.tree, ref)
        return len(parent.instances(definition.name))

    def surplus(self, ref: str) -> int:
        """How many rows a repeat has beyond its count; 0 where it has none, or it is not known."""
        parent, definition = lookup.repeat(self._session.tree, ref)
        wanted = self._session.count_of(parent, definition)
        return 0 if wanted is None else max(0, len(parent.instances(definition.name)) - wanted)

    def wanted(self, ref: str) -> int | None:
        """How many rows a repeat's count wants; None where it has none, or while it is not known."""
        return self._session.count_of(*lookup.repeat(self._session.tree, ref))

    def answered_rows(self, ref: str) -> int:
        """In how many rows of a repeat something was answered."""
        parent, definition = lookup.repeat(self._session.tree, ref)
        return sum(not repeats.is_untouched(row) for row in parent.instances(definition.name))

    def decided_by(self, ref: str) -> tuple[str, ...]:
        """The questions that say how many rows a repeat has, or which choices a question offers."""
        node = lookup.nodes(self._session.tree, ref)
        question = node[0].definition.question if node else None
        if question is not None and question.itemset is not None:
            return failures.questions_of(node[0], question.itemset.expression)
        parent, definition = lookup.repeat(self._session.tree, ref)
        count = definition.repeat.count if definition.repeat is not None else None
        return failures.questions_of(ghost(parent, definition), count.expression) if count is not None else ()

    def instances(self, ref: str) -> list[str]:
        """The refs with positions of all that stands at a ref without: one for each row of the repeats around it."""
        return [node.ref() for node in lookup.nodes(self._session.tree, ref)]

    def label(self, ref: str, *, strict: bool = False) -> str:
        """The label of a question, group or repeat, values put in; what fails is told in its place, or, if strict, raised."""
        node = lookup.first(self._session.tree, ref)
        question = node.definition.question
        return self._say(node, question.label if question else None, strict=strict)

    group_label = label

    def hint(self, ref: str) -> str:
        """The hint of a question."""
        node = lookup.node(self._session.tree, ref)
        question = node.definition.question
        return self._say(node, question.hint if question else None)

    def choices(self, ref: str) -> tuple[Choice, ...]:
        """The choices offered now."""
        return self._choices(lookup.node(self._session.tree, ref))

    def fresh_choices(self, repeat: str, path: str) -> tuple[Choice, ...]:
        """The choices a question of a repeat would offer in a new instance; `path` leads to it from the instance: "/age"."""
        parent, definition = lookup.repeat(self._session.tree, repeat)
        node = repeats.fresh(self._session, definition)
        node.parent = parent
        for name in path.strip("/").split("/"):
            (node,) = node.instances(name)
        return self._choices(node)

    def search_choices(self, ref: str, text: str, limit: int = 50) -> tuple[Choice, ...]:
        """The choices a typed text may mean, those that begin so first; also among 600,000 within milliseconds."""
        return self._finders.of(self._offered(lookup.node(self._session.tree, ref))[0]).find(text, limit)

    def prepare_search(self, ref: str) -> Iterator[None]:
        """Read a long list for `search_choices` beforehand, some milliseconds at each step."""
        return self._finders.preparing(self._offered(lookup.node(self._session.tree, ref))[0])

    def choice_label(self, ref: str, value: str) -> str:
        """The label of one choice, without making the others; "" when it is not offered."""
        return self._finders.label(self._offered(lookup.node(self._session.tree, ref))[0], value)

    def choice_geometries(self, ref: str) -> Mapping[str, str]:
        """Value and geometry of the choices that carry one, for questions answered on a map."""
        return choice_lists.geometries_of(lookup.node(self._session.tree, ref), self._session.environment)

    def violation(self, ref: str) -> Violation | None:
        """The fault of the answer; None when it is accepted."""
        return validation.violation(self._session, lookup.node(self._session.tree, ref))

    def prompt(self, ref: str) -> Prompt:
        """Everything a widget needs to show a question."""
        node = lookup.node(self._session.tree, ref)
        definition = node.definition
        control, question = definition.control, definition.question
        hint = self._say(node, question.hint if question else None)
        choices, fault = self._offered(node)
        return Prompt(
            ref=ref,
            control=control.control if control else "",
            type=definition.datatype,
            appearance=control.appearance if control else "",
            parameters=control.parameters if control else {},
            label=self._say(node, question.label if question else None),
            hint="\n".join(part for part in (hint, fault) if part),
            guidance=self._say(node, question.hint if question else None, "guidance"),
            value=node.text,
            choices=choices,
            relevant=node.relevant,
            required=node.required,
            readonly=node.readonly,
            violation=validation.violation(self._session, node),
            media=self._media(node),
            other_language=question.label.other_language(self.form.texts, self.language)
            if question and question.label
            else "",
        )

    def standings(self) -> Iterator[QuestionState]:
        """Every question of the body, in the form's order, relevant or not; heads of tables of questions are left out."""
        for node in self._session.tree.every():
            definition = node.definition
            control = definition.control
            if control is None or is_table_head(control):
                continue
            text = node.text
            yield QuestionState(
                node.ref(),
                definition.ref,
                control.control,
                definition.datatype,
                text,
                node.relevant and not node.readonly,
                not text or (node.valid and datatypes.fits(text, definition.datatype)),
            )

    def why_not_asked(self, ref: str) -> Reason | None:
        """The condition that keeps a question or group from being asked; None when it is asked."""
        return reason(lookup.first(self._session.tree, ref))

    def phone_warning(self, ref: str) -> Message | None:
        """What to say when a phone with ODK Collect could not reopen the answer."""
        node = lookup.node(self._session.tree, ref)
        return datatypes.phone_warning(node.text, node.definition.datatype)

    @property
    def languages(self) -> tuple[str, ...]:
        """The form's languages."""
        return self.form.languages

    @property
    def language(self) -> str:
        """The language of labels, hints, choices and messages."""
        return self._session.environment.shown

    @language.setter
    def language(self, language: str) -> None:
        if language and self.form.languages and language not in self.form.languages:
            raise AnswerError("form.wrong-language", language=language, known=", ".join(self.form.languages))
        self._session.environment.shown = language or self.form.default_language
        self._session.say_again()

    # -- private

    def _say(self, node: InstanceNode, text: Text | None, form: str = "", *, strict: bool = False) -> str:
        if text is None:
            return ""
        environment = self._session.environment
        environment.patience.renew()
        return text.say(
            self.form.texts,
            environment.shown,
            Context(node, environment),
            form,
            strict=strict,
            isolates=environment.isolates,
        )

    def _choices(self, node: InstanceNode) -> tuple[Choice, ...]:
        environment = self._session.environment
        environment.patience.renew()
        return choice_lists.choices_of(node, environment, self.form.texts, environment.shown)

    def _offered(self, node: InstanceNode) -> tuple[Sequence[Choice], str]:
        """The choices; where they cannot be computed, none and the reason."""
        environment = self._session.environment
        environment.patience.renew()
        try:
            return choice_lists.offered_of(node, environment, self.form.texts, environment.shown), ""
        except XPathError as error:
            return (), f"⚠ {environment.sentence(error.message)}"

    def _media(self, node: InstanceNode) -> dict[str, str]:
        question = node.definition.question
        if question is None or question.label is None:
            return {}
        found = {form: self._say(node, question.label, form) for form in MEDIA}
        return {form: text.rpartition("/")[2] for form, text in found.items() if text}
