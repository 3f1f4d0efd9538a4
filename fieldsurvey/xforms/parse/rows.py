"""What a further row of a repeat starts with where the form does not say it (no jr:template)."""

from __future__ import annotations

from fieldsurvey.xforms.parse.node_definition import Node, Template


def blank(first: Template, templates: dict[Node, list[Template]]) -> Template:
    """The first row without its values, which belong to it alone, and without rows of its own, as JavaRosa has it."""
    made = Template(first.node, "", [], dict(first.attributes))
    templates[first.node].append(made)
    made.children = [blank(child, templates) for child in first.children if not child.node.is_repeat]
    return made
