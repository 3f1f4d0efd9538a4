"""What clusters and designs are called, wherever one is chosen."""

from __future__ import annotations

from fieldsurvey.i18n import _

Choices = tuple[tuple[str, str], ...]
"""(code, words), in the window's language."""


def kinds() -> Choices:
    """The types of cluster."""
    return (
        ("industrial", _("Industrial")),
        ("handicraft", _("Handicraft")),
        ("handloom", _("Handloom")),
        ("micro", _("Micro-enterprise")),
        ("service", _("Service")),
    )


def designs() -> Choices:
    """How firms are chosen, which decides of whom figures may speak."""
    return (
        ("purposive", _("By judgement (figures speak of surveyed firms only)")),
        ("random", _("At random from a list")),
        ("stratified", _("At random within size classes")),
        ("census", _("Every firm")),
    )
