"""The base of an event page's tabs: each shows one side of the event that is open."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from microinf_desktop.queries.events import EventDetail
from microinf_desktop.ui import theme
from microinf_desktop.ui.actions import Action
from microinf_desktop.ui.context import AppContext


class EventPart(QWidget):
    """A tab's content: `build` once, `show_event` whenever something changed. Add to `column`."""

    actions_changed = Signal()
    position_changed = Signal(str)

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.event_detail: EventDetail | None = None
        theme.set_background(self, "surface")
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(0)
        self.build()

    @property
    def event_id(self) -> int:
        return self.event_detail.id if self.event_detail is not None else 0

    def build(self) -> None:
        """Part: make the widgets."""

    def show_event(self, event: EventDetail) -> None:
        """Show this event as it is now; keeps what is chosen where it still makes sense."""
        self.event_detail = event
        self.reload(event)

    def reload(self, event: EventDetail) -> None:
        """Part: show the event."""

    def actions(self) -> Sequence[Action]:
        """Part: what can be done here, besides what the page offers on each tab."""
        return ()

    def position(self) -> str:
        return ""
