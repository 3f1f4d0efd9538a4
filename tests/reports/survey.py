"""A small cluster survey for the report tests: forty firms, answers that follow from their number."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache

from fieldsurvey.analysis.answers import Answered, codes_of
from fieldsurvey.analysis.indicators import Figures, measure_answered
from fieldsurvey.interviews.tables import dataset
from fieldsurvey.records import (
    Choice,
    Cluster,
    Dataset,
    Indicator,
    Interview,
    Question,
    Questionnaire,
    Stage,
)
from fieldsurvey.xforms.xpath import evaluate

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
EN, HI = "English (en)", "Hindi (hi)"


def both(english: str, hindi: str) -> dict[str, str]:
    """A label in both languages."""
    return {EN: english, HI: hindi}


_PROBLEMS = (
    Choice("material", both("Raw material", "कच्चा माल")),
    Choice("finance", both("Finance", "वित्त")),
    Choice("market", both("Selling", "बिक्री")),
)
_FORMS = (
    Choice("own", both("Proprietorship", "एकल स्वामित्व")),
    Choice("partners", both("Partnership", "साझेदारी")),
    Choice("company", both("Company", "कंपनी")),
)
_HELPERS = (
    Choice("bank", both("Bank", "बैंक")),
    Choice("school", both("Training school", "प्रशिक्षण संस्था")),
    Choice("none", both("None of these", "इनमें से कोई नहीं")),
)
_CATEGORIES = (Choice("regular", both("Regular", "नियमित")), Choice("casual", both("Casual", "अस्थायी")))

QUESTIONS = (
    Question("/data/firm_name", "firm_name", "text", both("Name of the firm", "प्रतिष्ठान का नाम"), disclosure="direct"),
    Question("/data/place", "place", "text", both("Place", "स्थान")),
    Question("/data/workers_total", "workers_total", "integer", both("Workers", "श्रमिक"), unit="persons"),
    Question("/data/turnover", "turnover", "decimal", both("Turnover", "कारोबार"), unit="Rs"),
    Question("/data/daily_wage", "daily_wage", "decimal", both("Daily wage", "दैनिक मज़दूरी"), unit="Rs/day",
             missing=("dk", "refused")),
    Question("/data/reg_udyam", "reg_udyam", "text", both("Udyam", "Udyam")),
    Question("/data/bribes", "bribes", "integer", both("Payments", "भुगतान"), disclosure="sensitive"),
    Question("/data/legal_form", "legal_form", "select_one", both("Legal form", "क़ानूनी स्वरूप"), choices=_FORMS),
    Question("/data/problem_rank", "problem_rank", "rank", both("Problems", "समस्याएँ"), choices=_PROBLEMS),
    Question("/data/institutions", "institutions", "select_multiple", both("Institutions", "संस्थाएँ"), choices=_HELPERS),
    Question("/data/gst_status", "gst_status", "calculate", both("GST: required before registered", "GST: स्थिति")),
    Question("/data/informality_consent", "informality_consent", "text", disclosure="sensitive"),
    Question("/data/informal_coverage", "informal_coverage", "calculate", disclosure="sensitive"),
    Question("/data/worker/worker_category", "worker_category", "select_one", both("Category", "श्रेणी"),
             choices=_CATEGORIES, repeat="/data/worker"),
    Question("/data/worker/worker_count", "worker_count", "integer", both("Persons", "व्यक्ति"), repeat="/data/worker"),
)  # fmt: skip

INDICATORS = (
    Indicator("udyam_registered", "identity", both("Registered with Udyam", "Udyam में पंजीकृत"), "share",
              variable="if(/data/reg_udyam = 'registered', 1, 0)", unit="%", direction="higher"),
    Indicator("legal_form", "ownership", both("Legal form", "क़ानूनी स्वरूप"), "distribution", variable="/data/legal_form"),
    Indicator("turnover_median", "turnover_accounts", both("Turnover of a firm", "प्रतिष्ठान का कारोबार"), "median",
              variable="/data/turnover", unit="Rs", direction="higher"),
    Indicator("workers_total", "labour", both("Workers, all firms", "श्रमिक, सभी"), "total",
              variable="/data/workers_total", unit="persons"),
    Indicator("daily_wage", "labour", both("Average daily wage", "औसत दैनिक मज़दूरी"), "mean",
              variable="/data/daily_wage", unit="Rs/day", direction="higher"),
    Indicator("turnover_per_worker", "labour", both("Turnover per worker", "प्रति श्रमिक कारोबार"), "ratio",
              numerator="/data/turnover", denominator="/data/workers_total", unit="Rs", direction="higher"),
    Indicator("bribes", "informality", both("Payments asked for", "माँगे गए भुगतान"), "mean",
              variable="/data/bribes", universe="/data/bribes != ''", unit="number", sensitive=True),
    Indicator("exporters", "markets", both("Firms that export", "निर्यात करने वाली इकाइयाँ"), "share",
              variable="/data/exports = 'yes'", unit="%", direction="higher"),
    *(Indicator(f"mix_{place}", "markets", both(f"Sales, {place}", f"बिक्री, {place}"), "mean",
                variable=f"/data/mix_{place}", unit="%") for place in ("local", "national", "export")),
    Indicator("capacity_use", "products", both("Use of capacity", "क्षमता का उपयोग"), "mean",
              variable="/data/capacity_use", unit="%", direction="higher"),
    Indicator("institutions_used", "cooperation", both("Institutions used", "उपयोग की गई संस्थाएँ"), "distribution",
              variable="/data/institutions"),
    *(Indicator(f"informal_{part}", "informality", both(f"Informality, {part}", f"अनौपचारिकता, {part}"), "mean",
                variable=f"/data/informal_{part}", universe="/data/informality_consent = 'yes'", unit="%",
                sensitive=True) for part in ("labour", "market", "index")),
    *(Indicator(f"schemes_{step}", "needs", both(f"Schemes {step}", f"योजनाएँ {step}"), "share",
                variable=f"/data/schemes >= {least}", unit="%") for least, step in enumerate(("known", "applied", "received"), 1)),
    Indicator("high_road", "needs", both("High road", "ऊँची राह"), "mean", variable="/data/high", unit="index", decimals=2),
    Indicator("low_road", "needs", both("Low road", "नीची राह"), "mean", variable="/data/low", unit="index", decimals=2),
    Indicator("problem_rank", "needs", both("Problems in order", "समस्याओं का क्रम"), "rank", variable="/data/problem_rank"),
)  # fmt: skip

FORM = Questionnaire(
    "survey", "1", "Small survey", "", QUESTIONS, indicators=INDICATORS, languages=(EN, HI), default_language=EN,
    group_labels={"/data/worker": both("Workers", "श्रमिक")},
)  # fmt: skip
CLUSTER = Cluster(
    name="Brass of Moradabad", locality="Moradabad", state="Uttar Pradesh", products="Lamps", agency="Institute",
    donor="Donor", population=400, sample_design="random", synthetic=True,
)  # fmt: skip


class Filled:
    """An interview that answers XPath, without a form behind it."""

    def __init__(self, xml: str) -> None:
        self.xml = xml

    def evaluate(self, expression: str, context: str | None = None, as_: str = "string") -> object:
        """The expression over the answers."""
        return evaluate(expression, self.xml, context or "/data", as_=as_)


def answers(number: int) -> dict[str, str]:
    """Answers of firm number 0 to 39; wages -98 (don't know) for every tenth."""
    return {
        "firm_name": f"Firm {number:02}",
        "place": "Katghar",
        "workers_total": str(2 + number % 9),
        "turnover": str(400_000 + 50_000 * number),
        "daily_wage": "-98" if number % 10 == 0 else str(400 + 5 * number),
        "reg_udyam": "registered" if number % 3 else "not_registered",
        "bribes": "3" if number < 6 else "",
        "exports": "yes" if number % 4 == 0 else "no",
        "mix_local": "60",
        "mix_national": "30",
        "mix_export": "10",
        "capacity_use": str(40 + number % 20 * 3),
        "institutions": "none" if number % 2 else "bank school",
        "gst_status": "registered" if number % 2 else "exempt",
        "informality_consent": "no" if number % 8 == 0 else "yes",
        "informal_coverage": "" if number % 8 == 0 else "90",
        **{
            f"informal_{part}": "" if number % 8 == 0 else str(20 + number)
            for part in ("labour", "market", "index")
        },
        "schemes": str(number % 4),
        "high": str(round(number / 40, 3)),
        "low": str(round(1 - number / 40, 3)),
        "legal_form": "company" if number < 3 else "partners" if number < 12 else "own",
        "problem_rank": "material finance market" if number % 2 else "finance material market",
    }


def interview(number: int, given: Mapping[str, str] | None = None) -> Interview:
    """A finalised interview of that firm."""
    fields = "".join(f"<{name}>{value}</{name}>" for name, value in (given or answers(number)).items())
    workers = "".join(
        f"<worker><worker_category>{category}</worker_category><worker_count>{count}</worker_count></worker>"
        for category, count in (("regular", 2), ("casual", number % 5))
        if category == "regular" or number < 4
    )
    return Interview(
        f"uuid:{number}", "survey", "1", Stage.FINALISED, f"Firm {number:02}",
        f'<data id="survey">{fields}{workers}</data>', NOW, NOW, NOW,
    )  # fmt: skip


@cache
def survey(firms: int = 40, cluster: Cluster = CLUSTER) -> tuple[Figures, Dataset, list[Interview]]:
    """Figures, tables and interviews of so many firms; the same are made once, for whoever only reads them."""
    interviews = [interview(number) for number in range(firms)]
    opened = [Answered(i.instance_id, Filled(i.xml), codes_of(QUESTIONS)) for i in interviews]
    return measure_answered(opened, FORM, cluster), dataset(FORM, interviews, cluster), interviews
