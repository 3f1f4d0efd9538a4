"""Values as they come from the file: in a plain study a damaged byte may stand in any of them, and SQLite does not notice."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from fieldsurvey.errors import StoreError


@contextmanager
def decoded() -> Iterator[None]:
    """Around the reading of stored values only: what makes no sense there is damage, not a fault of the program."""
    try:
        yield
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise StoreError("study.damaged-value") from error
