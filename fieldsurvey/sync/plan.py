"""Decide what a sync must do. Pure: it reads listings and returns portions of work."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

_REQUEST_LIMIT = 95_000_000
_FILES_A_REQUEST = 5


def batches(sizes: Mapping[str, int], overhead: int) -> Iterator[list[str]]:
    """Attachment names in portions of a few, each with its XML (`overhead` bytes) under the request limit.

    A file too large for any request stands alone, so that the server's refusal names it.
    """
    batch: list[str] = []
    weight = overhead
    for name, size in sizes.items():
        if batch and (len(batch) == _FILES_A_REQUEST or weight + size > _REQUEST_LIMIT):
            yield batch
            batch, weight = [], overhead
        batch.append(name)
        weight += size
    if batch:
        yield batch
