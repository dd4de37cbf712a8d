"""Actions feed menus and keys, and say why something cannot be done."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QWidget

from microinf_desktop.ui.actions import Action, ShortcutSet, fill_menu, key_text


def test_menus_leave_out_hidden_and_explain_blocked_actions(qtbot: Any) -> None:
    done: list[str] = []
    menu = QMenu()
    qtbot.addWidget(menu)
    fill_menu(menu, [
        Action("a", "Tag", lambda: done.append("a"), group="edit"),
        Action("b", "Hidden", lambda: done.append("b"), group="edit", condition=lambda: False),
        Action("c", "Approve", lambda: done.append("c"), group="decide", condition=lambda: "2 fails"),
        Action("d", "Dark", lambda: None, group="decide", checked=lambda: True),
    ])
    items = menu.actions()
    assert [item.text() for item in items if not item.isSeparator()] == ["Tag", "Approve (2 fails)", "Dark"]
    assert sum(item.isSeparator() for item in items) == 1
    assert not items[2].isEnabled()
    assert items[3].isChecked()
    items[0].trigger()
    assert done == ["a"]


def test_blocked_actions_do_not_run() -> None:
    done: list[int] = []
    Action("a", "Approve", lambda: done.append(1), condition=lambda: "2 fails").run()
    Action("b", "Approve", lambda: done.append(2), condition=lambda: True).run()
    assert done == [2]


def test_a_pages_key_wins_and_gives_back(qtbot: Any) -> None:
    done: list[str] = []
    window = QWidget()
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    keys = ShortcutSet(window)
    keys.set_layer("global", [Action("g", "Global", lambda: done.append("global"), "Ctrl+N")])
    keys.set_layer("page", [Action("p", "Page", lambda: done.append("page"), "Ctrl+N")])
    qtbot.keyClick(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    keys.set_layer("page", [])
    qtbot.keyClick(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert done == ["page", "global"]
    keys.set_layer("global", [])
    qtbot.keyClick(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert done == ["page", "global"]


def test_key_caps() -> None:
    assert key_text("Ctrl+K") in ("Ctrl K", "⌘K")
    assert key_text("N") == "N"
    assert key_text("") == ""
