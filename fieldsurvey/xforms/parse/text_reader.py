"""Read the texts of a form: its languages, the texts of each, and what each text shows of the answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from lxml import etree

from fieldsurvey.messages import Message
from fieldsurvey.xforms.lists.form_table import FormTable
from fieldsurvey.xforms.parse.definition import FormDefinition
from fieldsurvey.xforms.parse.itext import itext_outputs, segments_of
from fieldsurvey.xforms.parse.node_definition import (
    XFORMS,
    Expression,
    Kind,
    Node,
    Read,
    Segments,
    Text,
    Texts,
    Triggerable,
)

_X = f"{{{XFORMS}}}"


class ReadsTexts(Protocol):
    """What the reading of a whole form lends to the reading of its texts."""

    form: FormDefinition
    model: etree._Element
    problems: list[Message]

    def expression(self, text: str, context: Node | None, owner: str, column: str) -> Expression | None:
        """A compiled expression; a fault is noted with question and column."""


class TextReader:
    """Reads the translations once; labels, hints and messages are found in them by id."""

    def __init__(self, reader: ReadsTexts) -> None:
        self.reader = reader
        self.form = reader.form
        self.raw: dict[str, Mapping[str, list[etree._Element]]] = {}
        self.listed_reads: set[Read] = set()
        """What the texts of listed choices show; each question with translated choices may show them."""
        self.translations()

    def translations(self) -> None:
        """The form's languages and all its texts; outputs inside them are compiled where they are used."""
        itext = self.reader.model.find(f"{_X}itext")
        languages = [] if itext is None else itext.findall(f"{_X}translation")
        names = tuple(str(translation.get("lang")) for translation in languages)
        default = next(
            (str(t.get("lang")) for t in languages if t.get("default") is not None), names[0] if names else ""
        )
        self.form.languages, self.form.default_language = names, default
        kept = (one for one in self.form.secondary.values() if isinstance(one, FormTable))
        self.form.texts = Texts({}, default, tuple(kept))
        self.raw = {str(t.get("lang")): itext_outputs(t) for t in languages}
        for language, texts in self.raw.items():
            self.form.texts.by_language[language] = {
                text_id: {
                    str(value.get("form") or ""): self.segments(value, None, text_id) for value in values
                }
                for text_id, values in texts.items()
                if not any(len(value) for value in values)
            }

    def segments(self, element: etree._Element, context: Node | None, owner: str) -> Segments:
        """A text with its outputs compiled for a context node."""

        def compile_(text: str) -> Expression:
            return self.reader.expression(text, context or self.form.root, owner, "label") or _blank()

        return segments_of(element, compile_)

    def text(self, element: etree._Element | None, context: Node, owner: str) -> Text | None:
        """A label, hint or message element."""
        if element is None:
            return None
        ref = element.get("ref")
        if ref is None:
            return Text(self.segments(element, context, owner))
        return self.text_by_ref(ref, context, owner)

    def text_by_ref(self, ref: str, context: Node, owner: str) -> Text:
        """jr:itext('id'), or an expression giving the words."""
        text_id = itext_id(ref)
        if text_id is None:
            return Text(by_expression=self.reader.expression(ref, context, owner, "label"))
        self.ensure_text(text_id, context, owner)
        return Text(text_id=text_id)

    def ensure_text(self, text_id: str, context: Node, owner: str) -> None:
        """Compile the outputs of a translated text for the node that shows it."""
        found = False
        for language, texts in self.raw.items():
            values = texts.get(text_id)
            if values is None:
                continue
            found = True
            known = self.form.texts.by_language[language]
            if text_id not in known:
                known[text_id] = {str(v.get("form") or ""): self.segments(v, context, owner) for v in values}
        if not found:
            fault = Message("form.text-missing", text=text_id)
            self.reader.problems.append(Message("form.of-question", ref=owner, fault=fault))

    def listed_texts(self) -> None:
        """Texts with outputs that only lists refer to: their values are seen from the root."""
        for language, texts in self.raw.items():
            known = self.form.texts.by_language[language]
            for text_id, values in texts.items():
                if text_id not in known:
                    context = self.form.node(text_id.partition(":")[0]) or self.form.root
                    known[text_id] = {
                        str(v.get("form") or ""): self.segments(v, context, text_id) for v in values
                    }
                    self.listed_reads.update(Text(text_id=text_id).reads(self.form.texts))

    def label_triggerables(self) -> None:
        """Texts that show values are told when these change."""
        for node in self.form.root.walk():
            texts = [node.constraint_message, node.required_message]
            reads = set()
            if node.question is not None:
                texts += [node.question.label, node.question.hint]
                texts += [choice.label for choice in node.question.choices]
                if node.question.columns is not None and node.question.columns.text_id is not None:
                    reads.update(self.listed_reads)
            reads.update(read for text in texts if text for read in text.reads(self.form.texts))
            if reads:
                node.triggerables.append(
                    Triggerable(node, Kind.LABEL, Expression("", _nothing, tuple(reads)))
                )


def itext_id(ref: str) -> str | None:
    """The id in jr:itext('id'); None for another expression."""
    text = ref.strip()
    if not text.startswith("jr:itext(") or not text.endswith(")"):
        return None
    inner = text[len("jr:itext(") : -1].strip()
    if len(inner) > 1 and inner[0] in "'\"" and inner[-1] == inner[0]:
        return inner[1:-1]
    return None


def _nothing(_context: object) -> str:
    return ""


def _blank() -> Expression:
    return Expression("''", _nothing, ())
