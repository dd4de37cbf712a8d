"""The shell: pages made when opened, refreshed by what a step touched, everything by keyboard."""

import sys
import types
from collections.abc import Callable
from typing import Any, ClassVar

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QWidget

from microinf_desktop.domain.errors import KnownError
from microinf_desktop.ui import screens, theme
from microinf_desktop.ui.actions import Action
from microinf_desktop.ui.context import AppContext
from microinf_desktop.ui.main_window import MainWindow
from microinf_desktop.ui.page import Page
from microinf_desktop.ui.settings import Settings
from microinf_desktop.ui.widgets.filter_bar import FilterBar
from microinf_desktop.ui.widgets.inputs import TextField
from microinf_desktop.ui.widgets.panel import SidePanel
from microinf_desktop.ui.widgets.sidebar import FOLDED_WIDTH, ITEM_HEIGHT, WIDTH, ClientItem
from tests.ui.conftest import Dialogs

CONTROL = Qt.KeyboardModifier.ControlModifier


class ExamplePage(Page):
    """Counts what the window asks of it."""

    tables = frozenset({"influencers"})
    made: ClassVar[list[str]] = []

    def build(self) -> None:
        self.reloads = 0
        self.added: list[int] = []
        self.pasted: list[str] = []
        type(self).made.append(self.page_id)
        self.field = TextField(parent=self)
        self.field.setAccessibleName("Note")
        self.set_filter_bar(FilterBar((), search="Name"))
        self.set_content(self.field)
        self.panel = SidePanel("Klara Vossbeck")
        self.set_panel(self.panel)

    def reload(self) -> None:
        self.reloads += 1

    def actions(self) -> list[Action]:
        return [Action("add", "Add person", lambda: self.added.append(1), kind="primary")]

    def state(self) -> dict[str, object]:
        return {"text": self.field.text()}

    def restore_state(self, state: Any) -> None:
        self.field.setText(str(state["text"]))

    def paste(self, mime: QMimeData) -> bool:
        self.pasted.append(mime.text())
        return mime.text() == "mine"

    def position(self) -> str:
        return f"Place {self.page_id}"


@pytest.fixture(autouse=True)
def _example_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every screen opens the example page."""
    module = types.ModuleType("example_pages")
    module.ExamplePage = ExamplePage  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "example_pages", module)
    for key, screen in list(screens.SCREENS.items()):
        made = screens.Screen(key, screen.title, screen.icon, "example_pages:ExamplePage", screen.parent)
        monkeypatch.setitem(screens.SCREENS, key, made)
    ExamplePage.made = []


@pytest.fixture
def opened(window: MainWindow, qtbot: Any) -> MainWindow:
    with qtbot.waitActive(window):
        window.activateWindow()
    window.show_workspace(object(), "Kestrel Lane")
    return window


def _page(window: MainWindow) -> ExamplePage:
    page = window.current_page()
    assert isinstance(page, ExamplePage)
    return page


def test_pages_are_made_when_first_opened(opened: MainWindow, context: AppContext) -> None:
    assert ExamplePage.made == ["today"]
    context.navigation.open("roster")
    context.navigation.open("today")
    assert ExamplePage.made == ["today", "roster"]
    assert opened.status.part("position") == "Place today"
    assert opened.sidebar._navs["today"].isChecked()


def test_details_light_their_sidebar_entry_and_esc_goes_up(opened: MainWindow, context: AppContext, qtbot: Any) -> None:
    context.navigation.open("campaign", id=5)
    assert opened.sidebar._navs["campaigns"].isChecked()
    assert _page(opened).params == {"id": 5}
    qtbot.keyClick(_page(opened).field, Qt.Key.Key_Escape)
    assert _page(opened).page_id == "campaigns"


def test_esc_closes_the_panel_first_and_returns_the_focus(opened: MainWindow, context: AppContext, qtbot: Any) -> None:
    context.navigation.open("campaign", id=5)
    page = _page(opened)
    page.show_panel(page.field)
    page.panel.close_button.setFocus()
    qtbot.keyClick(page.panel.close_button, Qt.Key.Key_Escape)
    assert not page.panel_visible()
    assert page.field.hasFocus()
    assert _page(opened).page_id == "campaign"


@pytest.mark.parametrize(("width", "parent"), [(1400, "beside"), (1100, "over")])
def test_the_panel_lies_over_the_content_where_it_is_narrow(opened: MainWindow, width: int, parent: str) -> None:
    opened.resize(width, 800)
    page = _page(opened)
    page.show_panel()
    QApplication.processEvents()
    beside = page.header.width() == page.width() - page.panel.width()
    assert beside == (parent == "beside")
    assert page.panel.isVisible()
    opened.resize(2400 - width, 800)
    QApplication.processEvents()
    assert page.panel.isVisible()
    assert page.panel.geometry().right() == page.width() - 1


def test_a_step_reloads_the_page_it_concerns(opened: MainWindow, context: AppContext) -> None:
    page, before = _page(opened), _page(opened).reloads
    opened.tables_changed(frozenset({"clients"}))
    QApplication.processEvents()
    assert page.reloads == before
    opened.tables_changed(frozenset({"influencers", "steps"}))
    QApplication.processEvents()
    assert page.reloads == before + 1
    context.navigation.open("roster")
    opened.tables_changed(frozenset({"influencers"}))
    QApplication.processEvents()
    assert page.reloads == before + 1


def test_keys(opened: MainWindow, context: AppContext, qtbot: Any) -> None:
    qtbot.keyClick(opened, Qt.Key.Key_2, CONTROL)
    assert _page(opened).page_id == "roster"
    qtbot.keyClick(opened, Qt.Key.Key_N, CONTROL)
    assert _page(opened).added == [1]
    qtbot.keyClick(opened, Qt.Key.Key_F, CONTROL)
    assert _page(opened).filter_bar.search.hasFocus()  # type: ignore[union-attr]
    qtbot.keyClick(opened, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert _page(opened).page_id == "today"
    qtbot.keyClick(opened, Qt.Key.Key_Comma, CONTROL)
    assert _page(opened).page_id == "settings"


def test_undo_belongs_to_the_field_while_one_types(opened: MainWindow, context: AppContext, qtbot: Any) -> None:
    undone: list[int] = []
    context.hooks.undo = lambda: undone.append(1)
    opened.shortcuts.set_layer("global", opened.actions())
    field = _page(opened).field
    field.setFocus()
    qtbot.keyClicks(field, "ana")
    qtbot.keyClick(field, Qt.Key.Key_Z, CONTROL)
    assert (undone, field.text()) == ([], "")
    opened.sidebar.command.setFocus()
    qtbot.keyClick(opened.sidebar.command, Qt.Key.Key_Z, CONTROL)
    assert undone == [1]


def test_paste_goes_to_the_page_then_to_the_application(opened: MainWindow, context: AppContext, qtbot: Any) -> None:
    taken: list[str] = []
    context.hooks.paste = lambda mime: bool(taken.append(mime.text())) or mime.text() == "@klara"
    for text in ("mine", "@klara", "noise"):
        QApplication.clipboard().setText(text)
        qtbot.keyClick(opened, Qt.Key.Key_V, CONTROL)
    assert _page(opened).pasted == ["mine", "@klara", "noise"]
    assert taken == ["@klara", "noise"]
    assert opened._toast is not None
    assert "nothing that can be pasted" in opened._toast.text()


def test_the_palette_lists_page_and_window(opened: MainWindow, context: AppContext, qtbot: Any) -> None:
    qtbot.keyClick(opened, Qt.Key.Key_K, CONTROL)
    palette = opened._palette
    assert palette is not None
    assert {"Add person", "Go to Roster", "Use dark theme", "Show in folder"} <= set(palette.texts())
    qtbot.keyClicks(palette.field, "go to ros")
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert _page(opened).page_id == "roster"
    assert context.settings.items("palette/recent") == ["go.roster"]


def test_the_sidebar_folds_by_itself_and_by_hand(opened: MainWindow, context: AppContext, qtbot: Any) -> None:
    assert opened.sidebar.width() == WIDTH
    opened.resize(1100, 800)
    assert opened.sidebar.width() == FOLDED_WIDTH
    qtbot.keyClick(opened, Qt.Key.Key_B, CONTROL)
    assert opened.sidebar.width() == WIDTH
    opened.resize(1300, 800)
    assert opened.sidebar.width() == WIDTH
    qtbot.keyClick(opened, Qt.Key.Key_B, CONTROL)
    assert opened.sidebar.width() == FOLDED_WIDTH
    assert opened.sidebar._navs["roster"].toolTip() == "Roster"


def test_what_is_remembered(opened: MainWindow, context: AppContext, qtbot: Any) -> None:
    context.navigation.open("roster")
    _page(opened).field.setText("tea")
    opened.resize(760, 612)
    opened.closeEvent(QCloseEvent())
    again = AppContext(context.tasks, Settings(context.settings.path), type(context.navigation)())
    other = MainWindow(again)
    qtbot.addWidget(other)
    other.restore()
    other.show_workspace(object(), "Kestrel Lane")
    assert (other.width(), other.height()) == (760, 612)
    assert _page(other).page_id == "roster"
    assert _page(other).field.text() == "tea"


def test_counts_clients_and_theme(opened: MainWindow, context: AppContext, qtbot: Any) -> None:
    opened.set_counts({"today": "14"})
    assert opened.sidebar._navs["today"].accessibleName() == "Today, 14"
    opened.sidebar.set_clients([ClientItem(4, "Tarnwick Tea", "#7E4A12")])
    qtbot.mouseClick(opened.sidebar._client_buttons[0], Qt.MouseButton.LeftButton)
    assert (_page(opened).page_id, _page(opened).params) == ("client", {"id": 4})
    opened.set_theme(theme.Mode.DARK)
    opened.set_density(theme.Density.COMFORTABLE)
    assert (context.settings.text("theme"), context.settings.text("density")) == ("dark", "comfortable")
    assert theme.current() is theme.DARK


def test_arrows_walk_the_sidebar(opened: MainWindow, qtbot: Any) -> None:
    opened.sidebar.command.setFocus()
    for _ in range(2):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Down)
    assert QApplication.focusWidget() is opened.sidebar._navs["roster"]
    qtbot.keyClick(opened.sidebar._navs["roster"], Qt.Key.Key_Return)
    assert _page(opened).page_id == "roster"
    assert QApplication.focusWidget() is opened.sidebar._navs["roster"]


def test_sixty_clients_scroll_between_the_screens_and_settings(opened: MainWindow, qtbot: Any) -> None:
    sidebar = opened.sidebar
    opened.resize(1280, 720)
    sidebar.set_clients([ClientItem(n, f"Client {n}", "#7E4A12") for n in range(60)])
    QApplication.processEvents()
    settings = sidebar._navs["settings"]
    area, last = sidebar.client_list, sidebar._client_buttons[-1]
    assert area.geometry().bottom() < settings.geometry().top()
    assert all(button.height() == ITEM_HEIGHT for button in sidebar._client_buttons)
    assert last.mapTo(area, last.rect().topLeft()).y() > area.height()
    settings.setFocus()
    qtbot.keyClick(settings, Qt.Key.Key_Up)
    assert QApplication.focusWidget() is last
    assert area.rect().contains(last.mapTo(area, last.rect().center()))
    sidebar.set_clients([ClientItem(1, "Client 1", "#7E4A12")])
    QApplication.processEvents()
    assert not area.verticalScrollBar().isVisible()


def test_known_errors_of_tasks_are_told_in_words(opened: MainWindow, context: AppContext, dialogs: Dialogs) -> None:
    def work(progress: Any, token: Any) -> None:
        raise KnownError("Row 214 was not imported.", "Correct it or skip the row.")

    dialogs.expect()
    context.tasks.read(work)
    assert dialogs.shown == ["Row 214 was not imported."]


def test_bugs_give_a_report_and_a_log(opened: MainWindow, context: AppContext, dialogs: Dialogs, tmp_path: Any) -> None:
    context.log_folder = tmp_path / "log"

    def work(progress: Any, token: Any) -> None:
        raise ZeroDivisionError("a bug")

    dialogs.expect()
    context.tasks.read(work)
    assert dialogs.shown == ["This should not have happened"]
    report = next((tmp_path / "log").glob("bug-*.txt")).read_text(encoding="utf-8")
    assert "ZeroDivisionError: a bug" in report
    assert "MicroInf Desktop" in report


def test_closing_while_something_is_written_asks(opened: MainWindow, context: AppContext, dialogs: Dialogs,
                                                 monkeypatch: pytest.MonkeyPatch) -> None:
    writing = [True]
    monkeypatch.setattr(context.tasks, "busy_writing", lambda: bool(writing))
    dialogs.expect(lambda dialog: False)
    event = QCloseEvent()
    opened.closeEvent(event)
    assert not event.isAccepted()
    assert dialogs.shown == ["A task is still writing"]
    writing.clear()


def test_without_a_workspace_it_offers_one(window: MainWindow, context: AppContext, qtbot: Any) -> None:
    asked: list[Any] = []
    context.hooks.open_workspace = lambda path: asked.append(path)
    context.hooks.create_workspace = lambda: asked.append("new")
    window.show_no_workspace()
    welcome = window.stack.currentWidget()
    for button in welcome.findChildren(QWidget):
        if getattr(button, "text", str)() in ("Create a workspace", "Open a workspace"):
            qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert asked == ["new", None]
    context.navigation.open("roster")
    assert window.stack.currentWidget() is welcome


def test_every_control_of_the_shell_has_a_name(opened: MainWindow,
                                               unnamed_controls: Callable[[QWidget], list[str]]) -> None:
    opened.sidebar.set_clients([ClientItem(4, "Tarnwick Tea", "#7E4A12")])
    opened.open_palette()
    opened.toast("3 people tagged", "Undo", lambda: None)
    _page(opened).show_panel()
    assert unnamed_controls(opened) == []


def test_the_workspace_menu_offers_the_others(opened: MainWindow, context: AppContext, tmp_path: Any) -> None:
    from microinf_desktop.ui.window_actions import workspace_menu

    context.hooks.recent_workspaces = lambda: [tmp_path / "Other"]
    texts = [item.text() for item in workspace_menu(opened).actions()]
    assert any(text.endswith("Other") for text in texts)
    assert "Show in folder" in texts


def test_shortcut_help_lists_what_works_now(opened: MainWindow, dialogs: Dialogs, qtbot: Any) -> None:
    from PySide6.QtWidgets import QLabel

    texts: list[str] = []
    dialogs.expect(lambda dialog: bool(texts.extend(label.text() for label in dialog.findChildren(QLabel))) or True)
    qtbot.keyClick(opened, Qt.Key.Key_Slash, CONTROL)
    assert {"Go to Roster", "Add person", "Tick the current row"} <= set(texts)
