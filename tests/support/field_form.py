"""A form with what the review compares: who asked, where, and thirty numbers in two sections; and interviews held with it."""

from __future__ import annotations

from pathlib import Path

from fieldsurvey.records import Cluster, FirmField
from fieldsurvey.study import Study, load_questionnaire
from tests.support.markdown_form import write_form
from tests.support.small_form import NOW

NUMBERS = 15
"""In each section."""
FORM = "\n".join(
    [
        "| survey | | | | | |",
        "| | type | name | label::English (en) | label::Hindi (hi) | label::Kannada (kn) |",
        "| | begin_group | who | The firm | फ़र्म | ಸಂಸ್ಥೆ |",
        "| | text | firm_name | Name of the firm | फ़र्म का नाम | ಸಂಸ್ಥೆಯ ಹೆಸರು |",
        "| | text | interviewer | Who asks? | कौन पूछता है? | ಕೇಳುವವರು ಯಾರು? |",
        "| | geopoint | position | Where is it? | कहाँ है? | ಎಲ್ಲಿದೆ? |",
        "| | end_group | | | | |",
        "| | begin_group | labour | Labour | श्रम | ಕಾರ್ಮಿಕರು |",
        *(
            f"| | integer | worked_{n} | Days worked in place {n} | जगह {n} में काम के दिन | ಸ್ಥಳ {n}ರಲ್ಲಿ ಕೆಲಸದ ದಿನಗಳು |"
            for n in range(NUMBERS)
        ),
        "| | end_group | | | | |",
        "| | begin_group | trade | Trade | व्यापार | ವ್ಯಾಪಾರ |",
        *(
            f"| | integer | sold_{n} | Pieces sold of kind {n} | किस्म {n} के बिके नग | ಬಗೆ {n}ರ ಮಾರಿದ ತುಂಡುಗಳು |"
            for n in range(NUMBERS)
        ),
        "| | end_group | | | | |",
        "| settings | | | | |",
        "| | form_id | form_title | version | instance_name |",
        "| | field | Field form | 1 | ${firm_name} |",
    ]
)
FIRM, AGENT, POSITION = "/data/who/firm_name", "/data/who/interviewer", "/data/who/position"
WORKED, SOLD = "/data/labour/worked_{}", "/data/trade/sold_{}"
HERE = "12.8000 76.7000 0 5"


def field_study(folder: Path) -> Study:
    """A study of the form, without interviews."""
    form = load_questionnaire(write_form(folder / "field.xlsx", FORM))
    return Study.create(
        folder / "field.study", Cluster(name="Brass"), [form], passphrase=None, clock=lambda: NOW
    )


def numbers_of(firm: int, *, end: int | None = None) -> dict[str, str]:
    """Numbers as firm number so and so says them, spread like chance; with `end` as their last digit."""
    said = {}
    for n in range(NUMBERS):
        for ref, factor in ((WORKED, 37), (SOLD, 53)):
            value = 100 + (firm * factor + n * n * 11 + firm * n * 7) % 400
            said[ref.format(n)] = str(value if end is None else value - value % 10 + end)
    return said


def ask(study: Study, firm: str, agent: str, numbers: dict[str, str], position: str = "") -> str:
    """Hold an interview; gives its instanceID."""
    told = {FIRM: firm, AGENT: agent, **({POSITION: position} if position else {})}
    return study.interviews.add("field", told | numbers)


def at_firm(study: Study, instance_id: str, firm: str, position: str = HERE) -> None:
    """The interview is of a firm of the register that stands there."""
    (firm_id,) = study.register.add(firm, {FirmField.POSITION: position}).ids
    study.fieldwork.belongs_to(instance_id, firm_id)


def two_agents(study: Study) -> None:
    """Twelve interviews of Meena and twelve of Ravi, all of whose numbers end in 0."""
    for number in range(24):
        is_ravi = number >= 12
        ask(
            study,
            f"Firm {number:02}",
            "Ravi" if is_ravi else "Meena",
            numbers_of(number, end=0 if is_ravi else None),
        )
