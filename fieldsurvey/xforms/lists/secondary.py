"""Secondary instances: choice lists inside the form and attached files (CSV, XML, GeoJSON), found by column."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from lxml import etree

from fieldsurvey.errors import FormError, shortened
from fieldsurvey.messages import Message
from fieldsurvey.system.csv_reader import CsvFile
from fieldsurvey.xforms import limits
from fieldsurvey.xforms.lists.index import Condition, Index
from fieldsurvey.xforms.lists.rows import MemoryRows, RowList, Rows, items_at, texts_in
from fieldsurvey.xforms.xpath.nodes import Node, NodeKind, plain, read_xml

Media = bytes | str | Rows
"""An attached file: what stands in it, or, for a large table, the rows kept elsewhere."""


class SecondaryInstance(Protocol):
    """A list as expressions ask for it: of any shape (XML, GeoJSON, in the form), or a table."""

    def root(self) -> Node:
        """The node above the list's root element, so that instance('x')/root/item finds the items."""
        ...

    def columns(self) -> tuple[str, ...] | None:
        """The columns each item has; None when items may differ."""
        ...

    def where(self, path: tuple[str, ...], conditions: Sequence[Condition]) -> Iterable[Node]:
        """The items at `path` that fulfil all the conditions, as XPath's `=` has it, in their order."""
        ...

    def count(self, path: tuple[str, ...], conditions: Sequence[Condition]) -> int:
        """How many they are."""
        ...


class InMemory:
    """A list of any shape, held as nodes; each column asked for gets an index on first use."""

    def __init__(self, root: Node) -> None:
        self._root = root
        self._by_path: dict[tuple[str, ...], Index[Node]] = {}

    def root(self) -> Node:
        """The node above the list's root element."""
        return self._root

    def columns(self) -> None:
        """Items may differ."""
        return

    def where(self, path: tuple[str, ...], conditions: Sequence[Condition]) -> Sequence[Node]:
        """The items at `path` that fulfil all the conditions."""
        if path not in self._by_path:
            self._by_path[path] = Index(items_at(self._root, path), texts_in)
        return self._by_path[path].find(conditions)

    def count(self, path: tuple[str, ...], conditions: Sequence[Condition]) -> int:
        """How many they are."""
        return len(self.where(path, conditions))


def inline(element: etree._Element) -> InMemory:
    """A list written in the form itself."""
    return InMemory(plain(element))


def empty() -> InMemory:
    """A list without rows: its file is not there."""
    return InMemory(Node(NodeKind.ELEMENT, "instance"))


def external(source: str, media: Mapping[str, Media]) -> SecondaryInstance:
    """A list in an attached file, named by jr://file/NAME or jr://file-csv/NAME. FormError when it is broken."""
    scheme, _, file_name = source.rpartition("/")
    content = media[file_name]
    if not isinstance(content, bytes | str):
        return RowList(content, file_name)
    if "file-csv" in scheme or file_name.lower().endswith(".csv"):
        return RowList(_from_csv(file_name, content), file_name)
    if file_name.lower().endswith((".geojson", ".json")):
        return InMemory(_from_geojson(file_name, content))
    return InMemory(_from_xml(file_name, content))


def _text(content: bytes | str, file_name: str) -> str:
    if isinstance(content, str):
        return content.removeprefix("\ufeff")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FormError("list.not-utf8", file=file_name) from error


def _wrap(items: list[Node]) -> Node:
    top, root = Node(NodeKind.ELEMENT, "instance"), Node(NodeKind.ELEMENT, "root")
    top.append(root)
    for item in items:
        root.append(item)
    return top


def _cell(item: Node, name: str, text: str) -> None:
    item.append(Node(NodeKind.ELEMENT, name, text))


def _from_csv(file_name: str, content: bytes | str) -> Rows:
    data = content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content
    file = CsvFile(file_name, io.BytesIO(data))
    return MemoryRows(file.columns, file)


def _from_xml(file_name: str, content: bytes | str) -> Node:
    what = Message("xml.the-file", file=file_name)
    root = read_xml(content, what)
    limits.check_file(what, root)
    top = Node(NodeKind.ELEMENT, "instance")
    top.append(plain(root))
    return top


def _from_geojson(file_name: str, content: bytes | str) -> Node:
    try:
        data = json.loads(_text(content, file_name), parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise FormError("geojson.not-json", file=file_name) from error
    if not isinstance(data, dict) or data.get("type") != "FeatureCollection":
        raise FormError("geojson.no-collection", file=file_name)
    features = data.get("features")
    if not isinstance(features, list):
        raise FormError("geojson.no-features", file=file_name)
    if len(features) > limits.MOST_FEATURES:
        raise FormError("geojson.too-many", file=file_name, most=limits.MOST_FEATURES)
    items = []
    for number, feature in enumerate(features, 1):
        try:
            items.append(_feature(feature))
        except (ValueError, KeyError, TypeError, IndexError, RecursionError) as error:
            said = error.fault if isinstance(error, _Unfit) else Message("geojson.malformed")
            raise FormError("geojson.of-feature", file=file_name, number=number, fault=said) from error
    return _wrap(items)


class _Unfit(ValueError):
    """What is wrong with a feature."""

    def __init__(self, fault: Message) -> None:
        super().__init__(fault.code)
        self.fault = fault


def _no_number(text: str) -> None:
    raise ValueError(text)


def _feature(feature: Mapping[str, object]) -> Node:
    item = Node(NodeKind.ELEMENT, "item")
    geometry = feature["geometry"]
    if not isinstance(geometry, dict):
        raise _Unfit(Message("geojson.no-geometry"))
    _cell(item, "geometry", _geometry(str(geometry["type"]), geometry["coordinates"]))
    if "id" in feature:
        _cell(item, "id", str(feature["id"]))
    properties = feature.get("properties") or {}
    if isinstance(properties, dict):
        for name, value in properties.items():
            if not (name == "id" and "id" in feature):
                _cell(item, str(name), "" if value is None else str(value))
    return item


def _geometry(kind: str, coordinates: list[object]) -> str:
    if kind == "Point":
        return _point(coordinates)
    if kind == "LineString":
        return "; ".join(_point(pair) for pair in coordinates)
    if kind == "Polygon":
        ring = coordinates[0]
        return "; ".join(_point(pair) for pair in (ring if isinstance(ring, list) else [ring]))
    raise _Unfit(Message("geojson.other-geometry", geometry=shortened(kind)))


def _point(pair: object) -> str:
    numbers = pair[:2] if isinstance(pair, list) else []
    if len(numbers) < 2 or not all(isinstance(number, int | float) for number in numbers):
        raise _Unfit(Message("geojson.half-point"))
    assert isinstance(pair, list)
    return f"{pair[1]} {pair[0]} 0 0"
