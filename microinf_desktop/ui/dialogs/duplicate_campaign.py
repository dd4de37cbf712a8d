"""Duplicate a campaign: name, go-live and what to take along; keep a campaign as a template."""

from typing import Any

from PySide6.QtWidgets import QWidget

from microinf_desktop.domain.campaign_copies import CopyPlan, shift_days
from microinf_desktop.ui import formats
from microinf_desktop.ui.context import AppContext
from microinf_desktop.ui.dialogs.form import FormDialog
from microinf_desktop.ui.i18n import tr, trn
from microinf_desktop.ui.widgets.buttons import CheckBox
from microinf_desktop.ui.widgets.date_edit import DateEdit
from microinf_desktop.ui.widgets.form import Form
from microinf_desktop.ui.widgets.inputs import TextArea, TextField
from microinf_desktop.ui.widgets.labels import Label

_PARTS = (("targets", "Targets"), ("personas", "Personas"), ("milestones", "Milestones"), ("brief", "Brief"),
          ("creators", "Creators with their terms"), ("deliverables", "Deliverables and creators"))


def duplicate_campaign(parent: QWidget, context: AppContext, campaign_id: int) -> int | None:
    """Ask and copy; the new campaign's id, None when cancelled."""
    from microinf_desktop.queries import campaigns
    from microinf_desktop.services.campaign_copies import duplicate_campaign as duplicate

    with context.workspace.reading() as session:
        found = campaigns.detail(session, campaign_id, context.today())
    if found is None:
        return None
    old = found.draft.go_live_on
    shift = Label("", "secondary", "text2", wrap=True)

    def build(form: Form) -> None:
        form.add_field("name", tr("Name"), TextField(), required=True, span=2)
        form.add_field("go_live_on", tr("New go-live"), DateEdit(),
                       help=tr("All days move with it and fall on working days"))
        form.add_wide(shift)
        form.add_heading(tr("Take along"))
        for name, text in _PARTS:
            form.add_field(name, tr(text), CheckBox(""))

    def submit(entered: dict[str, Any]) -> int:
        taken = {name: entered[name] for name, _text in _PARTS}
        return duplicate(context.workspace, campaign_id, CopyPlan(entered["name"], entered["go_live_on"], **taken))

    dialog = FormDialog(parent, tr("Duplicate {name}", name=found.fields["name"]), tr("Duplicate"), build, submit,
                        columns=2, width=560)
    form = dialog.form

    def tell() -> None:
        days = shift_days(old, form.input("go_live_on").value())
        words = trn("{n} day later", "{n} days later", days) if days > 0 else trn(
            "{n} day earlier", "{n} days earlier", -days)
        shift.setText(tr("Go-live was {day}. {shift}", day=formats.day(old),
                         shift=tr("Everything is {words}", words=words) if days else tr("No day moves")))

    form.changed.connect(tell)
    form.set_values({"name": tr("{name}, copy", name=found.fields["name"]), "go_live_on": old,
                     **{name: getattr(CopyPlan(""), name) for name, _text in _PARTS}})
    tell()
    return dialog.result_value if dialog.run() else None


def save_as_template(parent: QWidget, context: AppContext, campaign_id: int, name: str, summary: str) -> int | None:
    """Ask for a name and keep the campaign's pattern as the agency's own template."""
    from microinf_desktop.services.campaign_templates import save_as_template as save

    def build(form: Form) -> None:
        form.add_field("name", tr("Name"), TextField(), required=True,
                       help=tr("Kept: objectives, targets, milestones, lead times, what each creator does and gets"))
        form.add_field("summary", tr("Summary"), TextArea(rows=2))

    dialog = FormDialog(
        parent, tr("Save as a template"), tr("Save template"), build,
        lambda entered: save(context.workspace, campaign_id, entered["name"], entered["summary"]),
        {"name": name, "summary": summary},
    )
    return dialog.result_value if dialog.run() else None
