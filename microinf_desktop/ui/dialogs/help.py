"""The help inside the program: one page per topic, from resources/help."""

from datetime import date
from typing import Any

from PySide6.QtCore import QUrl
from PySide6.QtGui import QTextCursor, QTextFormat
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
    browser = _HelpBrowser()
    browser.setAccessibleName(tr("Help text"))
    browser.setMinimumHeight(480)
    browser.setOpenExternalLinks(False)
    browser.setSearchPaths([str(paths.resource("help"))])
    browser.document().setDefaultStyleSheet(f"a {{ color: {theme.current().accent.name()}; }}")
    name = _TOPIC_OF.get(topic, topic)
    found = paths.resource("help", f"{name}.md")
    browser.setSource(QUrl(f"{name if found.is_file() else 'index'}.md"))
    browser.sourceChanged.connect(lambda _source: _quieten(browser))
    _quieten(browser)
    dialog.body.addWidget(browser)
    contents = dialog.add_button(tr("All topics"), "quiet", left=True)
    contents.clicked.connect(lambda: browser.setSource(QUrl("index.md")))
    dialog.add_button(tr("Close"), "primary", accepts=True)
    dialog.run()


class _HelpBrowser(QTextBrowser):
    """Reads the topics from files, and makes the pages on rules from the packs."""

    def loadResource(self, kind: int, url: QUrl) -> Any:
        name = url.fileName()
        if name == "rules.md":
            from microinf_desktop.interchange.packs import load_packs
            from microinf_desktop.interchange.rule_pages import rules_index

            text = paths.resource("help", name).read_text(encoding="utf-8")
            return f"{text}\n{rules_index(load_packs())}"
        if name.startswith("rules-"):
            from microinf_desktop.interchange.packs import load_packs
            from microinf_desktop.interchange.rule_pages import jurisdiction_of, rules_page

            packs = load_packs()
            jurisdiction = jurisdiction_of(name, packs)
            if jurisdiction is not None:
                return rules_page(packs, jurisdiction, date.today())
        return super().loadResource(kind, url)


def _quieten(browser: QTextBrowser) -> None:
    """Headings in the program's own sizes, room between paragraphs and at the edge; Markdown's are a web page's."""
    browser.document().setDocumentMargin(16)
    cursor = QTextCursor(browser.document())
    block = browser.document().begin()
    while block.isValid():
        level = block.blockFormat().headingLevel()
        if level:
            cursor.setPosition(block.position())
            shape = block.blockFormat()
            shape.setTopMargin(0 if level == 1 else 14)
            shape.setBottomMargin(4)
            cursor.setBlockFormat(shape)
            cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
            letters = cursor.charFormat()
            letters.clearProperty(QTextFormat.Property.FontSizeAdjustment)
            letters.setFont(theme.font("title" if level == 1 else "section"))
            cursor.setCharFormat(letters)
        else:
            cursor.setPosition(block.position())
            shape = block.blockFormat()
            shape.setBottomMargin(4 if block.textList() is not None else 8)
            cursor.setBlockFormat(shape)
        block = block.next()
    browser.moveCursor(QTextCursor.MoveOperation.Start)
