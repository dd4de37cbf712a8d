"""The help inside the program: one page per topic, from resources/help."""

from PySide6.QtCore import QUrl
from PySide6.QtWidgets import QTextBrowser, QWidget

from microinf_desktop import paths
from microinf_desktop.ui import theme
from microinf_desktop.ui.dialogs.base import Dialog
from microinf_desktop.ui.i18n import tr

_TOPIC_OF = {
    "campaign": "campaigns", "deliverable": "deliverables", "contract": "contracts", "report": "reports",
    "client": "clients", "roster_import": "importing", "settings": "workspace-and-backup",
}


def show_help(parent: QWidget, topic: str = "index") -> None:
    """Open the help at a screen's topic; links lead to the other topics, Backspace back."""
    dialog = Dialog(parent, tr("Help"), width=760)
    browser = QTextBrowser()
    browser.setAccessibleName(tr("Help text"))
    browser.setMinimumHeight(480)
    browser.setOpenExternalLinks(False)
    browser.setSearchPaths([str(paths.resource("help"))])
    browser.document().setDefaultStyleSheet(f"a {{ color: {theme.current().accent.name()}; }}")
    name = _TOPIC_OF.get(topic, topic)
    found = paths.resource("help", f"{name}.md")
    browser.setSource(QUrl(f"{name if found.is_file() else 'index'}.md"))
    dialog.body.addWidget(browser)
    contents = dialog.add_button(tr("All topics"), "quiet", left=True)
    contents.clicked.connect(lambda: browser.setSource(QUrl("index.md")))
    dialog.add_button(tr("Close"), "primary", accepts=True)
    dialog.run()
