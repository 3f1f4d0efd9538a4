"""Draw a chart: from its plain data to shapes of the width of the column."""

from __future__ import annotations

from fieldsurvey.reports.charts import Bars, Chart, Divided, Histogram, Pareto, Scatter, Strips
from fieldsurvey.reports.charts.shapes import Drawing
from fieldsurvey.reports.pdf.charts.bars import bars, divided
from fieldsurvey.reports.pdf.charts.columns import histogram, pareto
from fieldsurvey.reports.pdf.charts.scatter import scatter
from fieldsurvey.reports.pdf.charts.strips import strips
from fieldsurvey.reports.pdf.style import COLUMN


def draw(chart: Chart, width: float = COLUMN) -> Drawing:
    """The chart as shapes, `width` points wide and as tall as it needs."""
    match chart:
        case Bars():
            return bars(chart, width)
        case Divided():
            return divided(chart, width)
        case Histogram():
            return histogram(chart, width)
        case Pareto():
            return pareto(chart, width)
        case Scatter():
            return scatter(chart, width)
        case Strips():
            return strips(chart, width)
