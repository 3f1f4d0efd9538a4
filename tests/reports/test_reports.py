"""The two reports as PDF files: what they say, what they keep to themselves, and that they are whole."""

from __future__ import annotations

import io
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from pypdf import PdfReader

from fieldsurvey.errors import ReportError
from fieldsurvey.records import Cluster
from fieldsurvey.reports.cluster import write_cluster_report
from fieldsurvey.reports.firm import write_firm_report
from fieldsurvey.reports.template import ChapterPlan, Template
from tests.reports.survey import CLUSTER, NOW, both, interview, survey


def text_of(path: Path) -> str:
    """All words of the file with single spaces between them."""
    return _text_of(path.read_bytes())


@cache
def _text_of(file: bytes) -> str:
    return " ".join(
        word for page in PdfReader(io.BytesIO(file)).pages for word in page.extract_text().split()
    )


@pytest.fixture(scope="module")
def default(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report on the small survey, as it comes, made once."""
    return cluster_report(tmp_path_factory.mktemp("default"))


def cluster_report(folder: Path, *, cluster: Cluster = CLUSTER, firms: int = 40, **options: object) -> Path:
    figures, tables, interviews = survey(firms, cluster)
    path = folder / "cluster.pdf"
    write_cluster_report(path, figures, tables, interviews, now=NOW, **options)  # type: ignore[arg-type]
    return path


def firm_report(folder: Path, number: int = 7, language: str = "en") -> Path:
    figures, tables, interviews = survey()
    path = folder / "firm.pdf"
    write_firm_report(path, figures, tables, interviews[number], now=NOW, language=language)
    return path


def test_the_cluster_report_names_cluster_sample_and_date(default: Path) -> None:
    text = text_of(default)
    assert "Brass of Moradabad" in text
    assert "40 of 400" in text
    assert "22 November 2026" in text


def test_synthetic_data_are_marked_on_every_page(default: Path) -> None:
    pages = PdfReader(default).pages
    assert all("Synthetic data" in page.extract_text() for page in pages)


def test_real_data_are_not(tmp_path: Path) -> None:
    assert "Synthetic" not in text_of(cluster_report(tmp_path, cluster=replace(CLUSTER, synthetic=False)))


def test_the_contents_point_at_the_pages(default: Path) -> None:
    pages = [page.extract_text() for page in PdfReader(default).pages]
    line = next(line for line in pages[1].splitlines() if line.startswith("Executive summary"))
    number = int(line.split()[-1])
    assert "What 40 interviews show" in pages[number - 1]


def test_a_purposive_sample_gets_no_interval(tmp_path: Path, default: Path) -> None:
    chosen = text_of(cluster_report(tmp_path, cluster=replace(CLUSTER, sample_design="purposive")))
    drawn = text_of(default)
    assert "95 % interval" in drawn
    assert "95 % interval" not in chosen


def test_only_a_random_sample_speaks_of_the_whole_cluster(tmp_path: Path, default: Path) -> None:
    assert "Estimated for the 400 firms" in text_of(default)
    assert "Estimated for" not in text_of(
        cluster_report(tmp_path, cluster=replace(CLUSTER, sample_design="purposive"))
    )


def test_few_sensitive_answers_are_not_shown(default: Path) -> None:
    assert "not shown (fewer than 10 firms)" in text_of(default)


def test_a_rare_choice_and_what_would_give_it_away_are_withheld(default: Path) -> None:
    text = text_of(default)
    assert (
        "Not shown (fewer than 5 firms, or to be had by subtraction)"
        not in text.partition("Annex A")[0].partition("Legal form")[0]
    )
    assert "Company" not in text.partition("Annex A")[2]
    assert "Proprietorship" in text


def test_charts_say_what_is_seen(default: Path) -> None:
    text = text_of(default)
    assert "Sales, local takes the largest part (60 %)" in text
    assert "Of 40 firms, 30 know a scheme, 20 applied, 10 were helped" in text
    assert "19 of 40 firms are nearer the high road, 20 nearer the low road" in text


def test_an_answer_that_names_nothing_never_leads(default: Path) -> None:
    assert "The institution used most is: Bank (50 %)." in text_of(default)


def test_informality_stands_between_its_bounds(default: Path) -> None:
    text = text_of(default)
    assert "5 of 40 firms did not take the questions on informality" in text
    assert "Had all of them shown every practice the mean would be 48" in text
    assert "on average 90 % of the items" in text


def test_exempt_firms_are_not_counted_as_informal(default: Path) -> None:
    text = text_of(default)
    assert "Required before registered" in text
    assert "GST 20 20 0 0" in text


def test_a_grid_is_counted_by_its_choice_with_small_cells_out(default: Path) -> None:
    text = text_of(default)
    assert "Regular 40 100 % 80" in text
    assert "Not shown (fewer than 5 firms, or to be had by subtraction): Casual" in text


def test_no_firm_is_named(default: Path) -> None:
    assert "Firm 07" not in text_of(default)


def test_the_agents_text_is_printed_where_it_belongs(tmp_path: Path) -> None:
    text = text_of(
        cluster_report(
            tmp_path, narratives={"history": "Casting began **in 1901**.\n\n- first kiln\n- second kiln"}
        )
    )
    assert "Casting began in 1901." in text
    assert "first kiln" in text
    assert "how the cluster arose" not in text


def test_a_chapter_only_the_agent_can_write_says_so(default: Path) -> None:
    assert "This part is still to be written: how the cluster arose" in text_of(default)


def test_the_cluster_report_speaks_hindi(tmp_path: Path) -> None:
    path = cluster_report(tmp_path, language="hi")
    fonts = {name for page in PdfReader(path).pages for name in _fonts(page)}
    assert any("NotoSansDevanagari" in name for name in fonts)
    assert not any("Times" in name or "Courier" in name for name in fonts)
    assert PdfReader(path).trailer["/Root"]["/Lang"] == "hi"  # type: ignore[index]


def _fonts(page: object) -> set[str]:
    return {str(f.get_object()["/BaseFont"]) for f in page["/Resources"]["/Font"].values()}  # type: ignore[index]


def test_the_same_data_give_the_same_file(tmp_path: Path) -> None:
    first = firm_report(tmp_path).read_bytes()
    assert firm_report(tmp_path).read_bytes() == first


def test_no_interviews_still_make_a_report(tmp_path: Path) -> None:
    assert "How to read this report" in text_of(cluster_report(tmp_path, firms=0))


def test_an_agencys_own_template_is_followed(tmp_path: Path) -> None:
    plan = Template(
        (ChapterPlan("pay", both("Pay", "मज़दूरी"), {}, ({"kind": "table", "sections": ["labour"]},)),)
    )
    text = text_of(cluster_report(tmp_path, plan=plan))
    assert "Pay" in text
    assert "SWOT" not in text


def test_a_folder_that_is_not_there_is_said_and_nothing_is_left(tmp_path: Path) -> None:
    with pytest.raises(ReportError, match="the folder does not exist"):
        cluster_report(tmp_path / "nowhere")
    assert list(tmp_path.iterdir()) == []


def test_a_failed_report_leaves_the_old_one(tmp_path: Path) -> None:
    path = firm_report(tmp_path)
    before = path.read_bytes()
    figures, tables, _ = survey()
    with pytest.raises(ReportError, match="no finished interview"):
        write_firm_report(path, figures, tables, interview(99), now=NOW)
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_the_firm_report_compares_the_firm_with_the_middle_half(tmp_path: Path) -> None:
    text = text_of(firm_report(tmp_path))
    assert "Firm diagnostic" in text
    assert "Firm 07" in text
    assert "Average daily wage" in text
    assert "₹435 a day" in text


def test_the_firm_report_is_short(tmp_path: Path) -> None:
    assert len(PdfReader(firm_report(tmp_path)).pages) <= 4


def test_the_firm_report_has_nothing_sensitive_and_no_other_firm(tmp_path: Path) -> None:
    text = text_of(firm_report(tmp_path, 2))
    assert "Payments" not in text
    assert "Firm 03" not in text


def test_a_firm_that_did_not_tell_is_not_compared(tmp_path: Path) -> None:
    assert "Average daily wage" not in text_of(firm_report(tmp_path, 10))


def test_the_firm_report_names_schemes_that_fit(tmp_path: Path) -> None:
    assert "Udyam registration" in text_of(firm_report(tmp_path, 9))
    assert "Udyam registration" not in text_of(firm_report(tmp_path, 7))


def test_the_firm_report_speaks_hindi(tmp_path: Path) -> None:
    fonts = {name for page in PdfReader(firm_report(tmp_path, language="hi")).pages for name in _fonts(page)}
    assert any("NotoSansDevanagari" in name for name in fonts)
