"""The survey sheet as questions: refs, choices, groups and repeats around each."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from fieldsurvey.forms.xlsform.sheets import REFERENCE, Row
from fieldsurvey.interviews.unique_names import names_of
from fieldsurvey.messages import Message
from fieldsurvey.records import Choice, Question, Texts

_DISCLOSURE = (
    *("direct", "free", "sensitive", "hidden", "key", "visible", "amount", "date", "plain"),
    "",
)
_NEXT_ROUND = ("", "ask")
_REGISTER = ("", "yes")
_BACK_CHECK = ("", "1", "2", "3")


@dataclass(slots=True)
class Walk:
    """What reading the survey sheet gathers."""

    root: str
    choices: Mapping[str, tuple[Choice, ...]]
    questions: list[Question] = field(default_factory=list)
    group_labels: dict[str, Texts] = field(default_factory=dict)
    refs: dict[str, str] = field(default_factory=dict)
    """Name -> path. Of a name that stands twice the longer ones that tell apart (owner_age), and `shared` says so."""
    shared: dict[str, list[str]] = field(default_factory=dict)
    """Name of several questions or groups -> their paths."""
    rows: dict[str, Row] = field(default_factory=dict)
    stack: list[tuple[str, str, bool]] = field(default_factory=list)
    """(name, ref, is a repeat) of the groups around the row."""
    disclosure: dict[str, str] = field(default_factory=dict)
    """Ref of a group -> what its row says it may tell; it holds for all within that say nothing."""
    next_round: dict[str, str] = field(default_factory=dict)
    """Ref of a group -> what its row says of the next round; it holds for all within."""


def choice_lists(rows: Sequence[Row]) -> dict[str, tuple[Choice, ...]]:
    """List name -> its choices, labelled in every language."""
    lists: dict[str, list[Choice]] = {}
    for row in rows:
        name = row.get("list_name", "list name")
        if name and row.get("name", "value"):
            lists.setdefault(name, []).append(Choice(row.get("name", "value"), row.texts("label")))
    return {name: tuple(choices) for name, choices in lists.items()}


def walk_survey(rows: Sequence[Row], root: str, choices: Mapping[str, tuple[Choice, ...]]) -> Walk:
    """Read the rows in order, keeping the groups and repeats around each."""
    walk = Walk(root=root, choices=choices)
    for row in rows:
        kind = re.sub(r"[\s_]+", " ", row.get("type").lower()).strip()
        if kind.startswith("begin "):
            _enter(walk, row, is_repeat="repeat" in kind)
        elif kind.startswith("end "):
            if walk.stack:
                walk.stack.pop()
        elif row.get("name") and row.get("type") and not row.get("disabled"):
            _add_question(walk, row)
    _tell_apart(walk)
    return walk


def _tell_apart(walk: Walk) -> None:
    """Names of several questions mean none of them alone; the names their columns have mean one each."""
    asked = [question.ref for question in walk.questions]
    names = names_of([ref.split("/")[1:] for ref in asked])
    by_name: dict[str, list[str]] = {}
    for ref in dict.fromkeys((*asked, *walk.group_labels)):
        by_name.setdefault(ref.rpartition("/")[2], []).append(ref)
    walk.shared = {name: refs for name, refs in by_name.items() if len(refs) > 1}
    for name, ref in zip(names, asked, strict=True):
        walk.refs.setdefault(name, ref)


def _enter(walk: Walk, row: Row, *, is_repeat: bool) -> None:
    name = row.get("name")
    ref = f"{_parent(walk)}/{name}"
    walk.stack.append((name, ref, is_repeat))
    walk.group_labels[ref] = row.texts("label")
    walk.refs[name] = ref
    walk.rows[name] = row
    walk.next_round[ref] = _next_round(walk, row)
    walk.disclosure[ref] = _disclosure(walk, row)


def _next_round(walk: Walk, row: Row) -> str:
    """What the row says, or else a group around it."""
    above = (walk.next_round.get(ref, "") for _name, ref, _is_repeat in reversed(walk.stack))
    return row.get("next_round").lower() or next((said for said in above if said), "")


def _disclosure(walk: Walk, row: Row) -> str:
    """What the row says, or else a group around it."""
    above = (walk.disclosure.get(ref, "") for _name, ref, _is_repeat in reversed(walk.stack))
    return row.get("disclosure").lower() or next((said for said in above if said), "")


def unknown_words(rows: Sequence[Row]) -> Iterator[Message]:
    """What to say about words in our columns that mean nothing."""
    repeats = 0
    for row in rows:
        repeats += _into_repeats(row)
        said = row.get("next_round")
        if said.lower() not in _NEXT_ROUND:
            fault = Message("sheet.next-round", word=said)
            yield Message("sheet.fault", cell=row.cell("next_round"), fault=fault)
        said = row.get("register")
        if said.lower() not in _REGISTER:
            fault = Message("sheet.register", word=said)
            yield Message("sheet.fault", cell=row.cell("register"), fault=fault)
        said = row.get("back_check")
        if said not in _BACK_CHECK:
            fault = Message("sheet.back-check", word=said)
            yield Message("sheet.fault", cell=row.cell("back_check"), fault=fault)
        elif said and repeats:
            fault = Message("sheet.back-check-in-repeat")
            yield Message("sheet.fault", cell=row.cell("back_check"), fault=fault)
        said = row.get("disclosure")
        if said.lower() not in _DISCLOSURE:
            fault = Message("sheet.disclosure", word=said, known=_DISCLOSURE[:-1])
            yield Message("sheet.fault", cell=row.cell("disclosure"), fault=fault)


def _into_repeats(row: Row) -> int:
    """1 for a row that begins a repeat, -1 for one that ends it."""
    words = re.sub(r"[\s_]+", " ", row.get("type").lower()).strip()
    return {"begin repeat": 1, "end repeat": -1}.get(words, 0)


def _parent(walk: Walk) -> str:
    return walk.stack[-1][1] if walk.stack else f"/{walk.root}"


def _add_question(walk: Walk, row: Row) -> None:
    name = row.get("name")
    words = row.get("type").split()
    walk.refs[name] = f"{_parent(walk)}/{name}"
    walk.rows[name] = row
    kind = words[0].lower() if words else ""
    if kind == "audit":
        walk.refs[name] = f"/{walk.root}/meta/{name}"
        return  # it asks nothing
    if len(words) > 1 and words[0] in ("select", "add"):
        kind = "select_multiple" if "all" in words or "multiple" in words else "select_one"
    repeat = next((ref for _n, ref, is_repeat in reversed(walk.stack) if is_repeat), "")
    walk.questions.append(
        Question(
            ref=walk.refs[name],
            name=name,
            type=kind,
            label=row.texts("label"),
            hint=row.texts("hint"),
            choices=walk.choices.get(_list_of(row, words, kind), ()),
            relevant=row.get("relevant", "relevance"),
            calculation=row.get("calculation", "calculate"),
            constraint=row.get("constraint"),
            disclosure=_disclosure(walk, row),
            register=row.get("register").lower(),
            unit=row.get("unit"),
            period=row.get("period"),
            missing=tuple(row.get("missing").replace(",", " ").split()),
            next_round=_next_round(walk, row),
            back_check=row.get("back_check") if not repeat else "",
            repeat=repeat,
            groups=tuple(n for n, _ref, is_repeat in walk.stack if not is_repeat),
        )
    )


def _list_of(row: Row, words: Sequence[str], kind: str) -> str:
    """The list a select offers; a calculate names in `codes` the list whose labels its values carry."""
    if len(words) > 1 and kind != "select_one_from_file":
        return words[-1]
    return row.get("codes")


def shared_names(row: Row, columns: Iterable[str], walk: Walk) -> Iterator[Message]:
    """What to say about names that several questions have, in expressions or standing alone: which is meant nobody may guess."""
    for column in columns:
        text = row.get(column)
        for name in dict.fromkeys((question_named(text), *REFERENCE.findall(text))):
            if name in walk.shared:
                fault = Message("sheet.shared-name", name=name, known=tuple(walk.shared[name]))
                yield Message("sheet.fault", cell=row.cell(column), fault=fault)


def question_named(text: str) -> str:
    """The name in a cell that holds one, bare or as `${name}`."""
    return text.strip().removeprefix("${").removesuffix("}").strip()


def ref_of(text: str, walk: Walk) -> str:
    """The path of the question a cell names, by its name or its path; "" where there is none."""
    named = question_named(text)
    return walk.refs.get(named) or (named if named in walk.refs.values() else "")


def xpath_of(expression: str, walk: Walk) -> str:
    """The expression with each `${name}` as the absolute ref of its question."""
    return REFERENCE.sub(lambda m: f" {walk.refs.get(m.group(1), m.group(1))} ", expression).strip()


def variable_of(text: str, walk: Walk) -> str:
    """A bare question name is allowed beside an expression."""
    return walk.refs.get(text.strip()) or xpath_of(text, walk)
