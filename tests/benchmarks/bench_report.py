"""The client report with six charts against its bare ingredients: platypus with the same text, savefig of the figures.

The baseline sets the same strings with reportlab's own Paragraph and LongTable in Helvetica and saves the figures,
already built, with matplotlib's PDF backend; it embeds no font, puts no figure on a page and numbers nothing.
"""

import io
import statistics
import time
from collections.abc import Callable
from typing import Any
from xml.sax.saxutils import escape

from tests import report_samples as samples

ROUNDS = 5
LIMIT_MS = 2_000


def run() -> list[dict[str, Any]]:
    from microinf_desktop.documents.reports import render_report

    data, large = samples.finished(), samples.large()
    texts, figures = _ingredients(data)
    ours, bare, many = _medians(
        lambda: render_report(data),
        lambda: (_bare_platypus(texts), _bare_savefig(figures)),
        lambda: render_report(large),
    )
    charts, save = _medians(lambda: _draw(figures), lambda: _bare_savefig(figures))
    return [
        _row(f"report, {len(figures)} charts, after warm-up", ours, "2 s", LIMIT_MS, None),
        _row("the same", ours, "1 × bare platypus + bare savefig", bare, ours / bare),
        _row("report, 40 creators, 120 deliverables", many, "2 s", LIMIT_MS, None),
        _row("its charts onto the page alone", charts, "1 × bare savefig", save, charts / save),
    ]


def _row(name: str, value: float, limit: str, limit_value: float, ratio: float | None) -> dict[str, Any]:
    return {"name": name, "value": value, "unit": "ms", "limit": limit, "limit_value": limit_value, "ratio": ratio}


def _medians(*calls: Callable[[], object]) -> list[float]:
    """Milliseconds of each call: once to warm up, then the median of interleaved rounds."""
    for call in calls:
        call()
    times: list[list[float]] = [[] for _ in calls]
    for _ in range(ROUNDS):
        for call, spent in zip(calls, times, strict=True):
            started = time.perf_counter()
            call()
            spent.append((time.perf_counter() - started) * 1000)
    return [statistics.median(spent) for spent in times]


def _ingredients(data: Any) -> tuple[list[Any], list[Any]]:
    """Strings and tables of strings of the report in order, and its figures."""
    from microinf_desktop.charts.wording import LocaleWording
    from microinf_desktop.documents.paragraph import Para
    from microinf_desktop.documents.report_figures import Chart, ChartRow
    from microinf_desktop.documents.report_sections import ReportStory
    from microinf_desktop.documents.tables import DataTable

    texts: list[Any] = []
    figures: list[Any] = []
    for flowable in ReportStory(data, LocaleWording(data.frame.locale), 510).build():
        if isinstance(flowable, Para):
            texts.append(flowable.text)
        elif isinstance(flowable, DataTable):
            texts.append([[cell.text for cell in row] for row in flowable.rows])
        elif isinstance(flowable, Chart):
            figures.append(flowable._figure)
        elif isinstance(flowable, ChartRow):
            figures += [chart._figure for chart in flowable._charts]
    return texts, figures


def _bare_platypus(texts: list[Any]) -> bytes:
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import LongTable, Paragraph, SimpleDocTemplate

    style = getSampleStyleSheet()["BodyText"]
    story = [
        Paragraph(escape(text), style) if isinstance(text, str) else LongTable(
            [[Paragraph(escape(cell), style) for cell in row] for row in text], repeatRows=1
        )
        for text in texts
    ]
    target = io.BytesIO()
    SimpleDocTemplate(target).build(story)
    return target.getvalue()


def _bare_savefig(figures: list[Any]) -> None:
    for figure in figures:
        figure.savefig(io.BytesIO(), format="pdf")


def _draw(figures: list[Any]) -> None:
    """The figures on a page of their own each, as the report draws them, to the finished file."""
    from microinf_desktop.documents.page import Canvas
    from microinf_desktop.documents.report_figures import draw_figure

    canvas = Canvas(io.BytesIO(), invariant=1)
    for figure in figures:
        draw_figure(canvas, figure, 0, 0)
        canvas.showPage()
    canvas.save()
