"""The help dialog: topics from files, and pages on rules made from the packs."""

from typing import Any

from PySide6.QtCore import QUrl
from PySide6.QtWidgets import QTextBrowser, QWidget

from microinf_desktop.ui.dialogs.help import show_help
from tests.ui.conftest import Dialogs


def test_every_rule_can_be_read_in_the_help(qtbot: Any, dialogs: Dialogs) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    shown: list[str] = []

    def read(dialog: Any) -> bool:
        browser = dialog.findChild(QTextBrowser)
        shown.append(browser.toPlainText())
        browser.setSource(QUrl("rules-uk.md"))
        shown.append(browser.toPlainText())
        browser.setSource(QUrl("compliance.md"))
        shown.append(browser.toPlainText())
        return True

    dialogs.expect(read)
    show_help(parent, "rules")
    index, britain, topic = shown
    assert index.startswith("All disclosure rules")
    assert "Medienanstalten" in index
    assert "UK-CAP-01" in britain
    assert "https://www.asa.org.uk/" in britain
    assert "**" not in britain
    assert topic.startswith("Disclosure check")
