"""Questions of a bare XForm, as a server hands it out: what the definition alone says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from fieldsurvey.models import Question
from fieldsurvey.xforms import BodyControl, BodyElement, BodyRepeat, FormDefinition, FormEntry

_TYPE_OF_CONTROL = {"select": "select_multiple", "select1": "select_one", "rank": "rank", "range": "range"}


def questions_of(form: FormDefinition) -> Iterator[Question]:
    """Questions of a bare XForm, as its body shows them, labelled in every language."""
    entry = FormEntry.new(form)
    for control, repeat in _controls(form.body, ""):
        at = with_rows(entry, control.ref, form.body)
        labels = {}
        for language in form.languages or ("",):
            if language:
                entry.language = language
            labels[language or "default"] = entry.label(at)
        yield Question(
            ref=control.ref,
            name=control.ref.rpartition("/")[2],
            type=_TYPE_OF_CONTROL.get(control.control) or entry.prompt(at).type,
            label=labels,
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
