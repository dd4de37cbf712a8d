"""What this program is, which version, under which licence."""

from PySide6.QtWidgets import QWidget

from microinf_desktop import __version__
from microinf_desktop.ui.dialogs.base import Dialog
from microinf_desktop.ui.i18n import tr


def show_about(parent: QWidget) -> None:
    """A short dialog."""
    dialog = Dialog(parent, tr("MicroInf Desktop {version}", version=__version__))
    dialog.add_text(tr("Micro-influencer campaigns on your own computer. No network, no account, no telemetry: "
                       "everything stays in the workspace folder, which is yours."))
    dialog.add_text(tr("MIT licence. Interface by PySide6 (LGPL), data by SQLite, documents by ReportLab, "
                       "charts by Matplotlib."), "text3")
    dialog.add_button(tr("Close"), "primary", accepts=True)
    dialog.run()
