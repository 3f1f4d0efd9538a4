"""A list that came in can be taken out again, whole or not at all, as long as nothing was done with what it brought."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from fieldsurvey.errors import RegisterError
from fieldsurvey.i18n import sentence
from fieldsurvey.records import FirmField, Outcome
from fieldsurvey.records.design import Stratum
from fieldsurvey.study import Study
from tests.study.test_register import small_list
from tests.support.fixtures_command_line import Run
from tests.support.small_form import NOW

HEAD = ("Name", "Phone", "Place")


@pytest.fixture
def listed(study: Study, tmp_path: Path) -> Study:
    """One firm met in the field, and two lists: the first names it once more and brings two, the second one."""
    minutes = itertools.count()
    study.context.clock = lambda: NOW + timedelta(minutes=next(minutes))
    study.register.add("Arun Castings", {FirmField.PHONE: "9845000001", FirmField.PLACE: "Old market"})
    first = small_list(
        tmp_path / "first.xlsx",
        HEAD,
        ("Arun Castings", "9845000001", "Old market"),
        ("Bhima Bells", "9845000002", "Old market"),
        ("Chitra Idols", "9845000003", "Mill road"),
    )
    second = small_list(tmp_path / "second.xlsx", HEAD, ("Deva Brass", "9845000004", "Mill road"))
    for path, title in ((first, "First"), (second, "Second")):
        study.register.import_list(study.register.plan_import(path), title)
    return study


def names(study: Study) -> set[str]:
    return {firm.name for firm in study.register.listing()}


def firm(study: Study, name: str) -> str:
    return next(one.id for one in study.register.listing() if one.name == name)


def test_the_last_list_goes_with_its_firms_and_nothing_else(listed: Study) -> None:
    changed = listed.register.take_list_back()
    assert sentence(changed.message) == "The list “Second” is taken back, and 1 firm with it."
    assert names(listed) == {"Arun Castings", "Bhima Bells", "Chitra Idols"}
    assert [one.title for one in listed.register.sources()] == ["First"]
    assert listed.safety.verify().is_whole


def test_a_firm_that_a_list_only_named_once_more_stays(listed: Study) -> None:
    listed.register.take_list_back("First")
    assert names(listed) == {"Arun Castings", "Deva Brass"}
    assert listed.register.sources_of(firm(listed, "Arun Castings")) == []
    assert listed.safety.verify().is_whole


def test_it_comes_in_again_as_it_did(listed: Study, tmp_path: Path) -> None:
    listed.register.take_list_back("First")
    again = listed.register.plan_import(tmp_path / "first.xlsx")
    assert (len(again.new), len(again.same)) == (2, 1)


def _changed(study: Study) -> None:
    one = study.register.firm(firm(study, "Bhima Bells"))
    study.register.change(one.id, {**one.properties, FirmField.CONTACT: "Asha"})


def _chosen(study: Study) -> None:
    study.fieldwork.choose([firm(study, "Bhima Bells")])


def _visited(study: Study) -> None:
    study.fieldwork.add_visit(firm(study, "Bhima Bells"), Outcome.AWAY)


def _interviewed(study: Study) -> None:
    study.fieldwork.begin(firm(study, "Bhima Bells"))


def _merged(study: Study) -> None:
    study.register.merge(firm(study, "Bhima Bells"), firm(study, "Deva Brass"))


def _merged_away(study: Study) -> None:
    study.register.merge(firm(study, "Deva Brass"), firm(study, "Bhima Bells"))


@pytest.mark.parametrize("act", [_changed, _chosen, _visited, _interviewed, _merged, _merged_away])
def test_what_was_done_with_its_firms_since_keeps_it(listed: Study, act: Callable[[Study], None]) -> None:
    act(listed)
    before = names(listed)
    with pytest.raises(RegisterError, match=r"“First” cannot be taken back: .* 1 were changed.* Bhima Bells"):
        listed.register.take_list_back("First")
    assert names(listed) == before
    assert len(listed.register.sources()) == 2


def test_a_sample_drawn_from_it_keeps_it_until_the_draw_is_taken_back(listed: Study) -> None:
    listed.fieldwork.draw([Stratum("all", (), drawn=1)], 7)
    with pytest.raises(RegisterError, match="A sample was drawn after the list “Second” came in"):
        listed.register.take_list_back()
    listed.fieldwork.undo_draw()
    listed.register.take_list_back()
    assert "Deva Brass" not in names(listed)


def test_a_pair_judged_and_a_merge_undone_are_no_hindrance(listed: Study) -> None:
    bhima, chitra = firm(listed, "Bhima Bells"), firm(listed, "Chitra Idols")
    listed.register.keep_apart(bhima, firm(listed, "Deva Brass"))
    listed.register.take_list_back("Second")
    listed.register.merge(bhima, chitra)
    listed.register.unmerge(chitra)
    with pytest.raises(RegisterError, match="cannot be taken back"):  # the merge and its undoing changed both
        listed.register.take_list_back("First")
    assert listed.safety.verify().is_whole


def test_a_script_names_lists_and_takes_one_back(run: Run, listed: Study) -> None:
    listed.close()
    assert [line.split("\t")[0] for line in run("register", "lists", listed.path)[1].splitlines()] == [
        "Second",
        "First",
    ]
    assert run("register", "take-back", listed.path, "First")[:2] == (
        0,
        "The list “First” is taken back, and 2 firms with it.\n",
    )
    code, _said, error = run("register", "take-back", listed.path, "Third")
    assert code != 0
    assert "No list “Third”" in error
    assert run("register", "take-back", listed.path)[0] == 0
    code, _said, error = run("register", "take-back", listed.path)
    assert code != 0


def test_two_firms_may_be_one_again(listed: Study) -> None:
    twin = listed.register.add(
        "Arun Castings", {FirmField.PHONE: "9845000001", FirmField.PLACE: "Old market"}
    )
    one, other = firm(listed, "Arun Castings"), twin.ids[0]
    assert listed.register.lookalikes()
    listed.register.keep_apart(one, other)
    assert not listed.register.lookalikes()
    listed.register.may_be_one(other, one)
    assert len(listed.register.lookalikes()) == 1
    assert listed.safety.verify().is_whole
