"""Templates: read as they stand, or refused with a sentence that names file, chapter, block and key."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from fieldsurvey.analysis.indicators import measure_answered
from fieldsurvey.errors import ReportError
from fieldsurvey.forms.xlsform import load_questionnaire
from fieldsurvey.interviews.tables import dataset
from fieldsurvey.records import Cluster
from fieldsurvey.reports import template, template_names
from fieldsurvey.reports.blocks import BLOCKS
from fieldsurvey.reports.brief import Brief
from fieldsurvey.reports.cluster import cluster_document, write_cluster_report
from fieldsurvey.reports.document import Figure
from fieldsurvey.reports.words import Words
from fieldsurvey.system.paths import forms, resources
from tests.reports.survey import NOW, survey


def mine(folder: Path, block: str) -> Path:
    """A template of one chapter with this block."""
    path = folder / "mine.toml"
    path.write_text(f'[[chapter]]\nid = "a"\ntitle = {{ en = "A" }}\nblock = [{block}]', "utf-8")
    return path


def write(folder: Path, path: Path) -> None:
    """The report of the small survey after this template."""
    figures, tables, interviews = survey()
    write_cluster_report(folder / "out.pdf", figures, tables, interviews, now=NOW, plan=template.read(path))


def test_a_template_with_an_unknown_block_is_refused_by_name(tmp_path: Path) -> None:
    path = mine(tmp_path, '{ kind = "pie" }')
    with pytest.raises(ReportError, match=r"mine\.toml, chapter a, names the unknown block 'pie'"):
        template.read(path)


def test_a_block_without_a_key_it_needs_is_refused_by_key(tmp_path: Path) -> None:
    path = mine(tmp_path, '{ kind = "bars" }')
    with pytest.raises(ReportError, match=r"mine\.toml, chapter a, block bars, lacks the key indicators"):
        template.read(path)


def test_a_key_that_the_block_does_not_take_is_refused_with_those_it_takes(tmp_path: Path) -> None:
    path = mine(tmp_path, '{ kind = "bars", indicators = ["x"], indicator = "x" }')
    with pytest.raises(
        ReportError, match=r"block bars, has the unknown key indicator\. It takes: indicators, sorted"
    ):
        template.read(path)


def test_a_key_of_another_type_is_refused(tmp_path: Path) -> None:
    path = mine(tmp_path, '{ kind = "bars", indicators = "exporters" }')
    with pytest.raises(
        ReportError, match=r"block bars, key indicators, must be a list of names of indicators\."
    ):
        template.read(path)


def test_a_list_without_a_name_is_refused(tmp_path: Path) -> None:
    path = mine(tmp_path, '{ kind = "table", sections = [] }')
    with pytest.raises(
        ReportError, match=r"block table, key sections, must be a list of names of sections\."
    ):
        template.read(path)


def test_a_funnel_has_three_steps(tmp_path: Path) -> None:
    path = mine(tmp_path, '{ kind = "funnel", indicators = ["schemes_known", "schemes_applied"] }')
    with pytest.raises(ReportError, match=r"block funnel, key indicators, must be .*, 3 of them"):
        template.read(path)


def test_a_yes_or_no_is_not_a_word(tmp_path: Path) -> None:
    path = mine(tmp_path, '{ kind = "narrative", optional = "yes" }')
    with pytest.raises(ReportError, match=r"block narrative, key optional, must be true or false"):
        template.read(path)


def test_a_key_that_a_chapter_does_not_take_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text('[[chapter]]\nid = "a"\ntitel = "A"\ntitle = { en = "A" }', "utf-8")
    with pytest.raises(ReportError, match=r"mine\.toml, chapter a, has the unknown key titel"):
        template.read(path)


def test_a_key_that_no_template_takes_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text("chapters = []", "utf-8")
    with pytest.raises(ReportError, match=r"mine\.toml, has the unknown key chapters"):
        template.read(path)


def test_key_figures_that_are_no_list_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text('[glance]\nindicators = "exporters"', "utf-8")
    with pytest.raises(ReportError, match=r"mine\.toml, key indicators under \[glance\], must be a list"):
        template.read(path)


def test_an_indicator_that_the_form_lacks_is_refused_with_the_one_that_may_be_meant(tmp_path: Path) -> None:
    path = mine(tmp_path, '{ kind = "bars", indicators = ["exportrs", "udyam_registered"] }')
    with pytest.raises(
        ReportError,
        match=r"chapter a, block bars, key indicators, .* does not have: exportrs \(exporters\?\)",
    ):
        write(tmp_path, path)


def test_a_section_that_the_form_lacks_is_refused(tmp_path: Path) -> None:
    path = mine(tmp_path, '{ kind = "table", sections = ["labor"] }')
    with pytest.raises(ReportError, match=r"block table, key sections, .* does not have: labor \(labour\?\)"):
        write(tmp_path, path)


def test_a_question_that_the_repeat_lacks_is_refused(tmp_path: Path) -> None:
    path = mine(tmp_path, '{ kind = "repeat", repeat = "worker", by = "worker_categry" }')
    with pytest.raises(ReportError, match=r"block repeat, key by, .* worker_categry \(worker_category\?\)"):
        write(tmp_path, path)


def test_a_key_figure_that_the_form_lacks_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text('[glance]\nindicators = ["capacity"]', "utf-8")
    with pytest.raises(ReportError, match=r"key indicators under \[glance\], .* does not have: capacity"):
        write(tmp_path, path)


@pytest.mark.parametrize("kind", ["bars", "mix"])
def test_what_does_not_share_a_unit_is_not_compared(tmp_path: Path, kind: str) -> None:
    path = mine(tmp_path, f'{{ kind = "{kind}", indicators = ["exporters", "turnover_median"] }}')
    with pytest.raises(
        ReportError, match=rf"block {kind}, .* not share a unit: exporters \(%\), turnover_median \(Rs\)"
    ):
        write(tmp_path, path)


def test_nothing_is_left_of_a_refused_report(tmp_path: Path) -> None:
    path = mine(tmp_path, '{ kind = "table", sections = ["labor"] }')
    with pytest.raises(ReportError):
        write(tmp_path, path)
    assert list(tmp_path.iterdir()) == [path]


def test_a_template_for_any_form_leaves_out_what_the_form_lacks(tmp_path: Path) -> None:
    path = mine(tmp_path, '{ kind = "table", sections = ["weaving"] }')
    path.write_text("any_form = true\n" + path.read_text("utf-8"), "utf-8")
    write(tmp_path, path)
    assert (tmp_path / "out.pdf").exists()


def test_the_same_template_without_a_block_that_compares_units_is_written_for_any_form(
    tmp_path: Path,
) -> None:
    figures, tables, _ = survey()
    plan = template.read(mine(tmp_path, '{ kind = "bars", indicators = ["exporters", "turnover_median"] }'))
    drawn = cluster_document(Brief(figures, tables, Words("en"), NOW), [], replace(plan, any_form=True))
    assert not [node for node in drawn.nodes if isinstance(node, Figure)]


def test_a_template_that_is_no_toml_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text("chapter = [")
    with pytest.raises(ReportError, match="cannot be read"):
        template.read(path)


def test_a_template_says_which_columns_of_the_data_its_blocks_read(tmp_path: Path) -> None:
    blocks = (
        '{ kind = "repeat", repeat = "worker", by = "worker_category", sum = "worker_count" }, '
        '{ kind = "required", questions = ["gst_status"] }, { kind = "mix", indicators = ["mix_local"] }'
    )
    assert template.read(mine(tmp_path, blocks)).columns() == {
        "worker_category",
        "worker_count",
        "gst_status",
    }


def test_every_block_and_key_is_explained_in_the_readme() -> None:
    readme = (resources() / "reports" / "README.md").read_text("utf-8")
    rows = {row[1].strip(): row[2] for line in readme.splitlines() if len(row := line.split("|")) == 5}
    told = {name.strip("`"): set(re.findall(r"`(\w+)`", keys)) for name, keys in rows.items()}
    assert {name: told.get(name) for name in BLOCKS} == {
        block.name: {key.name for key in block.keys} for block in BLOCKS.values()
    }


def test_the_default_template_suits_the_shipped_form() -> None:
    form = load_questionnaire(forms() / "firm_diagnostic.xlsx")
    figures = measure_answered([], form, Cluster())
    brief = Brief(figures, dataset(form, [], Cluster()), Words("en"), NOW)
    template_names.check(replace(template.read(), any_form=False), brief)


def test_every_chapter_has_a_title_in_every_language() -> None:
    assert all({"en", "hi", "kn"} <= set(chapter.title) for chapter in template.read().chapters)
