"""What each answer of a form is made of, by the engine's own account: a column can say again what another withholds."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from fieldsurvey.xforms import FormDefinition
from fieldsurvey.xforms.parse.node_definition import Action, Expression, Node


@dataclass(slots=True)
class Derivation:
    """The questions one question's value comes from, and those that decide whether it is asked."""

    made_of: set[str] = field(default_factory=set)
    """Refs its calculation, its default or its choices read; relative paths and predicates are followed."""
    asked_by: list[frozenset[str]] = field(default_factory=list)
    """For each condition on it or on a group around it: the refs it reads."""
    leaves: set[str] = field(default_factory=set)
    """Of the number of a repeat's rows: what stands in a row."""


def derivations(forms: Sequence[FormDefinition]) -> dict[str, Derivation]:
    """Ref -> what it is made of, over all versions of a form."""
    found: dict[str, Derivation] = {}
    for form in forms:
        actions = _actions(form)
        for node in form.root.walk():
            if node.is_repeat:
                _enter_rows(found.setdefault(rows_of(node.ref), Derivation()), node)
            if node.is_leaf:
                _enter(found.setdefault(node.ref, Derivation()), node, actions.get(node.ref, ()))
    return found


def _enter(derivation: Derivation, node: Node, actions: Iterable[Action]) -> None:
    if node.calculate is not None:
        derivation.made_of.update(_read(node.calculate.expression))
    for action in actions:
        for expression in (action.value, action.chosen):
            if isinstance(expression, Expression):
                derivation.made_of.update(_read(expression))
    _enter_choices(derivation, node)
    for above in node.chain():
        if above.relevant is not None:
            derivation.asked_by.append(frozenset(_read(above.relevant.expression)))
        if above.is_repeat:
            derivation.asked_by.append(frozenset((rows_of(above.ref),)))


def _enter_choices(derivation: Derivation, node: Node) -> None:
    itemset = node.question.itemset if node.question is not None else None
    if (
        itemset is not None
    ):  # a choice among rows of a repeat is what was typed in that row, and a filter lets few through
        rows = [read.target for read in itemset.expression.reads if read.target.is_repeat]
        derivation.made_of.update(leaf.ref for row in rows for leaf in row.walk() if leaf.is_leaf)
        derivation.made_of.update(_read(itemset.expression))


def rows_of(repeat: str) -> str:
    """What stands for the number of a repeat's rows among the refs: /data/worker[]."""
    return f"{repeat}[]"


def _enter_rows(derivation: Derivation, repeat: Node) -> None:
    """The number of rows comes from what counts them; where all in them is withheld, it tells of that."""
    if repeat.repeat is not None and repeat.repeat.count is not None:
        derivation.made_of.update(_read(repeat.repeat.count.expression))
    derivation.leaves.update(_answers_in(repeat))


def _answers_in(node: Node) -> Iterator[str]:
    return (leaf.ref for leaf in node.walk() if leaf.holds_answer and not leaf.is_attribute)


def _actions(form: FormDefinition) -> Mapping[str, list[Action]]:
    found: dict[str, list[Action]] = {}
    for action in form.actions():
        found.setdefault(action.target.ref, []).append(action)
    return found


def _read(expression: Expression) -> Iterator[str]:
    """The leaves an expression reads; a group is all that stands in it, a repeat is only counted."""
    for read in expression.reads:
        if read.target.is_repeat:
            yield rows_of(read.target.ref)
            continue
        yield from (leaf.ref for leaf in read.target.walk() if leaf.is_leaf)


def groups_within(forms: Iterable[FormDefinition], withheld: Collection[str]) -> frozenset[str]:
    """Refs of the groups and repeats in which all is withheld: that one was shown tells of what stands in it."""
    return frozenset(
        node.ref
        for form in forms
        for node in form.root.walk()
        if not node.is_leaf and (inside := list(_answers_in(node))) and all(ref in withheld for ref in inside)
    )


def told_by(derived: Mapping[str, Derivation], withheld: Collection[str]) -> dict[str, str]:
    """Ref of each question that tells something of a withheld one -> that one: made of it, or asked because of it."""
    telling: dict[str, str] = {}
    grew = True
    while grew:
        grew = False
        for ref, derivation in derived.items():
            if ref in withheld or ref in telling:
                continue
            source = _source(derivation, withheld, telling)
            if source:
                telling[ref], grew = source, True
    return telling


def _source(derivation: Derivation, withheld: Collection[str], telling: Mapping[str, str]) -> str:
    for ref in sorted(derivation.made_of):
        if ref in withheld or ref in telling:
            return ref
    for condition in derivation.asked_by:
        for ref in sorted(condition):
            if ref in withheld or ref in telling:
                return ref
    if derivation.leaves and all(ref in withheld or ref in telling for ref in derivation.leaves):
        return min(derivation.leaves)
    return ""
