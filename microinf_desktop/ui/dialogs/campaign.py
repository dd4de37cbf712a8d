"""Change a campaign's usual fields, quickly; everything else is on the set-up page. Add or edit a milestone."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QWidget

from microinf_desktop.domain.campaigns import CampaignDraft, MilestoneDraft
from microinf_desktop.domain.enums import CampaignState, MilestoneKind
from microinf_desktop.domain.errors import ValidationError
from microinf_desktop.domain.money import Money
from microinf_desktop.ui import choices, labels
from microinf_desktop.ui.context import AppContext
from microinf_desktop.ui.dialogs.form import FormDialog
from microinf_desktop.ui.i18n import tr
from microinf_desktop.ui.widgets.date_edit import DateEdit
from microinf_desktop.ui.widgets.form import Form
from microinf_desktop.ui.widgets.inputs import ComboBox, Picker, TextArea, TextField
from microinf_desktop.ui.widgets.money_edit import MoneyEdit

_SHOWN = ("name", "state", "owner_id", "product", "starts_on", "go_live_on", "ends_on", "time_zone", "currency",
          "notes")


def edit_campaign(parent: QWidget, context: AppContext, campaign_id: int) -> int | None:
    """Ask for the usual fields and store them; the id, or None when cancelled. What is not shown stays."""
    from microinf_desktop.queries import agency, campaigns
    from microinf_desktop.services.campaigns import save_campaign

    workspace = context.workspace
    with workspace.reading() as session:
        staff = [(person.id, person.name) for person in agency.people(session)]
        found = campaigns.detail(session, campaign_id, context.today())
    if found is None:
        return None
    stored = found.draft

    def submit(entered: dict[str, Any]) -> int:
        try:
            return save_campaign(workspace, _changed(stored, entered), campaign_id)
        except ValidationError as error:
            raise ValidationError(error.field.removesuffix("_minor"), error.message, error.hint) from error

    dialog = FormDialog(parent, tr("Edit campaign"), tr("Save"), lambda form: _build(form, staff, stored.currency),
                        submit, columns=2, width=680)
    form = dialog.form
    form.input("currency").edited.connect(lambda: form.input("budget").set_currency(form.input("currency").value()))
    form.set_values({**{name: getattr(stored, name) for name in _SHOWN}, "budget": stored.budget})
    return dialog.result_value if dialog.run() else None


def _build(form: Form, staff: Sequence[tuple[int, str]], currency: str) -> None:
    form.add_field("name", tr("Name"), TextField(placeholder=tr("e.g. Winter Blend")), required=True, span=2)
    form.add_field("state", tr("State"), ComboBox(labels.choices(CampaignState)), required=True)
    form.add_field("owner_id", tr("Owner"), ComboBox([(None, tr("Nobody")), *staff]))
    form.add_field("product", tr("Product"), TextField(placeholder=tr("e.g. Winter Blend, 20 bags")), span=2)
    form.add_field("starts_on", tr("Start"), DateEdit())
    form.add_field("go_live_on", tr("Go-live"), DateEdit())
    form.add_field("ends_on", tr("End"), DateEdit())
    form.add_field("time_zone", tr("Time zone"), Picker(choices.search_in(choices.time_zones)), required=True)
    form.add_field("currency", tr("Currency"), ComboBox(choices.currencies()), required=True)
    form.add_field("budget", tr("Budget"), MoneyEdit(currency), help=tr("Fees and products of all creators"))
    form.add_field("notes", tr("Notes"), TextArea(rows=2), span=2)


def _changed(stored: CampaignDraft, entered: Mapping[str, Any]) -> CampaignDraft:
    budget: Money | None = entered["budget"]
    return replace(stored, **{name: entered[name] for name in _SHOWN},
                   budget_minor=None if budget is None else budget.minor)


def edit_milestone(
    parent: QWidget, context: AppContext, campaign_id: int, milestone_id: int | None = None,
    values: Mapping[str, Any] | None = None,
) -> int | None:
    """Ask for a milestone's name, kind, days and why it is fixed, and store it; the id, or None when cancelled.

    `values` are those of the milestone to be changed: name, kind, due_on, starts_on, done_on, locked_reason.
    """
    from microinf_desktop.services.timeline import save_milestone

    def build(form: Form) -> None:
        form.add_field("name", tr("Name"), TextField(placeholder=tr("e.g. Brief locked")), required=True, span=2)
        form.add_field("kind", tr("Kind"), ComboBox(labels.choices(MilestoneKind)), required=True)
        form.add_field("due_on", tr("Day"), DateEdit(), required=True)
        form.add_field("starts_on", tr("From"), DateEdit(), help=tr("Only for a span of days"))
        form.add_field("done_on", tr("Done on"), DateEdit())
        form.add_field("locked_reason", tr("Why it cannot move"), TextField(), span=2,
                       help=tr("Empty lets it move with what it depends on"))

    def submit(entered: dict[str, Any]) -> int:
        return save_milestone(context.workspace, MilestoneDraft(campaign_id, **entered), milestone_id)

    title = tr("Add milestone") if milestone_id is None else tr("Edit milestone")
    filled = {"kind": MilestoneKind.OTHER, **(values or {})}
    verb = tr("Add milestone") if milestone_id is None else tr("Save")
    dialog = FormDialog(parent, title, verb, build, submit, filled, columns=2)
    return dialog.result_value if dialog.run() else None
