"""The thresholds of the agency: which clients and creators are close to one, over one, or cannot be told."""

from PySide6.QtWidgets import QWidget

from microinf_desktop.domain.thresholds import MeterState
from microinf_desktop.ui.context import AppContext
from microinf_desktop.ui.dialogs.base import Dialog
from microinf_desktop.ui.i18n import tr, trn
from microinf_desktop.ui.widgets.layouts import ScrollColumn
from microinf_desktop.ui.widgets.meters import MeterList, read_meters

_WIDTH, _HEIGHT = 560, 480


def show_meters(parent: QWidget, context: AppContext, client_id: int | None = None) -> None:
    """Show the meters of this and other years; those below 80 % are only counted."""
    found = read_meters(context, client_id=client_id)
    telling = [meter for meter in found if meter.state is not MeterState.BELOW]
    below = len(found) - len(telling)
    dialog = Dialog(parent, tr("Thresholds of law and tax"), _WIDTH)
    if telling:
        meters = MeterList(title=False)
        scroll = ScrollColumn(margins=(0, 0, 10, 0), fill="raised")
        scroll.body.addWidget(meters)
        scroll.body.addStretch(1)
        scroll.setMinimumHeight(_HEIGHT)
        dialog.body.addWidget(scroll)
        meters.show_meters(telling)
        if below:
            dialog.add_text(trn("{n} more is below 80 % of its threshold", "{n} more are below 80 % of their threshold",
                                below), "text3")
    elif below:
        dialog.add_text(trn("{n} creator is metered and below 80 % of the threshold",
                            "{n} creators are metered and below 80 % of their thresholds", below))
    else:
        dialog.add_text(tr("No agreed deal falls under a threshold. Those with an audience in France and creators "
                           "taxed in the United States do."))
    dialog.add_button(tr("Close"), "primary", accepts=True)
    dialog.run()
