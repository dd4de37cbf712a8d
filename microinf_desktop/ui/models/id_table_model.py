"""The one table model: it holds ordered ids and fetches blocks of rows when they are painted.

100,000 people are 800 KB of ids; the rows that were looked at last are kept, the others forgotten.
"""

from array import array
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from microinf_desktop.ui.delegates import delegate_for
from microinf_desktop.ui.formats import count
from microinf_desktop.ui.i18n import tr
from microinf_desktop.ui.models.columns import Column, Group

# Gets ids, gives their rows in any order; or None when it will call `deliver` later.
Loader = Callable[[Sequence[int]], Iterable[Any] | None]
BLOCK = 32  # the rows of one window: more make a key wait for what nobody sees
KEPT_BLOCKS = 24
_Index = QModelIndex | QPersistentModelIndex


class PreparedRow:
    """A row as loaded with its cells as they are drawn, prepared one by one when needed."""

    __slots__ = ("cells", "row")

    def __init__(self, row: Any, width: int) -> None:
        self.row = row
        self.cells: list[Any] = [None] * width


class IdTableModel(QAbstractTableModel):
    """Rows by id. View rows are ids, or group headings where groups are set.

    `checked` is the set of ticked ids; it survives `refresh` as far as its ids are still there.
    """

    checked_changed = Signal()

    def __init__(self, columns: Sequence[Column], loader: Loader, id_of: Callable[[Any], int] | None = None,
                 parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = list(columns)
        self._getters = [column.getter() for column in self.columns]
        self._delegates = [delegate_for(column.kind) for column in self.columns]
        self._loader = loader
        self._id_of = id_of or (lambda row: row.id)
        self._ids = array("q")
        self._order: array[int] = self._ids  # view rows: an id, or -1 - place of a group
        self._places: dict[int, int] | None = None
        self._groups: list[tuple[int, Group]] = []
        self._folded: set[str] = set()
        self._rows: OrderedDict[int, PreparedRow] = OrderedDict()
        self._requested: set[int] = set()
        self.checked: set[int] = set()

    # content

    def set_ids(self, ids: Iterable[int], groups: Sequence[tuple[int, Group]] = ()) -> None:
        """Show these rows in this order; `groups` are headings with the position of their first id."""
        self.beginResetModel()
        self._ids = ids if isinstance(ids, array) and ids.typecode == "q" else array("q", ids)
        self._groups = list(groups)
        self._arrange()
        self._rows.clear()
        self._requested.clear()
        self.endResetModel()
        if self.checked:
            kept = self.checked.intersection(self._ids)
            if kept != self.checked:
                self.checked = kept
                self.checked_changed.emit()

    def forget_rows(self, ids: Collection[int] | None = None) -> None:
        """Load these rows (all when None) anew when they are painted next."""
        if ids is None:
            self._rows.clear()
        else:
            for row_id in ids:
                self._rows.pop(row_id, None)
        self._requested.clear()

    def deliver(self, rows: Iterable[Any]) -> None:
        """Take rows that a loader fetched in the background."""
        width = len(self.columns)
        for row in rows:
            row_id = self._id_of(row)
            self._requested.discard(row_id)
            self._rows[row_id] = PreparedRow(row, width)
        if self.rowCount():
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, width - 1))

    @property
    def ids(self) -> Sequence[int]:
        """All ids in order, folded groups included."""
        return self._ids

    def _arrange(self) -> None:
        self._places = None
        if not self._groups:
            self._order = self._ids
            return
        order = array("q")
        starts = [start for start, _ in self._groups] + [len(self._ids)]
        order.extend(self._ids[: starts[0]])
        for place, (start, group) in enumerate(self._groups):
            order.append(-1 - place)
            if group.key not in self._folded:
                order.extend(self._ids[start : starts[place + 1]])
        self._order = order

    def toggle_group(self, view_row: int) -> None:
        """Fold or unfold the group whose heading stands in a view row."""
        group = self.group_at(view_row)
        if group is None:
            return
        self.beginResetModel()
        self._folded ^= {group.key}
        self._arrange()
        self.endResetModel()

    def is_folded(self, group: Group) -> bool:
        return group.key in self._folded

    @property
    def grouped(self) -> bool:
        return bool(self._groups)

    # rows

    def id_at(self, view_row: int) -> int:
        """Id in a view row, 0 for a heading or beyond the end."""
        return max(self._order[view_row], 0) if 0 <= view_row < len(self._order) else 0

    def group_at(self, view_row: int) -> Group | None:
        if 0 <= view_row < len(self._order) and self._order[view_row] < 0:
            return self._groups[-1 - self._order[view_row]][1]
        return None

    def view_row(self, row_id: int) -> int:
        """View row of an id, -1 when it is not shown."""
        if self._places is None:
            if len(self._order) > 256:
                try:
                    return self._order.index(row_id)
                except ValueError:
                    return -1
            self._places = {other: place for place, other in enumerate(self._order)}
        return self._places.get(row_id, -1)

    def prepared(self, view_row: int) -> PreparedRow | None:
        """The loaded row of a view row; loads its block when needed; None while it is on its way."""
        row_id = self._order[view_row]
        found = self._rows.get(row_id)
        if found is None and row_id > 0 and row_id not in self._requested:
            self._load_around(view_row)
            found = self._rows.get(row_id)
        return found

    def row(self, row_id: int) -> Any:
        """The row object of an id, None when it is not there any more."""
        if row_id not in self._rows:
            self._take(self._loader([row_id]))
        found = self._rows.get(row_id)
        return found.row if found is not None else None

    def _load_around(self, view_row: int) -> None:
        start = view_row // BLOCK * BLOCK
        block = [row_id for row_id in self._order[start : start + BLOCK] if row_id > 0]
        wanted = [row_id for row_id in block if row_id not in self._rows]
        loaded = self._loader(wanted)
        self._requested.update(wanted)
        if loaded is None:
            return  # the loader works in the background and calls `deliver`
        self._take(loaded)
        while len(self._rows) > KEPT_BLOCKS * BLOCK:
            old_id, _ = self._rows.popitem(last=False)
            self._requested.discard(old_id)

    def _take(self, rows: Iterable[Any] | None) -> None:
        width = len(self.columns)
        for row in rows or ():
            self._rows[self._id_of(row)] = PreparedRow(row, width)

    def cell(self, prepared: PreparedRow, place: int) -> Any:
        """What column `place` draws for a row, prepared once."""
        found = prepared.cells[place]
        if found is None:
            value = self._getters[place](prepared.row)
            found = prepared.cells[place] = self._delegates[place].prepare(value, self.columns[place])
        return found

    def cell_text(self, view_row: int, place: int) -> str:
        """The text a screen reader says and the clipboard gets for a cell."""
        prepared = self.prepared(view_row)
        if prepared is None:
            return tr("Loading") if view_row < len(self._order) and self._order[view_row] > 0 else ""
        return self._delegates[place].text(self._getters[place](prepared.row), self.columns[place])

    # ticks

    def set_checked(self, ids: Iterable[int], on: bool = True) -> None:
        before = len(self.checked)
        if on:
            self.checked.update(ids)
        else:
            self.checked.difference_update(ids)
        if len(self.checked) != before:
            self.checked_changed.emit()

    def toggle(self, row_id: int) -> None:
        self.checked ^= {row_id}
        self.checked_changed.emit()

    def clear_checked(self) -> None:
        if self.checked:
            self.checked = set()
            self.checked_changed.emit()

    def header_state(self) -> Qt.CheckState:
        if not self.checked:
            return Qt.CheckState.Unchecked
        return Qt.CheckState.Checked if len(self.checked) >= len(self._ids) else Qt.CheckState.PartiallyChecked

    # Qt

    def rowCount(self, parent: _Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._order)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        if self.group_at(index.row()) is not None:
            return Qt.ItemFlag.ItemIsEnabled
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
        return flags | Qt.ItemFlag.ItemIsUserCheckable if index.column() == 0 else flags

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].title
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.DisplayRole:
            group = self.group_at(index.row())
            if group is not None:
                return f"{group.title} {group.count}".strip() if index.column() == 0 else ""
            return self.cell_text(index.row(), index.column())
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._spoken(index.row(), index.column())
        if role == Qt.ItemDataRole.CheckStateRole and index.column() == 0 and self.id_at(index.row()):
            ticked = self.id_at(index.row()) in self.checked
            return Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked
        return None

    def _spoken(self, view_row: int, place: int) -> str:
        """"Followers, Klara Vossbeck, 38.6 K": column, row, value (design language, section 8)."""
        group = self.group_at(view_row)
        if group is not None:
            return " ".join(part for part in (group.title, group.count, group.note) if part)
        text = self.cell_text(view_row, place)
        if place == 0:
            return f"{self.columns[0].title}, {text}"
        return f"{self.columns[place].title}, {self.cell_text(view_row, 0)}, {text}"

    def position_text(self, view_row: int) -> str:
        """"Row 17 of 1,284" for the status bar; empty without a row."""
        row_id = self.id_at(view_row)
        if not row_id:
            return ""
        place = view_row if not self._groups else self._ids.index(row_id)
        return tr("Row {n} of {total}", n=count(place + 1), total=count(len(self._ids)))
