"""Log what was said with a person."""

from typing import Any

from PySide6.QtWidgets import QWidget

from microinf_desktop.domain.enums import InteractionKind
from microinf_desktop.domain.influencers import InteractionDraft
from microinf_desktop.ui import labels
from microinf_desktop.ui.context import AppContext
from microinf_desktop.ui.dialogs.form import FormDialog
from microinf_desktop.ui.i18n import tr
from microinf_desktop.ui.widgets.form import Form
from microinf_desktop.ui.widgets.inputs import ComboBox, TextArea


def log_interaction(parent: QWidget, context: AppContext, influencer_id: int, name: str, summary: str = "") -> bool:
    """Ask what was said and store it; True when something was logged."""
    from microinf_desktop.services import influencers

    def build(form: Form) -> None:
        form.add_field("kind", tr("Kind"), ComboBox(labels.choices(InteractionKind)))
        form.add_field("summary", tr("What was said"), TextArea(rows=3), required=True)

    def submit(values: dict[str, Any]) -> None:
        influencers.log_interaction(
            context.workspace, InteractionDraft(influencer_id, values["summary"], values["kind"])
        )

    filled = {"kind": InteractionKind.EMAIL, "summary": summary}
    if not FormDialog(parent, tr("Log an interaction with {name}", name=name), tr("Log"), build, submit, filled).run():
        return False
    context.toast(tr("Logged"), undo=True)
    return True
