"""Nothing is cut off in the smallest window that is promised: 1280 × 800."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QScrollArea, QVBoxLayout, QWidget

from microinf_desktop.ui.theme import Tone
from microinf_desktop.ui.tour import _places
from microinf_desktop.ui.widgets.feedback import Banner
from tests.ui.pages.conftest import Desk, settle


def _cut(root: QWidget) -> Iterator[str]:
    """Columns that are wider than what is seen of them, and wrapped texts with a line too few."""
    for area in root.findChildren(QScrollArea):
        fixed = area.horizontalScrollBarPolicy() is Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        inside: Any = area.widget()
        if area.isVisible() and fixed and inside is not None and inside.width() > area.viewport().width():
            yield f"column {inside.width()} of {area.viewport().width()}: {area.accessibleName()}"
    for label in root.findChildren(QLabel):
        if label.isVisible() and label.wordWrap() and label.height() + 2 < label.heightForWidth(label.width()):
            yield f"text {label.text()}"


def test_no_page_of_the_tour_is_cut(desk_on: Callable[..., Desk]) -> None:
    desk = desk_on((1280, 800))
    found = {}
    for name, show in _places(desk.window):
        show()
        settle()
        found[name] = list(_cut(desk.page))
    assert len(found) > 40
    assert {name: cut for name, cut in found.items() if cut} == {}


def test_a_warning_beside_the_set_up_is_whole(desk_on: Callable[..., Desk]) -> None:
    desk = desk_on((1280, 800))
    page = desk.go("campaign_setup", step="dates")
    field = page.form.form.input("go_live_on")
    field.set_value(date(2026, 11, 28))
    field.edited.emit()
    settle()
    banners = [banner for banner in page.summary.findChildren(Banner) if banner.isVisible()]
    assert banners, "too late to start is said"
    assert list(_cut(page.summary)) == []


def test_a_banner_is_no_higher_than_its_words(qtbot: Any) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    banner = Banner(Tone.ATTENTION, "Too late to start", "Work would have had to start on Monday. " * 3)
    column = QVBoxLayout(holder)
    column.addWidget(banner)
    column.addStretch(1)
    heights = []
    for width in (900, 260, 900):
        holder.resize(width, 600)
        holder.show()
        settle()
        assert banner.height() == banner.heightForWidth(banner.width())
        heights.append(banner.height())
    assert heights[0] == heights[2] < heights[1]
