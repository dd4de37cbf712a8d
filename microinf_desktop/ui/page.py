"""The base of every page: head, tabs, filter bar, content and side panel in their places.

```python
class RosterPage(Page):
    tables = frozenset({"influencers", "accounts"})      # a step that touches one of these reloads the page

    def build(self) -> None:                             # once, after the first paint of the window
        self.table = DataTable("roster", COLUMNS, self._load_rows, self.context.settings)
        self.set_filter_bar(FilterBar(FIELDS))
        self.set_content(self.table)

    def reload(self) -> None:                            # when shown and whenever its tables changed
        self.context.tasks.read(self._query, self.table.refresh, key="roster.ids")

    def actions(self) -> list[Action]:
        return [Action("roster.add", tr("Add person"), self.add_person, "Ctrl+N", "plus", kind="primary")]
```
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from microinf_desktop.ui import theme
from microinf_desktop.ui.actions import Action
from microinf_desktop.ui.context import AppContext
from microinf_desktop.ui.screens import Screen
from microinf_desktop.ui.widgets.header import PageHeader, Tabs
from microinf_desktop.ui.widgets.panel import PanelHost, SidePanel

if TYPE_CHECKING:
    from microinf_desktop.ui.widgets.data_table import DataTable


class Page(QWidget):
    """One screen; made at its first opening, then kept. Override the methods marked "page"."""

    tables: frozenset[str] = frozenset()
    position_changed = Signal(str)
    actions_changed = Signal()

    def __init__(self, context: AppContext, screen: Screen, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.definition = screen
        self.page_id = screen.id
        self.params: dict[str, object] = {}
        self._return_focus: QWidget | None = None
        self.setAccessibleName(screen.label)
        theme.set_background(self, "surface")
        self.header = PageHeader(screen.label)
        self.header.breadcrumb_clicked.connect(lambda _place: self.context.navigation.up())
        self._above = QVBoxLayout()
        self._content = QVBoxLayout()
        self._below = QVBoxLayout()
        main = QVBoxLayout()
        main.setSpacing(0)
        main.addWidget(self.header)
        for part in (self._above, self._content, self._below):
            part.setSpacing(0)
            main.addLayout(part, 1 if part is self._content else 0)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addLayout(main, 1)
        self._panel_host = PanelHost(self, outer)
        self.filter_bar: QWidget | None = None
        self.build()
        self.update_actions()

    # what a page fills in

    def build(self) -> None:
        """Page: make the widgets. Called once."""

    def activate(self, params: Mapping[str, object]) -> None:
        """Page: show what `params` names (`id=5`); called each time the screen is opened."""
        self.params = dict(params)
        self.reload()

    def reload(self) -> None:
        """Page: read anew and show; must keep selection, current row and scroll position."""

    def actions(self) -> Sequence[Action]:
        """Page: what can be done here; kind "primary" gets Ctrl+N unless it names a key."""
        return ()

    def state(self) -> dict[str, object]:
        """Page: what should be as it was at the next start (filters, tab); JSON values only."""
        return {}

    def restore_state(self, state: Mapping[str, object]) -> None:
        """Page: take back what `state` gave; called once before the first `activate`."""

    def paste(self, mime: QMimeData) -> bool:
        """Page: take what is pasted outside a text field; False leaves it to the application."""
        return False

    def position(self) -> str:
        """Page: where one is, for the status bar ("Row 17 of 1,284")."""
        return ""

    # what the window calls

    def refresh(self, tables: frozenset[str]) -> None:
        """A step touched these tables: reload when one of them is shown here."""
        if not self.tables or self.tables & tables:
            self.reload()

    def focus_filter(self) -> None:
        """Ctrl+F."""
        bar = self.filter_bar
        if bar is not None:
            focus = getattr(bar, "focus_search", bar.setFocus)
            focus()

    def escape(self) -> bool:
        """Esc: close the panel; False lets the window go one level up."""
        panel = self._panel_host.panel
        if panel is not None and panel.isVisible():
            panel.close_panel()
            return True
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Down or Enter in the search field goes to what was found; Enter opens the first of it."""
        enters = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        search = getattr(self.filter_bar, "search", None)
        if (enters or event.key() == Qt.Key.Key_Down) and search is not None and search.hasFocus():
            self._enter_list(enters)
        else:
            super().keyPressEvent(event)

    def focus_content(self) -> None:
        """Give the keyboard to the list that is shown, else to the page."""
        table = self._shown_table()
        if table is not None and table.model.rowCount():
            table.enter()
        else:
            self.setFocus()

    def _shown_table(self) -> "DataTable | None":
        from microinf_desktop.ui.widgets.data_table import DataTable

        return next((table for table in self.findChildren(DataTable) if table.isVisible()), None)

    def _enter_list(self, opens: bool) -> None:
        table = self._shown_table()
        if table is not None:
            self.filter_bar.apply_now()  # type: ignore[union-attr]  # only a FilterBar has a search field
            table.enter(opens)

    # what a page uses

    def set_tabs(self, tabs: Tabs) -> None:
        self._above.addWidget(tabs)

    def set_filter_bar(self, bar: QWidget) -> None:
        self.filter_bar = bar
        self._above.addWidget(bar)

    def add_banner(self, banner: QWidget) -> None:
        """Above the content, below head and filters."""
        self._above.addWidget(banner)

    def set_content(self, widget: QWidget) -> None:
        """The table, board or form; replaces what was there."""
        while (item := self._content.takeAt(0)) is not None:
            if (old := item.widget()) is not None and old is not widget:
                old.hide()
        self._content.addWidget(widget)
        widget.show()

    def set_foot(self, widget: QWidget) -> None:
        """A bar below the content."""
        self._below.addWidget(widget)

    def set_panel(self, panel: SidePanel) -> None:
        """Register the side panel, hidden until `show_panel`."""
        self._panel_host.set_panel(panel)
        panel.closed.connect(self._panel_closed)

    def show_panel(self, return_focus: QWidget | None = None) -> None:
        """Show the panel; `return_focus` gets the keyboard back when it closes."""
        self._return_focus = return_focus
        self._panel_host.show()

    def foot_height(self) -> int:
        """Height of the bar that is shown at the foot, so that messages stay above it.

        Bulk bars, and widgets with the property "foot".
        """
        from microinf_desktop.ui.widgets.bulk_bar import BULK_HEIGHT, BulkBar

        bulk = BULK_HEIGHT if any(bar.isVisible() for bar in self.findChildren(BulkBar)) else 0
        feet = (foot.height() for foot in self.findChildren(QWidget) if foot.property("foot") and foot.isVisible())
        return max(bulk, *feet, 0)

    def panel_visible(self) -> bool:
        panel = self._panel_host.panel
        return panel is not None and panel.isVisible()

    def _panel_closed(self) -> None:
        if self._return_focus is not None:
            self._return_focus.setFocus()

    def set_position(self, text: str) -> None:
        """Tell the status bar where one is."""
        self.position_changed.emit(text)

    def update_actions(self) -> None:
        """Call when conditions of the actions may have changed."""
        self.header.set_actions(self.actions())
        self.actions_changed.emit()
