"""The window: sidebar, one page at a time, status bar. Pages are made when first opened, after the first paint."""

from __future__ import annotations  # types of events and menus cost time at start

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from microinf_desktop.ui import theme
from microinf_desktop.ui.actions import Action, ShortcutSet
from microinf_desktop.ui.context import AppContext, Found
from microinf_desktop.ui.i18n import tr
from microinf_desktop.ui.navigation import Place
from microinf_desktop.ui.screens import SCREENS
from microinf_desktop.ui.widgets.sidebar import Sidebar
from microinf_desktop.ui.widgets.status_bar import STATUS_HEIGHT, StatusBar

if TYPE_CHECKING:  # imported when first needed, not for the first paint
    from PySide6.QtGui import QCloseEvent, QKeyEvent, QMouseEvent, QPaintEvent, QResizeEvent

    from microinf_desktop.ui.page import Page
    from microinf_desktop.ui.tasks import Task
    from microinf_desktop.ui.widgets.command_palette import CommandPalette
    from microinf_desktop.ui.widgets.feedback import Toast


class MainWindow(QWidget):
    """One workspace. `app.py` fills the context, connects `first_painted` and calls `show_workspace`."""

    first_painted = Signal()
    page_opened = Signal(object)  # Page
    _stepped = Signal(object)

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        self.context = context
        self.setWindowTitle("MicroInf Desktop")
        self.setMinimumSize(720, 480)
        theme.set_background(self, "surface")
        self.sidebar = Sidebar(self)
        self.status = StatusBar(self)
        self.stack = QStackedWidget(self)
        self.shortcuts = ShortcutSet(self)
        self.shortcuts.refused.connect(self.toast)
        self._pages: dict[str, Page] = {}
        self._palette: CommandPalette | None = None
        self._toast: Toast | None = None
        self._painted = False
        self._reporting = False
        self._unfolded_by_hand: bool | None = None
        self._title = ""
        self._build()
        self._connect()

    def _build(self) -> None:
        self._opening = QLabel()  # what stands there until the first page is made
        self._opening.setAlignment(Qt.AlignmentFlag.AlignCenter)
        theme.set_background(self._opening, "surface")
        self.stack.addWidget(self._opening)
        upper = QHBoxLayout()
        upper.setSpacing(0)
        upper.addWidget(self.sidebar)
        upper.addWidget(self.stack, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(upper, 1)
        layout.addWidget(self.status)

    def _connect(self) -> None:
        context, sidebar = self.context, self.sidebar
        context.show_toast = self.toast
        context.navigation.opened.connect(self._show_place)
        context.tasks.failed.connect(self._task_failed)
        self.status.follow(context.tasks)
        sidebar.screen_asked.connect(context.navigation.open)
        sidebar.client_asked.connect(lambda client: context.navigation.open("client", id=client))
        sidebar.workspace_menu_asked.connect(self.open_workspace_menu)
        sidebar.palette_asked.connect(self.open_palette)
        sidebar.person_asked.connect(self.ask_person)
        sidebar.set_person(context.settings.text("person"))
        self._stepped.connect(self._refresh, Qt.ConnectionType.QueuedConnection)

    # start and end

    def restore(self) -> None:
        """Size and place of the last time; the screen's middle at the first."""
        geometry = self.context.settings.bytes("window/geometry")
        if geometry.isEmpty() or not self.restoreGeometry(geometry):
            self.resize(1440, 900)
        folded = self.context.settings.text("window/sidebar_folded")
        self._unfolded_by_hand = {"folded": False, "open": True}.get(folded)
        self._fold()

    def show_workspace(self, workspace: Any, name: str) -> None:
        """Use an opened workspace: pages are made anew, the screen of the last time opens."""
        self.close_pages()
        self.context.workspace = workspace
        self.context.navigation.forget()
        self._title = name
        self.setWindowTitle(f"{name} – MicroInf Desktop")
        self.sidebar.set_workspace(name)
        self.shortcuts.set_layer("global", self.actions())
        wanted = self.context.settings.text("window/page")
        self.context.navigation.open(wanted if wanted in SCREENS and not SCREENS[wanted].parent else "today")

    def show_no_workspace(self) -> None:
        """Offer to open or create one."""
        from microinf_desktop.ui.widgets.welcome import Welcome

        self.close_pages()
        self.context.workspace = None
        self.context.navigation.forget()
        self.setWindowTitle("MicroInf Desktop")
        self.sidebar.set_workspace(tr("No workspace"))
        self.shortcuts.set_layer("global", self.actions())
        welcome = Welcome(self.context)
        self.stack.addWidget(welcome)
        self.stack.setCurrentWidget(welcome)

    def say_meanwhile(self, text: str) -> None:
        """One sentence in the middle while there is no page yet."""
        self._opening.setText(text)

    def close_pages(self) -> None:
        """Remember what the pages look like and let them go."""
        self.save_state()
        self.shortcuts.set_layer("page", ())
        self._pages = {}
        self.stack.setCurrentWidget(self._opening)
        for place in reversed(range(1, self.stack.count())):
            page = self.stack.widget(place)
            if page is not None:
                self.stack.removeWidget(page)
                page.deleteLater()
        self.status.set_part("position", "")

    def save_state(self) -> None:
        """Write what should be as it is at the next start."""
        settings = self.context.settings
        for page_id, page in self._pages.items():
            settings.set_state(f"page/{page_id}", page.state())
        screen = self.context.navigation.sidebar_screen()
        if screen is not None:
            settings.set_text("window/page", screen.id)
        settings.set_bytes("window/geometry", self.saveGeometry())
        settings.sync()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.context.tasks.busy_writing() and not self._may_stop_writing():
            event.ignore()
            return
        self.save_state()
        super().closeEvent(event)

    def _may_stop_writing(self) -> bool:
        from microinf_desktop.ui.dialogs.confirm import confirm

        return confirm(self, tr("A task is still writing"), tr("Closing now cancels it; nothing of it will be kept."),
                       tr("Cancel it and close"), danger=True, cancel=tr("Keep it running"))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._painted:
            self._painted = True
            QTimer.singleShot(0, self, self.first_painted.emit)

    # pages

    def page(self, screen_id: str) -> Page:
        """The page of a screen, made now if it was not open yet."""
        found = self._pages.get(screen_id)
        if found is None:
            screen = SCREENS[screen_id]
            found = screen.load()(self.context, screen)
            state = self.context.settings.state(f"page/{screen_id}")
            if state:
                found.restore_state(state)
            found.position_changed.connect(lambda text: self.status.set_part("position", text))
            found.actions_changed.connect(self._update_page_shortcuts)
            self._pages[screen_id] = found
            self.stack.addWidget(found)
        return found

    def current_page(self) -> Page | None:
        place = self.context.navigation.place
        return self._pages.get(place.screen) if place is not None else None

    def _show_place(self, place: Place) -> None:
        if self.context.workspace is None:
            return
        walks = self.sidebar.has_keyboard()  # asked before hiding a page, which moves the keyboard on
        page = self.page(place.screen)
        self.stack.setCurrentWidget(page)
        screen = self.context.navigation.sidebar_screen()
        self.sidebar.set_current(screen.id if screen is not None else "")
        page.activate(place.params)
        self.status.set_part("position", page.position())
        self._update_page_shortcuts()
        if not walks:
            page.focus_content()
        self.page_opened.emit(page)

    def _update_page_shortcuts(self) -> None:
        page = self.current_page()
        self.shortcuts.set_layer("page", _with_add_key(page.actions()) if page is not None else ())

    def tables_changed(self, tables: frozenset[str]) -> None:
        """A step touched these tables; may be called from any thread."""
        self._stepped.emit(tables)

    def _refresh(self, tables: frozenset[str]) -> None:
        """Only the page that is seen; the others read anew when they are opened."""
        page = self.current_page()
        if page is not None:
            page.refresh(tables)

    # what the window does

    def actions(self) -> list[Action]:
        """What works everywhere."""
        from microinf_desktop.ui.window_actions import window_actions

        return [*window_actions(self), *self.context.hooks.actions()]

    def all_actions(self) -> list[Action]:
        """Those of the open page, then those that work everywhere."""
        page = self.current_page()
        return [*(_with_add_key(page.actions()) if page is not None else ()), *self.actions()]

    def open_palette(self, text: str = "") -> None:
        """Ctrl+K."""
        if self._palette is None:
            from microinf_desktop.ui.widgets.command_palette import CommandPalette, entry_of

            settings = self.context.settings
            self._palette = CommandPalette(
                self, lambda: (entry for entry in map(entry_of, self.all_actions()) if entry is not None),
                self.context.hooks.search, self._open_found, lambda: settings.items("palette/recent"))
            self._palette.used.connect(lambda entry_id: settings.push("palette/recent", entry_id))
            self._palette.closed.connect(self._focus_page)
        self._palette.open(text)

    def _open_found(self, found: Found) -> None:
        self.context.navigation.open(found.screen, **found.params)

    def _focus_page(self) -> None:
        page = self.current_page()
        if page is not None:
            page.focus_content()

    def toast(self, text: str, verb: str = "", callback: Callable[[], object] | None = None) -> None:
        """One line at the bottom left."""
        if self._toast is None:
            from microinf_desktop.ui.widgets.feedback import Toast

            self._toast = Toast(self)
        self._toast.left = self.sidebar.width() + 16
        self._toast.bottom = STATUS_HEIGHT + 16 + (page.foot_height() if (page := self.current_page()) else 0)
        self._toast.show_message(text, verb, callback)

    def show_error(self, error: BaseException) -> None:
        from microinf_desktop.ui.dialogs.message import show_error

        show_error(self, error, self.context.log_folder)

    def report(self, error: BaseException) -> None:
        """An error that nothing caught, told after the event it broke: a dialog inside a paint would paint again.

        One at a time, because a broken paint breaks again at every repaint. Ctrl+C in the terminal closes.
        """
        if isinstance(error, KeyboardInterrupt):
            self.close()
        elif not self._reporting:
            self._reporting = True
            QTimer.singleShot(0, self, lambda: self._report(error))

    def _report(self, error: BaseException) -> None:
        try:
            self.show_error(error)
        finally:
            self._reporting = False

    def _task_failed(self, task: Task, error: BaseException) -> None:
        self.show_error(error)

    def paste(self) -> None:
        """Ctrl+V outside text fields: the page first, then the application."""
        mime = QApplication.clipboard().mimeData()
        page = self.current_page()
        if page is not None and page.paste(mime):
            return
        if not self.context.hooks.paste(mime):
            self.toast(tr("The clipboard holds nothing that can be pasted here"))

    def open_workspace_menu(self) -> None:
        from microinf_desktop.ui.window_actions import workspace_menu

        menu = workspace_menu(self)
        menu.popup(self.sidebar.workspace.mapToGlobal(self.sidebar.workspace.rect().bottomLeft()))

    def ask_person(self) -> None:
        """Who works here; named in the change log."""
        from microinf_desktop.ui.window_actions import ask_person

        ask_person(self)

    def set_counts(self, counts: dict[str, str]) -> None:
        self.sidebar.set_counts(counts)

    def set_theme(self, mode: theme.Mode) -> None:
        self._apply(mode, theme.density())

    def set_density(self, density: theme.Density) -> None:
        self._apply(theme.mode(), density)

    def _apply(self, mode: theme.Mode, density: theme.Density) -> None:
        self.context.settings.set_text("theme", mode.value)
        self.context.settings.set_text("density", density.value)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            theme.apply(app, mode, density)

    # sidebar

    def toggle_sidebar(self) -> None:
        """Ctrl+B; holds until the window crosses the width at which it folds by itself."""
        self._unfolded_by_hand = self.sidebar.folded
        self.context.settings.set_text("window/sidebar_folded", "open" if self._unfolded_by_hand else "folded")
        self._fold()

    def _fold(self) -> None:
        narrow = self.width() < theme.FOLD_WIDTH
        by_hand = self._unfolded_by_hand
        self.sidebar.set_folded(narrow if by_hand is None else not by_hand)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        crossed = (event.oldSize().width() < theme.FOLD_WIDTH) != (event.size().width() < theme.FOLD_WIDTH)
        if crossed and event.oldSize().width() > 0:
            self._unfolded_by_hand = None
            self.context.settings.set_text("window/sidebar_folded", "auto")
        self._fold()

    # keys and buttons that are no shortcuts

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.escape()
            return
        super().keyPressEvent(event)

    def escape(self) -> None:
        """One level up: panel, then the screen this one belongs to."""
        page = self.current_page()
        if page is not None and not page.escape():
            self.context.navigation.up()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.BackButton:
            self.context.navigation.back()
        elif event.button() == Qt.MouseButton.ForwardButton:
            self.context.navigation.forward()
        else:
            super().mousePressEvent(event)


def _with_add_key(actions: Sequence[Action]) -> list[Action]:
    """The primary action gets Ctrl+N unless it has a key of its own."""
    return [
        action.but(shortcut="Ctrl+N") if action.kind == "primary" and not action.shortcut else action
        for action in actions
    ]
