"""The message of the desktop: what it says, when it is not shown."""

from typing import Any

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QSystemTrayIcon

from microinf_desktop.ui import notifications
from tests.ui.conftest import TODAY


def test_it_says_what_is_due_and_late_and_nothing_otherwise() -> None:
    assert notifications.words(3, 2) == "3 due today, 2 late"
    assert notifications.words(0, 1) == "1 late"
    assert notifications.words(0, 0) == ""


def test_it_can_be_turned_off_and_comes_once_a_day(context: Any) -> None:
    assert notifications.asked_for(context, "/agency", TODAY)
    context.settings.push("notify/told", f"{TODAY.isoformat()} /agency")
    assert not notifications.asked_for(context, "/agency", TODAY)
    assert notifications.asked_for(context, "/another", TODAY)
    context.settings.set_text("notify/today", "off")
    assert not notifications.asked_for(context, "/another", TODAY)


def test_without_a_desktop_nothing_is_shown(context: Any, window: Any, monkeypatch: Any) -> None:
    shown: list[str] = []
    monkeypatch.setattr(QSystemTrayIcon, "showMessage", lambda *_args: shown.append("message"))
    assert QGuiApplication.platformName() == "offscreen"
    notifications.tell_of_today(context, window, "Agency")
    assert shown == []
