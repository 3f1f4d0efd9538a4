"""Names are compared without what everybody writes otherwise, and across scripts by their consonants."""

from __future__ import annotations

import pytest

from fieldsurvey.register import names


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("M/s Sri Manjunatha Brass Wks", "Manjunatha Brass Works"),
        ("VERMA INDS. PVT. LTD.", "Verma Industries"),
    ],
)
def test_forms_of_address_and_of_law_do_not_count(one: str, other: str) -> None:
    assert names.plain(one) == names.plain(other)


@pytest.mark.parametrize(
    ("indic", "written"),
    [
        ("ಶ್ರೀ ಮಂಜುನಾಥ ಬ್ರಾಸ್ ವರ್ಕ್ಸ್", "Sri Manjunatha Brass Works"),
        ("ತುಂಗಾ ಮೆಟಲ್ಸ್", "Tunga Metals"),
        ("ಲಕ್ಷ್ಮೀ ವೆಂಕಟೇಶ್ವರ ಮೆಟಲ್", "Lakshmi Venkateshwara Metal"),
        ("ಓಂ ಶಕ್ತಿ ಐಡಲ್ಸ್", "Om Shakthi Idols"),
        ("ಚೌಡೇಶ್ವರಿ ದೀಪ", "Chowdeshwari Deepa"),
        ("ಕಲ್ಪತರು ಮೆಟಲ್ ಕ್ರಾಫ್ಟ್ಸ್", "Kalpatharu Metal Crafts"),
        ("शर्मा ब्रास वर्क्स", "Sharma Brass Works"),
        ("वर्मा कास्टिंग्स", "Verma Castings"),
    ],
)
def test_a_name_sounds_the_same_in_two_scripts(indic: str, written: str) -> None:
    assert names.sound(indic) == names.sound(written)


def test_two_names_do_not_sound_the_same() -> None:
    assert names.sound("Sharma Brass Works") != names.sound("Verma Brass Works")


def test_spellings_of_a_place_become_one_that_is_written_out() -> None:
    told = names.one_spelling(
        ["Kumbara street", "KUMBARA ST.", "KUMBARA ST.", "Kumbara", "Old market", "Old mkt"]
    )
    assert set(told.values()) == {"Kumbara street", "Old market"}


def test_a_spelling_that_could_mean_two_places_stays() -> None:
    told = names.one_spelling(["Old", "Old market", "Old bus stand"])
    assert told["Old"] == "Old"
