"""Many firms are compared in a process of their own: the same pairs, and nothing of it outlives who asked."""

from __future__ import annotations

import multiprocessing
from collections.abc import Sequence

import pytest

from fieldsurvey.records import Firm, FirmField
from fieldsurvey.register import beside
from fieldsurvey.register.matching import Matcher
from fieldsurvey.system.progress import Cancelled

APART: frozenset[frozenset[str]] = frozenset({frozenset({"f2", "f12"})})


def register() -> list[Firm]:
    """Forty firms, of which every tenth name stands three times and one telephone twice."""
    words = (
        "Asha",
        "Gowri",
        "Kaveri",
        "ತುಂಗಾ",
        "Nandi",
        "Sharada",
        "Lakshmi",
        "Hemavathi",
        "Basava",
        "Kalpa",
    )
    return [
        Firm(
            f"f{number}",
            number,
            f"{words[number % 10]} Idols",
            {
                FirmField.PLACE: "Old market" if number < 30 else "Bellur road",
                FirmField.PHONE: f"98450{number % 39:05d}",
            },
        )
        for number in range(40)
    ]


@pytest.fixture(autouse=True)
def _few_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(beside, "MANY", 10)
    monkeypatch.setattr(beside, "PORTION", 7)


def told(found: Sequence[object]) -> list[str]:
    return [repr(one) for one in found]


def test_the_same_pairs_are_found_as_here() -> None:
    here = Matcher(register()).all(APART)
    assert len(here) > 10
    steps: list[int] = []
    found = beside.lookalikes(register(), APART, lambda done, _total, _what: steps.append(done))
    assert told(found) == told(here)
    assert steps
    assert not multiprocessing.active_children()


def test_who_is_not_waited_for_any_more_ends() -> None:
    def stop(_done: int, _total: int, _what: str) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        beside.lookalikes(register(), APART, stop)
    assert not multiprocessing.active_children()


def test_where_no_process_can_be_had_the_work_is_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(_self: object) -> None:
        raise OSError("no more processes")

    monkeypatch.setattr(multiprocessing.get_context("spawn").Process, "start", refused)
    assert told(beside.lookalikes(register(), APART)) == told(Matcher(register()).all(APART))


def test_where_the_process_ends_before_its_time_too() -> None:
    def kill(_done: int, _total: int, _what: str) -> None:
        for process in multiprocessing.active_children():
            process.kill()
            process.join()

    assert told(beside.lookalikes(register(), APART, kill)) == told(Matcher(register()).all(APART))
