"""PDF preview and charts: real pages, real figures."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from microinf_desktop.domain.errors import KnownError
from microinf_desktop.ui import theme
from microinf_desktop.ui.widgets.metric_chart import MetricChart
from microinf_desktop.ui.widgets.pdf_preview import PdfPreview
from tests.ui.conftest import Dialogs


def make_pdf(pages: int = 3) -> bytes:
    from reportlab.pdfgen.canvas import Canvas

    stream = BytesIO()
    canvas = Canvas(stream, pagesize=(595, 842))
    for place in range(pages):
        canvas.drawString(72, 700, f"Clause {place + 1}")
        canvas.rect(72, 100, 400, 500, fill=1)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


@pytest.fixture
def preview(qtbot: Any) -> PdfPreview:
    made = PdfPreview()
    qtbot.addWidget(made)
    made.resize(700, 900)
    made.show()
    qtbot.waitExposed(made)
    return made


def _settle(preview: PdfPreview) -> None:
    for _ in range(6):
        QApplication.processEvents()


def test_pages_are_shown_and_counted(preview: PdfPreview) -> None:
    assert not preview.save_button.isEnabled()
    preview.show_pdf(make_pdf(), "contract.pdf")
    _settle(preview)
    assert preview.pages.page_count == 3
    assert "Clause 1" in preview.pages.page_text(0)
    picture = preview.pages.viewport().grab().toImage()
    assert picture.pixelColor(picture.width() // 2, 500).lightness() < 40
    preview.pages.go_to_page(2)
    assert preview._position.text() == "page 3 of 3"
    assert preview.pages.accessibleDescription() == "Page 3 of 3"


def test_a_new_version_keeps_the_place(preview: PdfPreview) -> None:
    preview.show_pdf(make_pdf())
    preview.pages.go_to_page(1)
    place = preview.pages.verticalScrollBar().value()
    preview.show_pdf(make_pdf(4))
    assert preview.pages.verticalScrollBar().value() == place


def test_zoom_by_key_and_back_to_the_width(preview: PdfPreview, qtbot: Any) -> None:
    preview.show_pdf(make_pdf())
    fitting = preview.pages.scale()
    qtbot.keyClick(preview.pages, Qt.Key.Key_Plus)
    assert preview.pages.scale() > fitting
    qtbot.keyClick(preview.pages, Qt.Key.Key_Minus)
    qtbot.keyClick(preview.pages, Qt.Key.Key_Minus)
    assert preview.pages.scale() < fitting
    preview._zoom.click()
    assert preview.pages.scale() == pytest.approx(fitting)


def test_only_pages_near_the_view_are_kept(preview: PdfPreview) -> None:
    preview.show_pdf(make_pdf(30))
    for place in range(30):
        preview.pages.go_to_page(place)
        _settle(preview)
    assert len(preview.pages._pictures) <= 12


def test_saving_asks_where_to(preview: PdfPreview, dialogs: Dialogs, tmp_path: Path) -> None:
    data = make_pdf()
    preview.show_pdf(data, "contract.pdf")
    dialogs.expect_path(tmp_path / "out.pdf")
    preview.save_as()
    assert (tmp_path / "out.pdf").read_bytes() == data
    with pytest.raises(KnownError, match="was not written"):
        preview.save_to(tmp_path / "no" / "such" / "folder.pdf")


def test_a_damaged_pdf_is_a_known_error(preview: PdfPreview) -> None:
    with pytest.raises(KnownError, match="cannot be read"):
        preview.show_pdf(b"%PDF-1.4 nothing")
    preview.show_pdf(make_pdf(1))
    assert preview.pages.page_count == 1


def _draw(size: Any, style: Any) -> Any:
    from matplotlib.figure import Figure

    figure = Figure(figsize=(size.width / 72, size.height / 72), facecolor=style.tokens.surface)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_axis_off()
    axes.bar([0, 1], [1, 2], color=style.accent)
    return figure


def test_charts_follow_the_theme_and_show_their_table(qapp: QApplication, qtbot: Any) -> None:
    chart = MetricChart("Reach", _draw, ("Day", "Reach"), [("29 Nov", "1,204"), ("30 Nov", "2,310")])
    qtbot.addWidget(chart)
    chart.resize(400, 200)
    chart.show()
    qtbot.waitUntil(lambda: chart._picture is not None)
    chart.clearFocus()
    assert chart.grab().toImage().pixelColor(2, 2) == theme.LIGHT.surface
    assert theme.LIGHT.accent.name() in _colours(chart)
    assert chart.accessibleDescription() == "29 Nov, 1,204; 30 Nov, 2,310"
    theme.apply(qapp, theme.Mode.DARK)
    qtbot.waitUntil(lambda: chart._picture is not None)
    assert theme.DARK.accent.name() in _colours(chart)
    qtbot.keyClick(chart, Qt.Key.Key_T)
    assert theme.DARK.accent.name() not in _colours(chart)


def _colours(chart: MetricChart) -> set[str]:
    picture = chart.grab().toImage()
    return {picture.pixelColor(x, y).name() for x in range(0, 400, 7) for y in range(20, 190, 7)}
