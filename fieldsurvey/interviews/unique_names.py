"""Names that nobody else in the same table has: of columns, tables and sheets. The shortest that tells things apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence


def names_of(paths: Sequence[Sequence[str]], reserved: Collection[str] = ()) -> list[str]:
    """One name a path, all different, also for who does not tell capitals from small letters.

    The last part where no other path ends in it and it is not `reserved`; else the shortest end of the path that is unique,
    joined by `_`; and where the whole path is not (a/b_c and a_b/c, name and Name) a number behind the last part. The names
    of earlier paths do not depend on later ones that end differently, so they stay as versions of a form are added.
    """
    taken = {name.casefold() for name in reserved}
    ends = Counter(path[-1].casefold() for path in paths)
    found = ["" for _path in paths]
    for number, path in enumerate(paths):
        if ends[path[-1].casefold()] == 1 and path[-1].casefold() not in taken:
            found[number] = path[-1]
    taken.update(name.casefold() for name in found if name)
    for number, path in enumerate(paths):
        if not found[number]:
            rivals = [other for other in paths if other is not path and _ends_alike(other, path)]
            found[number] = _longer(path, rivals, taken)
            taken.add(found[number].casefold())
    return found


def free(wanted: str, taken: set[str]) -> str:
    """`wanted`, or `wanted_2` and so on where it is taken; it is taken from now on."""
    name, number = wanted, 2
    while name.casefold() in taken:
        name, number = f"{wanted}_{number}", number + 1
    taken.add(name.casefold())
    return name


def _ends_alike(one: Sequence[str], other: Sequence[str]) -> bool:
    return one[-1].casefold() == other[-1].casefold()


def _longer(path: Sequence[str], rivals: Sequence[Sequence[str]], taken: Collection[str]) -> str:
    for length in range(2, len(path) + 1):
        name = "_".join(path[-length:])
        theirs = {"_".join(rival[-length:]).casefold() for rival in rivals}
        if name.casefold() not in theirs and name.casefold() not in taken:
            return name
    return free(path[-1], set(taken))
