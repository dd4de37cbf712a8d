"""The table: ids, blocks, ticks, keyboard, refresh that keeps one's place."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication

from microinf_desktop.ui.actions import Action
from microinf_desktop.ui.models.columns import Column, Group, Kind
from microinf_desktop.ui.models.id_table_model import BLOCK, KEPT_BLOCKS, IdTableModel
from microinf_desktop.ui.settings import Settings
from microinf_desktop.ui.widgets.data_table import DataTable, fit_widths
from tests.ui.gallery import COLUMNS, rows


class Person(NamedTuple):
    id: int
    name: str
    followers: int | None


class People:
    """A loader that counts what it is asked for."""

    def __init__(self) -> None:
        self.asked: list[list[int]] = []
        self.gone: set[int] = set()

    def __call__(self, ids: Sequence[int]) -> Iterable[Person]:
        self.asked.append(list(ids))
        return [Person(n, f"Person {n}", n * 10 if n % 2 else None) for n in ids if n not in self.gone]


PEOPLE_COLUMNS = (
    Column("name", "Name", 200, Kind.NAME, stretch=True), Column("followers", "Followers", 90, Kind.NUMBER),
)


@pytest.fixture
def people() -> People:
    return People()


@pytest.fixture
def table(people: People, qtbot: Any, settings: Settings) -> DataTable:
    made = DataTable("people", PEOPLE_COLUMNS, people, settings)
    qtbot.addWidget(made)
    made.resize(600, 400)
    made.set_ids(range(1, 100_001))
    made.show()
    qtbot.waitExposed(made)
    return made


def _press(qtbot: Any, table: DataTable, key: Qt.Key, modifier: Qt.KeyboardModifier | None = None) -> None:
    qtbot.keyClick(table.view, key, modifier or Qt.KeyboardModifier.NoModifier)


def test_only_blocks_in_view_are_loaded(table: DataTable, people: People) -> None:
    assert people.asked == [list(range(1, BLOCK + 1))]
    table.view.scrollToBottom()
    QApplication.processEvents()
    assert len(people.asked) <= 3
    assert people.asked[-1][-1] == 100_000


def test_old_blocks_are_forgotten(people: People) -> None:
    model = IdTableModel(PEOPLE_COLUMNS, people)
    model.set_ids(range(1, 100_001))
    for row in range(0, 100_000, BLOCK):
        model.prepared(row)
    assert len(model._rows) <= KEPT_BLOCKS * BLOCK


def test_rows_that_vanished_meanwhile_stay_empty(people: People) -> None:
    people.gone = {2}
    model = IdTableModel(PEOPLE_COLUMNS, people)
    model.set_ids([1, 2, 3])
    assert model.prepared(1) is None
    assert model.prepared(1) is None
    assert len(people.asked) == 1
    assert model.row(2) is None


def test_a_loader_may_deliver_later() -> None:
    asked: list[list[int]] = []

    def later(ids: Sequence[int]) -> None:
        asked.append(list(ids))

    model = IdTableModel(PEOPLE_COLUMNS, later)
    model.set_ids([1, 2])
    assert model.prepared(0) is None
    assert model.cell_text(1, 0) == "Loading"
    model.deliver([Person(1, "Ana", 3), Person(2, "Bo", None)])
    assert model.cell_text(0, 0) == "Ana"
    assert asked == [[1, 2]]


def test_screen_readers_get_column_row_and_value(people: People) -> None:
    model = IdTableModel(PEOPLE_COLUMNS, people)
    model.set_ids([7, 8])
    assert model.data(model.index(0, 1), Qt.ItemDataRole.AccessibleTextRole) == "Followers, Person 7, 70"
    assert model.data(model.index(1, 1), Qt.ItemDataRole.AccessibleTextRole) == "Followers, Person 8, –"


def test_refresh_keeps_current_row_ticks_and_place(table: DataTable) -> None:
    table.select(500)
    table.model.set_checked([500, 501, 900])
    place = table.view.verticalScrollBar().value()
    table.refresh([n for n in range(1, 100_001) if n != 900])
    assert table.current_id() == 500
    assert table.model.checked == {500, 501}
    assert table.view.verticalScrollBar().value() == place
    table.refresh(range(100_000, 0, -1))
    assert table.current_id() == 500


def test_changed_rows_are_fetched_anew(table: DataTable, people: People) -> None:
    asked = len(people.asked)
    table.reload_rows([2])
    QApplication.processEvents()
    assert people.asked[asked:] == [[2]]


def test_when_the_current_row_goes_its_neighbour_is_current(table: DataTable) -> None:
    changes: list[int] = []
    table.select(3)
    table.current_changed.connect(changes.append)
    table.refresh([1, 2, 4, 5])
    assert table.current_id() == 4
    table.refresh([])
    assert table.current_id() == 0
    assert changes == [4, 0]


def test_keyboard(table: DataTable, qtbot: Any) -> None:
    opened: list[int] = []
    table.opened.connect(opened.append)
    table.view.setFocus()
    table.select(1)
    _press(qtbot, table, Qt.Key.Key_Down)
    _press(qtbot, table, Qt.Key.Key_Space)
    _press(qtbot, table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert table.checked_ids() == [2, 3]
    _press(qtbot, table, Qt.Key.Key_Return)
    assert opened == [3]
    _press(qtbot, table, Qt.Key.Key_End)
    assert table.current_id() == 100_000
    assert table.position_text() == "Row 100,000 of 100,000"
    _press(qtbot, table, Qt.Key.Key_Home)
    assert table.current_id() == 1
    _press(qtbot, table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert len(table.model.checked) == 100_000
    assert table.bulk_bar.isVisible()
    _press(qtbot, table, Qt.Key.Key_Escape)
    assert not table.model.checked
    assert not table.bulk_bar.isVisible()


def test_type_to_find(table: DataTable, qtbot: Any) -> None:
    table.view.setFocus()
    qtbot.keyClicks(table.view, "person 77")
    assert table.current_id() == 77
    table.set_finder(lambda text: 90_000 if text == "z" else None)
    table.view._forget_typed()
    qtbot.keyClicks(table.view, "z")
    assert table.current_id() == 90_000


def test_clicks_tick_extend_and_sort(table: DataTable, qtbot: Any) -> None:
    view, left = table.view.viewport(), Qt.MouseButton.LeftButton
    sorts: list[tuple[str, bool]] = []
    table.sorted.connect(lambda key, descending: sorts.append((key, descending)))
    qtbot.mouseClick(view, left, pos=QPoint(20, 14))
    qtbot.mouseClick(view, left, Qt.KeyboardModifier.ShiftModifier, QPoint(120, 28 * 3 + 14))
    assert table.checked_ids() == [1, 2, 3, 4]
    for _ in range(2):
        qtbot.mouseClick(table.view.head.viewport(), left, pos=QPoint(table.view.columnViewportPosition(1) + 20, 10))
    qtbot.mouseClick(table.view.head.viewport(), left, pos=QPoint(120, 10))
    assert sorts == [("followers", True), ("followers", False), ("name", False)]
    qtbot.mouseClick(table.view.head.viewport(), left, pos=QPoint(20, 10))
    assert len(table.model.checked) == 100_000


def test_columns_are_remembered(table: DataTable, people: People, settings: Settings, qtbot: Any) -> None:
    table.view.setColumnWidth(1, 133)
    table.set_sort("followers", True)
    table._save_columns()
    again = DataTable("people", PEOPLE_COLUMNS, people, settings)
    qtbot.addWidget(again)
    assert again.view.columnWidth(1) == 133
    assert again.sort() == ("followers", True)


def test_copying_gives_cells(table: DataTable) -> None:
    table.model.set_checked([1, 2])
    table.copy_rows()
    assert QApplication.clipboard().text() == "Name\tFollowers\nPerson 1\t10\nPerson 2\t–"


def test_no_rows_show_a_sentence_and_a_button(table: DataTable, qtbot: Any) -> None:
    done: list[int] = []
    table.set_empty("No person matches.", "Clear filters", lambda: done.append(1))
    table.refresh([])
    assert table.empty.isVisible()
    qtbot.mouseClick(table.empty._button, Qt.MouseButton.LeftButton)
    assert done == [1]


def test_groups_fold_and_keep_their_rows(people: People, qtbot: Any) -> None:
    table = DataTable("groups", PEOPLE_COLUMNS, people)
    qtbot.addWidget(table)
    table.resize(500, 300)
    table.set_ids([1, 2, 3], [(0, Group("a", "Tea", "1")), (1, Group("b", "Outdoor", "2"))])
    table.show()
    qtbot.waitExposed(table)
    assert [table.model.id_at(row) for row in range(5)] == [0, 1, 0, 2, 3]
    table.view.go_to(2)
    _press(qtbot, table, Qt.Key.Key_Return)
    assert table.model.rowCount() == 3
    table.refresh([1, 2, 3, 4], [(0, Group("a", "Tea", "1")), (1, Group("b", "Outdoor", "3"))])
    assert table.model.rowCount() == 3
    assert table.model.data(table.model.index(2, 0)) == "Outdoor 3"


def test_bulk_actions_see_the_ticked_ids(table: DataTable, qtbot: Any) -> None:
    tagged: list[list[int]] = []
    table.set_bulk_actions([Action("tag", "Tag", lambda: tagged.append(table.checked_ids()))])
    table.model.set_checked([9, 4])
    qtbot.mouseClick(table.bulk_bar._shown[0], Qt.MouseButton.LeftButton)
    assert tagged == [[4, 9]]
    assert table.bulk_bar.accessibleDescription() == "2 selected"


@pytest.mark.parametrize("width", [120, 700, 1500])
def test_every_kind_of_column_is_drawn(qtbot: Any, width: int) -> None:
    table = DataTable("all", COLUMNS, rows)
    qtbot.addWidget(table)
    table.resize(width, 500)
    table.set_ids(range(1, 60))
    table.show()
    qtbot.waitExposed(table)
    picture = table.view.viewport().grab().toImage()
    assert len({picture.pixelColor(x, 40).name() for x in range(picture.width())}) > 3


def test_every_kind_has_words(qtbot: Any) -> None:
    model = IdTableModel(COLUMNS, rows)
    model.set_ids([1, 3, 5, 35])
    for row in range(4):
        for place in range(len(COLUMNS)):
            assert model.cell_text(row, place), (row, COLUMNS[place].key)


def test_widths_fill_the_room_and_give_way() -> None:
    columns = (
        Column("name", "Name", 200, Kind.NAME, stretch=True), Column("creator", "Creator", 100, Kind.NAME),
        Column("followers", "Followers", 100, Kind.NUMBER),
    )
    wanted = {0: 200, 1: 100, 2: 100}
    assert fit_widths(columns, wanted, 300, ()) == {0: 460, 1: 140, 2: 100}
    assert fit_widths(columns, wanted, 0, ()) == wanted
    narrow = fit_widths(columns, wanted, -50, ())
    assert sum(narrow.values()) == 350
    assert narrow[2] > 94
    assert fit_widths(columns, wanted, -500, ()) == {0: 180, 1: 75, 2: 95}
    assert fit_widths(columns, wanted, -500, {1})[1] == 100


def test_a_column_widened_by_hand_keeps_its_width(table: DataTable) -> None:
    table.view.setColumnWidth(1, 133)
    table.resize(900, 400)
    QApplication.processEvents()
    assert table.view.columnWidth(1) == 133
    assert table.view.columnWidth(0) + 133 == table.view.viewport().width()
