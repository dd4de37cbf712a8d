"""Add several deliverables at once: a sequence of touchpoints, or one piece that comes again and again."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtWidgets import QWidget

from microinf_desktop.domain.deliverables import DeliverableDraft
from microinf_desktop.domain.enums import DeliverableKind, Platform
from microinf_desktop.domain.errors import ValidationError
from microinf_desktop.domain.recurrence import Frequency, Rule
from microinf_desktop.domain.sequences import (
    OnClosedDays,
    PlannedSeries,
    Planning,
    PlanningDeal,
    SequenceTemplate,
    plan_recurring,
    plan_sequence,
    sequence_of,
)
from microinf_desktop.ui import labels
from microinf_desktop.ui.context import AppContext
from microinf_desktop.ui.dialogs.deliverable import kind_choices, read_planning
from microinf_desktop.ui.dialogs.form import FormDialog
from microinf_desktop.ui.dialogs.series_preview import SeriesPreview, preview_rows
from microinf_desktop.ui.i18n import tr, trn
from microinf_desktop.ui.widgets.date_edit import DateEdit
from microinf_desktop.ui.widgets.form import Form
from microinf_desktop.ui.widgets.inputs import ComboBox, NumberEdit, TextField
from microinf_desktop.ui.widgets.option_list import OptionField

_ALL, _SOME = 0, -1  # of "For", beside the ids of deals


def add_from_template(parent: QWidget, context: AppContext, campaign_id: int) -> list[int] | None:
    """Ask for a sequence, creators and the first publish day and add the pieces; their ids, None when cancelled."""
    from microinf_desktop.interchange.sequences import shipped_sequences
    from microinf_desktop.queries import campaigns, series

    planning = read_planning(context, campaign_id)
    if planning is None:
        return None
    with context.workspace.reading() as session:
        campaign = campaigns.detail(session, campaign_id, context.today())
        own = [one.template for one in series.own_sequences(session)]
    templates = dict(enumerate((*own, *shipped_sequences())))

    def build(form: Form) -> None:
        named = [(key, tr("{name}, {n} each", name=one.name, n=len(one.steps))) for key, one in templates.items()]
        form.add_field("template", tr("Sequence"), ComboBox(named), required=True, span=2)
        _add_creators(form, planning)
        form.add_field("first", tr("First publish day"), DateEdit(holidays=_holidays(planning)), required=True)
        _add_closed(form)

    def planned(entered: dict[str, Any]) -> list[PlannedSeries]:
        template: SequenceTemplate | None = templates.get(entered["template"])
        if template is None or entered["first"] is None:
            return []
        return [plan_sequence(planning, template, deal.id, entered["first"], entered["closed"])
                for deal in _chosen(planning, entered)]

    go_live: date | None = campaign.fields["go_live_on"] if campaign is not None else None
    filled = {"deal": _ALL, "template": 0, "closed": OnClosedDays.KEEP,
              "first": go_live if go_live is not None and go_live >= context.today() else None}
    return _run(parent, context, planning, tr("Add a sequence"), build, planned, filled)


def add_recurring(parent: QWidget, context: AppContext, campaign_id: int) -> list[int] | None:
    """Ask for a deliverable that comes every few weeks or months and add the pieces; None when cancelled."""
    planning = read_planning(context, campaign_id)
    if planning is None:
        return None

    def planned(entered: dict[str, Any]) -> list[PlannedSeries]:
        first: date | None = entered["first"]
        if first is None or entered["kind"] is None:
            return []
        rule = rule_of(entered, first)
        for problem in rule.problems():
            raise problem
        title = entered["title"].strip()
        name = title or labels.label(entered["kind"])
        drafts = [DeliverableDraft(deal.id, entered["kind"], entered["platform"], title=title,
                                   discount_code=deal.discount_code, caption_language=planning.language)
                  for deal in _chosen(planning, entered)]
        return [plan_recurring(planning, draft, name, rule.text(), rule.days(first), entered["closed"])
                for draft in drafts]

    filled = {"deal": next(iter(planning.deals)) if len(planning.deals) == 1 else _ALL, "kind": DeliverableKind.STORY,
              "platform": Platform.INSTAGRAM, "frequency": Frequency.WEEKLY, "interval": 1, "count": 6,
              "weekdays": (), "closed": OnClosedDays.KEEP, "monthly": "day"}
    return _run(parent, context, planning, tr("Add a recurring series"),
                lambda form: _build_recurring(form, planning), planned, filled)


def save_as_sequence(parent: QWidget, context: AppContext, deliverable_ids: Sequence[int]) -> bool:
    """Ask for a name and keep deliverables as a sequence of the agency's own; True when it was stored."""
    from microinf_desktop.queries import series
    from microinf_desktop.services.series import save_sequence

    with context.workspace.reading() as session:
        drafts = series.drafts(session, deliverable_ids)

    def submit(entered: dict[str, Any]) -> int:
        return save_sequence(context.workspace, sequence_of(entered["name"], drafts))

    def build(form: Form) -> None:
        form.add_field("name", tr("Name"), TextField(placeholder=tr("e.g. Launch with live")), required=True,
                       help=tr("Codes, links, fees and dates stay behind"))

    return FormDialog(parent, tr("Save as a sequence"), tr("Save"), build, submit).run()


def _build_recurring(form: Form, planning: Planning) -> None:
    _add_creators(form, planning)
    form.add_field("title", tr("Title"), TextField(placeholder=tr("e.g. Tuesday stories")))
    form.add_field("kind", tr("Kind"), ComboBox(kind_choices()), required=True)
    form.add_field("platform", tr("Platform"), ComboBox(labels.choices(Platform)), required=True)
    form.add_field("interval", tr("Every"), NumberEdit(), required=True)
    form.add_field("frequency", tr("Weeks or months"), ComboBox(
        [(Frequency.WEEKLY, tr("weeks")), (Frequency.MONTHLY, tr("months"))]), required=True)
    form.add_field("first", tr("First publish day"), DateEdit(holidays=_holidays(planning)), required=True,
                   help=tr("Its weekday is kept"))
    form.add_field("monthly", tr("In months, on"), ComboBox(
        [("day", tr("the same day of the month")), ("nth", tr("the same weekday of the month"))]))
    form.add_field("second", tr("Also on"), ComboBox([(None, tr("no other weekday")), *_weekdays()]))
    _add_closed(form)
    form.add_field("count", tr("Number of pieces"), NumberEdit(), help=tr("Or the last day"))
    form.add_field("until", tr("Last day"), DateEdit())


def _weekdays() -> list[tuple[int, str]]:
    return [(0, tr("Monday")), (1, tr("Tuesday")), (2, tr("Wednesday")), (3, tr("Thursday")), (4, tr("Friday")),
            (5, tr("Saturday")), (6, tr("Sunday"))]


def rule_of(entered: dict[str, Any], first: date) -> Rule:
    """The rule a filled form means; a last day wins over the number of pieces."""
    count = None if entered["until"] is not None or not entered["count"] else int(entered["count"])
    interval = int(entered["interval"] or 0)
    if entered["frequency"] is Frequency.WEEKLY:
        days = {first.weekday()} | ({entered["second"]} if entered["second"] is not None else set())
        return Rule(Frequency.WEEKLY, interval, tuple(sorted(days)), None, count, entered["until"])
    if entered["monthly"] == "nth":
        nth = (first.day - 1) // 7 + 1
        return Rule(Frequency.MONTHLY, interval, (first.weekday(),), -1 if nth == 5 else nth, count, entered["until"])
    return Rule(Frequency.MONTHLY, interval, (), None, count, entered["until"])


def _add_creators(form: Form, planning: Planning) -> None:
    taking = [deal for deal in planning.deals.values() if not deal.is_rejected]
    everyone = trn("{n} creator of this campaign", "All {n} creators of this campaign", len(taking))
    named = [(deal.id, deal.name) for deal in planning.deals.values()]
    some = [(_SOME, tr("Only those ticked below"))] if len(named) > 1 else []
    form.add_field("deal", tr("For"), ComboBox([(_ALL, everyone), *some, *named]), required=True)
    form.add_field("some", tr("Creators"), OptionField(named), required=True, span=2)


def _add_closed(form: Form) -> None:
    form.add_field("closed", tr("On days nobody works"), ComboBox([
        (OnClosedDays.KEEP, tr("post all the same")), (OnClosedDays.LATER, tr("the next working day")),
        (OnClosedDays.EARLIER, tr("the working day before")),
    ]))


def _holidays(planning: Planning) -> Any:
    return lambda day: planning.calendar.holidays.get(day, "")


def _chosen(planning: Planning, entered: dict[str, Any]) -> Sequence[PlanningDeal]:
    if entered["deal"] == _SOME:
        return [planning.deals[deal_id] for deal_id in entered["some"]]
    if entered["deal"] != _ALL:
        return [planning.deals[entered["deal"]]]
    return [deal for deal in planning.deals.values() if not deal.is_rejected]


def _run(
    parent: QWidget, context: AppContext, planning: Planning, title: str, build: Any, planned: Any,
    filled: dict[str, Any],
) -> list[int] | None:
    from microinf_desktop.services.series import add_series

    preview = SeriesPreview()

    def build_all(form: Form) -> None:
        build(form)
        form.add_heading(tr("What comes"))
        form.add_wide(preview)

    dialog = FormDialog(parent, title, tr("Add deliverables"), build_all,
                        lambda entered: add_series(context.workspace, planned(entered), context.today()),
                        filled, columns=2, width=760)

    def show() -> None:
        dialog.form.set_visible("some", dialog.form.input("deal").value() == _SOME)
        if "frequency" in dialog.form.names():
            weekly = dialog.form.input("frequency").value() is Frequency.WEEKLY
            dialog.form.set_visible("monthly", not weekly)
            dialog.form.set_visible("second", weekly)
        try:
            preview.show_series(preview_rows(context, planning, planned(dialog.form.values())))
        except ValidationError as error:
            preview.show_series([])
            dialog.form.show_error(error)

    dialog.form.changed.connect(show)
    show()
    return dialog.result_value if dialog.run() else None
