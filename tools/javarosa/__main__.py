"""`python -m tools.javarosa`: fill random forms in both engines and print each difference with its form."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence

from tools.javarosa import ours, peer
from tools.javarosa.compare import differences, is_left_stale
from tools.javarosa.peer import Case
from tools.javarosa.random_forms import KINDS
from tools.javarosa.random_steps import random_case

_PORTION = 250


def differing(cases: Sequence[Case]) -> Iterator[tuple[Case, list[str]]]:
    """The cases that two engines do not fill alike, with what differs."""
    for case, theirs in zip(cases, peer.fill(cases), strict=True):
        found = differences(case, theirs, ours.fill(case))
        if found:
            yield case, found


def random_differences(
    seeds: Sequence[int], kinds: frozenset[str] = KINDS
) -> Iterator[tuple[Case, list[str]]]:
    """The random forms that differ, by portions, so that no text is larger than it must be."""
    for start in range(0, len(seeds), _PORTION):
        yield from differing([random_case(seed, kinds) for seed in seeds[start : start + _PORTION]])


def main() -> None:
    """Print what differs, and how many forms were filled."""
    arguments = argparse.ArgumentParser(prog="python -m tools.javarosa", description=__doc__)
    arguments.add_argument("--forms", type=int, default=1000)
    arguments.add_argument("--seed", type=int, default=0, help="the first seed")
    arguments.add_argument("--without", nargs="*", choices=sorted(KINDS), default=[], help="kinds left out")
    arguments.add_argument("--form", action="store_true", help="print the form and the steps of each as well")
    given = arguments.parse_args()
    reason = peer.missing()
    if reason:
        arguments.exit(1, f"{reason}.\n")
    count = stale = 0
    for case, found in random_differences(
        range(given.seed, given.seed + given.forms), KINDS - set(given.without)
    ):
        if is_left_stale(case, found[0]):
            stale += 1
            continue
        count += 1
        print(f"{case.name}: {found[0]}" + (f"\n{case.form}\n{case.steps}" if given.form else ""))
    print(f"{given.forms} forms filled, {count} differ; in {stale} JavaRosa left another row as it was")


if __name__ == "__main__":
    main()
