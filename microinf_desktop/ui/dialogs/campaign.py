"""Add or edit a campaign, from scratch or from a template; add or edit one of its milestones."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Any

from PySide6.QtWidgets import QWidget

from microinf_desktop.domain.campaigns import CampaignDraft, MilestoneDraft
from microinf_desktop.domain.enums import CampaignState, MilestoneKind, Objective, TargetMetric
from microinf_desktop.domain.errors import ValidationError
from microinf_desktop.domain.money import Money
from microinf_desktop.domain.targets import Target
from microinf_desktop.ui import choices, formats, labels
from microinf_desktop.ui.context import AppContext
from microinf_desktop.ui.dialogs.form import FormDialog
from microinf_desktop.ui.i18n import tr
from microinf_desktop.ui.widgets.buttons import Button, CheckBox
from microinf_desktop.ui.widgets.date_edit import DateEdit
from microinf_desktop.ui.widgets.form import Form, picked
from microinf_desktop.ui.widgets.inputs import ComboBox, NumberEdit, Picker, TagEdit, TextArea, TextField
from microinf_desktop.ui.widgets.money_edit import MoneyEdit

_TARGETS = 6
_TEXTS = ("name", "product", "product_category", "summary", "hypothesis", "notes")
_PLAIN = ("client_id", "owner_id", "is_pilot", "starts_on", "go_live_on", "ends_on", "currency")


class _TargetEdit(NumberEdit):
    """A target's figure: whole ones without decimals."""

    def __init__(self) -> None:
        super().__init__(tr("e.g. 250 K or 4.5"), whole=False)

    def set_value(self, value: Any) -> None:
        if value is not None and value == int(value):
            self.setText(formats.count(int(value)))
        else:
            super().set_value(value)


def edit_campaign(
    parent: QWidget, context: AppContext, campaign_id: int | None = None, values: Mapping[str, Any] | None = None
) -> int | None:
    """Ask for a campaign's data and store it; the id, or None when cancelled. `values` pre-fill a new one."""
    from microinf_desktop.queries import agency, campaigns
    from microinf_desktop.services.campaigns import save_campaign
    from microinf_desktop.ui.dialogs.client import clients_with_ids

    workspace = context.workspace
    with workspace.reading() as session:
        staff = [(person.id, person.name) for person in agency.people(session)]
        found = campaigns.detail(session, campaign_id) if campaign_id is not None else None
    filled: dict[str, Any] = {
        "state": CampaignState.PLANNING, "owner_id": workspace.person_id, "time_zone": _own_zone(), "currency": "EUR",
        **(values or {}),
    }
    if found is not None:
        filled = _filled(found)
    kept = [] if found is None else list(found.targets[_TARGETS:])

    def submit(entered: dict[str, Any]) -> int:
        draft = _draft(entered, kept)
        planned = _planned_milestones(entered, draft) if campaign_id is None else ()
        return save_campaign(workspace, draft, campaign_id, planned)

    verb = tr("Add campaign") if campaign_id is None else tr("Save")
    dialog = FormDialog(
        parent, tr("Add campaign") if campaign_id is None else tr("Edit campaign"), verb,
        lambda form: _build(form, clients_with_ids(context), staff, campaign_id is None), submit, columns=2, width=680,
    )
    _connect(dialog.form, context, campaign_id is None)
    _offer_personas(dialog.form, context, filled.get("client_id"))
    dialog.form.set_values(filled)
    _show_targets(dialog.form, max(1, sum(1 for i in range(_TARGETS) if filled.get(f"target_metric_{i}"))))
    return dialog.result_value if dialog.run() else None


def _own_zone() -> str:
    from PySide6.QtCore import QTimeZone

    found = bytes(QTimeZone.systemTimeZoneId().data()).decode()
    return found if "/" in found and not found.startswith("Etc/") else "Europe/Berlin"


def _build(form: Form, clients: Sequence[tuple[int, str]], staff: Sequence[tuple[int, str]], is_new: bool) -> None:
    if is_new:
        form.add_field("template", tr("Start from"), ComboBox([("", tr("An empty campaign")), *_templates()]),
                       help=tr("A template fills objectives and the end, and adds milestones around the go-live"),
                       span=2)
        form.input("template").set_value("")
    form.add_field("client_id", tr("Client"), ComboBox(clients), required=True)
    form.add_field("name", tr("Name"), TextField(placeholder=tr("e.g. Winter Blend")), required=True)
    form.add_field("state", tr("State"), ComboBox(labels.choices(CampaignState)), required=True)
    form.add_field("owner_id", tr("Owner"), ComboBox([(None, tr("Nobody")), *staff]))
    form.add_field("product", tr("Product"), TextField(placeholder=tr("e.g. Winter Blend, 20 bags")))
    form.add_field("product_category", tr("Category"), TextField(placeholder=tr("e.g. tea")),
                   help=tr("What exclusivity is checked against"))
    form.add_heading(tr("Dates"))
    form.add_field("starts_on", tr("Start"), DateEdit())
    form.add_field("go_live_on", tr("Go-live"), DateEdit())
    form.add_field("ends_on", tr("End"), DateEdit())
    form.add_field("time_zone", tr("Time zone"), Picker(choices.search_in(choices.time_zones)), required=True)
    form.add_field("is_pilot", tr("This is a pilot"), CheckBox(""), help=tr("5 to 10 creators, 2 to 4 weeks"))
    form.add_heading(tr("Objectives"))
    for objective in Objective:
        form.add_field(f"objective_{objective.value}", labels.label(objective), CheckBox(""))
    form.add_field("summary", tr("Summary"), TextArea(rows=2), span=2)
    form.add_field("hypothesis", tr("Hypothesis"),
                   TextArea(placeholder=tr("e.g. food creators bring cheaper visits than lifestyle ones"), rows=2),
                   span=2)
    form.add_field("key_messages", tr("Key messages, one a line"), TextArea(rows=3), span=2)
    _build_targets(form)
    form.add_heading(tr("Audience and rules"))
    form.add_field("persona_id", tr("Persona"), ComboBox([(None, tr("None"))]))
    form.add_field("audience_languages", tr("Languages of the audience"), TagEdit(None, tr("e.g. de")))
    form.add_field("jurisdictions", tr("Rules that apply"),
                   TagEdit(lambda: [code for code, _ in choices.jurisdictions()], tr("e.g. UK")), span=2,
                   help=tr("Where the audience is: {codes}", codes=", ".join(choices.JURISDICTIONS)))
    form.add_heading(tr("Budget"))
    form.add_field("currency", tr("Currency"), ComboBox(choices.currencies()), required=True)
    form.add_field("budget", tr("Budget"), MoneyEdit("EUR"), help=tr("Fees and products of all creators"))
    form.add_field("notes", tr("Notes"), TextArea(rows=2), span=2)


def _build_targets(form: Form) -> None:
    form.add_heading(tr("Targets"))
    for place in range(_TARGETS):
        metric = ComboBox([(None, tr("No target")), *labels.choices(TargetMetric)])
        form.add_field(f"target_metric_{place}", tr("Metric"), metric)
        form.add_field(f"target_value_{place}", tr("Target"), _TargetEdit())
    more = Button(tr("Add another target"), "quiet", "plus")
    more.clicked.connect(lambda: _show_targets(form, _shown_targets(form) + 1))
    form.add_wide(more)


def _shown_targets(form: Form) -> int:
    return sum(1 for i in range(_TARGETS) if form.input(f"target_metric_{i}").parentWidget().isVisibleTo(form))


def _show_targets(form: Form, number: int) -> None:
    for place in range(_TARGETS):
        form.set_visible(f"target_metric_{place}", place < number)
        form.set_visible(f"target_value_{place}", place < number)


def _templates() -> list[tuple[str, str]]:
    from microinf_desktop.interchange.templates import shipped_campaigns

    return [(template.key, template.name) for template in shipped_campaigns()]


def _connect(form: Form, context: AppContext, is_new: bool) -> None:
    """What one field does to others: the currency to the budget, the client to rules, the template to many."""
    form.input("currency").edited.connect(lambda: form.input("budget").set_currency(form.input("currency").value()))
    form.input("client_id").edited.connect(lambda: _take_client(form, context, is_new))
    if is_new:
        form.input("template").edited.connect(lambda: _take_template(form))
        form.input("go_live_on").left_field.connect(lambda: _take_template(form))


def _take_client(form: Form, context: AppContext, is_new: bool) -> None:
    from microinf_desktop.queries import clients

    client_id = form.input("client_id").value()
    _offer_personas(form, context, client_id)
    if not is_new or client_id is None:
        return
    with context.workspace.reading() as session:
        found = clients.detail(session, client_id)
    if found is None:
        return
    if not form.input("jurisdictions").value():
        form.input("jurisdictions").set_value(found.fields["jurisdictions"])
    if not form.input("product_category").value():
        form.input("product_category").set_value(found.fields["category"])
    if form.input("budget").value() is None:
        form.input("currency").set_value(found.fields["currency"])
        form.input("budget").set_currency(found.fields["currency"])


def _offer_personas(form: Form, context: AppContext, client_id: int | None) -> None:
    from microinf_desktop.queries import clients

    offered: list[tuple[Any, str]] = [(None, tr("None"))]
    if client_id is not None:
        with context.workspace.reading() as session:
            found = clients.detail(session, client_id)
        offered += [(persona["id"], persona["name"]) for persona in found.personas] if found is not None else []
    form.input("persona_id").set_choices(offered)


def _template(key: str) -> Any:
    from microinf_desktop.interchange.templates import shipped_campaigns

    return next((template for template in shipped_campaigns() if template.key == key), None)


def _take_template(form: Form) -> None:
    """Fill what the template says and nobody typed yet."""
    template = _template(form.input("template").value() or "")
    if template is None:
        return
    if not any(form.input(f"objective_{objective.value}").isChecked() for objective in Objective):
        for objective in template.objectives:
            form.input(f"objective_{objective.value}").setChecked(True)
    if not form.input("summary").value():
        form.input("summary").set_value(template.summary)
    form.input("is_pilot").setChecked(template.is_pilot)
    go_live = form.input("go_live_on").value()
    if go_live is not None and form.input("ends_on").value() is None:
        form.input("ends_on").set_value(go_live + timedelta(days=template.run_days - 1))


def _planned_milestones(entered: Mapping[str, Any], draft: CampaignDraft) -> Any:
    template = _template(entered.get("template") or "")
    if template is None:
        return ()
    if draft.go_live_on is None:
        raise ValidationError("go_live_on", "The template counts its milestones from the go-live day.",
                              "Type the day, or start from an empty campaign.")
    from microinf_desktop.domain.campaign_templates import milestones_from
    from microinf_desktop.interchange.holidays import campaign_calendar

    calendar = campaign_calendar(draft.jurisdictions, draft.go_live_on, draft.ends_on or draft.go_live_on)
    return milestones_from(template, draft.go_live_on, calendar)


def _filled(found: Any) -> dict[str, Any]:
    values = dict(found.fields)
    values["state"] = CampaignState(values["state"])
    values["key_messages"] = "\n".join(values["key_messages"])
    values["persona_id"] = next(iter(found.persona_ids), None)
    values |= {f"objective_{word}": True for word in values["objectives"]}
    values["budget"] = None if values["budget_minor"] is None else Money(values["budget_minor"], values["currency"])
    for place, (metric, value) in enumerate(found.targets[:_TARGETS]):
        values |= {f"target_metric_{place}": metric, f"target_value_{place}": value}
    return values


def _draft(entered: Mapping[str, Any], kept: Sequence[tuple[TargetMetric, Decimal]]) -> CampaignDraft:
    wrong = [code for code in entered["jurisdictions"] if code.upper() not in choices.JURISDICTIONS]
    if wrong:
        raise ValidationError("jurisdictions", f"There are no rules for “{wrong[0]}”.", "Use codes such as UK, US, DE.")
    budget: Money | None = entered["budget"]
    plain: dict[str, Any] = {name: entered[name] for name in _PLAIN}
    return CampaignDraft(
        **plain, **picked(entered, _TEXTS),
        state=entered["state"], time_zone=entered["time_zone"],
        objectives=tuple(o for o in Objective if entered[f"objective_{o.value}"]),
        key_messages=tuple(line.strip() for line in entered["key_messages"].splitlines() if line.strip()),
        jurisdictions=tuple(code.upper() for code in entered["jurisdictions"]),
        audience_languages=tuple(entered["audience_languages"]),
        budget_minor=None if budget is None else budget.minor, targets=(*_targets(entered), *kept),
        persona_ids=() if entered["persona_id"] is None else (entered["persona_id"],),
    )


def _targets(entered: Mapping[str, Any]) -> tuple[tuple[TargetMetric, Decimal], ...]:
    """The targets typed; what is wrong with one stands at its own field."""
    found: dict[TargetMetric, Decimal] = {}
    for place in range(_TARGETS):
        metric, value = entered[f"target_metric_{place}"], entered[f"target_value_{place}"]
        field = f"target_value_{place}"
        if metric is None and value is None:
            continue
        if metric is None:
            raise ValidationError(f"target_metric_{place}", "The target has no metric.", "Choose what it counts.")
        if value is None:
            raise ValidationError(field, "The target has no figure.", "Type it, or choose “No target”.")
        if metric in found:
            raise ValidationError(f"target_metric_{place}", "This metric has a target already.", "Choose another one.")
        try:
            found[metric] = Target(metric, Decimal(str(value))).value
        except ValidationError as error:
            raise ValidationError(field, error.message, error.hint) from error
    return tuple(found.items())


def edit_milestone(
    parent: QWidget, context: AppContext, campaign_id: int, milestone_id: int | None = None,
    values: Mapping[str, Any] | None = None,
) -> int | None:
    """Ask for a milestone's name, kind and day and store it; the id, or None when cancelled."""
    from microinf_desktop.services.campaigns import save_milestone

    done_on = (values or {}).get("done_on")

    def build(form: Form) -> None:
        form.add_field("name", tr("Name"), TextField(placeholder=tr("e.g. Brief locked")), required=True)
        form.add_field("kind", tr("Kind"), ComboBox(labels.choices(MilestoneKind)), required=True)
        form.add_field("due_on", tr("Day"), DateEdit(), required=True)

    def submit(entered: dict[str, Any]) -> int:
        draft = MilestoneDraft(campaign_id, entered["name"], entered["due_on"], entered["kind"], done_on)
        return save_milestone(context.workspace, draft, milestone_id)

    title = tr("Add milestone") if milestone_id is None else tr("Edit milestone")
    filled = {"kind": MilestoneKind.OTHER, **(values or {})}
    verb = tr("Add milestone") if milestone_id is None else tr("Save")
    dialog = FormDialog(parent, title, verb, build, submit, filled)
    return dialog.result_value if dialog.run() else None
