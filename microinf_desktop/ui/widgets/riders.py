"""What a regulated product or a minor asks for, beside the label."""

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from microinf_desktop.domain.regulated import Rider
from microinf_desktop.ui.i18n import tr
from microinf_desktop.ui.widgets.labels import IconSign, Label
from microinf_desktop.ui.widgets.layouts import clear, row


class RiderList(QWidget):
    """One block per category; shows nothing when there is none. A need's source stands in its tip."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(4)
        self.hide()

    def show_riders(self, riders: Sequence[Rider]) -> None:
        clear(self._layout)
        self.setVisible(bool(riders))
        for rider in riders:
            self._layout.addLayout(row(IconSign("warning", ink="attention"), Label(tr(rider.title), "section"), 1))
            for said in rider.missing:
                self._layout.addWidget(Label(tr(said), "body", "danger", wrap=True))
            for need in rider.needs:
                words = Label(f"{need.country}: {tr(need.text)}", "body", "text2", wrap=True)
                words.setToolTip(f"{need.rule}\n{need.url}")
                self._layout.addWidget(words)
        if riders:
            self._layout.addWidget(Label(tr("Not complete, and no legal advice. Have a specialist look at it"),
                                         "secondary", "text3", wrap=True))
