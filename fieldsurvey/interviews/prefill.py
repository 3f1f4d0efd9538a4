"""What is known of a firm and of the study, put into an interview before it begins, so that nobody types it sixty times.

A question is meant by its name (`resources/register/questions.toml`), as forms of many makers call it. Only what a person would answer
is filled: no calculation, nothing the form fills in itself, nothing in a repeat, nothing sensitive. A
choice is taken when its code, or its label in any language, is the text that is known.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache

from fieldsurvey.interviews.rounds import is_filled_in
from fieldsurvey.records import Choice, Cluster, Question, Questionnaire
from fieldsurvey.system import paths
from fieldsurvey.xforms import FormEntry

Known = Mapping[str, str]
"""What is known: "firm.label", "study.state", "visit.interviewer" -> text; see the table's sections."""


def constants(cluster: Cluster) -> dict[str, str]:
    """What is the same in every interview of a study."""
    return {
        "study.name": cluster.name,
        "study.district": cluster.district,
        "study.state": cluster.state,
        "study.agency": cluster.agency,
    }


def fill(entry: FormEntry, questionnaire: Questionnaire, known: Known) -> dict[str, str]:
    """Answer what is known in an interview that is new; ref -> answer of what was taken. What the form does not accept stays as it was.

    What stands there already is the form's own default, which holds for firms of which nothing is known.
    """
    wanted = dict(_wanted(entry, questionnaire, known))
    taken = {}
    for ref, value in wanted.items():
        before = entry.value(ref)
        entry.answer(ref, value)
        if entry.value(ref) and entry.violation(ref) is None:
            taken[ref] = value
        else:
            entry.answer(ref, before)
    return taken


def _wanted(entry: FormEntry, questionnaire: Questionnaire, known: Known) -> Iterator[tuple[str, str]]:
    asked = {question.ref: question for question in questionnaire.questions}
    refs = {*entry.refs(), *(one.ref for one in questionnaire.questions if one.type == "hidden")}
    for ref, question in asked.items():
        text = known.get(_meaning().get(question.name.casefold(), ""), "")
        if not text or ref not in refs or question.repeat or not _is_to_fill(entry, question):
            continue
        value = _code_of(question, text) if question.choices else text
        if value:
            yield ref, value


def _is_to_fill(entry: FormEntry, question: Question) -> bool:
    if question.disclosure == "sensitive" or is_filled_in(entry, question.ref):
        return False
    node = entry.form.node(question.ref)
    is_hidden = question.type == "hidden"  # made to be filled by what knows
    return node is not None and (is_hidden or node.control is not None) and not entry.readonly(question.ref)


def _code_of(question: Question, text: str) -> str:
    """The code of the choice that is meant; "" where none is, or more than one."""
    folded = text.casefold()
    found = [choice.name for choice in question.choices if _says(choice, folded)]
    return found[0] if len(found) == 1 else ""


def _says(choice: Choice, folded: str) -> bool:
    return folded in {choice.name.casefold(), *(label.casefold() for label in choice.label.values())}


@cache
def _meaning() -> dict[str, str]:
    """Name of a question -> what it asks for: "firm.label"."""
    told = tomllib.loads((paths.resources() / "register" / "questions.toml").read_text("utf-8"))
    return {
        name: f"{section}.{key}"
        for section, keys in told.items()
        for key, names in keys.items()
        for name in names
    }
