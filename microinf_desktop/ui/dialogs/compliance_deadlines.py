"""Asks for the agency's deadlines around live posts: the second look, and the answer to a message."""

from typing import Any

from PySide6.QtWidgets import QWidget

from microinf_desktop.queries import violations
from microinf_desktop.queries.compliance_looks import recheck_days
from microinf_desktop.services.compliance_deadlines import set_deadlines as store
from microinf_desktop.ui.context import AppContext
from microinf_desktop.ui.dialogs.form import FormDialog
from microinf_desktop.ui.i18n import tr
from microinf_desktop.ui.widgets.form import Form
from microinf_desktop.ui.widgets.inputs import NumberEdit


def set_deadlines(parent: QWidget, context: AppContext) -> bool:
    """True when they were changed."""
    with context.workspace.reading() as session:
        filled = {"recheck": recheck_days(session), "answer": violations.hours(session)}

    def build(form: Form) -> None:
        form.add_field("recheck", tr("Days until a live post is looked at again"), NumberEdit(), required=True,
                       help=tr("Counted from the day it went live; 0 for never. Stories are gone by then"))
        form.add_field("answer", tr("Hours a creator has to mend a label"), NumberEdit(), required=True,
                       help=tr("Check that your contracts say the same"))

    def submit(values: dict[str, Any]) -> None:
        store(context.workspace, values["recheck"], values["answer"])

    if not FormDialog(parent, tr("Deadlines for live posts"), tr("Save"), build, submit, filled).run():
        return False
    context.toast(tr("Deadlines saved"), undo=True)
    return True
