"""Random forms: questions of every type, a group, rows within rows, rows by a count, calculations, conditions, filters."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from xml.sax.saxutils import escape, quoteattr

from tools.javarosa.random_expressions import Asked, Expressions

KINDS = frozenset({"counts", "siblings", "attributes"})
"""Kinds that can be left out: counts that are blank or fall, paths that climb out of a row and down again, attributes."""
_HEAD = (
    '<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml" '
    'xmlns:jr="http://openrosa.org/javarosa" xmlns:orx="http://openrosa.org/xforms"><h:head><h:title>R</h:title><model>'
)
_LIST = (("a", "a", 1), ("b", "a", 2), ("c", "b", 3), ("d", "all", 2))
_TYPES = {
    "int": "int", "decimal": "decimal", "text": "string", "code": "string", "date": "date", "time": "time",
    "moment": "dateTime", "place": "geopoint", "shape": "geoshape", "one": "string", "listed": "string", "many": "string", "number": "decimal", "words": "string", "truth": "string",
}  # fmt: skip
_DEFAULTS = {
    "int": ("3", "2.5", "007", "1,500"), "decimal": ("2.0", ".5", "x"), "text": ("ab", "07"), "code": ("1,5", "५"),
    "date": ("2024-02-29", "2024-02-31"), "time": ("08:05", "21:30:00.000-03:00", "25:00"),
    "moment": ("2024-05-06T10:20:30.000Z",), "place": ("18.5 73.9", "near"), "shape": ("18 73; 18 74; 19 74; 18 73",),
    "one": ("a",), "listed": ("a", "d"), "many": ("a b",),
}  # fmt: skip
_ASKED = (
    "int",
    "int",
    "decimal",
    "text",
    "code",
    "date",
    "time",
    "moment",
    "one",
    "listed",
    "many",
    "place",
    "shape",
)
_RECKONED = ("number", "words", "truth", "truth")


@dataclass(slots=True)
class RandomForm:
    """A form as XML, and where the steps of a person need to know more."""

    xml: str = ""
    counts: dict[str, str] = field(default_factory=dict)
    """The question that counts a repeat's rows: its path, and the repeat's."""


class _Writer:
    """Writes instance, binds and body side by side."""

    def __init__(self, chance: random.Random, kinds: frozenset[str]) -> None:
        self.chance, self.kinds = chance, set(kinds)
        self.known: list[Asked] = []
        self.binds: list[str] = []
        self.form = RandomForm()
        self.names = 0

    def name(self, kind: str) -> str:
        self.names += 1
        return f"{kind}{self.names}"

    def expressions(self, here: str, row: str) -> Expressions:
        return Expressions(self.chance, self.known, here, row, self.kinds)

    def bind(self, path: str, kind: str, rules: dict[str, str]) -> None:
        told = "".join(f" {name}={quoteattr(text)}" for name, text in rules.items())
        self.binds.append(f'<bind nodeset="{path}" type="{kind}"{told}/>')

    def question(self, above: str, row: str, kind: str = "") -> tuple[str, str]:
        """One question: what stands in the instance, what in the body."""
        kind = kind or self.chance.choice((*_ASKED, *_RECKONED))
        name = self.name(kind)
        path, maker = f"{above}/{name}", self.expressions(f"{above}/{name}", row)
        rules, default = self.rules(maker, kind)
        bound = self.chance.choice(("string", "int", "boolean")) if kind == "truth" else _TYPES[kind]
        self.bind(path, bound, rules)
        body = "" if kind in _RECKONED else self.control(path, kind, maker)
        if (
            kind != "listed"
        ):  # JavaRosa drops a choice that is no longer offered late, and what was reckoned from it stays
            self.known.append(Asked(path, kind, row))
        return f"<{name}>{escape(default)}</{name}>", body

    def rules(self, maker: Expressions, kind: str) -> tuple[dict[str, str], str]:
        """What a bind says of a question, and its default."""
        make = {"number": maker.number, "words": maker.text, "truth": maker.truth}.get(kind)
        if make is not None:
            made = make()
            reckoned = f"concat({made}, '')" if kind == "words" else made
            return {"calculate": reckoned}, ""
        rules: dict[str, str] = {}
        for rule, share in (("relevant", 0.25), ("required", 0.1), ("readonly", 0.05)):
            if self.chance.random() < share:
                rules[rule] = maker.truth()
        if self.chance.random() < 0.15:
            rules["constraint"] = f". != '' and ({maker.truth(1)})"
        defaults = _DEFAULTS[kind]
        return rules, self.chance.choice(defaults) if self.chance.random() < 0.3 else ""

    def control(self, path: str, kind: str, maker: Expressions) -> str:
        label = f"<label>Q <output value={quoteattr(self.shown(maker))}/></label>"
        if kind == "many":
            return f'<select ref="{path}">{label}{_items("abc")}</select>'
        if kind == "one":
            return f'<select1 ref="{path}">{label}{_items("abcd")}</select1>'
        if kind != "listed":
            return f'<input ref="{path}">{label}</input>'
        asked = [one if one.startswith("/") else f"current()/{one}" for one in maker.near("one", "text")]
        test = f"grp = {self.chance.choice(asked)} or grp = 'all'" if asked else "w > 1"
        nodes = quoteattr(f"instance('L')/root/item[{test}]")
        return f'<select1 ref="{path}">{label}<itemset nodeset={nodes}><value ref="name"/><label ref="label"/></itemset></select1>'

    def shown(self, maker: Expressions) -> str:
        """A value inside a label."""
        near = maker.near("int", "decimal", "truth", "date", "text")
        return self.chance.choice(near) if near and self.chance.random() < 0.6 else maker.text(1)

    def several(self, above: str, row: str, least: int, most: int) -> tuple[str, str]:
        made = [self.question(above, row) for _ in range(self.chance.randrange(least, most))]
        return "".join(one for one, _ in made), "".join(other for _, other in made)

    def group(self) -> tuple[str, str]:
        path = f"/data/{self.name('g')}"
        maker = self.expressions(path, "")
        rules = {"relevant": maker.truth()} if self.chance.random() < 0.5 else {}
        instance, body = self.several(path, "", 1, 4)
        self.bind(path, "string", rules)
        name = path.rpartition("/")[2]
        return f"<{name}>{instance}</{name}>", f'<group ref="{path}"><label>G</label>{body}</group>'

    def repeat(self) -> tuple[str, str]:
        """Rows, perhaps as many as a question says; then no expression outside reads them where the number may fall."""
        path = f"/data/{self.name('r')}"
        name = path.rpartition("/")[2]
        before, ahead, count = "", "", ""
        if self.chance.random() < 0.3:
            counter = self.name("n")
            before = f"<{counter}>2</{counter}>"
            ahead = f'<input ref="/data/{counter}"><label>N</label></input>'
            self.bind(f"/data/{counter}", "int", {})
            self.form.counts[f"/data/{counter}"] = path
            count = f' jr:count="/data/{counter}"'
        instance, body = self.several(path, path, 2, 5)
        text, asked = self.question(path, path, "text")
        instance, body = instance + text, body + asked
        if not count and self.chance.random() < 0.35:
            inner, within = self.inner(path)
            instance, body = instance + inner, body + within
        if count:
            self.known = [asked_of for asked_of in self.known if asked_of.row != path]
        rows = f'<group ref="{path}"><label>R</label><repeat nodeset="{path}"{count}>{body}</repeat></group>'
        return f'{before}<{name} jr:template="">{instance}</{name}>', ahead + rows

    def inner(self, above: str) -> tuple[str, str]:
        """Rows within each row."""
        path = f"{above}/{self.name('m')}"
        instance, body = self.several(path, path, 1, 4)
        text, asked = self.question(path, path, "int")
        name = path.rpartition("/")[2]
        rows = f'<group ref="{path}"><label>M</label><repeat nodeset="{path}">{body}{asked}</repeat></group>'
        return f'<{name} jr:template="">{instance}{text}</{name}>', rows

    def whole(self) -> RandomForm:
        parts = [self.several("/data", "", 3, 7)]
        if self.chance.random() < 0.7:
            parts.append(self.group())
        if self.chance.random() < 0.8:
            parts.append(self.repeat())
            parts.append(self.several("/data", "", 1, 4))
        instance = "".join(one for one, _ in parts)
        items = "".join(
            f"<item><name>{name}</name><label>{name.upper()}</label><grp>{group}</grp><w>{weight}</w></item>"
            for name, group, weight in _LIST
        )
        self.form.xml = (
            f'{_HEAD}<instance><data id="r" version="3">{instance}<plain kind="7"/><meta><instanceID/></meta></data></instance>'
            f'<instance id="L"><root>{items}</root></instance>{"".join(self.binds)}'
            '<bind nodeset="/data/meta/instanceID" jr:preload="uid" type="string"/></model></h:head>'
            f"<h:body>{''.join(body for _, body in parts)}</h:body></h:html>"
        )
        return self.form


def _items(names: str) -> str:
    return "".join(f"<item><label>{name.upper()}</label><value>{name}</value></item>" for name in names)


def random_form(seed: int, kinds: frozenset[str] = KINDS) -> RandomForm:
    """The form of a seed."""
    return _Writer(random.Random(seed), kinds).whole()
