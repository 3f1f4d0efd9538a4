"""Compile what an expression asks of lists and files: instance('x')/root/item[...] and pulldata()."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from fieldsurvey.errors import XPathError
from fieldsurvey.xforms.secondary import SecondaryInstance
from fieldsurvey.xforms.xpath import parser
from fieldsurvey.xforms.xpath.compiler import Compiler, narrow
from fieldsurvey.xforms.xpath.context import Closure, Context
from fieldsurvey.xforms.xpath.nodes import FormNodes
from fieldsurvey.xforms.xpath.values import Value, single


class ListedCompiler(Compiler):
    """Compiles over the lists of a form; the form's own compiler refines it, where it knows the nodes beforehand."""

    nodes = FormNodes

    def __init__(self, text: str, secondary: Mapping[str, SecondaryInstance], main_id: str = "") -> None:
        super().__init__(text)
        self.secondary = secondary
        self.main_id = main_id

    def elsewhere(self, make: Callable[[], Closure]) -> Closure:
        """Compile what stands in a list or file."""
        return make()

    def special(self, tree: parser.Call) -> Closure | None:
        """pulldata and instance look at the form's lists, not only at values."""
        if tree.name == "pulldata" and len(tree.arguments) == 4:
            return self.pulled(tree)
        if (
            tree.name == "instance"
            and len(tree.arguments) == 1
            and isinstance(tree.arguments[0], parser.Literal)
        ):
            self.check_instance(tree.arguments[0].value)
        return super().special(tree)

    def check_instance(self, name: str) -> None:
        """Refuse a list that is not there when the form is read."""
        if name not in self.secondary and name != self.main_id:
            raise XPathError(
                f"The expression “{self.text}” uses the list or file “{name}”, which the form does not have."
            )

    def pulled(self, tree: parser.Call) -> Closure:
        """pulldata(file, column, key column, key)."""
        name, column, key_column = (
            argument.value if isinstance(argument, parser.Literal) else "" for argument in tree.arguments[:3]
        )
        self.check_instance(name)
        source, key = self.secondary[name], self.compile(tree.arguments[3])

        def pull(context: Context) -> Value:
            wanted = single(key(context))
            found = source.where(("root", "item"), key_column, wanted) if wanted != "" else ()
            cells = found[0].by_name.get(column) if found else None
            return cells[0].string() if cells else ""

        return pull

    # -- lists and files

    def listed(self, tree: parser.Path) -> Closure:
        """A path into a secondary instance; an equality on a column of the last step goes through its index."""
        call = tree.start
        assert isinstance(call, parser.Call)
        literal = call.arguments[0] if len(call.arguments) == 1 else None
        if isinstance(literal, parser.Literal):
            self.check_instance(literal.value)
        place = next((i for i, step in enumerate(tree.steps) if step.predicates), None)
        source = self.secondary.get(literal.value) if isinstance(literal, parser.Literal) else None
        walk = super().path
        if (
            source is None
            or place is None
            or not _plain(tree.steps[:place])
            or tree.steps[place].axis != "child"
        ):
            return self.elsewhere(lambda: walk(tree))
        step = tree.steps[place]
        parts = _conjuncts(step.predicates[0])
        chosen = next((part for part in parts if _column(part) is not None), None)
        if chosen is None:
            return self.elsewhere(lambda: walk(tree))
        rest = [part for part in parts if part is not chosen]
        return self.elsewhere(lambda: self.by_index(source, tree, place, chosen, rest))

    def by_index(
        self,
        source: SecondaryInstance,
        tree: parser.Path,
        place: int,
        chosen: parser.Expression,
        rest: list[parser.Expression],
    ) -> Closure:
        """Find the rows by one column, then narrow them by the other conditions and walk on."""
        assert isinstance(chosen, parser.Binary)
        column, other = _column(chosen) or ("", chosen)
        key = self.compile(other)
        conditions = [self.compile(part) for part in (*rest, *tree.steps[place].predicates[1:])]
        trail = tuple(step.test for step in tree.steps[: place + 1])
        onward = [self.step(step) for step in tree.steps[place + 1 :]]

        def find(context: Context) -> Value:
            found: FormNodes = FormNodes(source.where(trail, column, single(key(context))))
            for condition in conditions:
                found = FormNodes(narrow(found, condition, context))
            for step in onward:
                found = FormNodes(step(found, context))
            return found

        return find


def _plain(steps: tuple[parser.Step, ...]) -> bool:
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
            if _plain(one.steps) and not step.predicates and _is_outside(other):
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
