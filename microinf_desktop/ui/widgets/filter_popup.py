"""The small window in which one filter's value is set; every change works at once."""

from typing import Any

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from microinf_desktop.ui import theme
from microinf_desktop.ui.i18n import tr
from microinf_desktop.ui.widgets.date_edit import DateEdit
from microinf_desktop.ui.widgets.filter_bar import FilterField
from microinf_desktop.ui.widgets.inputs import NumberEdit, SearchField, TextField
from microinf_desktop.ui.widgets.labels import Label
from microinf_desktop.ui.widgets.option_list import OptionList


class FilterPopup(QWidget):
    """Below the chip or the "+ Filter" button; Esc or a click elsewhere closes it."""

    edited = Signal(object)

    def __init__(self, field: FilterField, value: Any, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAccessibleName(field.title)
        self._field = field
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(12, 10, 12, 12)
        self._layout.setSpacing(8)
        self._layout.addWidget(Label(field.title, "label", "text2"))
        self._first: QWidget = self
        {"choice": self._build_choice, "text": self._build_text, "range": self._build_range,
         "dates": self._build_dates}[field.kind](value)

    def open_below(self, anchor: QWidget) -> None:
        self.adjustSize()
        at = anchor.mapToGlobal(QPoint(0, anchor.height() + 2))
        space = anchor.screen().availableGeometry()
        self.move(max(min(at.x(), space.right() - self.width()), space.x()), at.y())
        self.show()
        self._first.setFocus(Qt.FocusReason.PopupFocusReason)

    def _build_choice(self, value: Any) -> None:
        options = list(self._field.choices())
        chosen = OptionList(options, tuple(value or ()), self)
        chosen.setAccessibleName(self._field.title)
        if len(options) > 8:
            search = SearchField(tr("Search"), parent=self)
            search.searched.connect(chosen.narrow)
            search.returnPressed.connect(chosen.toggle_first)
            self._layout.addWidget(search)
            self._first = search
        else:
            self._first = chosen
        chosen.changed.connect(lambda: self.edited.emit(chosen.value()))
        self._layout.addWidget(chosen)

    def _build_text(self, value: Any) -> None:
        field = TextField(str(value or ""), parent=self)
        field.setAccessibleName(self._field.title)
        field.setMinimumWidth(220)
        field.textChanged.connect(lambda text: self.edited.emit(text.strip()))
        field.returnPressed.connect(self.close)
        self._layout.addWidget(field)
        self._first = field

    def _build_range(self, value: Any) -> None:
        low, high = NumberEdit(tr("from"), whole=False), NumberEdit(tr("to"), whole=False)
        for edit, part in zip((low, high), value or (None, None), strict=True):
            edit.setFixedWidth(104)
            if part is not None:
                edit.setText(f"{part:g}")
        self._add_pair(low, high)

    def _build_dates(self, value: Any) -> None:
        low, high = DateEdit(tr("from")), DateEdit(tr("to"))
        for edit, part in zip((low, high), value or (None, None), strict=True):
            edit.setFixedWidth(150)
            edit.set_value(part)
        self._add_pair(low, high)

    def _add_pair(self, low: Any, high: Any) -> None:
        low.setAccessibleName(tr("{title} from", title=self._field.title))
        high.setAccessibleName(tr("{title} to", title=self._field.title))
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(low)
        row.addWidget(Label("–", ink="text3"))
        row.addWidget(high)
        if self._field.unit:
            row.addWidget(Label(self._field.unit, ink="text3"))
        self._layout.addLayout(row)
        for edit in (low, high):
            edit.textChanged.connect(lambda _text: self.edited.emit((low.value(), high.value())))
            edit.returnPressed.connect(self.close)
        self._first = low

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, now = QPainter(self), theme.current()
        painter.fillRect(self.rect(), now.raised)
        painter.setPen(now.line_strong)
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
