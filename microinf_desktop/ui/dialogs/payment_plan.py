"""Asks whether the payments that are not due yet follow a changed fee, and shows what would become of each."""

from typing import Any

from PySide6.QtWidgets import QWidget

from microinf_desktop.domain.payments import Replan, ReplanLine
from microinf_desktop.ui import formats
from microinf_desktop.ui.dialogs.form import FormDialog
from microinf_desktop.ui.i18n import tr
from microinf_desktop.ui.widgets.buttons import CheckBox
from microinf_desktop.ui.widgets.form import Form
from microinf_desktop.ui.widgets.labels import Label
from microinf_desktop.ui.widgets.layouts import boxed, row
from microinf_desktop.ui.widgets.text import ElidedLabel


def ask_replan(parent: QWidget, plan: Replan) -> bool | None:
    """True: payments follow the fee. False: they stay. None: do not save at all."""

    def build(form: Form) -> None:
        form.add_wide(Label(tr("The deal changes what is still to be paid. What is due or paid stays as it is."),
                            "body", "text2", wrap=True))
        for line in plan.lines:
            form.add_wide(boxed(row(ElidedLabel(line.description), 1, Label(_change(line), weight=600))))
        form.add_wide(CheckBox(tr("Change these payments")))

    def submit(_values: dict[str, Any]) -> None:
        """The answer is read from the box."""

    dialog = FormDialog(parent, tr("Payments that are not due yet"), tr("Save the deal"), build, submit)
    box = dialog.form.findChildren(CheckBox)[0]
    box.setChecked(True)
    return box.isChecked() if dialog.run() else None


def _change(line: ReplanLine) -> str:
    before, after = (None if one is None else formats.money(one, full=True) for one in (line.before, line.after))
    if before is None:
        return tr("{amount}, new", amount=after)
    return tr("{before}, goes", before=before) if after is None else f"{before} → {after}"
