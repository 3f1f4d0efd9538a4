"""Questions of a bare XForm, as a server hands it out: what the definition alone says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from fieldsurvey.records import Question
from fieldsurvey.xforms import BodyControl, BodyElement, BodyRepeat, Datatype, FormDefinition, FormEntry
from fieldsurvey.xforms.parse.node_definition import Node, Text

_TYPE_OF_CONTROL = {
    "select": "select_multiple",
    "select1": "select_one",
    "rank": "rank",
    "range": "range",
    "trigger": "acknowledge",
}
_TYPE_OF_DATATYPE = {
    Datatype.STRING: "text",
    Datatype.INT: "integer",
    Datatype.LONG: "integer",
    Datatype.DATETIME: "datetime",
    Datatype.BINARY: "file",
}
_MEDIA = ("image", "audio", "video")


def questions_of(form: FormDefinition) -> Iterator[Question]:
    """Questions of a bare XForm, as its body shows them, labelled in every language."""
    for control, repeat in _controls(form.body, ""):
        node = form.node(control.ref)
        if node is None:
            continue
        text = node.question.label if node.question is not None else None
        yield Question(
            ref=control.ref,
            name=control.ref.rpartition("/")[2],
            type=_type(control, node),
            label={
                language or "default": _words(form, text, language) for language in form.languages or ("",)
            },
            repeat=repeat,
        )


def _type(control: BodyControl, node: Node) -> str:
    """The XLSForm type that makes such a control and bind."""
    if control.control == "upload":
        kind = control.parameters.get("mediatype", "").partition("/")[0]
        return kind if kind in _MEDIA else "file"
    is_shown_only = node.readonly is not None and node.readonly.expression.text.strip() == "true()"
    is_empty = node.datatype is Datatype.STRING and node.calculate is None and not node.default
    if control.control == "input" and is_shown_only and is_empty:
        return "note"
    return _TYPE_OF_CONTROL.get(control.control) or _TYPE_OF_DATATYPE.get(node.datatype, node.datatype)


def _words(form: FormDefinition, text: Text | None, language: str) -> str:
    """A label as the form writes it; nobody has answered, so the values inside it are left out."""
    if text is None:
        return ""
    segments = text.segments if text.text_id is None else form.texts.find(text.text_id, language)
    return "".join(part for part in segments if isinstance(part, str))


def _controls(body: Sequence[BodyElement], repeat: str) -> Iterator[tuple[BodyControl, str]]:
    for element in body:
        if isinstance(element, BodyControl):
            yield element, repeat
        else:
            yield from _controls(element.children, element.ref if isinstance(element, BodyRepeat) else repeat)


def with_rows(entry: FormEntry, ref: str, body: Sequence[BodyElement]) -> str:
    """The ref with position 1 on every repeat around it, which gets its first row when it has none."""
    at = ref
    for repeat in reversed(_repeats_around(ref, body)):
        here = at[: len(at) - len(ref) + len(repeat)]
        if not entry.count(here):
            entry.add_repeat(here)
        at = f"{here}[1]{at[len(here) :]}"
    return at


def _repeats_around(ref: str, body: Sequence[BodyElement]) -> list[str]:
    """Refs of the repeats around a question, innermost first, so that positions can be put in from the right."""
    found: list[str] = []
    for element in body:
        if isinstance(element, BodyControl) or not (element.ref is None or ref.startswith(element.ref + "/")):
            continue
        found = [
            *_repeats_around(ref, element.children),
            *([element.ref] if isinstance(element, BodyRepeat) else []),
        ]
        if found:
            break
    return found
