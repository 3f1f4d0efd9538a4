"""A firm of a form's list, one a form created and one typed here are one thing: the register is the entity list `firms`."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import pytest

from fieldsurvey.records import Cluster, FirmField, FirmFilter, Questionnaire
from fieldsurvey.study import Study, load_questionnaire
from tests.study.test_register import small_list
from tests.support.markdown_form import write_form
from tests.support.small_form import NOW

CHOOSING = """
    | survey   |                               |      |                     |
    |          | type                          | name | label::English (en) |
    |          | select_one_from_file firms.csv | firm | Firm                |
    | settings |         |
    |          | form_id |
    |          | choosing |
"""
LISTING = """
    | survey   |      |       |                     |         |
    |          | type | name  | label::English (en) | save_to |
    |          | text | firm  | Name                |         |
    |          | text | place | Place               | place   |
    | entities |              |         |
    |          | list_name    | label   |
    |          | firms        | ${firm} |
    | settings |         |
    |          | form_id |
    |          | listing |
"""
LIST = "name,label,__version,place\nuuid-1,Sharma Brass,2,Old market\nuuid-2,Verma Castings,1,Bellur road\n"


@pytest.fixture
def choosing(tmp_path: Path) -> Questionnaire:
    """A form that asks which firm, with a server's list of two."""
    (tmp_path / "firms.csv").write_text(LIST)
    return load_questionnaire(write_form(tmp_path / "choosing.xlsx", CHOOSING))


@pytest.fixture
def both(tmp_path: Path, choosing: Questionnaire) -> Iterator[Study]:
    """A study with that form and one that lists firms."""
    listing = load_questionnaire(write_form(tmp_path / "listing.xlsx", LISTING))
    with Study.create(
        tmp_path / "b.study", Cluster(name="Brass"), [choosing, listing], passphrase=None, clock=lambda: NOW
    ) as study:
        yield study


def offered(study: Study) -> set[str]:
    """The firms the form offers."""
    entry = study.interviews.begin("choosing")
    return {choice.label for choice in entry.choices("/data/firm")}


def test_firms_of_a_servers_list_are_in_the_register(both: Study) -> None:
    assert [(one.id, one.name, one.place) for one in both.register.listing()] == [
        ("uuid-1", "Sharma Brass", "Old market"),
        ("uuid-2", "Verma Castings", "Bellur road"),
    ]
    assert both.safety.verify().faults == ()


def test_a_firm_typed_here_can_be_chosen_in_a_form(both: Study) -> None:
    both.register.add("Late firm")
    assert offered(both) == {"Sharma Brass", "Verma Castings", "Late firm"}


def test_a_firm_a_form_lists_is_in_the_register(both: Study) -> None:
    both.interviews.add("listing", {"/data/firm": "Tunga Metals", "/data/place": "Dam road"})
    (firm,) = both.register.listing(FirmFilter("tunga"))
    assert (firm.number, firm.place) == (3, "Dam road")
    assert "Tunga Metals" in offered(both)


def test_a_firm_renamed_here_is_offered_as_it_is_called_now(both: Study) -> None:
    both.register.change("uuid-2", {FirmField.NAME: "Verma & Sons"})
    assert offered(both) == {"Sharma Brass", "Verma & Sons"}


def test_a_list_of_before_takes_nothing_back_that_was_typed_here(
    both: Study, choosing: Questionnaire
) -> None:
    both.register.change("uuid-2", {FirmField.NAME: "Verma & Sons"})
    fresh = LIST + "uuid-3,New firm,1,Old market\n"
    both.forms.add(dataclasses.replace(choosing, media={"firms.csv": fresh.encode()}))
    assert both.register.firm("uuid-2").name == "Verma & Sons"
    assert offered(both) == {"Sharma Brass", "Verma & Sons", "New firm"}


def test_a_list_that_comes_anew_brings_its_changes(both: Study, choosing: Questionnaire) -> None:
    both.register.change("uuid-1", {FirmField.PHONE: "9845012345"})
    fresh = LIST.replace("uuid-1,Sharma Brass,2", "uuid-1,Sharma & Co,3") + "uuid-3,New firm,1,Old market\n"
    both.forms.add(dataclasses.replace(choosing, media={"firms.csv": fresh.encode()}))
    firms = {one.id: one for one in both.register.listing()}
    assert (firms["uuid-1"].name, firms["uuid-1"].phone) == ("Sharma & Co", "9845012345")
    assert (firms["uuid-3"].number, firms["uuid-1"].number) == (3, 1)
    assert offered(both) == {"Sharma & Co", "Verma Castings", "New firm"}


def test_an_interview_that_is_erased_takes_the_firm_it_made_with_it(both: Study) -> None:
    identity = both.interviews.add("listing", {"/data/firm": "Tunga Metals", "/data/place": "Dam road"})
    both.interviews.erase(identity, "Consent withdrawn")
    assert both.register.count(FirmFilter("tunga")) == 0


def test_a_form_that_was_read_offers_no_firm_that_is_gone(both: Study, tmp_path: Path) -> None:
    """As many came after it as went: the list is another one all the same."""
    both.register.add("Late firm")
    identity = both.interviews.add("listing", {"/data/firm": "Tunga Metals", "/data/place": "Dam road"})
    assert "Tunga Metals" in offered(both)
    both.interviews.erase(identity, "asked for")
    assert "Tunga Metals" not in offered(both)
    both.interviews.add("listing", {"/data/firm": "Kaveri Bells", "/data/place": "Dam road"})
    assert offered(both) == {"Sharma Brass", "Verma Castings", "Late firm", "Kaveri Bells"}


def test_a_list_that_was_taken_back_is_offered_no_more(both: Study, tmp_path: Path) -> None:
    path = small_list(tmp_path / "l.xlsx", ("Name", "Phone"), ("Arun Castings", "9845000001"))
    both.register.import_list(both.register.plan_import(path))
    assert "Arun Castings" in offered(both)
    both.register.take_list_back()
    assert "Arun Castings" not in offered(both)
