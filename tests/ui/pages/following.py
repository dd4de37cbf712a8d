"""A page on a workspace of the test's own, following its steps as the window does; and taking a step back."""

from typing import Any

from microinf_desktop.storage import changelog
from microinf_desktop.storage.workspace import Workspace
from microinf_desktop.ui.context import AppContext
from microinf_desktop.ui.screens import SCREENS


def following_page(screen: str, context: AppContext, workspace: Workspace, qtbot: Any) -> Any:
    """Make the page of a screen and show it; it reloads after each step, wherever the step came from."""
    context.workspace = workspace
    page = SCREENS[screen].load()(context, SCREENS[screen])
    qtbot.addWidget(page)
    page.resize(1220, 860)
    page.show()
    workspace.on_step(lambda _step, tables: page.refresh(tables))
    return page


def undo_last(workspace: Workspace) -> None:
    """Take the last step back; there has to be one."""
    assert changelog.undo(workspace) is not None


def action(page: Any, name: str) -> Any:
    """An action the page offers now."""
    return next(one for one in page.actions() if one.id == name)
