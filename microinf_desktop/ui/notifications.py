"""The one message of the desktop: at the first opening of a day, what is due and what is late."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from microinf_desktop.ui.i18n import tr, trn

if TYPE_CHECKING:
    from PySide6.QtWidgets import QSystemTrayIcon, QWidget

    from microinf_desktop.ui.context import AppContext

_SHOWN_MS = 8_000


def asked_for(context: AppContext, folder: str, day: date) -> bool:
    """Whether a workspace may tell today: not when it is turned off, nor a second time that day."""
    told = f"{day.isoformat()} {folder}"
    return context.settings.text("notify/today") == "on" and told not in context.settings.items("notify/told")


def words(due: int, late: int) -> str:
    """ "3 due today, 2 late"; empty when there is nothing to tell."""
    parts = [trn("{n} due today", "{n} due today", due) if due else "",
             trn("{n} late", "{n} late", late) if late else ""]
    return ", ".join(part for part in parts if part)


def tell_of_today(context: AppContext, window: QWidget, name: str) -> None:
    """Count in the background, then tell by the desktop where it has a tray; never waits, never asks."""
    from PySide6.QtGui import QGuiApplication
    from PySide6.QtWidgets import QSystemTrayIcon

    workspace, day = context.workspace, context.today()
    if workspace is None or not asked_for(context, str(workspace.folder), day):
        return
    if QGuiApplication.platformName() == "offscreen" or not QSystemTrayIcon.isSystemTrayAvailable():
        return

    def work(_progress: Any, _token: Any) -> tuple[int, int]:
        from microinf_desktop.queries import today

        with workspace.reading() as session:
            return today.counts(session, day)

    def tell(found: tuple[int, int]) -> None:
        text = words(*found)
        if text and context.workspace is workspace:
            context.settings.push("notify/told", f"{day.isoformat()} {workspace.folder}")
            show(window, name, text, lambda: context.navigation.open("today"))

    context.tasks.read(work, tell, key="notify")


def show(window: QWidget, title: str, text: str, clicked: Any) -> QSystemTrayIcon:
    """Show a message of the tray; the icon goes with the message."""
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QSystemTrayIcon

    from microinf_desktop.ui.icons import application_icon

    tray = QSystemTrayIcon(application_icon(), window)
    tray.setToolTip(tr("MicroInf Desktop"))
    tray.messageClicked.connect(lambda: (window.raise_(), window.activateWindow(), clicked()))
    tray.show()
    tray.showMessage(title, text, application_icon(), _SHOWN_MS)
    QTimer.singleShot(_SHOWN_MS + 2_000, tray, tray.deleteLater)
    return tray
