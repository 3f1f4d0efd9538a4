"""Decide what a sync must do. Pure: it reads listings and returns portions of work."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

_AROUND = 400
"""Bytes a request says about each of its parts, at most, beside the name (which stands there twice, in UTF-8)."""


def batches(sizes: Mapping[str, int], xml: int, most: int) -> Iterator[list[str]]:
    """Attachment names in portions, each sent with the XML (`xml` bytes) in one request below `most` bytes.

    The first goes with the XML as it leaves, and may be empty. A file too large for any request stands alone and last: the
    limit says how requests are to be cut, and a server may still take it; where it does not, the rest has arrived.
    """
    weights = {name: size + _AROUND + 2 * len(name.encode()) for name, size in sizes.items()}
    room = most - xml - 2 * _AROUND
    batch: list[str] = []
    used = 0
    for name in [name for name, weight in weights.items() if weight <= room]:
        if used + weights[name] > room:
            yield batch
            batch, used = [], 0
        batch.append(name)
        used += weights[name]
    yield batch
    for name in [name for name, weight in weights.items() if weight > room]:
        yield [name]
