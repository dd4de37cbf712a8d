"""Asks before something that cannot be undone; anything else is done at once and offers "Undo"."""

from PySide6.QtWidgets import QWidget

from microinf_desktop.ui.dialogs.base import Dialog
from microinf_desktop.ui.i18n import tr


def confirm(parent: QWidget | None, title: str, text: str, verb: str, danger: bool = False, cancel: str = "") -> bool:
    """True when the verb was chosen. With `danger` the focus starts on Cancel."""
    dialog = Dialog(parent, title)
    dialog.add_text(text)
    stay = dialog.add_cancel(cancel or tr("Cancel"))
    go = dialog.add_button(verb, "danger" if danger else "primary", accepts=True)
    (stay if danger else go).setFocus()
    return dialog.run()
