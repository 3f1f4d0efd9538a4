"""Compile what an expression asks of lists and files: instance('x')/root/item[...] and pulldata()."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

from fieldsurvey.errors import XPathError, shortened
from fieldsurvey.xforms.lists.index import Condition, key_of
from fieldsurvey.xforms.lists.rows import ITEMS, Row, RowList
from fieldsurvey.xforms.lists.secondary import SecondaryInstance
from fieldsurvey.xforms.xpath import parser
from fieldsurvey.xforms.xpath.compiler import Compiler, narrow
from fieldsurvey.xforms.xpath.context import Closure, Context
from fieldsurvey.xforms.xpath.nodes import FormNodes, Node, Nodes
from fieldsurvey.xforms.xpath.values import Value, single, to_boolean, to_string

Made = TypeVar("Made")
Comparison = tuple[str, tuple[str, ...]]
"""A list, and the columns an expression compares in it; none when it takes all its rows."""


@dataclass(frozen=True, slots=True)
class ListQuery:
    """What a path asks of a list: rows by columns that equal something, narrowed by the rest of the first predicate."""

    source: SecondaryInstance
    trail: tuple[str, ...]
    keys: tuple[tuple[str, Closure], ...]
    rest: Closure | None
    later: tuple[Closure, ...]
    onward: tuple[parser.Step, ...]

    def conditions(self, context: Context) -> tuple[Condition, ...]:
        """What the columns must equal now."""
        return tuple((column, key_of(single(key(context)))) for column, key in self.keys)

    def rows(self, context: Context) -> Iterable[Node]:
        """The rows the first predicate leaves."""
        found = self.source.where(self.trail, self.conditions(context))
        return found if self.rest is None else _sifted(found, self.rest, not self.keys, context)

    @property
    def is_table(self) -> bool:
        """Whether what is asked are whole rows of a table, told by what stands in their columns alone."""
        return isinstance(self.source, RowList) and self.trail == ITEMS and not self._narrows

    @property
    def _narrows(self) -> bool:
        return bool(self.rest or self.later or self.onward)

    def texts(self, context: Context, columns: Sequence[str]) -> Iterable[tuple[str, ...]] | None:
        """What stands in some columns of the rows, read alone; None when the rows themselves must be asked."""
        if not isinstance(self.source, RowList) or not self.is_table:
            return None
        return self.source.texts(self.conditions(context), columns)


class ListedCompiler(Compiler):
    """Compiles over the lists of a form; the form's own compiler refines it, where it knows the nodes beforehand."""

    nodes = FormNodes

    def __init__(
        self, text: str, secondary: Mapping[str, SecondaryInstance], others: Collection[str]
    ) -> None:
        super().__init__(text)
        self.secondary = secondary
        self.others = others
        self.compared: list[Comparison] = []

    def elsewhere(self, make: Callable[[], Made]) -> Made:
        """Compile what stands in a list or file."""
        return make()

    def special(self, tree: parser.Call) -> Closure | None:
        """pulldata, instance and count look at the form's lists, not only at values."""
        if tree.name == "pulldata":
            return self.pulled(tree)
        if tree.name == "count" and len(tree.arguments) == 1:
            return self.counted(tree.arguments[0])
        if (
            tree.name == "instance"
            and len(tree.arguments) == 1
            and isinstance(tree.arguments[0], parser.Literal)
        ):
            self.check_instance(tree.arguments[0].value)
        return super().special(tree)

    def check_instance(self, name: str) -> None:
        """Refuse a list that is not there when the form is read."""
        if name not in self.secondary and name not in self.others:
            raise XPathError("expression.unknown-list", expression=shortened(self.text), name=name)

    def compares(self, name: str, columns: tuple[str, ...], shown: tuple[str, ...] = ()) -> None:
        """Note what is compared, and refuse a column the file does not have when the form is read."""
        self.compared.append((name, columns))
        missing = missing_column(self.secondary[name], (*columns, *shown))
        if missing is not None:
            raise XPathError(
                "expression.unknown-column",
                expression=shortened(self.text),
                column=missing.column,
                file=missing.file,
                known=missing.known,
            )

    def pulled(self, tree: parser.Call) -> Closure:
        """pulldata(file, column, key column, key)."""
        if len(tree.arguments) != 4:
            return self.refuse(
                XPathError(
                    "expression.pulldata-count", expression=shortened(self.text), given=len(tree.arguments)
                )
            )
        if not all(isinstance(argument, parser.Literal) for argument in tree.arguments[:3]):
            return self.pulled_by_names(tree)
        name, column, key_column = (
            argument.value if isinstance(argument, parser.Literal) else "" for argument in tree.arguments[:3]
        )
        self.check_instance(name)
        if name not in self.secondary:
            return self.refuse(
                XPathError("expression.pulldata-no-list", expression=shortened(self.text), name=name)
            )
        self.compares(name, (key_column,), (column,))
        source, key, cell = self.secondary[name], self.compile(tree.arguments[3]), Column(column)

        def pull(context: Context) -> Value:
            wanted = single(key(context))
            if wanted == "":
                return ""
            row = next(iter(source.where(ITEMS, ((key_column, key_of(wanted)),))), None)
            return "" if row is None else cell.of(row)

        return pull

    def pulled_by_names(self, tree: parser.Call) -> Closure:
        """The same where an expression computes the file's name or a column's."""
        asked = [self.compile(argument) for argument in tree.arguments]

        def pull(context: Context) -> Value:
            name, column, key_column, wanted = (single(closure(context)) for closure in asked)
            file = to_string(name).removesuffix(".csv")
            if file == "" or wanted == "":
                return ""
            if file not in self.secondary:
                raise XPathError("expression.pulldata-no-list", expression=shortened(self.text), name=file)
            compared = ((to_string(key_column), key_of(wanted)),)
            row = next(iter(self.secondary[file].where(ITEMS, compared)), None)
            return "" if row is None else Column(to_string(column)).of(row)

        return pull

    def listed(self, tree: parser.Path) -> Closure:
        """A path into a secondary instance; equalities on columns go through its index."""
        walk, name = super().path, _list_of(tree)
        if name:
            self.check_instance(name)
        return self.elsewhere(lambda: self.found(tree) or walk(tree))

    def found(self, tree: parser.Path) -> Closure | None:
        """The rows found by their columns, and what is walked from there; None when all must be walked."""
        asked = self.asked(tree)
        if asked is None:
            return None
        later = asked.later
        onward = [self.step(step) for step in asked.onward]

        def find(context: Context) -> Value:
            found = FormNodes(asked.rows(context))
            for condition in later:
                found = FormNodes(narrow(found, condition, context))
            for step in onward:
                found = FormNodes(step(found, context))
            return found

        find.asked = asked  # type: ignore[attr-defined]
        return find

    def counted(self, tree: parser.Expression) -> Closure | None:
        """count() of rows, without making them where their columns say it all."""
        if not isinstance(tree, parser.Path):
            return None
        asked = self.elsewhere(lambda: self.asked(tree))
        if asked is None or asked.later or asked.onward:
            return None
        if asked.rest is not None:
            return lambda context: float(sum(1 for _row in asked.rows(context)))
        return lambda context: float(asked.source.count(asked.trail, asked.conditions(context)))

    def step(self, step: parser.Step) -> Callable[[Nodes, Context], Nodes]:
        """One step; down to a column it makes only that column's cells."""
        if step.predicates or not is_plain((step,)):
            return super().step(step)
        name = step.test
        return lambda found, _context: self.nodes([below for node in found for below in node.named(name)])

    def asked(self, tree: parser.Path) -> ListQuery | None:
        """What a path asks of a list; None for a path of another kind. Compiled with no node of the form as context."""
        name = _list_of(tree)
        whole = min(len(tree.steps), len(ITEMS)) - 1
        index = next((i for i, step in enumerate(tree.steps) if step.predicates), whole)
        if name not in self.secondary or not tree.steps or not is_plain(tree.steps[: index + 1]):
            return None
        predicates = tree.steps[index].predicates
        trail = tuple(step.test for step in tree.steps[: index + 1])
        if _mentions(predicates[0], "last") if predicates else trail != ITEMS:
            return None
        keys, rest = _split(predicates[0]) if predicates else ((), None)
        self.compares(name, tuple(column for column, _value in keys))
        return ListQuery(
            self.secondary[name],
            trail,
            tuple((column, self.compile(value)) for column, value in keys),
            self.compile(rest) if rest is not None else None,
            tuple(self.compile(predicate) for predicate in predicates[1:]),
            tree.steps[index + 1 :],
        )


class Column:
    """The text in a column of an item: the closure of a plain name, quick on the rows of a table."""

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        self.name = name

    def __call__(self, context: Context) -> Value:
        return self.of(context.node)

    def of(self, item: Node) -> str:
        """The text in the column; "" when there is none."""
        if isinstance(item, Row):
            return item.cell(self.name) or ""
        cells = item.by_name.get(self.name)
        return cells[0].string() if cells else ""


class MissingColumn(NamedTuple):
    """A column that a table does not have, the table's file, and the columns it has."""

    column: str
    file: str
    known: tuple[str, ...]


def missing_column(source: SecondaryInstance, wanted: Iterable[str]) -> MissingColumn | None:
    """The first column that a table does not have; None when all are there, or when it has no row that could lack one."""
    if not isinstance(source, RowList) or not source.is_attached:
        return None
    columns = source.columns()
    missing = next((column for column in wanted if column not in columns), None)
    if missing is None or not source.count(ITEMS, ()):
        return None
    return MissingColumn(missing, source.file_name, tuple(column for column in columns if column))


def _sifted(rows: Iterable[Node], holds: Closure, by_position: bool, context: Context) -> Iterator[Node]:
    """The rows for which a condition holds, one at a time; `by_position`: a number means a position among them."""
    inner = Context(context.node, context.environment, context.current)
    for index, row in enumerate(rows, 1):
        inner.node, inner.position = row, index
        value = holds(inner)
        if by_position and isinstance(value, float) and not isinstance(value, bool):
            if value == index:
                yield row
        elif to_boolean(value):
            yield row


def _list_of(tree: parser.Path) -> str:
    """The x in instance('x')/...; "" for another path."""
    call = tree.start
    if not isinstance(call, parser.Call) or call.name != "instance" or len(call.arguments) != 1:
        return ""
    literal = call.arguments[0]
    return literal.value if isinstance(literal, parser.Literal) else ""


def _split(
    predicate: parser.Expression,
) -> tuple[tuple[tuple[str, parser.Expression], ...], parser.Expression | None]:
    """The parts `column = value` that do not look at the row, and the rest of the predicate."""
    if _mentions(predicate, "position"):
        return (), predicate
    keys: list[tuple[str, parser.Expression]] = []
    rest: parser.Expression | None = None
    for part in _conjuncts(predicate):
        column = _column(part)
        if column is not None:
            keys.append(column)
        else:
            rest = part if rest is None else parser.Binary("and", rest, part)
    return tuple(keys), rest


def is_plain(steps: tuple[parser.Step, ...]) -> bool:
    """Whether the steps only go down by name."""
    return all(step.axis == "child" and not step.test.endswith(("*", ")")) for step in steps)


def _conjuncts(tree: parser.Expression) -> list[parser.Expression]:
    if isinstance(tree, parser.Binary) and tree.operator == "and":
        return [*_conjuncts(tree.left), *_conjuncts(tree.right)]
    return [tree]


def _column(tree: parser.Expression) -> tuple[str, parser.Expression] | None:
    """For `column = value` or `value = column`: the column, and the value when it does not look at the row."""
    if not isinstance(tree, parser.Binary) or tree.operator != "=":
        return None
    for one, other in ((tree.left, tree.right), (tree.right, tree.left)):
        if isinstance(one, parser.Path) and one.start is None and len(one.steps) == 1:
            step = one.steps[0]
            if is_plain(one.steps) and not step.predicates and _is_outside(other):
                return step.test, other
    return None


def _is_outside(tree: parser.Expression) -> bool:
    match tree:
        case parser.Path(start, _):
            return start == "/" or start == parser.Call("current", ())
        case parser.Call(name, arguments):
            return (
                name not in ("position", "last", "randomize")
                and bool(arguments)
                and all(map(_is_outside, arguments))
            )
        case parser.Binary(_, left, right):
            return _is_outside(left) and _is_outside(right)
        case parser.Negation(operand):
            return _is_outside(operand)
        case parser.Filter():
            return False
        case _:
            return True


def _mentions(tree: parser.Expression, function: str) -> bool:
    """Whether a predicate asks for position() or last() of the row itself, not of nodes it walks to."""
    match tree:
        case parser.Call(name, arguments):
            return (name == function and not arguments) or any(_mentions(one, function) for one in arguments)
        case parser.Binary(_, left, right):
            return _mentions(left, function) or _mentions(right, function)
        case parser.Negation(operand):
            return _mentions(operand, function)
        case _:
            return False
