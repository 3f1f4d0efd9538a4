"""One interview being filled: answers go in, and what a screen needs comes out. The door of the engine."""

from __future__ import annotations

import random
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Self

from fieldsurvey.errors import AnswerError
from fieldsurvey.messages import Message
from fieldsurvey.system.gc_control import uncollected
from fieldsurvey.xforms.form_context import FormContext
from fieldsurvey.xforms.instance import growing, lookup, opening, repeats, serialize, validation
from fieldsurvey.xforms.instance.entities import Entity, entities_of
from fieldsurvey.xforms.instance.environment import FormEnvironment, compiled
from fieldsurvey.xforms.instance.failures import failure
from fieldsurvey.xforms.instance.nodes import InstanceNode, Root, grow
from fieldsurvey.xforms.instance.preload import Preloads
from fieldsurvey.xforms.instance.session import Session
from fieldsurvey.xforms.instance.undo import UndoJournal
from fieldsurvey.xforms.parse.definition import FormDefinition
from fieldsurvey.xforms.prompt import Choice, Failure, Prompt, QuestionState, Violation
from fieldsurvey.xforms.view.entry_view import EntryView
from fieldsurvey.xforms.view.relevance import Reason
from fieldsurvey.xforms.xpath.context import Context
from fieldsurvey.xforms.xpath.eval_budget import shallow
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
        surroundings: FormContext | None = None,
        instance_id: str = "",
        random_source: random.Random | None = None,
    ) -> None:
        """Use `new`, `restore` or `edit`."""
        chance = random_source or random.Random()  # noqa: S311 - identities and shuffles, no secrets
        tell = clock(now)
        around = surroundings or FormContext()
        self._preloads = Preloads(tell, instance_id or _new_id(chance), around)
        environment = FormEnvironment(form, Root(tree), tell, chance, around.last_saved)
        environment.sentence = around.sentence
        self.form = form
        self._session = Session(form, tree, environment, self._preloads)
        self._view = EntryView(form, self._session)
        self._steps = UndoJournal(self._session)
        self.is_final = False
        self.fault: Message | None = None
        """What the form could not compute at the last change, or when the interview was opened again."""
        self.failure: Failure | None = None
        """The same, taken apart; None also for a fault that is no expression's."""
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
        surroundings: FormContext | None = None,
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
        surroundings: FormContext | None = None,
        random_source: random.Random | None = None,
        journal: str = "",
    ) -> Self:
        """A draft or a submission opened again: same identity, every value as it was, and what could be undone."""
        with uncollected():
            tree = serialize.read(form, xml, clock(now)().tzinfo or UTC)
            entry = cls(form, tree, language, now, surroundings=surroundings, random_source=random_source)
            entry.fault = opening.resume(entry._session)
            entry.failure = entry._session.failures.with_message(entry.fault)
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
        surroundings: FormContext | None = None,
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
        given = [(lookup.leaf(self._session.tree, ref), value) for ref, value in answers.items()]
        if any(len(value) > MOST_LETTERS for _node, value in given):
            raise AnswerError("answer.too-long", most=MOST_LETTERS)

        def change() -> None:
            for node, value in given:
                self._session.set_answer(node, serialize.carried(value))

        return self._operation(change, [node for node, _value in given])

    @contextmanager
    def together(self) -> Iterator[None]:
        """All changes made within are one step to undo."""
        with self._steps.together():
            yield

    def add_repeat(self, ref: str, at: int | None = None, number: int = 1) -> frozenset[str]:
        """New instances of a repeat, "/data/worker" or "/data/a[1]/b": at the end, or as the instance number `at` and after it.

        They are recomputed once, and are one step to undo.
        """
        parent, definition = lookup.repeat(self._session.tree, ref)
        if definition.repeat is not None and definition.repeat.count is not None:
            raise AnswerError("repeat.cannot-add", ref=ref)

        def add() -> None:
            for further in range(number):
                index = None if at is None else at - 1 + further
                repeats.add(self._session, parent, definition, index=index)

        return self._operation(add)

    def remove_repeat(self, ref: str) -> frozenset[str]:
        """Take an instance out: "/data/worker[2]"."""
        node = lookup.node(self._session.tree, ref)
        repeat = node.definition.repeat
        if repeat is None or not ref.endswith("]"):
            raise AnswerError("repeat.no-instance", ref=ref)
        if repeat.count is not None and not self._view.surplus(ref[: ref.rindex("[")]):
            raise AnswerError("repeat.cannot-remove", ref=ref)
        return self._operation(lambda: repeats.remove(self._session, node))

    def pass_repeat(self, ref: str) -> frozenset[str]:
        """The interview goes on past the last row of "/data/worker": where the count looks at the rows themselves, the next one comes if it wants it.

        Answering the last question of the last row does the same.
        """
        parent, definition = lookup.repeat(self._session.tree, ref)
        return self._operation(lambda: growing.pass_last(self._session, parent, definition))

    def undo(self) -> frozenset[str]:
        """Take the last answer, addition or removal back; returns the refs whose state changed."""
        return self._stepped(self._steps.undo)

    def redo(self) -> frozenset[str]:
        """Do again what was undone."""
        return self._stepped(self._steps.redo)

    def _stepped(self, step: Callable[[], None]) -> frozenset[str]:
        """A step kept with the draft that does not fit it is forgotten; the answers stand."""
        self._session.failures.first = None
        try:
            step()
        except (LookupError, ValueError, TypeError):
            self._steps.forget()
        self._tell_failure()
        self._session.say_again()  # what is put back may have been said in another language
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
        self._session.set_text(lookup.node(self._session.tree, ref), value)
        self._session.run()
        self._session.settle()

    @property
    def unplaced(self) -> list[str]:
        """Refs the form wanted placed (setgeopoint) before the laptop knew where it is."""
        waiting = [
            node for node in self._session.unplaced if lookup.nodes(self._session.tree, node.ref()) == [node]
        ]
        self._session.unplaced = waiting
        return [node.ref() for node in waiting]

    def fill_places(self, geopoint: str) -> frozenset[str]:
        """The laptop knows now where it is: what waits for it is filled; it is no answer, so undo leaves it alone.

        A geopoint is "latitude longitude altitude accuracy", in degrees and metres.
        """
        for ref in self.unplaced:
            self._session.set_text(lookup.node(self._session.tree, ref), geopoint)
        self._session.unplaced = []
        self._session.run()
        self._session.settle()
        return self._changed_refs()

    @property
    def failures(self) -> tuple[Failure, ...]:
        """What cannot be worked out as the answers stand."""
        return self._session.failures.all()

    @property
    def recomputed(self) -> int:
        """How many expressions the last answer, addition or removal evaluated."""
        return self._session.recomputed

    def evaluate(
        self, expression: str, context: str | None = None, as_: str = "string"
    ) -> str | float | bool | list[str]:
        """An expression over the answers, compiled once per form; `context` is the ref it is seen from."""
        node = self._session.tree if context is None else lookup.node(self._session.tree, context)
        environment = self._session.environment
        environment.patience.renew()
        with shallow(expression):
            closure = compiled(self.form, expression, node.definition)
            return converted(closure(Context(node, environment)), as_)

    # -- what a screen sees

    def refs(self) -> list[str]:
        """Every node's ref, in the form's order."""
        return self._view.refs()

    def value(self, ref: str) -> str:
        """The value in its lexical form, "" for none; it stays while the question is not relevant."""
        return self._view.value(ref)

    def relevant(self, ref: str) -> bool:
        """True when the question is asked."""
        return self._view.relevant(ref)

    def readonly(self, ref: str) -> bool:
        """True when the person may not change it."""
        return self._view.readonly(ref)

    def required(self, ref: str) -> bool:
        """True when an answer is wanted before the interview is finalised."""
        return self._view.required(ref)

    def count(self, ref: str) -> int:
        """How many instances a repeat has."""
        return self._view.count(ref)

    def surplus(self, ref: str) -> int:
        """How many rows a repeat has beyond its count, since something was answered in them; these may be removed."""
        return self._view.surplus(ref)

    def wanted(self, ref: str) -> int | None:
        """How many rows a repeat's count wants; None where it has none, or while it is not known."""
        return self._view.wanted(ref)

    def answered_rows(self, ref: str) -> int:
        """In how many rows of a repeat something was answered."""
        return self._view.answered_rows(ref)

    def decided_by(self, ref: str) -> tuple[str, ...]:
        """The questions that say how many rows a repeat has, or which choices a question offers."""
        return self._view.decided_by(ref)

    def instances(self, ref: str) -> list[str]:
        """The refs with positions of all that stands at a ref without: one for each row of the repeats around it."""
        return self._view.instances(ref)

    def label(self, ref: str, *, strict: bool = False) -> str:
        """The label of a question, group or repeat, values put in; what fails is told in its place, or, if strict, raised."""
        return self._view.label(ref, strict=strict)

    group_label = label

    def hint(self, ref: str) -> str:
        """The hint of a question."""
        return self._view.hint(ref)

    def choices(self, ref: str) -> tuple[Choice, ...]:
        """The choices offered now."""
        return self._view.choices(ref)

    def fresh_choices(self, repeat: str, path: str) -> tuple[Choice, ...]:
        """The choices a question of a repeat would offer in a new instance; `path` leads to it from the instance: "/age"."""
        return self._view.fresh_choices(repeat, path)

    def search_choices(self, ref: str, text: str, limit: int = 50) -> tuple[Choice, ...]:
        """The choices a typed text may mean, those that begin so first; also among 600,000 within milliseconds."""
        return self._view.search_choices(ref, text, limit)

    def prepare_search(self, ref: str) -> Iterator[None]:
        """Read a long list for `search_choices` beforehand, some milliseconds at each step."""
        return self._view.prepare_search(ref)

    def choice_label(self, ref: str, value: str) -> str:
        """The label of one choice, without making the others; "" when it is not offered."""
        return self._view.choice_label(ref, value)

    def choice_geometries(self, ref: str) -> Mapping[str, str]:
        """Value and geometry of the choices that carry one, for questions answered on a map."""
        return self._view.choice_geometries(ref)

    def violation(self, ref: str) -> Violation | None:
        """The fault of the answer; None when it is accepted."""
        return self._view.violation(ref)

    def prompt(self, ref: str) -> Prompt:
        """Everything a widget needs to show a question."""
        return self._view.prompt(ref)

    def standings(self) -> Iterator[QuestionState]:
        """Every question of the body, in the form's order, relevant or not; heads of tables of questions are left out."""
        return self._view.standings()

    def why_not_asked(self, ref: str) -> Reason | None:
        """The condition that keeps a question or group from being asked; None when it is asked."""
        return self._view.why_not_asked(ref)

    def phone_warning(self, ref: str) -> Message | None:
        """A sentence when a phone with ODK Collect could not reopen the answer."""
        return self._view.phone_warning(ref)

    @property
    def languages(self) -> tuple[str, ...]:
        """The form's languages."""
        return self._view.languages

    @property
    def language(self) -> str:
        """The language of labels, hints, choices and messages."""
        return self._view.language

    @language.setter
    def language(self, language: str) -> None:
        self._view.language = language

    def isolate_values(self) -> None:
        """For a screen: values in labels, hints and messages keep their own direction in a text of another."""
        self._session.environment.isolates = True

    # -- the end

    def close(self) -> None:
        """Ask nothing more of it: its memory is free at once, without waiting for Python's collector.

        For who opens thousands, one after another. Nodes know their parents and parents their nodes; such circles stay until
        the collector comes round, and beside a window it seldom does.
        """
        for node in list(self._session.tree.every()):
            node.parent = None
        self._session.close()

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

    def _operation(self, change: Callable[[], object], given: Iterable[InstanceNode] = ()) -> frozenset[str]:
        self._session.recomputed, self._session.failures.first = 0, None
        try:
            change()
            self._session.run()
            for node in given:
                growing.passed(self._session, node)
        finally:
            self._steps.keep()
            self._tell_failure()
        return self._changed_refs()

    def _tell_failure(self) -> None:
        first = self._session.failures.first
        self.fault = first[2] if first is not None else None
        self.failure = failure(*first) if first is not None else None

    def _changed_refs(self) -> frozenset[str]:
        session = self._session
        refs = {node.ref() for node in session.changed} | session.gone_refs
        session.changed.clear()
        session.gone_refs.clear()
        return frozenset(refs)


def _new_id(chance: random.Random) -> str:
    return f"uuid:{uuid.UUID(int=chance.getrandbits(128), version=4)}"
