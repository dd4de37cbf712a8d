"""Buttons, tabs, segments, panel, toast, banner, checklist, history, figures."""

from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QWidget

from microinf_desktop.domain.enums import RelationshipStage, Verdict
from microinf_desktop.ui import theme
from microinf_desktop.ui.actions import Action
from microinf_desktop.ui.theme import Tone
from microinf_desktop.ui.widgets.buttons import Button, SegmentedControl
from microinf_desktop.ui.widgets.feedback import Banner, EmptyState, InlineError, Toast
from microinf_desktop.ui.widgets.header import PageHeader, Tabs
from microinf_desktop.ui.widgets.history_list import HistoryItem, HistoryList
from microinf_desktop.ui.widgets.kpi import Kpi
from microinf_desktop.ui.widgets.labels import ElidedLabel, Label, Pill
from microinf_desktop.ui.widgets.option_list import CheckItem, CheckList
from tests.ui.gallery import make_gallery


def test_a_blocked_button_says_why(qtbot: Any) -> None:
    button = Button("Approve", "primary")
    qtbot.addWidget(button)
    wide = button.sizeHint().width()
    button.set_blocked("2 fails in Germany")
    assert not button.isEnabled()
    assert button.accessibleDescription() == button.toolTip() == "2 fails in Germany"
    assert button.sizeHint().width() > wide
    button.set_blocked("")
    assert button.isEnabled()


def test_the_focus_ring_is_for_the_keyboard(qtbot: Any) -> None:
    button = Button("Approve")
    qtbot.addWidget(button)
    with qtbot.waitActive(button):
        button.show()
        button.activateWindow()
    button.clearFocus()
    button.setFocus(Qt.FocusReason.MouseFocusReason)
    assert not button.ring
    button.clearFocus()
    button.setFocus(Qt.FocusReason.TabFocusReason)
    assert button.ring
    clicks: list[int] = []
    button.clicked.connect(lambda: clicks.append(1))
    qtbot.keyClick(button, Qt.Key.Key_Return)
    qtbot.keyClick(button, Qt.Key.Key_Space)
    assert clicks == [1, 1]


def test_the_header_shows_one_primary_and_its_reason(qtbot: Any) -> None:
    header = PageHeader("Contract")
    qtbot.addWidget(header)
    done: list[str] = []
    header.set_actions([
        Action("create", "Create PDF", lambda: done.append("create"), kind="primary", condition=lambda: "3 missing"),
        Action("compare", "Compare", lambda: done.append("compare"), kind="quiet"),
        Action("menu", "Only in the palette", lambda: None),
    ])
    assert not header.button("create").isEnabled()
    assert "3 missing" in [label.text() for label in header.findChildren(Label)]
    qtbot.mouseClick(header.button("compare"), Qt.MouseButton.LeftButton)
    assert done == ["compare"]


def test_a_narrow_header_keeps_title_and_actions(qtbot: Any) -> None:
    header = PageHeader()
    qtbot.addWidget(header)
    header.set_title("Barrier Season", "6 creators, 14 deliverables")
    header.set_actions([Action("move", "Move go-live", lambda: None, icon="swap", kind="quiet"),
                        Action("add", "Add deliverable", lambda: None, kind="primary")])
    header.show()
    header.resize(900, 48)
    qtbot.waitUntil(lambda: header.count.isVisible() and not header.button("move").is_compact)
    header.resize(400, 48)
    qtbot.waitUntil(lambda: header.count.isHidden() and header.button("move").is_compact)
    assert header.button("move").toolTip() == "Move go-live"
    assert not header.button("add").is_compact
    header.resize(900, 48)
    qtbot.waitUntil(lambda: header.count.isVisible() and not header.button("move").is_compact)


def test_breadcrumbs_tell_which_was_clicked(qtbot: Any) -> None:
    header = PageHeader("Winter Blend")
    qtbot.addWidget(header)
    clicked: list[int] = []
    header.breadcrumb_clicked.connect(clicked.append)
    header.set_breadcrumb("Clients", "Tarnwick Tea")
    crumbs = [button for button in header.findChildren(QWidget) if type(button).__name__ == "_Crumb"]
    qtbot.mouseClick(crumbs[1], Qt.MouseButton.LeftButton)
    assert clicked == [1]


def test_tabs_by_keyboard_and_silently(qtbot: Any) -> None:
    tabs, told = Tabs([("a", "Overview"), ("b", "Accounts"), ("c", "Log")], "Person"), []
    qtbot.addWidget(tabs)
    tabs.changed.connect(told.append)
    tabs.set_value("b")
    assert told == []
    for key in ("b", "c"):
        qtbot.keyClick(tabs._tab(key), Qt.Key.Key_Right)
    assert told == ["c", "a"]
    tabs.set_note("b", "4/9")
    tabs.set_state("b", Verdict.FAIL)
    assert tabs._tab("b").accessibleName() == "Accounts 4/9"


def test_segments(qtbot: Any) -> None:
    segments, told = SegmentedControl([("list", "List"), ("board", "Board")], "View"), []
    qtbot.addWidget(segments)
    segments.changed.connect(told.append)
    segments.show()
    qtbot.mouseClick(segments._group.button(1), Qt.MouseButton.LeftButton)
    assert (told, segments.value()) == (["board"], "board")
    segments.set_choices([("x", "X"), ("board", "Board")])
    assert segments.value() == "board"


def test_a_toast_offers_undo_and_is_replaced(qtbot: Any) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    host.resize(900, 600)
    host.show()
    toast, undone = Toast(host), []
    toast.show_message("3 people tagged", "Undo", lambda: undone.append(1))
    toast.show_message("4 people tagged", "Undo", lambda: undone.append(2))
    assert toast.text() == "4 people tagged"
    assert toast.geometry().bottom() == host.height() - toast.bottom - 1
    host.resize(900, 400)
    QApplication.processEvents()
    assert toast.geometry().bottom() == host.height() - toast.bottom - 1
    qtbot.mouseClick(toast._link, Qt.MouseButton.LeftButton)
    assert undone == [2]
    assert toast.text() == ""


def test_checklist(qtbot: Any) -> None:
    ticks: list[tuple[Any, bool]] = []
    checks = CheckList([CheckItem(1, "Brief sent"), CheckItem(2, "Disclosure", locked="The engine ticks this")])
    qtbot.addWidget(checks)
    checks.toggled.connect(lambda key, on: ticks.append((key, on)))
    checks.resize(300, 100)
    checks.show()
    for y in (14, 42, 14):
        qtbot.mouseClick(checks.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(10, y))
    qtbot.keyClick(checks, Qt.Key.Key_Space)
    assert ticks == [(1, True), (1, False), (1, True)]
    assert checks.checked() == {1}


def test_words_for_screen_readers(qtbot: Any) -> None:
    pill = Pill(RelationshipStage.IN_TALKS)
    error = InlineError("Row 214 was not imported.")
    kpi = Kpi("Gross reach", "418,200")
    kpi.set_target("Target 374,000", "+12 %", 418_200, 374_000)
    history = HistoryList([HistoryItem("Brief sent", "Ida Lund", "2 d")])
    for widget in (pill, error, kpi, history):
        qtbot.addWidget(widget)
    assert pill.accessibleName() == "In talks"
    assert error.accessibleName() == "Row 214 was not imported."
    assert kpi.accessibleName() == "Gross reach, 418,200, Target 374,000, +12 %"
    assert history.layout().itemAt(0).widget().accessibleName() == "Brief sent, Ida Lund, 2 d"


def test_a_cut_label_shows_its_text_as_tooltip(qtbot: Any) -> None:
    label = ElidedLabel("A very long name of a campaign that does not fit")
    qtbot.addWidget(label)
    label.resize(80, 20)
    label.grab()
    assert label.toolTip() == label.text()
    label.resize(600, 20)
    label.grab()
    assert label.toolTip() == ""


def test_empty_and_banner(qtbot: Any) -> None:
    done: list[str] = []
    empty = EmptyState("No contract yet.", "Write a contract", lambda: done.append("write"))
    banner = Banner(Tone.ATTENTION, "Check before relying", "Researched guidance")
    for widget in (empty, banner):
        qtbot.addWidget(widget)
        widget.show()
    empty._button.click()
    banner.add_button("Read more", lambda: done.append("read")).click()
    assert done == ["write", "read"]


def test_the_whole_kit_is_drawn_in_both_themes(qapp: QApplication, qtbot: Any, unnamed_controls: Any) -> None:
    pictures = []
    for mode in (theme.Mode.LIGHT, theme.Mode.DARK):
        theme.apply(qapp, mode)
        page = make_gallery()
        qtbot.addWidget(page)
        page.show()
        pictures.append(page.grab().toImage())
        assert unnamed_controls(page) == []
    assert pictures[0].pixelColor(4, 4) == theme.LIGHT.surface
    assert pictures[1].pixelColor(4, 4) == theme.DARK.surface


def test_a_figure_and_a_labels_colour_can_change(qtbot: Any) -> None:
    kpi, label = Kpi("Orders", "312"), Label("2 fails", "secondary", "text3")
    qtbot.addWidget(kpi)
    qtbot.addWidget(label)
    kpi.set_figure("360")
    assert kpi.accessibleName() == "Orders, 360"
    label.show()
    label.set_ink("danger")
    assert label.palette().windowText().color() == theme.LIGHT.tone(Tone.DANGER).ink
