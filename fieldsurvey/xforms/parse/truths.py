"""Whether an expression can only give true or false, as far as it shows without evaluating it.

Such a calculation is stored as 1 or 0. Where an interview is read and nothing is computed anew, this tells that the text
stands for a yes or a no.
"""

from __future__ import annotations

from fieldsurvey.xforms.xpath import parser

_OPERATORS = {"=", "!=", "<", "<=", ">", ">=", "and", "or"}
_FUNCTIONS = {
    "boolean", "boolean-from-string", "checklist", "contains", "ends-with", "false", "geofence", "intersects", "is-selected",
    "lang", "not", "regex", "selected", "starts-with", "true", "weighted-checklist",
}  # fmt: skip
_OF_THEIR_VALUES = {"if": 1, "coalesce": 0, "once": 0}
"""Functions that give one of their values, from this one on."""


def is_truth(tree: parser.Expression) -> bool:
    """True when the expression gives true or false whatever the answers are."""
    if isinstance(tree, parser.Binary):
        return tree.operator in _OPERATORS
    if not isinstance(tree, parser.Call):
        return False
    first = _OF_THEIR_VALUES.get(tree.name)
    if first is None:
        return tree.name in _FUNCTIONS
    return bool(tree.arguments[first:]) and all(map(is_truth, tree.arguments[first:]))
