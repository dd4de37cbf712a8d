"""The command palette finds by letters, remembers, and brings search results in."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from microinf_desktop.ui.actions import Action
from microinf_desktop.ui.context import Found
from microinf_desktop.ui.widgets.command_palette import CommandPalette, Entry, entry_of, score

Deliver = Callable[[Sequence[Found]], object]


class Scene:
    """A palette over a window, with what was done."""

    def __init__(self, qtbot: Any) -> None:
        self.done: list[str] = []
        self.recent: list[str] = []
        self.waiting: list[tuple[str, Deliver]] = []
        self.window = QWidget()
        qtbot.addWidget(self.window)
        self.window.resize(1200, 800)
        self.window.show()
        self.palette = CommandPalette(
            self.window, self.entries, lambda text, deliver: self.waiting.append((text, deliver)),
            lambda found: self.done.append(found.text), lambda: self.recent)
        self.palette.used.connect(lambda key: self.recent.insert(0, key))

    def entries(self) -> list[Entry]:
        actions = [
            Action("go.contracts", "Go to Contracts", lambda: self.done.append("contracts"), "Ctrl+7", group="Go"),
            Action("go.compliance", "Go to Compliance", lambda: self.done.append("compliance"), group="Go"),
            Action("roster.add", "Add person", lambda: self.done.append("add"), group="Roster", keywords="creator"),
            Action("approve", "Approve", lambda: self.done.append("approve"), condition=lambda: "2 fails"),
            Action("hidden", "Hidden", lambda: None, condition=lambda: False),
        ]
        return [entry for entry in map(entry_of, actions) if entry is not None]


@pytest.fixture
def scene(qtbot: Any) -> Scene:
    return Scene(qtbot)


@pytest.mark.parametrize(("typed", "first"), [
    ("gcon", "Go to Contracts"), ("compl", "Go to Compliance"), ("add", "Add person"), ("creator", "Add person"),
    ("ap", "Approve"),
])
def test_letters_may_be_left_out(scene: Scene, qtbot: Any, typed: str, first: str) -> None:
    scene.palette.open()
    qtbot.keyClicks(scene.palette.field, typed)
    assert scene.palette.texts()[0] == first
    assert "Hidden" not in scene.palette.texts()


def test_scores() -> None:
    assert score("con", "Contracts") > score("con", "Go to Contracts") > score("con", "Compliance on") > 0
    assert score("xyz", "Contracts") == 0
    assert score("", "anything") > 0


def test_enter_runs_and_the_next_time_it_is_first(scene: Scene, qtbot: Any) -> None:
    scene.palette.open()
    qtbot.keyClicks(scene.palette.field, "person")
    qtbot.keyClick(scene.palette.field, Qt.Key.Key_Return)
    assert scene.done == ["add"]
    assert not scene.palette.isVisible()
    scene.palette.open()
    assert scene.palette.texts()[0] == "Add person"


def test_blocked_actions_stay_and_say_why(scene: Scene, qtbot: Any) -> None:
    scene.palette.open("approve")
    qtbot.keyClick(scene.palette.field, Qt.Key.Key_Return)
    assert scene.done == []
    assert scene.palette.isVisible()
    assert "2 fails" in scene.palette._model.data(scene.palette._model.index(0), Qt.ItemDataRole.AccessibleTextRole)


def test_found_people_come_first_unless_they_are_late(scene: Scene, qtbot: Any) -> None:
    scene.palette.open()
    qtbot.keyClicks(scene.palette.field, "co")
    old, new = scene.waiting
    new[1]([Found("Cosima Dellamare", "Person", "person", "roster", {"id": 1})])
    old[1]([Found("Old", "Person", "person", "roster", {"id": 2})])
    assert scene.palette.texts()[0] == "Cosima Dellamare"
    assert "Old" not in scene.palette.texts()
    qtbot.keyClick(scene.palette.field, Qt.Key.Key_Return)
    assert scene.done == ["Cosima Dellamare"]


def test_tab_shows_what_can_be_done_with_the_object(scene: Scene, qtbot: Any) -> None:
    scene.palette.open()
    qtbot.keyClicks(scene.palette.field, "k")
    action = Action("log", "Log a call", lambda: scene.done.append("call"))
    scene.waiting[-1][1]([Found("Klara", "Person", "person", "roster", {"id": 1}, actions=lambda: [action])])
    qtbot.keyClick(scene.palette.field, Qt.Key.Key_Tab)
    assert scene.palette.texts() == ["Log a call"]
    qtbot.keyClick(scene.palette.field, Qt.Key.Key_Escape)
    assert scene.palette.isVisible()
    qtbot.keyClick(scene.palette.field, Qt.Key.Key_Escape)
    assert not scene.palette.isVisible()


def test_arrows_wrap(scene: Scene, qtbot: Any) -> None:
    scene.palette.open()
    qtbot.keyClick(scene.palette.field, Qt.Key.Key_Up)
    assert scene.palette.list.currentIndex().row() == len(scene.palette.texts()) - 1
    qtbot.keyClick(scene.palette.field, Qt.Key.Key_Down)
    assert scene.palette.list.currentIndex().row() == 0
