"""Functions on texts, truth and nodes (XPath 1.0 and the ODK XForms specification); gathers all the others."""

from __future__ import annotations

import base64
import hashlib
import math
import unicodedata
import zlib

from fieldsurvey.errors import XPathError, shortened
from fieldsurvey.xforms.xpath import dates, geography, mathematics, patterns, selection, signatures
from fieldsurvey.xforms.xpath.context import Context
from fieldsurvey.xforms.xpath.library import FUNCTIONS, Function, function, placed, spread
from fieldsurvey.xforms.xpath.nodes import Node, NodeKind, Nodes
from fieldsurvey.xforms.xpath.values import (
    MOST_LETTERS,
    Value,
    node_text,
    single,
    to_boolean,
    to_number,
    to_string,
)

__all__ = ["FUNCTIONS", "Function", "dates", "geography", "mathematics", "selection", "signatures"]


@function("true")
def _true(_context: Context) -> Value:
    return True


@function("false")
def _false(_context: Context) -> Value:
    return False


@function("boolean", 1)
def _boolean(_context: Context, value: Value) -> Value:
    return to_boolean(value)


@function("not", 1)
def _not(_context: Context, value: Value) -> Value:
    return not to_boolean(value)


@function("boolean-from-string", 1)
def _boolean_from_string(_context: Context, value: Value) -> Value:
    return to_string(value).lower() in ("true", "1")


@function("string", 0, 1)
def _string(context: Context, *values: Value) -> Value:
    return to_string(values[0]) if values else node_text(context.node)


@function("concat", 0, None)
def _concat(_context: Context, *values: Value) -> Value:
    return joined(_texts(values), "", "concat")


@function("join", 1, None)
def _join(_context: Context, separator: Value, *values: Value) -> Value:
    return joined(_texts(values), to_string(separator), "join")


def _texts(values: tuple[Value, ...]) -> list[str]:
    """The texts of all nodes of one node-set; of several values, at least one text each."""
    found = spread(values) if len(values) == 1 else [part for value in values for part in placed(value)]
    return [to_string(part) for part in found]


def joined(parts: list[str], separator: str, name: str) -> str:
    """The texts one after the other; more than any answer can hold is refused before it is made."""
    if sum(map(len, parts)) + len(separator) * len(parts) > MOST_LETTERS:
        raise XPathError("function.text-too-long", function=name, most=MOST_LETTERS)
    return separator.join(parts)


@function("starts-with", 2)
def _starts_with(_context: Context, text: Value, start: Value) -> Value:
    return to_string(text).startswith(to_string(start))


@function("ends-with", 2)
def _ends_with(_context: Context, text: Value, end: Value) -> Value:
    return to_string(text).endswith(to_string(end))


@function("contains", 2)
def _contains(_context: Context, text: Value, part: Value) -> Value:
    return to_string(part) in to_string(text)


@function("substring-before", 2)
def _substring_before(_context: Context, text: Value, mark: Value) -> Value:
    before, found, _after = to_string(text).partition(to_string(mark) or "\0")
    return before if found else ""


@function("substring-after", 2)
def _substring_after(_context: Context, text: Value, mark: Value) -> Value:
    if not to_string(mark):
        return to_string(text)
    return to_string(text).partition(to_string(mark))[2]


@function("substring", 2, 3)
def _substring(_context: Context, text: Value, start: Value, *length: Value) -> Value:
    whole = to_string(text)
    first = mathematics.half_up(to_number(start))
    last = first + mathematics.half_up(to_number(length[0])) if length else float("inf")
    return "".join(letter for index, letter in enumerate(whole, 1) if first <= index < last)


@function("substr", 2, 3)
def _substr(_context: Context, text: Value, start: Value, *end: Value) -> Value:
    whole = to_string(text)
    first = _index(to_number(start), len(whole))
    last = _index(to_number(end[0]), len(whole)) if end else len(whole)
    return whole[first:last] if first < last else ""


def _index(number: float, length: int) -> int:
    if math.isnan(number):
        return 0
    index = length if number > length else int(max(number, -length - 1))
    return max(length + index, 0) if index < 0 else index


@function("string-length", 0, 1)
def _string_length(context: Context, *values: Value) -> Value:
    return float(len(to_string(values[0]) if values else node_text(context.node)))


@function("normalize-space", 0, 1)
def _normalize_space(context: Context, *values: Value) -> Value:
    return " ".join((to_string(values[0]) if values else node_text(context.node)).split())


@function("translate", 3)
def _translate(_context: Context, text: Value, old: Value, new: Value) -> Value:
    targets = to_string(new)
    table: dict[int, str | None] = {}
    for index, letter in enumerate(to_string(old)):
        table.setdefault(ord(letter), targets[index] if index < len(targets) else None)
    return to_string(text).translate(table)


@function("regex", 2)
def _regex(context: Context, text: Value, pattern: Value) -> Value:
    return patterns.matches(to_string(pattern), to_string(text), context.environment.patience)


@function("normalize-unicode", 1, 2)
def _normalize_unicode(_context: Context, text: Value, *form: Value) -> Value:
    return unicodedata.normalize("NFC", to_string(text))


@function("digest", 2, 3)
def _digest(_context: Context, text: Value, algorithm: Value, *encoding: Value) -> Value:
    data, name = to_string(text).encode(), to_string(algorithm).upper().replace("-", "")
    if name == "CRC32":
        raw = zlib.crc32(data).to_bytes(4, "big")
    elif name in ("MD5", "SHA1", "SHA256", "SHA384", "SHA512"):
        raw = hashlib.new(name.lower(), data, usedforsecurity=False).digest()
    else:
        raise XPathError("function.digest-algorithm", algorithm=shortened(name))
    return _encoded(raw, to_string(encoding[0]).lower() if encoding else "base64")


def _encoded(raw: bytes, encoding: str) -> str:
    if encoding == "hex":
        return raw.hex()
    if encoding == "base64":
        return base64.b64encode(raw).decode()
    raise XPathError("function.digest-encoding", encoding=shortened(encoding))


@function("base64-decode", 1)
def _base64_decode(_context: Context, text: Value) -> Value:
    try:
        return base64.b64decode(to_string(text), validate=False).decode(errors="replace")
    except ValueError:
        return ""


@function("position", 0, 1)
def _position(context: Context, *values: Value) -> Value:
    if not values:
        return float(context.position or context.node.position())
    nodes = _set(values[0], "position")
    return float(nodes[0].position()) if nodes else 0.0


@function("last")
def _last(context: Context) -> Value:
    return float(context.size or 1)


@function("count", 1)
def _count(_context: Context, value: Value) -> Value:
    return float(len(_set(value, "count")))


@function("count-non-empty", 1)
def _count_non_empty(_context: Context, value: Value) -> Value:
    return float(sum(map(_is_filled, _set(value, "count-non-empty"))))


def _is_filled(node: Node) -> bool:
    """An answer of another type is none."""
    return bool(node.text and node.typed() != "") or _has_elements(node)


def _has_elements(node: Node) -> bool:
    return any(child.kind != NodeKind.TEXT or child.text for child in node.children)


def _set(value: Value, name: str) -> Nodes:
    if not isinstance(value, Nodes):
        raise XPathError("function.wants-nodes", function=name)
    return value


@function("local-name", 0, 1)
def _local_name(context: Context, *values: Value) -> Value:
    node = _first(context, values)
    return "" if node is None else node.name.rpartition(":")[2]


@function("name", 0, 1)
def _name(context: Context, *values: Value) -> Value:
    node = _first(context, values)
    return "" if node is None else node.name


@function("namespace-uri", 0, 1)
def _namespace_uri(context: Context, *values: Value) -> Value:
    node = _first(context, values)
    return "" if node is None else node.namespace


def _first(context: Context, values: tuple[Value, ...]) -> Node | None:
    if not values:
        return context.node
    nodes = _set(values[0], "name")
    return nodes[0] if nodes else None


@function("lang", 1)
def _lang(context: Context, wanted: Value) -> Value:
    node: Node | None = context.node
    while node is not None:
        if "xml:lang" in node.attributes:
            tongue, asked = node.attributes["xml:lang"].text.lower(), to_string(wanted).lower()
            return tongue == asked or tongue.startswith(asked + "-")
        node = node.parent
    return False


@function("id", 1)
def _id(context: Context, value: Value) -> Value:
    wanted = {word for text in spread((value,)) for word in to_string(text).split()}
    found = (
        n for n in context.node.top().walk() if "id" in n.attributes and n.attributes["id"].text in wanted
    )
    return Nodes(found)


@function("instance", 1)
def _instance(context: Context, name: Value) -> Value:
    return Nodes((context.environment.instance(to_string(name)),))


@function("jr:itext", 1)
def _itext(context: Context, text_id: Value) -> Value:
    return context.environment.itext(to_string(text_id))


@function("jr:choice-name", 2)
def _choice_name(context: Context, value: Value, question: Value) -> Value:
    return context.environment.choice_name(to_string(value), to_string(question), context)


@function("intersects", 1)
def _intersects(_context: Context, value: Value) -> Value:
    return geography.crosses_itself(to_string(single(value)))
