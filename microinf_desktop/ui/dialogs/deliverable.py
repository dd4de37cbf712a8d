"""Add or edit a deliverable: its dates are planned back from the publish day, its checklist comes with its kind."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from PySide6.QtWidgets import QWidget

from microinf_desktop.domain.calendars import WorkingCalendar
from microinf_desktop.domain.checklists import Anchor, PlannedItem, anchors_of, deal_items, plan_items
from microinf_desktop.domain.deliverables import DeliverableDraft
from microinf_desktop.domain.enums import DeliverableKind, Platform
from microinf_desktop.domain.money import Money
from microinf_desktop.domain.schedule import Phase, Plan, plan_back, shortfall, with_changes
from microinf_desktop.queries.collaborations import CollaborationRow
from microinf_desktop.ui import choices, formats, labels
from microinf_desktop.ui.context import AppContext
from microinf_desktop.ui.dialogs.form import FormDialog
from microinf_desktop.ui.i18n import tr, trn
from microinf_desktop.ui.widgets.buttons import CheckBox
from microinf_desktop.ui.widgets.date_edit import DateEdit
from microinf_desktop.ui.widgets.form import Form, picked
from microinf_desktop.ui.widgets.inputs import ComboBox, NumberEdit, Picker, TagEdit, TextArea, TextField
from microinf_desktop.ui.widgets.labels import Label
from microinf_desktop.ui.widgets.money_edit import MoneyEdit

_PLANNED = {
    "ship_on": Phase.SHIP, "draft_due_on": Phase.DRAFT, "internal_review_on": Phase.INTERNAL_REVIEW,
    "client_review_on": Phase.CLIENT_REVIEW,
}
_PLATFORMS = {
    DeliverableKind.TIKTOK_VIDEO: Platform.TIKTOK, DeliverableKind.YOUTUBE_SHORT: Platform.YOUTUBE,
    DeliverableKind.YOUTUBE_MENTION: Platform.YOUTUBE, DeliverableKind.YOUTUBE_DEDICATED: Platform.YOUTUBE,
    DeliverableKind.BLOG_FEATURE: Platform.BLOG, DeliverableKind.NEWSLETTER: Platform.NEWSLETTER,
    DeliverableKind.PODCAST: Platform.PODCAST, DeliverableKind.RAW_UGC: Platform.OTHER,
    DeliverableKind.EVENT: Platform.OTHER,
}
_FRAMED = (DeliverableKind.STORY, DeliverableKind.CAROUSEL, DeliverableKind.POLL)
_LISTS = ("required_mentions", "required_hashtags", "required_links")
_NUMBERS = ("frames", "min_seconds", "keep_live_days")
_TEXTS = ("title", "discount_code", "caption_language", "notes")
_DATES = (*_PLANNED, "publish_on")


def edit_deliverable(
    parent: QWidget, context: AppContext, campaign_id: int, deliverable_id: int | None = None,
    values: Mapping[str, Any] | None = None,
) -> int | None:
    """Ask for a deliverable of a campaign and store it; the id, or None when cancelled. `values` pre-fill a new one."""
    from microinf_desktop.queries import campaigns, collaborations, deliverables
    from microinf_desktop.services.deliverables import save_deliverable

    workspace = context.workspace
    with workspace.reading() as session:
        campaign = campaigns.detail(session, campaign_id, context.today())
        deals = collaborations.rows(session, campaign_id, context.today())
        kept = keep_live_days(session, deals)
        found = deliverables.detail(session, deliverable_id) if deliverable_id is not None else None
    if campaign is None or not deals:
        return None
    planner = _Planner(context, {deal.id: deal for deal in deals}, campaign.fields, kept)
    is_new = deliverable_id is None

    def submit(entered: dict[str, Any]) -> int:
        draft = _draft(entered)
        items = planner.checklist(draft) if is_new and entered["with_checklist"] else ()
        return save_deliverable(workspace, draft, deliverable_id, items, context.today())

    dialog = FormDialog(
        parent, tr("Add deliverable") if is_new else tr("Edit deliverable"),
        tr("Add deliverable") if is_new else tr("Save"), lambda form: planner.build(form, is_new), submit, columns=2,
        width=680,
    )
    filled: dict[str, Any] = {
        "kind": DeliverableKind.REEL, "platform": Platform.INSTAGRAM, "quantity": 1, "with_checklist": True,
        "collaboration_id": deals[0].id if len(deals) == 1 else None,
        "caption_language": next(iter(campaign.fields["audience_languages"]), ""), **(values or {}),
    }
    if found is not None:
        filled = _filled(found.fields, planner.deals)
    dialog.form.set_values(filled)
    planner.attach(dialog.form)
    return dialog.result_value if dialog.run() else None


@dataclass
class _Planner:
    """Fills the dates that nobody typed, and says what the plan means."""

    context: AppContext
    deals: Mapping[int, CollaborationRow]
    campaign: Mapping[str, Any]
    kept: Mapping[int, int]
    _form: Form | None = None
    _note: Label | None = None
    _filled: dict[str, date | None] = field(default_factory=dict)
    _calendar: WorkingCalendar | None = None

    def build(self, form: Form, is_new: bool) -> None:
        names = [(deal.id, deal.name) for deal in self.deals.values()]
        form.add_field("collaboration_id", tr("Creator"), ComboBox(names), required=True)
        form.add_field("title", tr("Title"), TextField(placeholder=tr("e.g. Reel, 30 s")))
        form.add_field("kind", tr("Kind"), ComboBox(labels.choices(DeliverableKind)), required=True)
        form.add_field("platform", tr("Platform"), ComboBox(labels.choices(Platform)), required=True)
        form.add_field("quantity", tr("Quantity"), NumberEdit(), required=True)
        form.add_field("fee", tr("Fee of this piece"), MoneyEdit(), help=tr("Only when the deal splits its fee"))
        form.add_field("frames", tr("Frames or slides"), NumberEdit(), span=2)
        form.add_field("min_seconds", tr("Seconds, at least"), NumberEdit(), span=2)
        form.add_heading(tr("Dates"))
        form.add_field("publish_on", tr("Publish"), DateEdit(holidays=self.holiday),
                       help=tr("The other days are counted back from it over working days"))
        form.add_field("ship_on", tr("Ship the product"), DateEdit(holidays=self.holiday))
        form.add_field("draft_due_on", tr("Draft due"), DateEdit(holidays=self.holiday))
        form.add_field("internal_review_on", tr("Our review done"), DateEdit(holidays=self.holiday))
        form.add_field("client_review_on", tr("Client review done"), DateEdit(holidays=self.holiday))
        form.add_field("keep_live_days", tr("Stays online, days"), NumberEdit(), help=tr("Left empty, as in the deal"))
        self._note = Label("", "secondary", "text2", wrap=True)
        form.add_wide(self._note)
        if is_new:
            form.add_field("with_checklist", tr("Add the checklist of this kind"), CheckBox(""))
        form.add_heading(tr("What has to be in it"))
        form.add_field("required_mentions", tr("Mentions"), TagEdit(None, "@brand"))
        form.add_field("required_hashtags", tr("Hashtags"), TagEdit(None, "#brand"))
        form.add_field("required_links", tr("Links"), TagEdit(None, "https://"))
        form.add_field("discount_code", tr("Discount code"), TextField(placeholder="KLARA10"))
        form.add_field("caption_language", tr("Language of the caption"),
                       Picker(choices.search_in(choices.languages), tr("Type a language")))
        form.add_field("talking_points", tr("Talking points, one a line"), TextArea(rows=3), span=2)
        form.add_field("notes", tr("Notes"), TextArea(rows=2), span=2)

    def attach(self, form: Form) -> None:
        """Follow the form from now on; dates it was opened with count as typed."""
        self._form = form
        form.input("kind").edited.connect(self._kind_chosen)
        form.input("collaboration_id").edited.connect(self._deal_chosen)
        form.input("publish_on").edited.connect(self.plan)
        form.input("publish_on").left_field.connect(self.plan)
        self._show_fields()
        self._deal_chosen()

    def _kind_chosen(self) -> None:
        kind = self._kind()
        if self._form is not None and kind is not None:
            self._form.input("platform").set_value(_PLATFORMS.get(kind, Platform.INSTAGRAM))
        self._show_fields()
        self.plan()

    def _show_fields(self) -> None:
        kind = self._kind()
        if self._form is not None and kind is not None:
            self._form.set_visible("frames", kind in _FRAMED)
            self._form.set_visible("min_seconds", kind.post_format in ("video", "podcast", "live"))

    def _deal_chosen(self) -> None:
        deal = self._deal()
        if self._form is not None and deal is not None and deal.fee is not None:
            self._form.input("fee").set_currency(deal.fee.currency)
        self.plan()

    def _kind(self) -> DeliverableKind | None:
        return self._form.input("kind").value() if self._form is not None else None

    def _deal(self) -> CollaborationRow | None:
        return self.deals.get(self._form.input("collaboration_id").value() or 0) if self._form is not None else None

    def calendar(self) -> WorkingCalendar:
        """Working days where the campaign's rules apply, around today and its dates."""
        if self._calendar is None:
            from microinf_desktop.interchange.holidays import campaign_calendar

            days = [self.campaign[name] for name in ("starts_on", "go_live_on", "ends_on") if self.campaign[name]]
            days.append(self.context.today())
            self._calendar = campaign_calendar(self.campaign["jurisdictions"], min(days), max(days))
        return self._calendar

    def holiday(self, day: date) -> str:
        return self.calendar().holidays.get(day, "")

    def _plan_of(self, kind: DeliverableKind, publish_on: date, ships: bool) -> tuple[Plan, str]:
        from microinf_desktop.interchange.templates import shipped_lead_times

        lead_times = shipped_lead_times()[kind]
        if not ships:
            lead_times = with_changes(lead_times, {Phase.SHIP.value: 0})
        plan = plan_back(publish_on, lead_times, self.calendar())
        short = shortfall(plan, lead_times, self.context.today(), self.calendar())
        if short is None:
            return plan, tr("Work begins {day}, {n} working days before", day=formats.day(plan.starts_on),
                            n=lead_times.total)
        return plan, tr("This would have had to start {day}. {go_live} is the first day that leaves time for all steps",
                        day=formats.day(short.starts_on), go_live=formats.day(short.earliest_go_live))

    def plan(self) -> None:
        """Count back from the publish day; a date that somebody typed stays."""
        form, kind, deal = self._form, self._kind(), self._deal()
        if form is None or kind is None or self._note is None:
            return
        publish_on = form.input("publish_on").value()
        if publish_on is None:
            self._note.setText("")
            return
        plan, words = self._plan_of(kind, publish_on, deal is not None and deal.product_value is not None)
        for name, phase in _PLANNED.items():
            now = form.input(name).value()
            if now is None or (name in self._filled and now == self._filled[name]):
                self._filled[name] = plan.due(phase)
                form.input(name).set_value(self._filled[name])
        self._note.setText(words)
        if "with_checklist" in form.names():
            number = len(self.checklist(_draft(form.values())))
            form.input("with_checklist").setText(
                trn("Add the checklist of this kind, {n} item", "Add the checklist of this kind, {n} items", number))

    def checklist(self, draft: DeliverableDraft) -> Sequence[PlannedItem]:
        """The items of the kind and of the deal, with days as far as dates are known."""
        from microinf_desktop.interchange.templates import shipped_checklists

        anchors: dict[Anchor, date] = {}
        deal = self.deals.get(draft.collaboration_id)
        if draft.publish_on is not None:
            plan, _ = self._plan_of(draft.kind, draft.publish_on, deal is not None and deal.product_value is not None)
            anchors = anchors_of(plan)
        typed = {Anchor.START: draft.ship_on, Anchor.DRAFT: draft.draft_due_on,
                 Anchor.APPROVAL: draft.client_review_on or draft.internal_review_on, Anchor.GO_LIVE: draft.publish_on}
        anchors |= {anchor: day for anchor, day in typed.items() if day is not None}
        items = plan_items(shipped_checklists()[draft.kind], anchors, self.calendar())
        if draft.publish_on is None:
            return items
        kept = self.kept.get(draft.collaboration_id) if draft.keep_live_days is None else draft.keep_live_days
        return (*items, *deal_items(draft.publish_on, kept))


def keep_live_days(session: Any, deals: Sequence[CollaborationRow]) -> dict[int, int]:
    """For how many days each deal says a post stays online, by collaboration."""
    from microinf_desktop.queries import collaborations

    found = (collaborations.detail(session, deal.id) for deal in deals)
    return {detail.id: int(detail.fields["keep_live_days"]) for detail in found if detail is not None}


def _filled(fields: Mapping[str, Any], deals: Mapping[int, CollaborationRow]) -> dict[str, Any]:
    values = dict(fields)
    values["kind"], values["platform"] = DeliverableKind(fields["kind"]), Platform(fields["platform"])
    values["talking_points"] = "\n".join(fields["talking_points"])
    deal = deals.get(fields["collaboration_id"])
    currency = deal.fee.currency if deal is not None and deal.fee is not None else "EUR"
    values["fee"] = None if fields["fee_minor"] is None else Money(fields["fee_minor"], currency)
    return values


def _draft(entered: Mapping[str, Any]) -> DeliverableDraft:
    fee: Money | None = entered["fee"]
    plain: dict[str, Any] = {name: entered[name] for name in (*_NUMBERS, *_DATES)}
    lists: dict[str, Any] = {name: tuple(entered[name]) for name in _LISTS}
    return DeliverableDraft(
        collaboration_id=entered["collaboration_id"] or 0, kind=entered["kind"], platform=entered["platform"],
        quantity=int(entered["quantity"] or 0), fee_minor=None if fee is None else fee.minor,
        talking_points=tuple(line.strip() for line in entered["talking_points"].splitlines() if line.strip()),
        **picked(entered, _TEXTS), **plain, **lists,
    )
