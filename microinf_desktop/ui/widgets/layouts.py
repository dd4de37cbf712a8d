"""Short ways to lay things out on the 4 px grid."""

from collections.abc import Iterable, Iterator
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLayout, QScrollArea, QVBoxLayout, QWidget

from microinf_desktop.ui import theme

# What `row` and `column` take: a widget, a layout, or an integer, which is a stretch.
Item = QWidget | QLayout | int


def row(*items: Item, spacing: int = 8, margins: tuple[int, int, int, int] = (0, 0, 0, 0)) -> QHBoxLayout:
    """Side by side, vertically centred; an integer is a stretch."""
    layout = QHBoxLayout()
    _fill(layout, items, spacing, margins, Qt.AlignmentFlag.AlignVCenter)
    return layout


def column(*items: Item, spacing: int = 8, margins: tuple[int, int, int, int] = (0, 0, 0, 0)) -> QVBoxLayout:
    """Below one another; an integer is a stretch."""
    layout = QVBoxLayout()
    _fill(layout, items, spacing, margins, Qt.AlignmentFlag(0))
    return layout


def _fill(layout: QBoxLayout, items: Iterable[Item], spacing: int, margins: tuple[int, int, int, int],
          align: Qt.AlignmentFlag) -> None:
    layout.setSpacing(spacing)
    layout.setContentsMargins(*margins)
    for item in items:
        if isinstance(item, int):
            layout.addStretch(item)
        elif isinstance(item, QLayout):
            layout.addLayout(item)
        else:
            layout.addWidget(item, 0, align)


def boxed(layout: QLayout, fill: str = "", parent: QWidget | None = None) -> QWidget:
    """A plain widget around a layout, filled with a token when `fill` names one."""
    widget = QWidget(parent)
    widget.setLayout(layout)
    if fill:
        theme.set_background(widget, fill)
    return widget


def clear(layout: QLayout) -> None:
    """Remove and delete everything in a layout."""
    while (item := layout.takeAt(0)) is not None:
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif inner is not None:
            clear(inner)


def tab_in_reading_order(root: QWidget) -> None:
    """Let the Tab key go through what layouts hold in the order of reading.

    Qt goes by the order in which widgets were made, which is another one where parts of a page are made later.
    """
    for first, second in pairwise(_focusable(root)):
        QWidget.setTabOrder(first, second)


def _focusable(widget: QWidget) -> Iterator[QWidget]:
    if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.focusProxy() is None:
        yield widget
    if isinstance(widget, QScrollArea) and (inner := widget.widget()) is not None:
        yield from _focusable(inner)
    elif (layout := widget.layout()) is not None:
        yield from _inside(layout)


def _inside(layout: QLayout) -> Iterator[QWidget]:
    for place in range(layout.count()):
        item = layout.itemAt(place)
        if item is None:
            continue
        if (widget := item.widget()) is not None:
            yield from _focusable(widget)
        elif (inner := item.layout()) is not None:
            yield from _inside(inner)


class ScrollColumn(QScrollArea):
    """A column that scrolls vertically; add to `.body`, a QVBoxLayout whose items keep their height."""

    def __init__(self, margins: tuple[int, int, int, int] = (16, 12, 16, 16), spacing: int = 8, fill: str = "surface",
                 parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inner = QWidget()
        theme.set_background(inner, fill)
        theme.set_background(self, fill)
        outer = QVBoxLayout(inner)
        outer.setContentsMargins(*margins)
        outer.setSpacing(0)
        self.body = QVBoxLayout()
        self.body.setSpacing(spacing)
        outer.addLayout(self.body)
        outer.addStretch(1)
        self.setWidget(inner)
