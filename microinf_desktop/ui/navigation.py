"""Where the person is and was: the history of screens behind Back, Forward and Esc."""

from PySide6.QtCore import QObject, Signal

from microinf_desktop.ui.record import Record, each
from microinf_desktop.ui.screens import SCREENS, Screen

_KEEP = 100


class Place(Record):
    """A screen with what it shows, e.g. campaign 5."""

    screen: str
    params: dict[str, object] = each(dict)


class Navigation(QObject):
    """Opens screens by id; the window listens to `opened` and shows the page."""

    opened = Signal(object)  # Place

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._past: list[Place] = []
        self._future: list[Place] = []
        self.place: Place | None = None

    def open(self, screen: str, **params: object) -> None:
        """Show a screen, e.g. `open("campaign", id=5)`; KeyError for an unknown id."""
        target = Place(SCREENS[screen].id, params)
        if self.place is not None and self.place != target:
            self._past = [*self._past[-_KEEP:], self.place]
            self._future = []
        self._go(target)

    def replace(self, **params: object) -> None:
        """Note what the current screen shows now (an open tab, the row in the panel) without opening anew."""
        if self.place is not None:
            self.place = Place(self.place.screen, {**self.place.params, **params})

    def back(self) -> None:
        if self._past and self.place is not None:
            self._future.append(self.place)
            self._go(self._past.pop())

    def forward(self) -> None:
        if self._future and self.place is not None:
            self._past.append(self.place)
            self._go(self._future.pop())

    def up(self) -> None:
        """To the screen this one belongs to; a page of the sidebar stays."""
        parent = SCREENS[self.place.screen].parent if self.place is not None else ""
        if parent:
            if self._past and self._past[-1].screen == parent:
                self.back()
            else:
                self.open(parent)

    @property
    def can_go_back(self) -> bool:
        return bool(self._past)

    @property
    def can_go_forward(self) -> bool:
        return bool(self._future)

    def forget(self) -> None:
        """Start anew, when another workspace is opened."""
        self._past, self._future, self.place = [], [], None

    def sidebar_screen(self) -> Screen | None:
        """The sidebar entry the current place belongs to."""
        if self.place is None:
            return None
        screen = SCREENS[self.place.screen]
        while screen.parent:
            screen = SCREENS[screen.parent]
        return screen

    def _go(self, target: Place) -> None:
        self.place = target
        self.opened.emit(target)
