"""The application's style sheet, built from the tokens; what the kit does not paint."""

from microinf_desktop.ui.theme import Theme, Tone

# Short on purpose: each rule is matched against each widget at start.
_TEMPLATE = """
QWidget[fill="window"] {{ background: {window}; }}
QWidget[fill="surface"] {{ background: {surface}; }}
QWidget[fill="sunken"] {{ background: {sunken}; }}
QWidget[fill="raised"], QDialog {{ background: {raised}; }}
QLabel[ink="text2"] {{ color: {text2}; }}
QLabel[ink="text3"] {{ color: {text3}; }}
QLabel[ink="accent"] {{ color: {accent}; }}
QLabel[ink="neutral"] {{ color: {neutral}; }}
QLabel[ink="progress"] {{ color: {progress}; }}
QLabel[ink="attention"] {{ color: {attention}; }}
QLabel[ink="done"] {{ color: {done}; }}
QLabel[ink="danger"] {{ color: {danger}; }}
QLineEdit, QPlainTextEdit, QTextEdit, QAbstractSpinBox {{
  background: {surface}; color: {text}; border: 1px solid {line_strong}; border-radius: 5px; padding: 0 7px;
  selection-background-color: {accent}; selection-color: {on_accent}; placeholder-text-color: {text3}; }}
QPlainTextEdit, QTextEdit {{ padding: 3px; }}
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QAbstractSpinBox:focus {{
  border: 2px solid {accent}; padding: 0 6px; }}
QPlainTextEdit:focus, QTextEdit:focus {{ padding: 2px; }}
QLineEdit[invalid="true"], QPlainTextEdit[invalid="true"], QTextEdit[invalid="true"] {{
  border: 2px solid {danger}; padding: 0 6px; }}
QLineEdit:disabled, QPlainTextEdit:disabled, QTextEdit:disabled, QAbstractSpinBox:disabled {{
  background: {neutral_tint}; color: {text3}; border-color: {line}; }}
QLineEdit[bare="true"], QPlainTextEdit[bare="true"], QTextEdit[bare="true"] {{
  background: transparent; border: none; padding: 0; }}
QMenu {{ background: {raised}; color: {text}; border: 1px solid {line_strong}; padding: 4px 0; }}
QMenu::item {{ padding: 5px 24px 5px 12px; border: none; }}
QMenu::item:selected {{ background: {selected}; }}
QMenu::item:disabled {{ color: {text3}; background: transparent; }}
QMenu::icon {{ padding-left: 12px; }}
QMenu::separator {{ height: 1px; background: {line}; margin: 4px 0; }}
QToolTip {{ background: {raised}; color: {text}; border: 1px solid {line_strong}; padding: 3px 6px; }}
QScrollBar {{ background: transparent; border: none; margin: 0; }}
QScrollBar:vertical {{ width: 10px; }}
QScrollBar:horizontal {{ height: 10px; }}
QScrollBar::handle {{ background: {scroll}; border: 2px solid {surface}; border-radius: 5px; }}
QScrollBar::handle:vertical {{ min-height: 32px; }}
QScrollBar::handle:horizontal {{ min-width: 32px; }}
QScrollBar::handle:hover {{ background: {line_strong}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QAbstractScrollArea::corner {{ background: {surface}; border: none; }}
QSplitter::handle {{ background: {line}; }}
QProgressBar {{ background: {line}; border: none; }}
QProgressBar::chunk {{ background: {accent}; }}
"""


def style_sheet(theme: Theme) -> str:
    """The whole style sheet for one theme."""
    names = ("window", "surface", "sunken", "raised", "hover", "selected", "line", "line_strong", "text", "text2",
             "text3", "accent", "on_accent")
    values = {name: getattr(theme, name).name() for name in names}
    values |= {tone.value: theme.tone(tone).ink.name() for tone in Tone}
    values["neutral_tint"] = theme.tone(Tone.NEUTRAL).tint.name()
    values["scroll"] = theme.text3.name() if theme.name == "contrast" else theme.chart_grey
    return _TEMPLATE.format_map(values)
