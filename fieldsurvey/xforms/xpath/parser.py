"""Read an XPath 1.0 expression into a tree of small records; nothing is evaluated here."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from fieldsurvey.errors import XPathError, shortened
from fieldsurvey.xforms.xpath.lexer import Kind, Token, tokens


@dataclass(frozen=True, slots=True)
class Number:
    """A number as written."""

    value: float


@dataclass(frozen=True, slots=True)
class Literal:
    """A text in quotes."""

    value: str


@dataclass(frozen=True, slots=True)
class Negation:
    """A minus before an operand."""

    operand: Expression


@dataclass(frozen=True, slots=True)
class Binary:
    """Two operands and what joins them: or and = != < <= > >= + - * div mod |."""

    operator: str
    left: Expression
    right: Expression


@dataclass(frozen=True, slots=True)
class Call:
    """A function by name, with its arguments."""

    name: str
    arguments: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a path: axis, name test (`*`, `node()`, `text()` too) and predicates."""

    axis: str
    test: str
    predicates: tuple[Expression, ...] = ()


@dataclass(frozen=True, slots=True)
class Path:
    """Steps from the context (start None), from the root (start "/") or from another expression."""

    start: Expression | str | None
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Filter:
    """An expression narrowed by predicates: `instance('x')[...]`."""

    source: Expression
    predicates: tuple[Expression, ...]


Expression = Number | Literal | Negation | Binary | Call | Path | Filter

_LEVELS = {
    operator: level
    for level, operators in enumerate(
        (("or",), ("and",), ("=", "!="), ("<", "<=", ">", ">="), ("+", "-"), ("*", "div", "mod"))
    )
    for operator in operators
}
"""How tightly each operator binds."""
_AXES = {
    "ancestor", "ancestor-or-self", "attribute", "child", "descendant", "descendant-or-self", "following",
    "following-sibling", "namespace", "parent", "preceding", "preceding-sibling", "self",
}  # fmt: skip
_NODE_TYPES = {"node", "text", "comment", "processing-instruction"}
_LOOPED = ("+", "-", "and", "or")
_ANYWHERE = Step("descendant-or-self", "node()")
_DEEPEST = 120
_MOST_LETTERS = 100_000
_LONGEST = 5000
_LONGEST_TREE = 200
"""Operators in a row: sums and conditions become loops, the others nest."""


@lru_cache(maxsize=20_000)
def parse(expression: str) -> Expression:
    """The expression as a tree. Raises XPathError with a sentence that quotes it."""
    if len(expression) > _MOST_LETTERS:
        raise XPathError("expression.too-long", expression=expression[:80])
    reader = _Reader(expression)
    tree = reader.expression(0)
    reader.expect(Kind.END, "")
    return tree


class _Reader:
    """Walks the tokens once, from left to right."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = tokens(text)
        self.index = 0
        self.next = self.tokens[0]
        self.depth = 0

    def after(self, further: int) -> Token:
        return self.tokens[min(self.index + further, len(self.tokens) - 1)]

    def take(self) -> Token:
        token = self.next
        if token.kind is not Kind.END:
            self.index += 1
            self.next = self.tokens[self.index]
        return token

    def sees(self, text: str) -> bool:
        return self.next.text == text and (self.next.kind is Kind.SIGN or self.next.kind is Kind.OPERATOR)

    def expect(self, kind: Kind, text: str) -> Token:
        if self.next.kind != kind or (text and self.next.text != text):
            raise self.fault()
        return self.take()

    def fault(self) -> XPathError:
        shown, quoted = self.next.text, shortened(self.text)
        if not shown:
            return XPathError("expression.ends-early", expression=quoted)
        return XPathError("expression.not-understood", expression=quoted, at=shown)

    def expression(self, level: int) -> Expression:
        """Operands and the operators that bind at least as tightly as the level."""
        left = self.unary()
        chained = 0
        while self.next.kind is Kind.OPERATOR:
            binding = _LEVELS.get(self.next.text, -1)
            if binding < level:
                break
            chained += 1
            if chained > (_LONGEST if self.next.text in _LOOPED else _LONGEST_TREE):
                raise XPathError("expression.too-long", expression=self.text[:80])
            operator = self.take().text
            left = Binary(operator, left, self.expression(binding + 1))
        return left

    def unary(self) -> Expression:
        self.depth += 1
        if self.depth > _DEEPEST:
            raise XPathError("expression.too-deep", expression=shortened(self.text, 80))
        if self.sees("-"):
            self.take()
            result: Expression = Negation(self.unary())
        else:
            result = self.union()
        self.depth -= 1
        return result

    def union(self) -> Expression:
        left = self.path()
        while self.sees("|"):
            self.take()
            left = Binary("|", left, self.path())
        return left

    def path(self) -> Expression:
        if self.sees("/") or self.sees("//"):
            return self.absolute()
        if self.starts_primary():
            return self.filtered()
        return Path(None, self.steps(()))

    def absolute(self) -> Expression:
        if self.take().text == "//":
            return Path("/", self.steps((_ANYWHERE,)))
        return Path("/", self.steps(()) if self.starts_step() else ())

    def starts_step(self) -> bool:
        return self.next.kind == Kind.NAME or self.next.text in (".", "..", "@")

    def starts_primary(self) -> bool:
        token = self.next
        if token.kind in (Kind.NUMBER, Kind.LITERAL) or token.text == "(":
            return True
        return token.kind == Kind.NAME and self.after(1).text == "(" and token.text not in _NODE_TYPES

    def filtered(self) -> Expression:
        source = self.primary()
        predicates = self.predicates()
        if predicates:
            source = Filter(source, predicates)
        if self.sees("/"):
            self.take()
            return Path(source, self.steps(()))
        if self.sees("//"):
            self.take()
            return Path(source, self.steps((_ANYWHERE,)))
        return source

    def primary(self) -> Expression:
        token = self.take()
        if token.kind == Kind.NUMBER:
            return Number(float(token.text))
        if token.kind == Kind.LITERAL:
            return Literal(token.text)
        if token.kind == Kind.NAME:
            return Call(token.text, self.arguments())
        inner = self.expression(0)
        self.expect(Kind.SIGN, ")")
        return inner

    def arguments(self) -> tuple[Expression, ...]:
        self.expect(Kind.SIGN, "(")
        found: list[Expression] = []
        while not self.sees(")"):
            if found:
                self.expect(Kind.SIGN, ",")
            found.append(self.expression(0))
        self.take()
        return tuple(found)

    def predicates(self) -> tuple[Expression, ...]:
        found: list[Expression] = []
        while self.sees("["):
            self.take()
            found.append(self.expression(0))
            self.expect(Kind.SIGN, "]")
        return tuple(found)

    def steps(self, before: tuple[Step, ...]) -> tuple[Step, ...]:
        found = [*before, self.step()]
        while self.sees("/") or self.sees("//"):
            if self.take().text == "//":
                found.append(_ANYWHERE)
            found.append(self.step())
        return tuple(found)

    def step(self) -> Step:
        if self.sees("."):
            self.take()
            return Step("self", "node()", self.predicates())
        if self.sees(".."):
            self.take()
            return Step("parent", "node()", self.predicates())
        axis = self.axis()
        return Step(axis, self.test(), self.predicates())

    def axis(self) -> str:
        if self.sees("@"):
            self.take()
            return "attribute"
        if self.after(1).text != "::":
            return "child"
        name = self.expect(Kind.NAME, "").text
        if name not in _AXES:
            raise XPathError("expression.unknown-axis", expression=shortened(self.text), axis=name)
        self.take()
        return name

    def test(self) -> str:
        name = self.expect(Kind.NAME, "").text
        if name not in _NODE_TYPES or not self.sees("("):
            return name
        self.take()
        target = self.take().text if self.next.kind == Kind.LITERAL else ""
        self.expect(Kind.SIGN, ")")
        return f"{name}({target})"
