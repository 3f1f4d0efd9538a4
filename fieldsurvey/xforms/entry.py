"""One interview being filled: answers go in, and what a screen needs comes out. The door of the engine."""

from __future__ import annotations

import random
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Self

from fieldsurvey.errors import AnswerError, XPathError
from fieldsurvey.xforms import choices as choice_lists
from fieldsurvey.xforms import datatypes, lookup, opening, repeats, serialize, validation
from fieldsurvey.xforms.definition import FormDefinition, is_table_head
from fieldsurvey.xforms.definition import Node as NodeDefinition
from fieldsurvey.xforms.entities import Entity, entities_of
from fieldsurvey.xforms.environment import FormEnvironment, compiled
from fieldsurvey.xforms.finding import Finders
from fieldsurvey.xforms.garbage import uncollected
from fieldsurvey.xforms.instance import InstanceNode, Root, grow
from fieldsurvey.xforms.itext import MEDIA, Text
from fieldsurvey.xforms.preload import Preloads
from fieldsurvey.xforms.prompt import Choice, Prompt, Standing, Violation
from fieldsurvey.xforms.reasons import Reason, reason
from fieldsurvey.xforms.session import Session
from fieldsurvey.xforms.surroundings import Surroundings
from fieldsurvey.xforms.undo import UndoJournal
from fieldsurvey.xforms.xpath.context import Context
from fieldsurvey.xforms.xpath.patience import shallow
from fieldsurvey.xforms.xpath.standalone import clock, converted
from fieldsurvey.xforms.xpath.values import MOST_LETTERS

Now = Callable[[], datetime] | datetime | None


class FormEntry:
    """An interview. Refs carry positions on repeat instances only: /data/worker[2]/age."""

    def __init__(
        self,
        form: FormDefinition,
        tree: InstanceNode,
        language: str | None,
        now: Now,
        *,
        surroundings: Surroundings | None = None,
        instance_id: str = "",
        random_source: random.Random | None = None,
    ) -> None:
        """Use `new`, `restore` or `edit`."""
        self.form = form
        chance = random_source or random.Random()  # noqa: S311 - identities and shuffles, no secrets
        tell = clock(now)
        around = surroundings or Surroundings()
        self._preloads = Preloads(tell, instance_id or _new_id(chance), around)
        environment = FormEnvironment(form, Root(tree), tell, chance, around.last_saved)
        self._session = Session(form, tree, environment, self._preloads)
        self._steps = UndoJournal(self._session)
        self._finders = Finders()
        self.is_final = False
        self.fault = ""
        """What the form could not compute when the interview was opened again, in a sentence."""
        if language is not None:
            self.language = language

    @classmethod
    def new(
        cls,
        form: FormDefinition,
        language: str | None = None,
        now: Now = None,
        *,
        instance_id: str | None = None,
        surroundings: Surroundings | None = None,
        random_source: random.Random | None = None,
    ) -> Self:
        """A new interview, with its defaults and all that follows from them."""
        with uncollected():
            tree = grow(form.template, clock(now)().tzinfo or UTC)
            entry = cls(
                form, tree, language, now,
                surroundings=surroundings, instance_id=instance_id or "", random_source=random_source,
            )  # fmt: skip
            opening.begin(entry._session, instance_id)
            return entry

    @classmethod
    def restore(
        cls,
        form: FormDefinition,
        xml: str | bytes,
        language: str | None = None,
        now: Now = None,
        *,
        surroundings: Surroundings | None = None,
        random_source: random.Random | None = None,
        journal: str = "",
    ) -> Self:
        """A draft or a submission opened again: same identity, every value as it was, and what could be undone."""
        with uncollected():
            tree = serialize.read(form, xml, clock(now)().tzinfo or UTC)
            entry = cls(form, tree, language, now, surroundings=surroundings, random_source=random_source)
            entry.fault = opening.resume(entry._session)
            entry._steps.read(journal)
            return entry

    @classmethod
    def record(cls, form: FormDefinition, submission_xml: str | bytes, now: Now = None) -> Self:
        """A finalised submission to be asked, not filled: what it says is taken as it stands, nothing is computed anew.

        What was not relevant is not in a submission, so every value there counts. Reports read thousands of them.
        """
        with uncollected():
            tree = serialize.read(form, submission_xml, clock(now)().tzinfo or UTC, defaults=False)
            return cls(form, tree, None, now)

    @classmethod
    def edit(
        cls,
        form: FormDefinition,
        submission_xml: str | bytes,
        language: str | None = None,
        now: Now = None,
        *,
        surroundings: Surroundings | None = None,
        random_source: random.Random | None = None,
    ) -> Self:
        """A sent interview taken up again: it gets a new identity and names the one it replaces."""
        entry = cls.restore(
            form, submission_xml, language, now, surroundings=surroundings, random_source=random_source
        )
        opening.replace(entry._session)
        return entry

    # -- answering

    def answer(self, ref: str, value: str) -> frozenset[str]:
        """Set a value in its lexical form ("" clears); returns the refs whose state changed."""
        return self.answer_all({ref: value})

    def answer_all(self, answers: Mapping[str, str]) -> frozenset[str]:
        """Set many values, as `answer` does, and recompute once: one step to undo. All of them are set, or none."""
        given = [(self._leaf(ref), value) for ref, value in answers.items()]
        if any(len(value) > MOST_LETTERS for _node, value in given):
            raise AnswerError(f"The answer has more than {MOST_LETTERS:,} characters; shorten it.")

        def change() -> None:
            for node, value in given:
                text = datatypes.canonical(serialize.carried(value), node.definition.datatype)
                self._session.set_text(node, text)

        return self._operation(change)

    @contextmanager
    def together(self) -> Iterator[None]:
        """All changes made within are one step to undo."""
        with self._steps.together():
            yield

    def add_repeat(self, ref: str, at: int | None = None, number: int = 1) -> frozenset[str]:
        """New instances of a repeat, "/data/worker" or "/data/a[1]/b": at the end, or as the instance number `at` and after it.

        They are recomputed once, and are one step to undo.
        """
        parent, definition = self._repeat(ref)
        if definition.repeat is not None and definition.repeat.count is not None:
            raise AnswerError(f"The form itself counts the instances of {ref}; none can be added by hand.")

        def add() -> None:
            for further in range(number):
                place = None if at is None else at - 1 + further
                repeats.add(self._session, parent, definition, place=place)

        return self._operation(add)

    def remove_repeat(self, ref: str) -> frozenset[str]:
        """Take an instance out: "/data/worker[2]"."""
        node = self._node(ref)
        repeat = node.definition.repeat
        if repeat is None or not ref.endswith("]"):
            raise AnswerError(f"{ref} is not an instance of a repeat.")
        if repeat.count is not None:
            raise AnswerError(f"The form itself counts the instances of {ref}; none can be removed by hand.")
        return self._operation(lambda: repeats.remove(self._session, node))

    def undo(self) -> frozenset[str]:
        """Take the last answer, addition or removal back; returns the refs whose state changed."""
        return self._stepped(self._steps.undo)

    def redo(self) -> frozenset[str]:
        """Do again what was undone."""
        return self._stepped(self._steps.redo)

    def _stepped(self, step: Callable[[], None]) -> frozenset[str]:
        """A step kept with the draft that does not fit it is forgotten; the answers stand."""
        try:
            step()
        except (LookupError, ValueError, TypeError):
            self._steps.forget()
        return self._changed_refs()

    @property
    def can_undo(self) -> bool:
        """True when there is something to undo."""
        return bool(self._steps.past)

    @property
    def can_redo(self) -> bool:
        """True when there is something to do again."""
        return bool(self._steps.future)

    def forget_steps(self) -> None:
        """Nothing that was done so far can be undone or done again."""
        self._steps.forget()

    def journal(self) -> str:
        """What can be undone and done again, to be handed to `restore` with the draft; "" when nothing can."""
        return self._steps.text()

    def stamp(self, ref: str, value: str) -> None:
        """Write what the program itself knows into the metadata; it is no answer, so undo leaves it alone."""
        self._session.set_text(self._node(ref), value)
        self._session.run()
        self._session.settle()

    @property
    def recomputed(self) -> int:
        """How many expressions the last answer, addition or removal evaluated."""
        return self._session.recomputed

    # -- looking

    def refs(self) -> list[str]:
        """Every node's ref, in the form's order."""
        return [node.ref() for node in self._session.tree.every()]

    def value(self, ref: str) -> str:
        """The value in its lexical form, "" for none; it stays while the question is not relevant."""
        return self._node(ref).text

    def relevant(self, ref: str) -> bool:
        """True when the question is asked."""
        return self._found(ref).relevant

    def readonly(self, ref: str) -> bool:
        """True when the person may not change it."""
        return self._found(ref).readonly

    def required(self, ref: str) -> bool:
        """True when an answer is wanted before the interview is finalised."""
        return self._found(ref).required

    def count(self, ref: str) -> int:
        """How many instances a repeat has."""
        parent, definition = self._repeat(ref)
        return len(parent.instances(definition.name))

    def instances(self, ref: str) -> list[str]:
        """The refs with positions of all that stands at a ref without: one for each row of the repeats around it."""
        return [node.ref() for node in lookup.nodes(self._session.tree, ref)]

    def label(self, ref: str, *, strict: bool = False) -> str:
        """The label of a question, group or repeat, values put in; what fails is told in its place, or, if strict, raised."""
        node = self._found(ref)
        question = node.definition.question
        return self._say(node, question.label if question else None, strict=strict)

    group_label = label

    def hint(self, ref: str) -> str:
        """The hint of a question."""
        node = self._node(ref)
        question = node.definition.question
        return self._say(node, question.hint if question else None)

    def choices(self, ref: str) -> tuple[Choice, ...]:
        """The choices offered now."""
        return self._choices(self._node(ref))

    def fresh_choices(self, repeat: str, path: str) -> tuple[Choice, ...]:
        """The choices a question of a repeat would offer in a new instance; `path` leads to it from the instance: "/age"."""
        parent, definition = self._repeat(repeat)
        node = repeats.fresh(self._session, definition)
        node.parent = parent
        for name in path.strip("/").split("/"):
            (node,) = node.instances(name)
        return self._choices(node)

    def search_choices(self, ref: str, text: str, limit: int = 50) -> tuple[Choice, ...]:
        """The choices a typed text may mean, those that begin so first; also among 600,000 within milliseconds."""
        return self._finders.of(self._offered(self._node(ref))[0]).find(text, limit)

    def prepare_search(self, ref: str) -> Iterator[None]:
        """Read a long list for `search_choices` beforehand, some milliseconds at each step."""
        return self._finders.preparing(self._offered(self._node(ref))[0])

    def choice_label(self, ref: str, value: str) -> str:
        """The label of one choice, without making the others; "" when it is not offered."""
        return self._finders.label(self._offered(self._node(ref))[0], value)

    def choice_places(self, ref: str) -> Mapping[str, str]:
        """Value and geometry of the choices that carry one, for questions answered on a map."""
        return choice_lists.places_of(self._node(ref), self._session.environment)

    def violation(self, ref: str) -> Violation | None:
        """The fault of the answer; None when it is accepted."""
        return validation.violation(self._session, self._node(ref))

    def prompt(self, ref: str) -> Prompt:
        """Everything a widget needs to show a question."""
        node = self._node(ref)
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

    def standings(self) -> Iterator[Standing]:
        """Every question of the body, in the form's order, relevant or not; heads of tables of questions are left out."""
        for node in self._session.tree.every():
            definition = node.definition
            control = definition.control
            if control is None or is_table_head(control):
                continue
            text = node.text
            yield Standing(
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
        return reason(self._found(ref))

    def phone_warning(self, ref: str) -> str | None:
        """A sentence when a phone with ODK Collect could not reopen the answer."""
        node = self._node(ref)
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
            raise AnswerError(
                f"The form is not written in “{language}”; it has {', '.join(self.form.languages)}."
            )
        self._session.environment.shown = language or self.form.default_language

    def evaluate(
        self, expression: str, context: str | None = None, as_: str = "string"
    ) -> str | float | bool | list[str]:
        """An expression over the answers, compiled once per form; `context` is the ref it is seen from."""
        node = self._session.tree if context is None else self._node(context)
        environment = self._session.environment
        environment.patience.renew()
        with shallow(expression):
            closure = compiled(self.form, expression, node.definition)
            return converted(closure(Context(node, environment)), as_)

    # -- the end

    def validate(self) -> list[Violation]:
        """All faults of the questions asked, in order; empty when the interview can be finalised."""
        return validation.violations(self._session)

    def finalise(self) -> list[Violation]:
        """Validate; when nothing is wrong, stamp the end and mark the interview final."""
        found = self.validate()
        if not found:
            for node in list(self._session.tree.every()):
                text = self._preloads.at_end(node.definition) if node.definition.preload else None
                if text is not None:
                    self._session.set_text(node, text)
            self._session.run()
            self._session.settle()
            self.is_final = True
        return found

    def xml(self) -> str:
        """The submission: what is relevant, as ODK Collect writes it."""
        return serialize.write(self.form, self._session.tree, everything=False)

    def entities(self) -> list[Entity]:
        """What the interview, as it stands, creates and updates in the lists of others."""
        return entities_of(self.form.entities, self._session.tree)

    def draft_xml(self) -> str:
        """Every node kept, relevant or not, so that a draft loses nothing."""
        return serialize.write(self.form, self._session.tree, everything=True)

    @property
    def instance_id(self) -> str:
        """The interview's identity, "uuid:..."."""
        node = opening.identity(self._session)
        return node.text if node is not None else ""

    # -- private

    def _operation(self, change: Callable[[], object]) -> frozenset[str]:
        self._session.recomputed = 0
        try:
            change()
            self._session.run()
        finally:
            self._steps.keep()
        return self._changed_refs()

    def _changed_refs(self) -> frozenset[str]:
        session = self._session
        refs = {node.ref() for node in session.changed} | session.gone_refs
        session.changed.clear()
        session.gone_refs.clear()
        return frozenset(refs)

    def _say(self, node: InstanceNode, text: Text | None, form: str = "", *, strict: bool = False) -> str:
        if text is None:
            return ""
        environment = self._session.environment
        environment.patience.renew()
        return text.say(self.form.texts, environment.shown, Context(node, environment), form, strict=strict)

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
            return (), f"⚠ {error}"

    def _media(self, node: InstanceNode) -> dict[str, str]:
        question = node.definition.question
        if question is None or question.label is None:
            return {}
        found = {form: self._say(node, question.label, form) for form in MEDIA}
        return {form: text.rpartition("/")[2] for form, text in found.items() if text}

    def _leaf(self, ref: str) -> InstanceNode:
        node = self._node(ref)
        if any(not child.is_attribute for child in node.definition.children.values()):
            raise AnswerError(f"{ref} is a group; answer the questions in it.")
        return node

    def _node(self, ref: str) -> InstanceNode:
        """The node at a ref; AnswerError with a sentence when there is none."""
        found = lookup.nodes(self._session.tree, ref)
        if len(found) == 1:
            return found[0]
        if found:
            raise AnswerError(f"{ref} is repeated; say which one, as in {found[0].ref()}.")
        raise AnswerError(f"There is no question {ref} in this form.")

    def _found(self, ref: str) -> InstanceNode:
        """Like `_node`; a repeat named without position stands for its first instance, or for what holds it."""
        found = lookup.nodes(self._session.tree, ref)
        if found:
            return found[0] if len(found) == 1 or not ref.endswith("]") else self._node(ref)
        parent, _definition = self._repeat(ref)
        return parent

    def _repeat(self, ref: str) -> tuple[InstanceNode, NodeDefinition]:
        """A repeat, and the node that holds its instances."""
        above, _, name = ref.rpartition("/")
        parent = self._node(above) if above else None
        definition = parent.definition.children.get(name) if parent is not None else None
        if parent is None or definition is None or definition.repeat is None:
            raise AnswerError(f"There is no repeat {ref} in this form.")
        return parent, definition


def _new_id(chance: random.Random) -> str:
    return f"uuid:{uuid.UUID(int=chance.getrandbits(128), version=4)}"
