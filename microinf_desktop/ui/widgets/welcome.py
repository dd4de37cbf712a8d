"""What the window shows while no workspace is open."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from microinf_desktop.ui import theme
from microinf_desktop.ui.context import AppContext
from microinf_desktop.ui.i18n import tr
from microinf_desktop.ui.widgets.buttons import Button, LinkButton
from microinf_desktop.ui.widgets.labels import Label


class Welcome(QWidget):
    """One sentence, two buttons, the workspaces of the last time."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.set_background(self, "surface")
        hooks = context.hooks
        layout = QVBoxLayout(self)
        layout.setContentsMargins(32, 32, 32, 32)
        layout.setSpacing(12)
        layout.addWidget(Label(tr("No workspace is open"), "title"))
        layout.addWidget(Label(tr("A workspace is a folder on this computer that holds everything of your agency."),
                               ink="text2"))
        create = Button(tr("Create a workspace"), "primary", "plus")
        create.clicked.connect(lambda: hooks.create_workspace())
        opened = Button(tr("Open a workspace"), "secondary", "folder")
        opened.clicked.connect(lambda: hooks.open_workspace(None))
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(create)
        buttons.addWidget(opened)
        buttons.addStretch(1)
        layout.addLayout(buttons)
        recent = list(hooks.recent_workspaces())[:8]
        if recent:
            layout.addSpacing(16)
            layout.addWidget(Label(tr("Recent"), "section"))
        for path in recent:
            layout.addWidget(_recent_link(path, hooks.open_workspace), 0, Qt.AlignmentFlag.AlignLeft)
        layout.addStretch(1)


def _recent_link(path: Path, open_workspace: object) -> LinkButton:
    link = LinkButton(str(path))
    if callable(open_workspace):
        link.clicked.connect(lambda: open_workspace(path))
    return link
