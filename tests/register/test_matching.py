"""Look-alikes are proposed by what tells one firm from another, not by the words on every board."""

from __future__ import annotations

import pytest

from fieldsurvey.records import Firm
from fieldsurvey.register.matching import Common, Matcher


def firm(number: int, name: str, **properties: str) -> Firm:
    return Firm(f"f{number}", number, name, properties)


BRASS = [
    firm(100 + n, f"{first} {second} Works")
    for n, (first, second) in enumerate(
        (first, second)
        for first in ("Tunga", "Gowri", "Nandi", "Padma", "Rudra", "Sharada", "Basava")
        for second in ("Brass", "Metal", "Lamp")
    )
]
"""A cluster in which half the boards say brass and all say works."""
TEN = (
    ("ಶ್ರೀ ಮಂಜುನಾಥ ಬ್ರಾಸ್ ವರ್ಕ್ಸ್", "Sri Manjunatha Brass Works"),
    ("ಲಕ್ಷ್ಮೀ ವೆಂಕಟೇಶ್ವರ ಮೆಟಲ್ಸ್", "Lakshmi Venkateshwara Metals"),
    ("ಓಂ ಶಕ್ತಿ ಐಡಲ್ಸ್", "Om Shakthi Idols"),
    ("ಚೌಡೇಶ್ವರಿ ದೀಪ", "Chowdeshwari Deepa Works"),
    ("ಕಲ್ಪತರು ಮೆಟಲ್ ಕ್ರಾಫ್ಟ್ಸ್", "Kalpatharu Metal Crafts"),
    ("ಹೇಮಾವತಿ ಗಂಟೆ", "Hemavathi Bell"),
    ("ಜಯಣ್ಣ ಅಂಡ್ ಸನ್ಸ್", "Jayanna & Sons"),
    ("ರಾಘವೇಂದ್ರ ಫಿಟ್ಟಿಂಗ್ಸ್", "Raghavendra Fittings"),
    ("ಮಹದೇಶ್ವರ ಪಾತ್ರೆ", "Mahadeshwara Vessels"),
    ("ಸಿದ್ಧಗಂಗಾ ಮೆಟಲ್ ಸ್ಟೋರ್", "Siddaganga Metal Store"),
)
"""One firm a line, as two offices wrote it; three of them in two languages, which no ear can pair."""


def common(one: Firm, other: Firm) -> tuple[Common, ...]:
    found = Matcher([one, other, *BRASS]).compared(one, other)
    return found.common if found else ()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Sri Manjunatha Brass Works", "Manjunath Brass"),
        ("Laxmi Metals", "Lakshmi Metals"),
        ("Verma Brass Works", "VARMA BRASS WKS."),
        ("Cauvery Metals", "Kaveri Metals"),
    ],
)
def test_two_spellings_of_a_name_in_one_place_are_proposed(one: str, other: str) -> None:
    assert common(firm(1, one, place="Old market"), firm(2, other, place="old market")) == (
        Common.NAME,
        Common.PLACE,
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Sharma", "Verma Brass Works"),
        ("Sharma Brass Works", "Verma Brass Works"),
        ("Nandi Lamp Works", "Nandi Brass Works"),
    ],
)
def test_words_on_every_board_make_no_firm_of_two(one: str, other: str) -> None:
    assert common(firm(1, one, place="Old market"), firm(2, other, place="Old market")) == ()


def test_of_ten_pairs_in_two_scripts_seven_are_found() -> None:
    pairs = [(firm(1, a, place="Old market"), firm(2, b, place="Old market")) for a, b in TEN]
    assert sum(Common.NAME in common(a, b) for a, b in pairs) >= 7


def test_one_accountants_telephone_makes_no_pair() -> None:
    four = [
        firm(n, name, phone="9845000000")
        for n, name in enumerate(("Asha Idols", "Bhima Bells", "Chitra Cast", "Durga Dies"))
    ]
    assert Matcher([*four, *BRASS]).all() == []


def test_a_telephone_that_two_share_is_proposed_and_said() -> None:
    found = Matcher(
        [firm(1, "Asha Idols", phone="98450"), firm(2, "Bhima Bells", phone="98450"), *BRASS]
    ).all()
    assert [(one.one.number, one.other.number, one.common) for one in found] == [(1, 2, (Common.PHONE,))]


def test_an_accountants_telephone_counts_where_the_names_are_half_alike() -> None:
    firms = [
        firm(n, f"{name} Idols", phone="98450") for n, name in enumerate(("Asha", "Ashaa", "Bhima", "Chitra"))
    ]
    assert [(one.one.number, one.other.number) for one in Matcher([*firms, *BRASS]).all()] == [(0, 1)]


def test_one_certificate_is_one_firm_whatever_the_names() -> None:
    pair = (firm(1, "Asha Idols", gstin="27AAPFU0939F1ZV"), firm(2, "Bhima Bells", gstin="27AAPFU0939F1ZV"))
    assert common(*pair) == (Common.GSTIN,)


def test_a_wrong_certificate_says_nothing() -> None:
    pair = (firm(1, "Asha Idols", gstin="22AAAAA0000A1Z5"), firm(2, "Bhima Bells", gstin="22AAAAA0000A1Z5"))
    assert common(*pair) == ()


def test_two_certificates_are_two_firms() -> None:
    one = firm(1, "Verma Works", place="a", udyam="UDYAM-KR-18-0000001")
    other = firm(2, "Verma Works", place="a", udyam="UDYAM-KR-18-0000002")
    assert common(one, other) == ()


def test_pairs_judged_to_be_two_are_not_proposed_again() -> None:
    one, other = firm(1, "Verma Works", place="a"), firm(2, "Varma Works", place="a")
    matcher = Matcher([one, other, *BRASS])
    assert len(matcher.all()) == 1
    assert matcher.all(frozenset({frozenset({"f1", "f2"})})) == []


def test_a_new_firm_is_asked_about_before_it_is_added() -> None:
    found = Matcher([firm(43, "Asha Idols", phone="9845012345"), *BRASS]).like(
        Firm("", 0, "Somebody Else", {"phone": "9845012345"})
    )
    assert [(one.other.number, one.common) for one in found] == [(43, (Common.PHONE,))]


def test_firms_of_one_name_in_a_large_cluster_are_found_by_their_place() -> None:
    crowd = [firm(n, f"Kaveri Metals {n}", place=f"street {n}") for n in range(200)]
    found = Matcher(
        [*crowd, firm(500, "Kaveri Metals", place="dam road"), firm(501, "Cauvery Metals", place="Dam Road")]
    ).all()
    assert (500, 501) in [(one.one.number, one.other.number) for one in found]
