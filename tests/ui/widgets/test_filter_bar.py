"""Filters: chips for what is on, Backspace removes, the state survives."""

from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt

from microinf_desktop.domain.enums import RelationshipStage
from microinf_desktop.ui.labels import choices
from microinf_desktop.ui.widgets.filter_bar import FilterBar, FilterField
from microinf_desktop.ui.widgets.filter_popup import FilterPopup
from microinf_desktop.ui.widgets.inputs import SearchField
from microinf_desktop.ui.widgets.option_list import OptionList

FIELDS = (
    FilterField("stage", "Stage", "choice", choices(RelationshipStage)),
    FilterField("niche", "Niche", "choice", lambda: [("tea", "tea"), ("food", "food"), ("diy", "DIY")]),
    FilterField("followers", "Followers", "range"), FilterField("er", "ERF", "range", unit="%"),
    FilterField("added", "Added", "dates"), FilterField("note", "Note", "text"),
    FilterField("conflict", "Has a conflict", "flag"),
)
VALUES = {
    "stage": (RelationshipStage.VETTED,), "followers": (5_000.0, 100_000.0), "er": (3.0, None),
    "added": (date(2026, 11, 1), None), "note": "tea", "conflict": True,
}


@pytest.fixture
def bar(qtbot: Any) -> FilterBar:
    made = FilterBar(FIELDS, search="Name")
    qtbot.addWidget(made)
    made.resize(1100, 41)
    made.show()
    return made


def test_chips_say_what_is_on(bar: FilterBar) -> None:
    bar.set_values(VALUES)
    assert {key: chip.accessibleName() for key, chip in bar._chips.items()} == {
        "stage": "Stage Vetted", "followers": "Followers 5\u00a0K–100\u00a0K", "er": "ERF ≥ 3\u00a0%",
        "added": "Added ≥ Sun 1 Nov", "note": "Note tea", "conflict": "Has a conflict",
    }
    bar.set_value("niche", ("tea", "food", "diy"))
    assert bar._chips["niche"].accessibleName() == "Niche 3 chosen"


def test_changes_of_one_turn_are_told_once(bar: FilterBar, qtbot: Any) -> None:
    told: list[dict[str, Any]] = []
    bar.changed.connect(lambda: told.append(bar.values()))
    bar.set_value("note", "t")
    bar.set_value("note", "te")
    qtbot.keyClicks(bar.search, "ana")
    qtbot.waitUntil(lambda: bool(told))
    assert told == [{"note": "te"}]
    assert bar.text() == "ana"


def test_backspace_removes_and_the_focus_goes_on(bar: FilterBar, qtbot: Any) -> None:
    bar.set_values({"note": "tea", "conflict": True})
    bar._chips["conflict"].setFocus()
    qtbot.keyClick(bar._chips["conflict"], Qt.Key.Key_Backspace)
    assert bar.values() == {"note": "tea"}
    assert bar._chips["note"].hasFocus()
    qtbot.mouseClick(bar._chips["note"], Qt.MouseButton.LeftButton,
                     pos=bar._chips["note"].rect().center() + bar._chips["note"].rect().topRight() / 2)
    assert bar.values() == {}


def test_empty_values_turn_a_filter_off(bar: FilterBar) -> None:
    bar.set_values(VALUES)
    for key, empty in (("stage", ()), ("er", (None, None)), ("note", ""), ("conflict", None)):
        bar.set_value(key, empty)
    assert set(bar.values()) == {"followers", "added"}


def test_the_state_survives_as_json(bar: FilterBar, qtbot: Any) -> None:
    import json

    bar.set_values(VALUES, text="ana")
    kept = json.loads(json.dumps(bar.state()))
    again = FilterBar(FIELDS, search="Name")
    qtbot.addWidget(again)
    again.restore_state({**kept, "values": {**kept["values"], "gone": 3}})
    assert again.values() == VALUES
    assert again.values()["stage"][0] is RelationshipStage.VETTED
    assert again.text() == "ana"


def test_popups_change_at_once(bar: FilterBar, qtbot: Any) -> None:
    bar.open_editor("stage")
    popup = bar.findChild(FilterPopup)
    search, options = popup.findChild(SearchField), popup.findChild(OptionList)
    qtbot.keyClicks(search, "nego")
    qtbot.keyClick(search, Qt.Key.Key_Return)
    assert bar.values() == {"stage": (RelationshipStage.NEGOTIATING,)}
    qtbot.keyClick(options, Qt.Key.Key_Down)
    qtbot.keyClick(options, Qt.Key.Key_Space)
    assert bar.values() == {}
    qtbot.keyClick(popup, Qt.Key.Key_Escape)
    assert not popup.isVisible()


def test_ranges_and_dates_are_typed(bar: FilterBar, qtbot: Any) -> None:
    for key, typed, value in (("followers", "5 K", (5_000, None)), ("added", "fri", (date(2026, 11, 27), None))):
        bar.open_editor(key)
        popup = bar.findChildren(FilterPopup)[-1]
        qtbot.keyClicks(popup._first, typed)
        assert bar.value(key) == value
        popup.close()


def test_chips_get_their_own_row_where_it_is_narrow(bar: FilterBar) -> None:
    bar.set_values(VALUES)
    bar.resize(1600, bar.height())
    assert bar._beside
    bar.resize(600, bar.height())
    assert not bar._beside


def test_everything_has_a_name(bar: FilterBar, unnamed_controls: Any) -> None:
    bar.set_values(VALUES)
    assert unnamed_controls(bar) == []
