"""Questions of a bare XForm, as a server hands it out: what the definition alone says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from fieldsurvey.forms.whole_form import accepted_missing, type_of
from fieldsurvey.records import Question
from fieldsurvey.xforms import BodyControl, BodyElement, BodyRepeat, FormDefinition, FormEntry


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
            type=type_of(control, node),
            label={language or "default": form.words(text, language) for language in form.languages or ("",)},
            missing=accepted_missing(type_of(control, node), node),
            repeat=repeat,
        )


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
