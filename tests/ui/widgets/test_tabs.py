"""Tabs that do not fit: the open one stays in view, the others are behind “More”."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from microinf_desktop.ui.widgets.header import Tabs

_NAMES = ("Overview", "Collaborations", "Timeline", "Deliverables", "Brief", "Seeding", "Tracking", "Documents")


_KEPT: list[QWidget] = []


def tabs(qtbot: Any, width: int) -> Tabs:
    window = QWidget()  # a window of its own would grow to what its layout holds
    qtbot.addWidget(window)
    made = Tabs([(name.lower(), name) for name in _NAMES], "Parts", parent=window)
    window.resize(1400, 200)
    window.show()
    made.resize(width, made.height())
    _KEPT[:] = [window]  # a window nobody holds is deleted with its tabs
    return made


def seen(made: Tabs) -> list[str]:
    return [button.text() for button in made._group.buttons() if button.isVisible()]


def test_all_are_seen_where_there_is_room(qtbot: Any) -> None:
    made = tabs(qtbot, 1200)
    assert seen(made) == list(_NAMES)
    assert not made._more.isVisible()


def test_the_open_one_stays_in_view(qtbot: Any) -> None:
    made = tabs(qtbot, 360)
    assert made._more.isVisible()
    assert 1 < len(seen(made)) < len(_NAMES)
    made.set_value("documents")
    assert "Documents" in seen(made)
    made.resize(1200, made.height())
    assert seen(made) == list(_NAMES)
    assert made.minimumSizeHint().width() < 360


def test_what_is_hidden_opens_from_the_menu_and_by_key(qtbot: Any) -> None:
    made = tabs(qtbot, 360)
    opened: list[str] = []
    made.changed.connect(opened.append)
    qtbot.mouseClick(made._more, Qt.MouseButton.LeftButton)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert [action.text() for action in menu.actions()] == [name for name in _NAMES if name not in seen(made)]
    menu.actions()[-1].trigger()
    menu.close()
    assert opened == ["documents"]
    assert "Documents" in seen(made)
    made._group.checkedButton().setFocus()
    qtbot.keyClick(made._group.checkedButton(), Qt.Key.Key_Left)
    assert opened[-1] == "tracking"
    assert "Tracking" in seen(made)


def test_what_is_left_out_is_neither_seen_nor_reached(qtbot: Any) -> None:
    made = tabs(qtbot, 360)
    made.set_value("overview")
    made.leave_out(("collaborations", "documents"))
    qtbot.mouseClick(made._more, Qt.MouseButton.LeftButton)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    offered = seen(made) + [action.text() for action in menu.actions()]
    menu.close()
    assert offered == [name for name in _NAMES if name not in ("Collaborations", "Documents")]
    made._group.checkedButton().setFocus()
    qtbot.keyClick(made, Qt.Key.Key_Right)
    assert made.value() == "timeline"
    made.leave_out(())
    made.resize(1200, made.height())
    assert seen(made) == list(_NAMES)
