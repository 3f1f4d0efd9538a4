"""Which repeats the window shows as a grid, and which open beside one: the rule for the window and for the report alike."""

from __future__ import annotations

from collections.abc import Iterator

from fieldsurvey.xforms import BodyControl, BodyElement, BodyRepeat, Datatype, FormDefinition

MOST_COLUMNS = 12
BESIDE = ("upload", "rank", "trigger")
_TEXTS = ("multiline",)
_PLACES = (Datatype.GEOPOINT, Datatype.GEOTRACE, Datatype.GEOSHAPE)


def is_grid(form: FormDefinition, repeat: BodyRepeat) -> bool:
    """Whether each question of a repeat fits a cell, and all of them a screen; else its rows open beside the grid."""
    if any(isinstance(element, BodyRepeat) for element in _below(repeat.children)):
        return False
    cells = [element for element in _below(repeat.children) if isinstance(element, BodyControl)]
    return len(cells) <= MOST_COLUMNS and all(fits_cell(form, cell) for cell in cells)


def fits_cell(form: FormDefinition, control: BodyControl) -> bool:
    """Whether a question can be answered in a cell: no file, order, place, note or long text."""
    node = form.node(control.ref)
    words = control.appearance.split()
    if node is None or control.control in BESIDE or node.datatype in _PLACES:
        return False
    if control.control in ("select", "select1") and {"label", "list-nolabel"} & set(words):
        return False
    is_note = (
        control.control == "input" and node.readonly is not None and node.readonly.expression.text in _TRUE
    )
    return not is_note and not any(word in words for word in _TEXTS)


_TRUE = ("true()", "1", "true")


def _below(elements: tuple[BodyElement, ...]) -> Iterator[BodyElement]:
    """Everything in a repeat, groups opened, repeats in it not."""
    for element in elements:
        yield element
        if not isinstance(element, BodyControl | BodyRepeat):
            yield from _below(element.children)
