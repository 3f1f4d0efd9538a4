"""Random forms, expressions and interviews, and what must hold of each of them."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from contextlib import suppress
from copy import deepcopy
from typing import Any
from xml.sax.saxutils import quoteattr

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from lxml import etree

from fieldsurvey.errors import FieldSurveyError
from fieldsurvey.xforms import FormDefinition, FormEntry, parse_form
from fieldsurvey.xforms.xpath import evaluate
from fieldsurvey.xforms.xpath.functions import FUNCTIONS
from tests.support.hostile_forms import form
from tests.support.scenario import INSTANCE_ID, NOW

Step = tuple[str, int, str]
_POSITION = re.compile(r"\[\d+\]")


def profile(examples: int) -> Callable[[Any], Any]:
    """So many examples, the same each time, however slow the machine."""
    slow = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    return settings(
        max_examples=examples, derandomize=True, database=None, deadline=None, suppress_health_check=slow
    )


# -- expressions

PATHS = (
    "/data/f0", "/data/f1", "/data/f2", "/data/f3", "/data/g/g0", "/data/g/g1", "/data/r/r0", "/data/r/r1",
    "/data/r/s/s0", "/data/r/s/s1", "/data/t/t0", "../f0", "../r0", "../../f1", "../s/s0", "../../r1", "../../../f2",
    "current()/../r0", ".",
)  # fmt: skip
SETS = (
    "/data/r", "/data/r/s", "/data/t", "/data/r/r0", "/data/r/s/s0", "/data/t/t0", "../r", "../s", "../../r/r1",
    "/data/r[r0 > 1]/r1", "/data/r[position() = 2]/r0", "/data/r[s/s0 = 1]", "/data/r/s[s0 != '']/s1", "/data/g/*",
    "/data/r[r0 = current()/../r1]/r0", "/data/t[t0 = /data/f0]", "//s0", "/data/r[1]/s/s1",
)  # fmt: skip
_LITERALS = ("0", "1", "2", "''", "'x'", "'y'", "true()", "position(..)", "2.5")
_SHAPES = (
    "{0} + {1}", "{0} - {1}", "{0} * 2", "{0} = {1}", "{0} != {1}", "{0} > {1}", "{0} and {1}", "{0} or {1}",
    "not({0})", "if({0}, {1}, {2})", "coalesce({0}, {1})", "concat({0}, {1})", "selected({0}, {1})",
    "string-length({0})", "number({0})", "({0})", "{0} mod 3", "boolean({0})",
)  # fmt: skip
_OVER_SETS = (
    "count({0})", "sum({0})", "max({0})", "min({0})", "join(' ', {0})", "count-non-empty({0})", "concat({0})",
    "indexed-repeat(/data/r/r0, /data/r, 1)", "indexed-repeat(/data/r/r1, /data/r, position(..) - 1)",
    "count({0}[. > 1])",
)  # fmt: skip


def _grown(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.builds(
        lambda shape, *parts: shape.format(*parts), st.sampled_from(_SHAPES), inner, inner, inner
    )


def expressions() -> st.SearchStrategy[str]:
    """Expressions over the form below, as forms have them."""
    counted = st.builds(
        lambda shape, nodes: shape.format(nodes), st.sampled_from(_OVER_SETS), st.sampled_from(SETS)
    )
    leaves = st.one_of(st.sampled_from(PATHS), st.sampled_from(_LITERALS), counted)
    return st.recursive(leaves, _grown, max_leaves=4)


_ALL = (*sorted(FUNCTIONS), "if", "once", "coalesce", "current", "indexed-repeat", "pulldata", "none")
_ODD = (
    *_LITERALS, *PATHS, *SETS, "1 div 0", "0 div 0", "-1 div 0", "99999999999999999999", "-1", "'%Y-%m-%d'", "'2026-02-31'",
    "'0001-01-01T00:00:00Z'", "'9999-12-31T23:59:59.999-12:00'", "'1 2 3 4; 5 6'", "'(a'", "'\u0915\u094d\u0937'", "'l'",
    "today()", "now()", "/", "..", "../../../..", "@x", "'MD5'", "''", "instance('l')/root/item", "instance('l')/root/item/name",
)  # fmt: skip


def _called(name: str, arguments: list[str]) -> str:
    return f"{name}({', '.join(arguments)})"


def wild_expressions() -> st.SearchStrategy[str]:
    """Every function with any number of values of any kind, and what people type by mistake."""
    leaves = st.one_of(st.sampled_from(_ODD), st.text("()[]/.@*'\"$:+-=<>|, abc012", max_size=8))
    calls = st.builds(_called, st.sampled_from(_ALL), st.lists(st.sampled_from(_ODD), max_size=5))
    inner = st.one_of(leaves, calls)
    deeper = st.builds(_called, st.sampled_from(_ALL), st.lists(inner, max_size=4))
    return st.one_of(
        calls, deeper, st.builds(lambda a, o, b: f"{a} {o} {b}", deeper, st.sampled_from(_OPERATORS), inner)
    )


_OPERATORS = ("+", "-", "*", "div", "mod", "=", "!=", "<", ">=", "and", "or", "|", "][", ",")

# -- forms

_DATA = (
    "<f0/><f1/><f2/><f3/><g><g0/><g1/></g><r><r0/><r1/><r2/><s><s0/><s1/></s></r><t><t0/><t1/></t>"
    "<meta><instanceID/></meta>"
)
_LIST = (
    '<instance id="l"><root><item><name>x</name><label>X</label><c>1</c></item><item><name>y</name><label>Y</label>'
    "<c>2</c></item><item><name>z</name><label>Z</label><c/></item></root></instance>"
)
_LEAVES = ("f0", "f1", "f2", "f3", "g/g0", "g/g1", "r/r0", "r/r1", "r/r2", "r/s/s0", "r/s/s1", "t/t0", "t/t1")
_RULES = ("relevant", "calculate", "constraint", "readonly", "required")


def _rules(ref: str) -> tuple[str, ...]:
    """A group can only be relevant or not; what a trigger sets is not calculated too."""
    if ref not in _LEAVES:
        return _RULES[:1]
    return tuple(rule for rule in _RULES if rule != "calculate") if ref == "r/r2" else _RULES


def _bind(ref: str, rules: dict[str, str], kind: str) -> str:
    said = "".join(f" {rule}={quoteattr(text)}" for rule, text in rules.items())
    return f'<bind nodeset="/data/{ref}" type="{kind}"{said}/>'


def _control(ref: str, action: str) -> str:
    return f'<input ref="/data/{ref}"><label>L <output value="/data/{ref}"/></label>{action}</input>'


@st.composite
def forms(draw: st.DrawFn) -> str:
    """A form with a group, repeats in repeats, a counted repeat, a filtered list, triggers; rules by chance."""
    ruled = draw(st.lists(st.sampled_from((*_LEAVES, "g", "r", "r/s", "t")), unique=True, max_size=8))
    binds = [
        _bind(
            ref,
            draw(st.dictionaries(st.sampled_from(_rules(ref)), expressions(), min_size=1, max_size=2)),
            draw(st.sampled_from(("string", "int", "decimal", "date", "boolean"))),
        )
        for ref in ruled
    ]  # fmt: skip
    condition, count, value = draw(expressions()), draw(expressions()), draw(expressions())
    event = draw(st.sampled_from(("xforms-value-changed", "odk-new-repeat")))
    action = f'<setvalue event="{event}" ref="/data/r/r2" value={quoteattr(value)}/>'
    nodeset = quoteattr(f"instance('l')/root/item[c = {condition}]")
    chosen = f'<select1 ref="/data/f3"><itemset nodeset={nodeset}><value ref="name"/><label ref="label"/></itemset></select1>'
    body = (
        "".join(_control(ref, "") for ref in _LEAVES[:3])
        + chosen
        + '<group ref="/data/g"><input ref="/data/g/g0"/><input ref="/data/g/g1"/></group>'
        + f'<repeat nodeset="/data/r">{action if event.startswith("odk") else ""}'
        + _control("r/r0", "" if event.startswith("odk") else action)
        + _control("r/r1", "")
        + f'<repeat nodeset="/data/r/s">{_control("r/s/s0", "")}</repeat></repeat>'
        + f'<repeat nodeset="/data/t" jr:count={quoteattr(f"({count}) mod 4")}>{_control("t/t0", "")}</repeat>'
    )
    return form(_DATA, binds="".join(binds), lists=_LIST, body=body)


# -- interviews

_ANSWERS = ("", "0", "1", "2", "3", "-1", "2.5", "x", "y", "x y", "2026-01-02", "true")
_RUBBISH = (
    "\0\x01\ud800\uffff",
    "<a>&amp;]]>",
    "x" * 100_000,
    "\u0915\u094d\u0937\u200d",
    "1e999",
    "  ",
    "\r\n\t",
    "9" * 400,
)


def steps(answers: tuple[str, ...] = _ANSWERS, most: int = 10) -> st.SearchStrategy[list[Step]]:
    """What a person does to an interview."""
    kinds = ("answer", "answer", "answer", "answer", "add", "add", "remove", "undo", "redo", "reopen")
    step = st.tuples(st.sampled_from(kinds), st.integers(0, 1000), st.sampled_from(answers))
    return st.lists(step, min_size=1, max_size=most)


def rubbish_steps() -> st.SearchStrategy[list[Step]]:
    """The same, by a cat on the keyboard."""
    return steps((*_ANSWERS, *_RUBBISH), 20)


def opened(xform: str | bytes) -> FormEntry | None:
    """A new interview; None when the form was refused in a sentence."""
    try:
        return FormEntry.new(
            parse_form(xform), now=NOW, instance_id=INSTANCE_ID, random_source=random.Random(1)
        )
    except FieldSurveyError:
        return None


def take(entry: FormEntry, step: Step) -> FormEntry:
    """One step. Only a sentence may rise, and it changes nothing in what follows."""
    kind, which, value = step
    refs = [ref for ref in entry.refs() if "meta" not in ref] or entry.refs()
    ref = refs[which % len(refs)]
    with suppress(FieldSurveyError):
        _taken(entry, kind, ref, value)
    if kind == "reopen":
        return FormEntry.restore(entry.form, entry.draft_xml(), now=NOW)
    return entry


def _taken(entry: FormEntry, kind: str, ref: str, value: str) -> None:
    asked = entry.form.node(_POSITION.sub("", ref))
    if kind == "answer" and asked is not None and asked.calculate is None:
        entry.answer(ref, value)
    elif kind == "add":
        entry.add_repeat(ref.rpartition("[")[0] if ref.endswith("]") else "/data/r")
    elif kind == "remove":
        entry.remove_repeat(ref.rpartition("]")[0] + "]")
    elif kind == "undo":
        entry.undo()
    elif kind == "redo":
        entry.redo()


State = dict[str, tuple[object, ...]]


def state(entry: FormEntry) -> State:
    """All that a screen shows of each node."""
    return {
        ref: (
            entry.value(ref), entry.relevant(ref), entry.readonly(ref), entry.required(ref), entry.violation(ref),
            entry.prompt(ref).choices, entry.label(ref),
        )
        for ref in entry.refs()
    }  # fmt: skip


def check_written(entry: FormEntry) -> None:
    """What leaves the engine is XML, and an interview of the form."""
    etree.fromstring(entry.xml())
    etree.fromstring(entry.draft_xml())
    FormEntry.record(entry.form, entry.xml(), now=NOW)


def check_afresh(entry: FormEntry) -> None:
    """Computed from scratch, everything is as the engine has it after step upon step: nothing was forgotten."""
    again = FormEntry.restore(entry.form, entry.draft_xml(), now=NOW)
    if not again.fault:
        anew, stepwise = state(again), state(entry)
        refs = {ref for ref in anew | stepwise if anew.get(ref) != stepwise.get(ref)}
        assert not refs, {ref: (anew.get(ref), stepwise.get(ref)) for ref in refs}


def check_undone(entry: FormEntry, step: Step) -> None:
    """A step that changed something, taken back, leaves what was before; and done again, what was after."""
    before = entry.draft_xml()
    take(entry, step)
    after = entry.draft_xml()
    if after == before or step[0] not in ("answer", "add", "remove"):
        return
    take(entry, ("undo", 0, ""))
    assert before == entry.draft_xml()
    take(entry, ("redo", 0, ""))
    assert entry.draft_xml() == after
    again = FormEntry.restore(entry.form, after, now=NOW, journal=entry.journal())
    if not again.fault:
        take(again, ("undo", 0, ""))
        assert again.draft_xml() == before


def lived(xform: str | bytes, done: list[Step]) -> None:
    """An interview from its beginning to its end, checked after every step."""
    entry = opened(xform)
    for step in done if entry is not None else ():
        assert entry is not None
        check_undone(entry, step)
        entry = take(entry, step) if step[0] not in ("answer", "add", "remove") else entry
        check_written(entry)
        check_afresh(entry)


def asked(entry: FormEntry, expression: str, at: str) -> None:
    """An expression, in each way one may be asked; only a sentence may rise."""
    for kind in ("string", "number", "boolean", "nodes"):
        with suppress(FieldSurveyError):
            entry.evaluate(expression, at, kind)
    with suppress(FieldSurveyError):
        evaluate(expression, entry.draft_xml(), at, now=NOW)


# -- damage


def damaged(xml: bytes, chance: random.Random) -> bytes:
    """A document with a few bytes, elements, attributes or words spoiled."""
    if chance.random() < 0.25:
        at = chance.randrange(len(xml))
        rubbish = chance.choice((b"", b"\0", b"<", b"&", b"\xff", b"]]>", b'"', b"</", chance.randbytes(5)))
        return xml[:at] + rubbish + xml[at + chance.choice((0, 1, 10, 1000)) :]
    root = etree.fromstring(xml)
    for _ in range(chance.randint(1, 4)):
        elements = list(root.iter(etree.Element))
        chance.choice(_DAMAGES)(chance.choice(elements[1:] or elements), elements, chance)
    return etree.tostring(root)


def _removed(element: etree._Element, _all: list[etree._Element], _chance: random.Random) -> None:
    above = element.getparent()
    if above is not None:
        above.remove(element)


def _doubled(element: etree._Element, _all: list[etree._Element], _chance: random.Random) -> None:
    above = element.getparent()
    if above is not None:
        above.append(deepcopy(element))


def _moved(element: etree._Element, others: list[etree._Element], chance: random.Random) -> None:
    place = chance.choice(others)
    if place is not element and element not in place.iterancestors():
        place.append(element)


def _renamed(element: etree._Element, others: list[etree._Element], chance: random.Random) -> None:
    element.tag = chance.choice(others).tag


def _rewritten(element: etree._Element, others: list[etree._Element], chance: random.Random) -> None:
    element.text = chance.choice((None, "", "x", "1", chance.choice(others).text))


def _attributed(element: etree._Element, others: list[etree._Element], chance: random.Random) -> None:
    """An attribute taken away, or given the value of another anywhere in the form."""
    known = [(key, value) for other in others for key, value in other.attrib.items()]
    if not known:
        return
    key = chance.choice([*element.attrib.keys()] or [chance.choice(known)[0]])
    value = chance.choice(
        (
            None,
            "",
            "true()",
            "..",
            "/data",
            "/data/none",
            "count(",
            chance.choice(known)[1],
            chance.choice(known)[1],
        )
    )
    if value is None:
        element.attrib.pop(key, None)
    else:
        element.set(key, value)


_DAMAGES = (_removed, _doubled, _moved, _renamed, _rewritten, _attributed, _attributed, _attributed)


def tried(xform: bytes) -> None:
    """A form read and filled a little; only a sentence may rise."""
    entry = opened(xform)
    if entry is None:
        return
    for ref in entry.refs():
        entry.prompt(ref)
    for place in range(min(len(entry.refs()), 100)):
        take(entry, (("answer", "add", "remove")[place % 3], place, _ANSWERS[place % len(_ANSWERS)]))
    entry.validate()
    check_written(entry)
    FormEntry.restore(entry.form, entry.draft_xml(), now=NOW)


def reopened(definition: FormDefinition, xml: bytes) -> None:
    """An interview opened in each way; only a sentence may rise."""
    for opening in (FormEntry.restore, FormEntry.edit, FormEntry.record):
        with suppress(FieldSurveyError):
            check_written(opening(definition, xml, now=NOW))
