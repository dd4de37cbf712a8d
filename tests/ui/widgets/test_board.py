"""The board is used by keyboard as by mouse, and asks before a card moves."""

from collections.abc import Sequence
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, Qt
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication

from microinf_desktop.ui.widgets.board_view import BoardColumn, BoardView, Card

COLUMNS = [BoardColumn("a", "Prospect"), BoardColumn("b", "Vetted"), BoardColumn("c", "Contacted")]


@pytest.fixture
def board(qtbot: Any) -> BoardView:
    asked: list[list[int]] = []

    def load(ids: Sequence[int]) -> list[Card]:
        asked.append(list(ids))
        return [Card(n, f"Person {n}", "Reel", "Ana", "3 d late") for n in ids]

    made = BoardView(COLUMNS, load)
    made.asked = asked  # type: ignore[attr-defined]
    qtbot.addWidget(made)
    made.resize(900, 400)
    made.set_ids({"a": range(1, 5_001), "b": [6_001], "c": []})
    made.show()
    qtbot.waitExposed(made)
    return made


def test_only_what_is_in_view_is_loaded(board: BoardView) -> None:
    assert sum(len(ids) for ids in board.asked) <= 81  # type: ignore[attr-defined]


def test_arrows_walk_and_alt_arrows_move(board: BoardView, qtbot: Any) -> None:
    moves: list[tuple[int, str]] = []
    opened: list[int] = []
    board.moved.connect(lambda card, key: moves.append((card, key)))
    board.opened.connect(opened.append)
    board.select(2)
    first, second, third = board._lists
    qtbot.keyClick(first, Qt.Key.Key_Down)
    assert board.current_id() == 3
    qtbot.keyClick(first, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert moves == [(3, "b")]
    qtbot.keyClick(first, Qt.Key.Key_Right)
    assert board.current_id() == 6_001
    qtbot.keyClick(second, Qt.Key.Key_Return)
    assert opened == [6_001]
    qtbot.keyClick(second, Qt.Key.Key_Right)
    assert third.hasFocus()
    qtbot.keyClick(third, Qt.Key.Key_Right)
    assert third.hasFocus()


def test_the_current_card_is_followed_into_its_new_column(board: BoardView) -> None:
    board.select(3)
    board.set_ids({"a": [1, 2], "b": [6_001, 3], "c": []})
    assert board.current_id() == 3
    assert board._lists[1].hasFocus()


def test_a_refused_move_says_why(board: BoardView) -> None:
    said: list[str] = []
    moves: list[int] = []
    board.refused.connect(said.append)
    board.moved.connect(lambda card, key: moves.append(card))
    board.may_move = lambda card, key: "Contract is missing" if key == "c" else ""
    board.move_card(1, "c")
    board.move_card(1, "b")
    assert said == ["Contract is missing"]
    assert moves == [1]


def test_dropping_moves(board: BoardView) -> None:
    moves: list[tuple[int, str]] = []
    board.moved.connect(lambda card, key: moves.append((card, key)))
    mime = QMimeData()
    mime.setData("application/x-microinf-card", b"4")
    event = QDropEvent(QPoint(5, 5).toPointF(), Qt.DropAction.MoveAction, mime, Qt.MouseButton.LeftButton,
                       Qt.KeyboardModifier.NoModifier, QEvent.Type.Drop)
    board._lists[2].dropEvent(event)
    QApplication.processEvents()
    assert moves == [(4, "c")]


def test_cards_are_read_out(board: BoardView) -> None:
    model = board._lists[0].cards
    assert model.data(model.index(0), Qt.ItemDataRole.AccessibleTextRole) == "Person 1, Reel, 3 d late, Prospect"


def test_several_cards_of_a_column_are_chosen_and_a_click_elsewhere_starts_anew(board: BoardView, qtbot: Any) -> None:
    first, second, _third = board._lists
    board.select(2)
    qtbot.keyClick(first, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert board.selected_ids() == [2, 3]
    at = second.visualRect(second.cards.index(0)).center()
    qtbot.mouseClick(second.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert board.selected_ids() == [6_001]
    assert first.selectedIndexes() == []
