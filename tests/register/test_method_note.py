"""The method note: each sentence with its numbers, and none that the records do not bear out."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime

import pytest

from fieldsurvey.i18n import LANGUAGES, speaking
from fieldsurvey.records import Case, CaseRole, SourceList
from fieldsurvey.records.design import Condition, Design, Method, Stratum, Substitution
from fieldsurvey.register.method_note import Chosen, note

AT = datetime(2026, 10, 20, 10, 0, tzinfo=UTC)
LIST = SourceList(
    *("s", "DIC Mandya list, Aug 2025", "a.xlsx", "Units", AT, "Anand", 447, 412, 19),
    left_out=dict.fromkeys(range(16), "empty"),
)
STRATA = (
    Stratum("Household", (Condition("workers", 0, 4),), Method.SYSTEMATIC, 268, 49, 16),
    Stratum("Workshop", (Condition("workers", 5, 19),), Method.SYSTEMATIC, 122, 23, 8),
    Stratum("Factory", (Condition("workers", 20),), Method.CENSUS, 22, 22, 0),
)
DESIGN = Design("d", "baseline", AT, "Anand", 20261020, STRATA, "place", (LIST.title,), "ab" * 32)
DRAWN = Chosen([LIST], DESIGN)


def said(chosen: Chosen) -> str:
    return note(chosen).text


@pytest.mark.parametrize(
    "sentence",
    [
        "The frame is the list “DIC Mandya list, Aug 2025” (447 rows), imported on 20 Oct 2026.",
        "It gave 412 firms: 16 rows were no firms, 19 named a firm once more.",
        "The mark of the frame is abababababab.",
        "The firms were put into 3 strata by: Workers.",
        "Every firm was taken of: Factory (22).",
        "In equal steps through the list ordered by place, from a random start, were drawn: 49 of 268 in Household and 23 of 122 in Workshop.",
        "The seed of the draw is 20261020: with it the same list always gives the same firms.",
        "Behind them a reserve was drawn in the same way: Household 16 and Workshop 8.",
        "A share in all firms is known within ± 8.3 points with a confidence of 90 %, before refusals.",
        "Figures may be stated for the cluster.",
        "A firm that cannot be asked is replaced from the reserve alone, with its reason.",
        "Stratum\tN\tn\tWeight",
        "Household\t268\t49\t5.47",
        "Workshop\t122\t23\t5.30",
        "Factory\t22\t22\t1.00",
    ],
)
def test_each_sentence_of_a_draw(sentence: str) -> None:
    assert sentence in said(DRAWN)


def test_a_planned_draw_has_no_mark_of_its_frame_yet() -> None:
    assert "mark of the frame" not in said(Chosen([LIST], dataclasses.replace(DESIGN, frame="")))


def test_a_second_list_and_firms_added_by_hand_are_told() -> None:
    second = dataclasses.replace(LIST, title="Guild", rows=10, added=4, same=1, left_out={})
    design = dataclasses.replace(
        DESIGN, strata=(*STRATA[:2], dataclasses.replace(STRATA[2], population=30, drawn=30))
    )
    found = said(Chosen([LIST, second], design))
    assert (
        "To it came the list “Guild” (10 rows), imported on 20 Oct 2026. It gave 4 firms: 1 named a firm once more."
        in found
    )
    assert "With firms that were added by hand and look-alikes merged, the frame has 420 firms." in found


def test_a_register_without_a_list_says_so() -> None:
    assert "The frame is the register of the cluster, entered by hand: 412 firms." in said(Chosen([], DESIGN))


def test_a_simple_draw_of_one_stratum() -> None:
    one = Stratum("All firms", (), Method.SIMPLE, 412, 94, 0)
    found = said(Chosen([LIST], dataclasses.replace(DESIGN, strata=(one,), spread_over="")))
    assert "The firms were not put into strata." in found
    assert (
        "By chance, each firm of a stratum as likely as any other, were drawn: 94 of 412 in All firms."
        in found
    )
    assert "No reserve was drawn." in found
    assert "± 7.5 points" in found


def test_the_confidence_is_that_of_the_plan() -> None:
    found = said(Chosen([LIST], dataclasses.replace(DESIGN, confidence=95)))
    assert "± 9.9 points with a confidence of 95 %" in found


def test_a_census_has_no_margin_and_no_seed() -> None:
    one = Stratum("All firms", (), Method.CENSUS, 412, 412, 0)
    found = said(Chosen([LIST], dataclasses.replace(DESIGN, strata=(one,))))
    assert "Every firm is asked, so chance moves no figure" in found
    assert "seed" not in found
    assert "±" not in found


def test_a_stratum_without_a_draw_keeps_figures_from_the_cluster() -> None:
    strata = (*STRATA[:2], Stratum("Factory", (Condition("workers", 20),), Method.PURPOSIVE, 22, 5))
    found = said(Chosen([LIST], dataclasses.replace(DESIGN, strata=strata)))
    assert "Figures speak of the firms surveyed only, not of the cluster." in found
    assert "may be stated for the cluster" not in found


def test_each_substitution_is_told_with_numbers_and_reason() -> None:
    told = [
        Substitution("Household", "g", "t", "closed since March."),
        Substitution("Workshop", "h", "u", "refused"),
    ]
    found = said(Chosen([LIST], DESIGN, substitutions=told, numbers={"g": 12, "t": 207, "h": 40, "u": 311}))
    assert "In Household, firm 0207 took the place of firm 0012: closed since March." in found
    assert "In Workshop, firm 0311 took the place of firm 0040: refused." in found


def test_firms_chosen_and_volunteers_with_their_reasons_speak_for_themselves() -> None:
    cases = [
        *(Case(f"c{n}", "baseline", CaseRole.CHOSEN, reason="the three largest exporters") for n in range(3)),
        Case("c9", "baseline", CaseRole.CHOSEN, reason="women-led"),
        *(Case(f"v{n}", "baseline", CaseRole.VOLUNTEER) for n in range(2)),
    ]
    found = said(Chosen([LIST], None, cases))
    assert "4 firms were chosen by us: the three largest exporters (3); women-led (1)." in found
    assert "2 firms came by themselves." in found
    assert "No draw was made. Figures speak of the firms surveyed only, not of the cluster." in found
    assert note(Chosen([LIST], None, cases)).rows == ()


def test_firms_chosen_beside_a_draw_do_not_take_its_figures_away() -> None:
    found = said(Chosen([LIST], DESIGN, [Case("c", "baseline", CaseRole.CHOSEN, reason="asked for it")]))
    assert (
        "1 firm was chosen by us: asked for it (1). These firms were not drawn and stand beside the sample"
        in found
    )
    assert "Figures may be stated for the cluster." in found


def test_each_sentence_ends_with_the_stop_of_the_language() -> None:
    by_hand = [
        Case("b", "baseline", CaseRole.CHOSEN, reason="exports"),
        Case("c", "baseline", CaseRole.VOLUNTEER),
    ]
    with speaking("hi"):
        found = note(Chosen([LIST], DESIGN, by_hand))
    body = " ".join(found.paragraphs)
    assert body.endswith("।")
    assert ". " not in body


@pytest.mark.parametrize("language", [code for code in LANGUAGES if code != "en"])
def test_it_is_whole_in_each_language_with_the_same_numbers(language: str) -> None:
    with speaking(language):
        found = note(DRAWN)
    body = "\n".join(found.paragraphs)
    for number in ("447", "412", "16", "19", "268", "122", "49", "23", "20261020", "8.3", "90"):
        assert number in body
    for word in ("firms", "drawn", "seed", "reserve"):
        assert word not in body
