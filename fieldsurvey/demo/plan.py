"""What a synthetic respondent would say: answers by question, rows by repeat, and what is kept back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

Answers = dict[str, str]
"""Question name -> answer in its lexical form."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A whole interview before it is walked through the form, which decides what is really asked."""

    answers: Mapping[str, str]
    rows: Mapping[str, tuple[Mapping[str, str], ...]] = field(default_factory=dict)
    """Repeat name -> its rows."""
    missing: Mapping[str, str] = field(default_factory=dict)
    """Question name -> dk or refused, given instead of the answer where the form offers it."""
