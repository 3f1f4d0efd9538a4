"""Which of a form's languages speak, and which texts they lack. It reads the form; nobody is interviewed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from fieldsurvey.forms.simulation.plan import Plan
from fieldsurvey.xforms import FormDefinition
from fieldsurvey.xforms.parse.node_definition import Segments

_MANY = 10
_UNTRANSLATED = ("-",)
_LIST = re.compile(r"instance\(\s*['\"]([^'\"]+)['\"]\s*\)")
_WORD = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class Gap:
    """A language lacks a question's label or hint, or labels of its choices."""

    ref: str
    language: str
    part: str
    """label | hint | constraint_message | required_message | choices"""
    count: int = 1


def dead_languages(form: FormDefinition) -> list[str]:
    """Languages that have nothing of their own to say: every text is missing, or the same as in the default language."""
    default = form.default_language
    ids = {text_id: None for texts in form.texts.by_language.values() for text_id in texts}
    return [
        language
        for language in form.languages
        if len(form.languages) > 1
        and ids
        and not any(_is_own(form, language, default, text_id) for text_id in ids)
    ]


@dataclass(frozen=True, slots=True)
class Thin:
    """A language that lacks so much that it is told in one line."""

    language: str
    lacking: int
    texts: int


def thin_languages(plan: Plan, dead: list[str]) -> list[Thin]:
    """Languages that lack at least half of the texts another language has, and more than a few."""
    found = []
    for language in plan.form.languages:
        lacking, texts = 0, 0
        for _ref, _part, ids in _texts(plan):
            lacking += sum(_lacks(plan.form, language, text_id) for text_id in ids)
            texts += len(ids)
        if language not in dead and lacking >= _MANY and 2 * lacking >= texts:
            found.append(Thin(language, lacking, texts))
    return found


def gaps(plan: Plan, left_out: list[str]) -> list[Gap]:
    """Every text a question has in some language and lacks in another, but for languages that lack nearly all."""
    form, dead = plan.form, left_out
    living = [language for language in form.languages if language not in dead]
    return [
        Gap(ref, language, part, lacking)
        for ref, part, texts in _texts(plan)
        for language in living
        if (lacking := sum(_lacks(form, language, text_id) for text_id in texts))
    ]


def _is_own(form: FormDefinition, language: str, default: str, text_id: str) -> bool:
    said = _said(form, language, text_id)
    if not said:
        return False
    words = "".join(part for part in said if isinstance(part, str))
    return language == default or (said != _said(form, default, text_id) and bool(_WORD.search(words)))


def _said(form: FormDefinition, language: str, text_id: str) -> Segments:
    forms = form.texts.forms(text_id, language) or {}
    said = forms.get("") or forms.get("short") or ()
    return () if said == _UNTRANSLATED else said


def _lacks(form: FormDefinition, language: str, text_id: str) -> bool:
    return not _said(form, language, text_id) and any(_said(form, other, text_id) for other in form.languages)


def _texts(plan: Plan) -> Iterator[tuple[str, str, list[str]]]:
    """(question, part, ids of its texts), in the form's order; a list is named at the first question that uses it."""
    lists = _list_texts(plan)
    for ref, ask in plan.asks.items():
        asked = ask.node.question
        if asked is None:
            continue
        for part, text in (
            ("label", asked.label),
            ("hint", asked.hint),
            ("constraint_message", ask.node.constraint_message),
            ("required_message", ask.node.required_message),
        ):
            if text is not None and text.text_id is not None:
                yield ref, part, [text.text_id]
        ids = [choice.label.text_id for choice in asked.choices if choice.label and choice.label.text_id]
        for name in _LIST.findall(asked.itemset.expression.text) if asked.itemset else ():
            ids += lists.pop(name, [])
        if ids:
            yield ref, "choices", ids


def _list_texts(plan: Plan) -> dict[str, list[str]]:
    """List in the form -> ids of the texts of its choices."""
    return {
        name: [cell.string() for node in source.root().walk() for cell in node.by_name.get("itextId", ())]
        for name, source in plan.form.secondary.items()
        if name not in plan.form.attached
    }
