"""select_one_external: a question whose choices are the rows of itemsets.csv, as ODK Collect offered them before itemsets.

In the form it is an input with a query. The query names a list; in the file, which holds all such lists, it is a column.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from lxml import etree

from fieldsurvey.xforms.lists.list_paths import Column
from fieldsurvey.xforms.xpath.context import Closure, Context
from fieldsurvey.xforms.xpath.values import Value

ITEMSETS = "itemsets.csv"
_QUERY = re.compile(
    r"""\s*instance\(\s*(?P<quote>['"])(?P<list>.+?)(?P=quote)\s*\)/root/item\s*(?:\[(?P<rest>.*)\])?\s*\Z""",
    re.S,
)
_COMPUTED_FILE = re.compile(r"""(?<![\w-])(?:pulldata|search)\(\s*(?!['"])""")


def list_of(query: str) -> str:
    """The list a query names; "" where it is of another shape."""
    found = _QUERY.match(query)
    return found["list"] if found else ""


def nodeset(query: str) -> str:
    """The query as a choice filter over the file."""
    found = _QUERY.match(query)
    assert found is not None
    rest = f" and ({found['rest']})" if found["rest"] else ""
    return f"instance('{ITEMSETS.removesuffix('.csv')}')/root/item[list_name = '{found['list']}'{rest}]"


def label_in(columns: Iterable[str]) -> Closure:
    """The label of a row, in the language shown where the file has it."""
    spoken = [column for column in columns if column.startswith("label::")]
    if not spoken:
        return Column("label")

    def label(context: Context) -> Value:
        wanted = f"label::{context.environment.language()}"
        for column in (wanted, "label", *spoken):
            text = Column(column).of(context.node)
            if text:
                return text
        return ""

    return label


def names_files_by_expression(elements: Iterable[etree._Element]) -> bool:
    """True when pulldata() or search() computes the name of its file: any attached table may be meant."""
    return any(_COMPUTED_FILE.search(str(value)) for element in elements for value in element.attrib.values())


def is_computed(name: str) -> bool:
    """True for the name pyxform gives a list when pulldata() computes its file: the expression, which names no file."""
    return "${" in name or "(" in name
