"""How far an interview was held from its firm, in Review: always beside the interview, and as a flag where it is far."""

from __future__ import annotations

from pathlib import Path

from fieldsurvey.i18n import sentence, speaking
from fieldsurvey.numbers import length
from tests.support.field_form import HERE, ask, at_firm, field_study, numbers_of
from tests.support.pages import Program
from tests.support.screen import words_on
from tests.ui.review.test_review_page import key, settled, turned


def test_the_way_to_the_firm_stands_beside_the_interview_and_a_far_one_is_flagged(
    program: Program, tmp_path: Path
) -> None:
    study = field_study(tmp_path)
    near = ask(study, "Near Brass", "Meena", numbers_of(1), HERE)
    far = ask(study, "Far Brass", "Meena", numbers_of(2), "12.8405 76.7 0 5")
    ask(study, "Unknown Brass", "Meena", numbers_of(3), HERE)
    at_firm(study, near, "Near Brass", "12.8003 76.7 0 0")
    at_firm(study, far, "Far Brass")
    page = turned(program, study)
    assert page.queue.here() == far
    assert "Position off the firm\nThe position is 4.5 km from the firm in the register." in words_on(page)
    assert "From the firm\n4.5 km" in words_on(page)
    key(page, "J")
    settled(program, page)
    assert "From the firm\n33 m" in words_on(page)
    key(page, "J")
    settled(program, page)
    assert "From the firm" not in words_on(page)  # the register does not know where it is


def test_metres_and_kilometres_are_said_in_the_persons_language() -> None:
    assert str(length(999.4)) == "999 m"
    assert str(length(999.6)) == "1.0 km"
    assert str(length(38_200)) == "38 km"
    said = {sentence(length(4503))}
    for language in ("hi", "kn"):
        with speaking(language):
            said.add(sentence(length(4503)))
    assert len(said) == 3
