"""The table of every list page: rows by id, ticks with a bulk bar, columns one can choose, an empty state.

```python
table = DataTable("roster", columns, loader, context.settings)
table.refresh(ids)                       # keeps ticks, current row and scroll position
table.opened.connect(self._open)         # Enter or double click, with the id
table.sorted.connect(self._sort)         # (sort key, descending): query anew and call refresh
table.set_bulk_actions([Action("roster.tag", tr("Tag"), lambda: self._tag(table.checked_ids()))])
```
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from math import ceil
from typing import Any

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu, QStackedLayout, QVBoxLayout, QWidget

from microinf_desktop.ui import icons
from microinf_desktop.ui.actions import Action, fill_menu
from microinf_desktop.ui.i18n import tr
from microinf_desktop.ui.models.columns import Column, Group, Kind
from microinf_desktop.ui.models.id_table_model import IdTableModel, Loader
from microinf_desktop.ui.settings import Settings
from microinf_desktop.ui.widgets.bulk_bar import BulkBar
from microinf_desktop.ui.widgets.feedback import EmptyState
from microinf_desktop.ui.widgets.table_view import TableView

_MOST_GROWTH = 0.4  # of a name's column, where there is room
_DOWN_FIRST = {Kind.NUMBER, Kind.COUNT, Kind.PERCENT, Kind.MONEY}


class DataTable(QWidget):
    """See the module's docstring. `name` is the key under which widths, order and sorting are remembered."""

    opened = Signal(int)
    current_changed = Signal(int)  # id, 0 for none
    checked_changed = Signal()
    sorted = Signal(str, bool)
    link_clicked = Signal(str, int)

    def __init__(self, name: str, columns: Sequence[Column], loader: Loader, settings: Settings | None = None,
                 checkable: bool = True, id_of: Callable[[Any], int] | None = None,
                 parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name, self._settings = name, settings
        self.model = IdTableModel(columns, loader, id_of, self)
        self.view = TableView(self.model, checkable, self)
        self.bulk_bar = BulkBar(self)
        self.empty = EmptyState(tr("Nothing here yet"))
        self._row_actions: Callable[[], Sequence[Action]] = tuple
        self._save_timer = QTimer(self)
        self._wanted: dict[int, int] = {}  # widths that a person chose
        self._fitting = True
        self._build()
        self._connect()
        self._restore_columns()
        self._fitting = False

    def _build(self) -> None:
        body = QWidget(self)
        self._stack = QStackedLayout(body)
        self._stack.addWidget(self.view)
        self._stack.addWidget(self.empty)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(body, 1)
        layout.addWidget(self.bulk_bar)
        self.bulk_bar.set_count(0)
        self.setFocusProxy(self.view)
        for place, column in enumerate(self.model.columns):
            self.view.setColumnWidth(place, column.width)
            self.view.setColumnHidden(place, column.hidden)

    def _connect(self) -> None:
        self.view.opened.connect(self.opened)
        self.view.resized.connect(self._fit)
        self.view.link_clicked.connect(self.link_clicked)
        self.view.row_changed.connect(lambda row: self.current_changed.emit(self.model.id_at(row)))
        self.view.menu_asked.connect(self._open_menu)
        self.view.head.menu_asked.connect(lambda at: self._columns_menu(QMenu(self)).popup(at))
        self.view.head.sort_asked.connect(self._sort_by)
        self.view.head.sectionResized.connect(self._section_resized)
        self.view.head.sectionMoved.connect(lambda *_: self._save_later())
        self.model.checked_changed.connect(self._checked_changed)
        self.bulk_bar.cleared.connect(self.model.clear_checked)
        self._save_timer.setSingleShot(True)
        self._save_timer.timeout.connect(self._save_columns)
        copy = QShortcut(QKeySequence(QKeySequence.StandardKey.Copy), self.view)
        copy.activated.connect(self.copy_rows)

    def setAccessibleName(self, name: str) -> None:
        super().setAccessibleName(name)
        self.view.setAccessibleName(name)

    # content

    def set_ids(self, ids: Iterable[int], groups: Sequence[tuple[int, Group]] = ()) -> None:
        """Another list: scroll to its top, no current row, ticks of vanished rows go."""
        self.model.set_ids(ids, groups)
        self._stack.setCurrentIndex(0 if self.model.rowCount() else 1)
        self.view.scrollToTop()

    def refresh(self, ids: Iterable[int], groups: Sequence[tuple[int, Group]] = ()) -> None:
        """The same list as it is now: keeps the current row, the ticks and what is in view.

        When the current row is gone, its neighbour becomes current.
        """
        row = self.view.currentIndex().row()
        current, offset = self.model.id_at(row), self.view.verticalScrollBar().value()
        self.view.selectionModel().blockSignals(True)
        self.model.set_ids(ids, groups)
        self._stack.setCurrentIndex(0 if self.model.rowCount() else 1)
        place = self.model.view_row(current) if current else -1
        if place < 0 and current and self.model.rowCount():
            place = min(row, self.model.rowCount() - 1)
        if place >= 0:
            self.view.selectionModel().setCurrentIndex(
                self.model.index(place, 0), self.view.selectionModel().SelectionFlag.ClearAndSelect
                | self.view.selectionModel().SelectionFlag.Rows)
        self.view.selectionModel().blockSignals(False)
        self.view.updateGeometries()
        self.view.verticalScrollBar().setValue(offset)
        if self.model.id_at(place) != current:
            self.current_changed.emit(self.model.id_at(place))

    def reload_rows(self, ids: Iterable[int] | None = None) -> None:
        """Rows changed, their order did not: fetch them anew."""
        self.model.forget_rows(None if ids is None else list(ids))
        self.view.viewport().update()

    def set_empty(self, sentence: str, verb: str = "", callback: Callable[[], object] | None = None) -> None:
        """What stands there without rows."""
        self.empty.set_content(sentence, verb, callback)

    # where one is

    def current_id(self) -> int:
        """Id of the current row, 0 for none."""
        return self.model.id_at(self.view.currentIndex().row())

    def current_row(self) -> Any:
        """Row object of the current row, None for none."""
        return self.model.row(self.current_id()) if self.current_id() else None

    def select(self, row_id: int) -> bool:
        """Make a row current and visible; False when it is not in the list."""
        place = self.model.view_row(row_id)
        self.view.go_to(place)
        return place >= 0

    def enter(self, opens: bool = False) -> None:
        """Give the keyboard to the current row, else to the first one; `opens` opens it too."""
        if not self.model.rowCount():
            return
        if not self.current_id():
            rows = range(min(self.model.rowCount(), 2))  # a group's head may come first
            self.view.go_to(next((row for row in rows if self.model.id_at(row)), 0))
        self.view.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if opens and self.current_id():
            self.opened.emit(self.current_id())

    def checked_ids(self) -> list[int]:
        """Ticked ids in the table's order; the current row when nothing is ticked."""
        if self.model.checked:
            return [row_id for row_id in self.model.ids if row_id in self.model.checked]
        return [self.current_id()] if self.current_id() else []

    def position_text(self) -> str:
        return self.model.position_text(self.view.currentIndex().row())

    def set_finder(self, find: Callable[[str], int | None]) -> None:
        """Type-to-find over more rows than are loaded: text to id."""
        self.view.find_by_text = find

    # actions

    def set_row_actions(self, actions: Callable[[], Sequence[Action]]) -> None:
        """Context menu of the current row, made when it opens."""
        self._row_actions = actions

    def set_bulk_actions(self, actions: Sequence[Action]) -> None:
        """What the bar below offers while rows are ticked."""
        self.bulk_bar.set_actions(actions)

    def copy_rows(self) -> None:
        """Ticked rows or the current one to the clipboard, as cells that spreadsheets take."""
        places = [place for place in range(len(self.model.columns)) if not self.view.isColumnHidden(place)]
        lines = ["\t".join(self.model.columns[place].title for place in places)]
        for row_id in self.checked_ids():
            view_row = self.model.view_row(row_id)
            if view_row >= 0:
                lines.append("\t".join(self.model.cell_text(view_row, place) for place in places))
        QGuiApplication.clipboard().setText("\n".join(lines))

    def _checked_changed(self) -> None:
        self.bulk_bar.set_count(len(self.model.checked))
        self.checked_changed.emit()

    def _open_menu(self, at: QPoint) -> None:
        menu = fill_menu(QMenu(self), self._row_actions())
        if not menu.isEmpty():
            menu.addSeparator()
        sort_menu = menu.addMenu(icons.icon("filter"), tr("Sort by"))
        for place, column in enumerate(self.model.columns):
            if column.sorts_by and column.title:
                item = sort_menu.addAction(column.title)
                item.triggered.connect(lambda _=False, place=place: self._sort_by(place))
        self._columns_menu(menu.addMenu(icons.icon("columns"), tr("Columns")))
        menu.popup(at)

    def _columns_menu(self, menu: QMenu) -> QMenu:
        for place, column in enumerate(self.model.columns[1:], 1):
            item = QAction(column.title, menu)
            item.setCheckable(True)
            item.setChecked(not self.view.isColumnHidden(place))
            item.toggled.connect(lambda on, place=place: self._show_column(place, on))
            menu.addAction(item)
        return menu

    def _show_column(self, place: int, on: bool) -> None:
        self.view.setColumnHidden(place, not on)
        self._fit()
        self._save_later()

    # sorting

    def set_sort(self, key: str, descending: bool) -> None:
        """Show which column the ids are sorted by."""
        head = self.view.head
        head.sort_section = next((n for n, column in enumerate(self.model.columns) if column.sorts_by == key), -1)
        head.descending = descending
        head.viewport().update()

    def sort(self) -> tuple[str, bool]:
        """(sort key, descending) that the head shows; "" for none."""
        head = self.view.head
        return (self.model.columns[head.sort_section].sorts_by if head.sort_section >= 0 else "", head.descending)

    def _sort_by(self, place: int) -> None:
        column = self.model.columns[place]
        if not column.sorts_by:
            return
        key, descending = self.sort()
        descending = not descending if key == column.sorts_by else column.kind in _DOWN_FIRST
        self.set_sort(column.sorts_by, descending)
        self._save_later()
        self.sorted.emit(column.sorts_by, descending)

    # widths

    def _fit(self) -> None:
        """Fill the width: words of names grow a little, the stretching column takes the rest.

        Where it is too narrow, columns give way down to their least width before the table scrolls sideways.
        """
        shown = [n for n in range(len(self.model.columns)) if not self.view.isColumnHidden(n)]
        wanted = {n: self._wanted.get(n, self.model.columns[n].width) for n in shown}
        spare = self.view.viewport().width() - sum(wanted.values())
        widths = fit_widths(self.model.columns, wanted, spare, kept=set(self._wanted))
        self._fitting = True
        for place, width in widths.items():
            self.view.setColumnWidth(place, width)
        self._fitting = False

    def _section_resized(self, place: int, _old: int, new: int) -> None:
        if not self._fitting:
            self._wanted[place] = new
            self._save_later()

    def _save_later(self) -> None:
        self._save_timer.start(400)

    def state(self) -> dict[str, object]:
        """Widths, hidden columns, order and sorting as JSON values."""
        head = self.view.head
        keys = [column.key for column in self.model.columns]
        return {
            "widths": {keys[n]: width for n, width in self._wanted.items()},
            "shown": [key for n, key in enumerate(keys) if not self.view.isColumnHidden(n)],
            "hidden": [key for n, key in enumerate(keys) if self.view.isColumnHidden(n)],
            "order": [keys[head.logicalIndex(n)] for n in range(head.count())],
            "sort": list(self.sort()),
        }

    def restore_state(self, state: Mapping[str, Any]) -> None:
        """Take back what `state` gave; columns that are new since then keep their defaults."""
        keys = [column.key for column in self.model.columns]
        widths, hidden, shown = state.get("widths", {}), state.get("hidden", []), state.get("shown", [])
        for place, key in enumerate(keys):
            if key in widths:
                self._wanted[place] = max(int(widths[key]), 40)
                self.view.setColumnWidth(place, self._wanted[place])
            if place and (key in hidden or key in shown):
                self.view.setColumnHidden(place, key in hidden)
        order = [key for key in state.get("order", []) if key in keys]
        for target, key in enumerate(order):
            self.view.head.moveSection(self.view.head.visualIndex(keys.index(key)), target)
        if len(state.get("sort", ())) == 2:
            self.set_sort(str(state["sort"][0]), bool(state["sort"][1]))

    def _save_columns(self) -> None:
        if self._settings is not None:
            self._settings.set_state(f"table/{self.name}", self.state())

    def _restore_columns(self) -> None:
        if self._settings is not None:
            self.restore_state(self._settings.state(f"table/{self.name}"))


def fit_widths(columns: Sequence[Column], wanted: Mapping[int, int], spare: int,
               kept: Collection[int]) -> dict[int, int]:
    """Widths of the shown columns (place to pixels) when `spare` pixels are left over, or missing when negative.

    Columns in `kept` were set by hand and only give or take when nothing else can.
    """
    widths = dict(wanted)
    if spare < 0:
        room = {n: max(widths[n] - columns[n].least, 0) for n in widths if n not in kept}
        share = min(-spare / sum(room.values()), 1.0) if any(room.values()) else 0.0
        # Rounded up: a single pixel too many would bring the scroll bar.
        return {n: widths[n] - ceil(room.get(n, 0) * share) for n in widths}
    stretching = next((n for n in widths if columns[n].stretch), None)
    growing = [n for n in widths if columns[n].kind is Kind.NAME and n not in kept and n != stretching]
    for place in growing:
        more = min(round(widths[place] * _MOST_GROWTH), spare // (2 * len(growing)))
        widths[place] += more
        spare -= more
    if stretching is not None:
        widths[stretching] += spare
    return widths
