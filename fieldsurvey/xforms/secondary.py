"""Secondary instances: choice lists inside the form and attached files (CSV, XML, GeoJSON), found by column."""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Mapping, Sequence
from typing import Protocol

from lxml import etree

from fieldsurvey.errors import FormError
from fieldsurvey.xforms.xpath.nodes import Node, NodeKind, plain, read_xml
from fieldsurvey.xforms.xpath.values import Value, to_number, to_string


class SecondaryInstance(Protocol):
    """The port: a list may live in memory, as here, or in a table."""

    def root(self) -> Node:
        """The node above the list's root element, so that instance('x')/root/item finds the items."""
        ...

    def where(self, path: tuple[str, ...], column: str, value: Value) -> Sequence[Node]:
        """The items at `path` whose `column` equals the value, as XPath's `=` has it."""
        ...


class InMemory:
    """A list held as nodes; each column asked for gets an index on first use."""

    def __init__(self, root: Node) -> None:
        self._root = root
        self._texts: dict[tuple[tuple[str, ...], str], dict[str, list[Node]]] = {}
        self._numbers: dict[tuple[tuple[str, ...], str], dict[float, list[Node]]] = {}

    def root(self) -> Node:
        """The node above the list's root element."""
        return self._root

    def where(self, path: tuple[str, ...], column: str, value: Value) -> Sequence[Node]:
        """The items whose column equals the value: numbers as numbers, all else as text."""
        if isinstance(value, bool):
            return [item for item in self._items(path) if bool(item.by_name.get(column)) == value]
        if isinstance(value, float):
            return self._by_number(path, column).get(value, [])
        return self._by_text(path, column).get(to_string(value), [])

    def _items(self, path: tuple[str, ...]) -> list[Node]:
        nodes = [self._root]
        for name in path:
            nodes = [child for node in nodes for child in node.by_name.get(name, ())]
        return nodes

    def _by_text(self, path: tuple[str, ...], column: str) -> dict[str, list[Node]]:
        if (path, column) not in self._texts:
            index: dict[str, list[Node]] = {}
            for item in self._items(path):
                for text in _cells(item, column):
                    index.setdefault(text, []).append(item)
            self._texts[path, column] = index
        return self._texts[path, column]

    def _by_number(self, path: tuple[str, ...], column: str) -> dict[float, list[Node]]:
        if (path, column) not in self._numbers:
            index: dict[float, list[Node]] = {}
            for text, items in self._by_text(path, column).items():
                number = to_number(text)
                if not math.isnan(number):
                    index.setdefault(number, []).extend(items)
            self._numbers[path, column] = index
        return self._numbers[path, column]


def _cells(item: Node, column: str) -> set[str]:
    """The texts in a column, or in an attribute "@name"; a missing one is empty."""
    if column.startswith("@"):
        attribute = item.attributes.get(column[1:])
        return {attribute.text if attribute is not None else ""}
    return {cell.string() for cell in item.by_name.get(column, ())} or {""}


def inline(element: etree._Element) -> InMemory:
    """A list written in the form itself."""
    return InMemory(plain(element))


def empty() -> InMemory:
    """A list without rows: its file is not there."""
    return InMemory(Node(NodeKind.ELEMENT, "instance"))


def external(source: str, media: Mapping[str, bytes | str]) -> InMemory:
    """A list in an attached file, named by jr://file/NAME or jr://file-csv/NAME. FormError when it is broken."""
    scheme, _, file_name = source.rpartition("/")
    content = media[file_name]
    if "file-csv" in scheme or file_name.lower().endswith(".csv"):
        return InMemory(_from_csv(file_name, content))
    if file_name.lower().endswith((".geojson", ".json")):
        return InMemory(_from_geojson(file_name, content))
    return InMemory(_from_xml(file_name, content))


def _text(content: bytes | str, file_name: str) -> str:
    if isinstance(content, str):
        return content.removeprefix("\ufeff")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FormError(f"The file “{file_name}” is not UTF-8 text; save it as CSV UTF-8.") from error


def _wrap(items: list[Node]) -> Node:
    top, root = Node(NodeKind.ELEMENT, "instance"), Node(NodeKind.ELEMENT, "root")
    top.append(root)
    for item in items:
        root.append(item)
    return top


def _cell(item: Node, name: str, text: str) -> None:
    item.append(Node(NodeKind.ELEMENT, name, text))


def _from_csv(file_name: str, content: bytes | str) -> Node:
    text = _text(content, file_name)
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise FormError(
            f"The file “{file_name}” is not a table of comma-separated values: {error}."
        ) from error
    if not rows:
        return _wrap([])
    names = [name.strip() for name in rows[0]]
    items: list[Node] = []
    for row in rows[1:]:
        if not any(row):
            continue
        item = Node(NodeKind.ELEMENT, "item")
        for place, name in enumerate(names):
            _cell(item, name, row[place].strip() if place < len(row) else "")
        items.append(item)
    return _wrap(items)


def _from_xml(file_name: str, content: bytes | str) -> Node:
    root = read_xml(content, f"The file “{file_name}”")
    top = Node(NodeKind.ELEMENT, "instance")
    top.append(plain(root))
    return top


def _from_geojson(file_name: str, content: bytes | str) -> Node:
    try:
        data = json.loads(_text(content, file_name))
        if data.get("type") != "FeatureCollection":
            raise FormError(f"The file “{file_name}” is GeoJSON, but no FeatureCollection.")
        return _wrap([_feature(feature) for feature in data["features"]])
    except (ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        raise FormError(f"The file “{file_name}” is not GeoJSON as forms need it: {error}.") from error


def _feature(feature: Mapping[str, object]) -> Node:
    item = Node(NodeKind.ELEMENT, "item")
    geometry = feature["geometry"]
    if not isinstance(geometry, dict):
        raise ValueError("a feature has no geometry")
    _cell(item, "geometry", _place(str(geometry["type"]), geometry["coordinates"]))
    if "id" in feature:
        _cell(item, "id", str(feature["id"]))
    properties = feature.get("properties") or {}
    if isinstance(properties, dict):
        for name, value in properties.items():
            if not (name == "id" and "id" in feature):
                _cell(item, str(name), "" if value is None else str(value))
    return item


def _place(kind: str, coordinates: list[object]) -> str:
    if kind == "Point":
        return _point(coordinates)
    if kind == "LineString":
        return "; ".join(_point(pair) for pair in coordinates)
    if kind == "Polygon":
        ring = coordinates[0]
        assert isinstance(ring, list)
        return "; ".join(_point(pair) for pair in ring)
    raise ValueError(f"geometry “{kind}” is not supported")


def _point(pair: object) -> str:
    if not isinstance(pair, list) or len(pair) < 2:
        raise ValueError("a point has no longitude and latitude")
    return f"{pair[1]} {pair[0]} 0 0"
