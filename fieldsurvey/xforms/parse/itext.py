"""The form's texts: labels and hints, plain or translated, with values of the form inside them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from lxml import etree

from fieldsurvey.errors import XPathError
from fieldsurvey.xforms.parse.definition import XFORMS, Expression, Read
from fieldsurvey.xforms.xpath.context import Context
from fieldsurvey.xforms.xpath.nodes import Nodes
from fieldsurvey.xforms.xpath.values import to_string

_X = f"{{{XFORMS}}}"
Segments = tuple[str | Expression, ...]
Compile = Callable[[str], Expression]
_UNTRANSLATED = ("-",)
"""What pyxform writes where a translation is missing."""
MEDIA = ("image", "big-image", "audio", "video")


@dataclass(frozen=True, slots=True)
class Text:
    """A text shown to the person: its own words, or the id of a translated one (or an expression giving an id)."""

    segments: Segments = ()
    text_id: str | None = None
    by_expression: Expression | None = None

    def say(
        self, texts: Texts, language: str, context: Context, form: str = "", *, strict: bool = False
    ) -> str:
        """The text in a language; `form` asks for guidance, image, audio or video.

        A value in it that cannot be computed is told in the text's place: a screen must come up whatever the form does.
        `strict` raises it instead.
        """
        try:
            return self._said(texts, language, context, form)
        except (XPathError, RecursionError) as error:
            fault = str(error) if isinstance(error, XPathError) else "A text is nested too deeply; split it."
            if strict:
                raise XPathError(fault) from error
            return "" if form else f"⚠ {fault}"

    def _said(self, texts: Texts, language: str, context: Context, form: str) -> str:
        if self.by_expression is not None:
            return "" if form else _shown(self.by_expression, context)
        if self.text_id is not None:
            return joined(texts.find(self.text_id, language, form), context)
        return "" if form else joined(self.segments, context)

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

    def find(self, text_id: str, language: str, form: str = "") -> Segments:
        """The text in the language, or in the default one where it is missing there."""
        return self._found(text_id, language, form)[1]

    def spoken(self, text_id: str, language: str) -> str:
        """The language in which the text is there; another than the one wished for where it is not translated."""
        return self._found(text_id, language, "")[0]

    def _found(self, text_id: str, language: str, form: str) -> tuple[str, Segments]:
        for tongue in (language, self.default_language, *self.by_language):
            forms = self.by_language.get(tongue, {}).get(text_id)
            found = () if forms is None else forms.get(form) or (() if form else forms.get("short", ()))
            if found and found != _UNTRANSLATED:
                return tongue, found
        return "", ()

    def has(self, text_id: str) -> bool:
        """True when any language has the text."""
        return any(text_id in forms for forms in self.by_language.values())


def joined(segments: Segments, context: Context) -> str:
    """The text with the values of the moment put in."""
    if len(segments) == 1 and isinstance(segments[0], str):
        return segments[0]
    return "".join(_shown(segment, context) for segment in segments)


def _shown(segment: str | Expression, context: Context) -> str:
    if isinstance(segment, str):
        return segment
    value = segment.closure(context)
    return "" if isinstance(value, Nodes) and not value else to_string(value)


def segments_of(element: etree._Element, compile_: Compile) -> Segments:
    """The text of a label, hint or value element; <output value="..."/> becomes an expression."""
    found: list[str | Expression] = []
    if element.text:
        found.append(element.text)
    for child in element:
        if child.tag == f"{_X}output":
            found.append(compile_(child.get("value") or child.get("ref") or "''"))
        elif isinstance(child.tag, str):
            found.append("".join(str(part) for part in child.itertext()))
        if child.tail:
            found.append(child.tail)
    return _trimmed(found)


def _trimmed(found: list[str | Expression]) -> Segments:
    if found and isinstance(found[0], str):
        found[0] = found[0].lstrip()
    if found and isinstance(found[-1], str):
        found[-1] = found[-1].rstrip()
    return tuple(part for part in found if part != "")


def itext_outputs(element: etree._Element) -> Mapping[str, list[etree._Element]]:
    """The <value> elements of each text id of a translation."""
    return {str(text.get("id")): list(text.findall(f"{_X}value")) for text in element.findall(f"{_X}text")}
