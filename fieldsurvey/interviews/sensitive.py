"""The sensitive modules of a form: which questions they hold, and whether the study's set-up lets them leave as rows.

Exports and sync ask here. What is sensitive never leaves as rows unless the set-up names its module; figures over many
firms are another matter, and follow their own rules.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from fieldsurvey.records import Question, Questionnaire

SENSITIVE = "sensitive"
_ASKS_NOTHING = ("note", "audit")


@dataclass(frozen=True, slots=True)
class SensitiveModule:
    """Sensitive questions that belong together, under the name the set-up calls them by."""

    name: str
    """Of the outermost group in which all is sensitive; of the question itself where there is none."""
    refs: frozenset[str]


def sensitive_modules(versions: Sequence[Questionnaire]) -> tuple[SensitiveModule, ...]:
    """The modules of a form over its versions; a question that any of them marks is sensitive in all."""
    found: dict[str, set[str]] = {}
    marked = frozenset(q.ref for version in versions for q in version.questions if q.disclosure == SENSITIVE)
    for version in versions:
        asked = [question for question in version.questions if question.type not in _ASKS_NOTHING]
        open_groups = _open_groups(asked, marked)
        for question in asked:
            if question.ref in marked:
                found.setdefault(_module_of(question, open_groups), set()).add(question.ref)
    return tuple(SensitiveModule(name, frozenset(refs)) for name, refs in found.items())


def withheld_refs(modules: Iterable[SensitiveModule], allowed: Collection[str]) -> frozenset[str]:
    """The questions that must not leave as rows: those of modules the study's set-up does not name."""
    return frozenset(ref for module in modules if module.name not in allowed for ref in module.refs)


def not_allowed(modules: Iterable[SensitiveModule], allowed: Collection[str]) -> tuple[str, ...]:
    """The names of the modules that stay here."""
    return tuple(module.name for module in modules if module.name not in allowed)


def _open_groups(asked: Iterable[Question], marked: Collection[str]) -> frozenset[str]:
    """Groups, by their path, that hold a question which is not sensitive."""
    return frozenset(
        above for question in asked if question.ref not in marked for above in _above(question.ref)
    )


def _module_of(question: Question, open_groups: Collection[str]) -> str:
    closed = (above for above in _above(question.ref) if above not in open_groups)
    return next(closed, question.ref).rpartition("/")[2]


def _above(ref: str) -> list[str]:
    """The paths of the groups around a question, the outermost first; the form's root is none."""
    parts = ref.split("/")
    return ["/".join(parts[:length]) for length in range(3, len(parts))]
