"""The bar that narrows a list: search, chips for what is on, a menu for what can be added.

```python
bar = FilterBar([
    FilterField("stage", tr("Stage"), "choice", choices(RelationshipStage)),
    FilterField("followers", tr("Followers"), "range"),
    FilterField("added", tr("Added"), "dates"),
    FilterField("conflict", tr("Has a conflict"), "flag"),
], search=tr("Name, handle, tag"))
bar.changed.connect(self.reload)      # then bar.text() and bar.values()
```
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QMenu, QSizePolicy, QWidget

from microinf_desktop.ui import formats, icons, paint, theme
from microinf_desktop.ui.i18n import tr
from microinf_desktop.ui.widgets.buttons import Button, PaintedButton
from microinf_desktop.ui.widgets.flow import FlowLayout
from microinf_desktop.ui.widgets.inputs import SearchField

BAR_HEIGHT = 40
_DEBOUNCE_MS = 0  # a query of the next turn of the event loop: several keys in one turn ask once

Options = Sequence[tuple[Any, str]] | Callable[[], Sequence[tuple[Any, str]]]


@dataclass(frozen=True)
class FilterField:
    """One thing a list can be narrowed by.

    `kind` and its value: "choice" a tuple of values; "text" a str; "range" (low, high), "dates" (from, to) with
    None for open ends; "flag" True. `unit` stands behind a range's numbers.
    """

    key: str
    title: str
    kind: str
    options: Options = ()
    unit: str = ""

    def choices(self) -> Sequence[tuple[Any, str]]:
        return self.options() if callable(self.options) else self.options

    def value_text(self, value: Any) -> str:
        """What the chip says: "tea, food", "5 K–100 K", "≥ 3 %"."""
        if self.kind == "choice":
            names = [text for known, text in self.choices() if known in value]
            return ", ".join(names) if len(names) <= 2 else tr("{n} chosen", n=len(names))
        if self.kind == "range":
            low, high = (_figure(part, self.unit) if part is not None else "" for part in value)
            return _span(low, high)
        if self.kind == "dates":
            low, high = (formats.day(part) if part is not None else "" for part in value)
            return _span(low, high)
        return "" if self.kind == "flag" else str(value)


def _figure(value: float, unit: str) -> str:
    text = formats.short(value) if value >= 1000 or value == int(value) else formats.decimal(value)
    return f"{text.replace('.0' + formats.NBSP, formats.NBSP)}{formats.NBSP + unit if unit else ''}"


def _span(low: str, high: str) -> str:
    if low and high:
        return f"{low}–{high}"
    return f"≥ {low}" if low else f"≤ {high}"


class Chip(PaintedButton):
    """Name in text-3, value in 500, × at the right; a click opens, × or Backspace removes."""

    removed = Signal()

    def __init__(self, name: str, value: str, removable: bool = True, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.removable = removable
        self._name, self._value = name, value
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)
        self._over_cross = False
        self.set_value(value)

    def set_value(self, value: str) -> None:
        self._value = value
        hint = tr("Backspace removes it") if self.removable else ""
        self.setAccessibleName(f"{self._name} {value}".strip())
        self.setAccessibleDescription(hint)
        self.updateGeometry()
        self.update()

    def _widths(self) -> tuple[float, float]:
        name = paint.metrics(theme.font("body")).horizontalAdvance(self._name)
        value = paint.metrics(theme.font("name")).horizontalAdvance(self._value)
        return name + (5 if name and self._value else 0), value

    def sizeHint(self) -> QSize:
        name, value = self._widths()
        height = theme.BAR_CONTROL_HEIGHT if self._name else 20
        return QSize(round(min(name + value, 320)) + 16 + (22 if self.removable else 0), height)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def _cross_left(self) -> int:
        return self.width() - (22 if self.removable else 0)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        over = self.removable and event.position().x() >= self._cross_left()
        if over != self._over_cross:
            self._over_cross = over
            self.update()
        super().mouseMoveEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self.removable and event.position().x() >= self._cross_left():
            self.removed.emit()
            return
        super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.removable and event.key() in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete):
            self.removed.emit()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, now = QPainter(self), theme.current()
        box = QRectF(self.rect())
        paint.rounded(painter, box, 4, now.hover if self.underMouse() and self._name else now.surface, now.line)
        cross = self._cross_left()
        name, _ = self._widths()
        painter.setFont(theme.font("body"))
        painter.setPen(now.text3)
        paint.text(painter, QRectF(8, 0, name, box.height()), self._name)
        painter.setFont(theme.font("name"))
        painter.setPen(now.text)
        paint.text(painter, QRectF(8 + name, 0, cross - 14 - name, box.height()), self._value)
        if self.removable:
            painter.fillRect(QRectF(cross, 1, 1, box.height() - 2), now.line)
            ink = now.text if self._over_cross else now.text3
            icons.draw(painter, cross + 6, (box.height() - 10) / 2, "close", ink, 10)
        if self.ring:
            paint.focus_ring(painter, box, now.accent, 4)


class FilterBar(QWidget):
    """See the module's docstring. `add_left` and `add_right` take further controls (segments, List|Board)."""

    changed = Signal()

    def __init__(self, fields: Sequence[FilterField], search: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Filter"))
        self.fields = {field.key: field for field in fields}
        self._values: dict[str, Any] = {}
        self._chips: dict[str, Chip] = {}
        self.search = SearchField(search, parent=self) if search else None
        self._left = QHBoxLayout()
        self._right = QHBoxLayout()
        self._right.setSpacing(8)
        self.add_button = Button(tr("Filter"), "quiet", "plus", parent=self)
        self.add_button.height_hint = theme.BAR_CONTROL_HEIGHT
        self.add_button.clicked.connect(self._open_menu)
        self.add_button.setVisible(bool(fields))
        self._area = QWidget(self)
        self._flow = FlowLayout(self._area, margins=(0, 7, 0, 7), spacing=6)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.changed)
        self._beside = True
        self._build()

    def _build(self) -> None:
        self._left.setSpacing(8)
        if self.search is not None:
            self.search.setFixedWidth(200)
            self._left.addWidget(self.search)
            self.search.searched.connect(lambda _text: self._timer.start(_DEBOUNCE_MS))
        policy = self._area.sizePolicy()
        policy.setHeightForWidth(True)
        policy.setHorizontalPolicy(QSizePolicy.Policy.Expanding)
        self._area.setSizePolicy(policy)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(16, 0, 16, 1)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(0)
        self._grid.setColumnStretch(1, 1)
        top = Qt.AlignmentFlag.AlignTop
        for part, place in ((self._left, 0), (self._right, 2)):
            part.setContentsMargins(0, 7, 0, 7)
            self._grid.addLayout(part, 0, place, top)
        self._grid.addWidget(self._area, 0, 1)
        self.setMinimumHeight(BAR_HEIGHT + 1)
        self._flow.addWidget(self.add_button)

    def _arrange(self) -> None:
        """Chips beside the controls, or in a row of their own where they would not fit into one line."""
        chips = sum(chip.sizeHint().width() + 6 for chip in self._chips.values()) + self.add_button.sizeHint().width()
        beside = self._left.sizeHint().width() + self._right.sizeHint().width() + 48 + chips <= self.width()
        if beside == self._beside:
            return
        self._beside = beside
        self._grid.removeWidget(self._area)
        if beside:
            self._grid.addWidget(self._area, 0, 1)
        else:
            self._grid.addWidget(self._area, 1, 0, 1, 3)
        self._flow.setContentsMargins(0, 7 if beside else 0, 0, 7)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def add_left(self, widget: QWidget) -> None:
        self._left.addWidget(widget)

    def add_right(self, widget: QWidget) -> None:
        self._right.addWidget(widget)

    def focus_search(self) -> None:
        """Ctrl+F: into the search field, or open the menu of filters."""
        if self.search is not None:
            self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.search.selectAll()
        else:
            self.add_button.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def apply_now(self) -> None:
        """Do not wait for the next key: Enter means what stands there."""
        if self._timer.isActive():
            self._timer.stop()
            self.changed.emit()

    # values

    def text(self) -> str:
        return self.search.text().strip() if self.search is not None else ""

    def values(self) -> dict[str, Any]:
        """What is on: key to value; absent keys do not narrow."""
        return dict(self._values)

    def value(self, key: str) -> Any:
        return self._values.get(key)

    def set_values(self, values: Mapping[str, Any], text: str = "") -> None:
        """Replace what is on and tell once."""
        for key in list(self._values):
            self._drop(key)
        for key, value in values.items():
            if key in self.fields:
                self._put(key, value)
        if self.search is not None:
            self.search.setText(text)
        self._timer.start(_DEBOUNCE_MS)

    def set_value(self, key: str, value: Any) -> None:
        """Turn one filter on, change it, or off with None or an empty value."""
        if value is None or value in ((), "", (None, None)):
            self._drop(key)
        else:
            self._put(key, value)
        self._timer.start(_DEBOUNCE_MS)

    def clear(self) -> None:
        self.set_values({})

    def state(self) -> dict[str, object]:
        """What is on as JSON values."""
        return {"text": self.text(), "values": {key: _plain(value) for key, value in self._values.items()}}

    def restore_state(self, state: Mapping[str, Any]) -> None:
        values = {}
        for key, value in dict(state.get("values", {})).items():
            field = self.fields.get(key)
            if field is not None:
                values[key] = _rich(field, value)
        self.set_values(values, str(state.get("text", "")))

    def _put(self, key: str, value: Any) -> None:
        field = self.fields[key]
        self._values[key] = value
        chip = self._chips.get(key)
        if chip is None:
            chip = Chip(field.title, "", parent=self._area)
            chip.removed.connect(lambda: self._removed(key))
            chip.clicked.connect(lambda: self.open_editor(key))
            self._chips[key] = chip
            self._flow.removeWidget(self.add_button)
            self._flow.addWidget(chip)
            self._flow.addWidget(self.add_button)
            chip.show()
        chip.set_value(field.value_text(value))
        self._relayout()

    def _drop(self, key: str) -> None:
        self._values.pop(key, None)
        chip = self._chips.pop(key, None)
        if chip is not None:
            self._flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self._relayout()

    def _removed(self, key: str) -> None:
        had_focus = self._chips[key].hasFocus()
        self.set_value(key, None)
        if had_focus:
            last = list(self._chips.values())[-1] if self._chips else self.add_button
            last.setFocus(Qt.FocusReason.TabFocusReason)

    def _relayout(self) -> None:
        self._arrange()
        self._flow.invalidate()
        self._area.updateGeometry()
        self.updateGeometry()

    # adding

    def _open_menu(self) -> None:
        menu = QMenu(self)
        for key, field in self.fields.items():
            if key not in self._values:
                menu.addAction(field.title).triggered.connect(lambda _=False, key=key: self.open_editor(key))
        if self._values:
            menu.addSeparator()
            menu.addAction(tr("Clear all filters")).triggered.connect(self.clear)
        menu.popup(self.add_button.mapToGlobal(self.add_button.rect().bottomLeft()))

    def open_editor(self, key: str) -> None:
        """Open the popup in which a filter's value is set; a flag is simply turned on."""
        from microinf_desktop.ui.widgets.filter_popup import FilterPopup

        field = self.fields[key]
        if field.kind == "flag":
            self.set_value(key, True)
            return
        popup = FilterPopup(field, self._values.get(key), self)
        popup.edited.connect(lambda value: self.set_value(key, value))
        popup.open_below(self._chips.get(key, self.add_button))

    def paintEvent(self, event: QPaintEvent) -> None:
        paint.hairline(QPainter(self), 0, self.width(), self.height() - 1, theme.current().line)


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    return value.isoformat() if isinstance(value, date) else value


def _rich(field: FilterField, value: Any) -> Any:
    if field.kind == "dates":
        return tuple(date.fromisoformat(part) if part else None for part in value)
    if field.kind == "choice":
        return tuple(known for known, _ in field.choices() if known in value)
    return tuple(value) if isinstance(value, list) else value
