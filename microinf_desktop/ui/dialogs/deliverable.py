"""Add or edit a deliverable: its dates are planned back from the publish day, its checklist comes with its kind."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from PySide6.QtWidgets import QWidget

from microinf_desktop.domain.checklists import PlannedItem
from microinf_desktop.domain.deliverables import DeliverableDraft, fitted, fitting_fields
from microinf_desktop.domain.enums import DeliverableKind, Platform
from microinf_desktop.domain.money import Money
from microinf_desktop.domain.schedule import shortfall
from microinf_desktop.domain.sequences import PLANNED, Planning, PlanningDeal
from microinf_desktop.domain.workload import Workload, full_with, monday_of
from microinf_desktop.ui import choices, formats, labels
from microinf_desktop.ui.context import AppContext
from microinf_desktop.ui.dialogs.form import FormDialog
from microinf_desktop.ui.i18n import tr, trn
from microinf_desktop.ui.widgets.buttons import Button, CheckBox
from microinf_desktop.ui.widgets.date_edit import DateEdit
from microinf_desktop.ui.widgets.form import Form, picked
from microinf_desktop.ui.widgets.inputs import ComboBox, NumberEdit, Picker, TagEdit, TextArea, TextField
from microinf_desktop.ui.widgets.labels import Label
from microinf_desktop.ui.widgets.layouts import boxed, column, row
from microinf_desktop.ui.widgets.money_edit import MoneyEdit

_PLATFORMS = {
    DeliverableKind.TIKTOK_VIDEO: Platform.TIKTOK, DeliverableKind.YOUTUBE_SHORT: Platform.YOUTUBE,
    DeliverableKind.YOUTUBE_MENTION: Platform.YOUTUBE, DeliverableKind.YOUTUBE_DEDICATED: Platform.YOUTUBE,
    DeliverableKind.BLOG_FEATURE: Platform.BLOG, DeliverableKind.NEWSLETTER: Platform.NEWSLETTER,
    DeliverableKind.PODCAST: Platform.PODCAST, DeliverableKind.RAW_UGC: Platform.OTHER,
    DeliverableKind.EVENT: Platform.OTHER,
}
_LISTS = ("required_mentions", "required_hashtags", "required_links")
_NUMBERS = ("frames", "min_seconds", "min_characters", "keep_live_days")
_TEXTS = ("title", "discount_code", "required_caption", "call_to_action", "caption_language", "locked_reason", "notes")
_DATES = (*PLANNED, "publish_on")
_AHEAD = timedelta(days=730)  # how far holidays are looked up


def kind_choices(kept: DeliverableKind | None = None) -> list[tuple[Any, str]]:
    """Kinds to choose from; IGTV is gone and offered only where a record has it."""
    return [one for one in labels.choices(DeliverableKind)
            if one[0] is not DeliverableKind.IGTV or kept is DeliverableKind.IGTV]


def usual_platform(kind: DeliverableKind | None) -> Platform:
    """Where a kind is posted as a rule."""
    return _PLATFORMS.get(kind, Platform.INSTAGRAM) if kind is not None else Platform.INSTAGRAM


def read_planning(context: AppContext, campaign_id: int) -> Planning | None:
    """What dates of the campaign's deliverables are planned with; None when it is gone or nobody is in it."""
    from microinf_desktop.queries import series

    with context.workspace.reading() as session:
        found = series.planning(session, campaign_id, context.today(), context.today() + _AHEAD)
    return found if found is not None and found.deals else None


def edit_deliverable(
    parent: QWidget, context: AppContext, campaign_id: int, deliverable_id: int | None = None,
    values: Mapping[str, Any] | None = None,
) -> int | None:
    """Ask for a deliverable of a campaign and store it; the id, or None when cancelled. `values` pre-fill a new one."""
    from microinf_desktop.queries import deliverables, series

    planning = read_planning(context, campaign_id)
    if planning is None:
        return None
    with context.workspace.reading() as session:
        found = deliverables.detail(session, deliverable_id) if deliverable_id is not None else None
        in_series = list(series.series_of(session, [deliverable_id]).values()) if deliverable_id is not None else []
    following = _following(in_series[0].deliverable_ids, deliverable_id) if in_series and deliverable_id else 0
    stored_kind = DeliverableKind(found.fields["kind"]) if found is not None else None
    editor = DeliverableForm(context, planning, following)
    if found is not None:
        # The piece is in its creator's week already.
        editor.counted = (found.row.influencer_id, found.row.publish_on, found.row.quantity)
    is_new = deliverable_id is None
    dialog = FormDialog(
        parent, tr("Add deliverable") if is_new else tr("Edit deliverable"),
        tr("Add deliverable") if is_new else tr("Save"), lambda form: editor.build(form, is_new, stored_kind),
        lambda entered: _save(context, editor, entered, deliverable_id), columns=2, width=680,
    )
    deals = planning.deals
    filled: dict[str, Any] = {
        "kind": DeliverableKind.REEL, "platform": Platform.INSTAGRAM, "quantity": 1, "with_checklist": True,
        "collaboration_id": next(iter(deals)) if len(deals) == 1 else None, "caption_language": planning.language,
        **(values or {}),
    }
    if found is not None:
        filled = _filled(found.fields, deals)
    dialog.form.set_values(filled)
    editor.attach(dialog.form)
    return dialog.result_value if dialog.run() else None


def _following(members: Sequence[int], deliverable_id: int) -> int:
    return len(members) - members.index(deliverable_id) - 1


def _save(
    context: AppContext, editor: "DeliverableForm", entered: Mapping[str, Any], deliverable_id: int | None
) -> int:
    from microinf_desktop.services import series
    from microinf_desktop.services.deliverables import save_deliverable

    draft, workspace = fitted(draft_of(entered)), context.workspace
    if deliverable_id is not None and entered.get("with_following"):
        followed = series.save_with_following(workspace, draft, deliverable_id, context.today())
        if followed.stayed:
            context.toast(tr("These stay: {what}", what="; ".join(followed.stayed)), undo=True)
        return deliverable_id
    is_new = deliverable_id is None
    items = editor.planning.checklist(draft) if is_new and entered["with_checklist"] else ()
    return save_deliverable(workspace, draft, deliverable_id, items, context.today())


@dataclass
class DeliverableForm:
    """The fields; fills the dates that nobody typed, and says what the plan means."""

    context: AppContext
    planning: Planning
    following: int = 0
    counted: tuple[int, date | None, int] | None = None
    _form: Form | None = None
    _note: Label | None = None
    _full: Label | None = None
    _plan_back: Button | None = None
    _filled: dict[str, date | None] = field(default_factory=dict)
    _filled_code: str = ""
    _workloads: dict[int, Workload] = field(default_factory=dict)

    def build(self, form: Form, is_new: bool, stored_kind: DeliverableKind | None = None) -> None:
        names = [(deal.id, deal.name) for deal in self.planning.deals.values()]
        form.add_field("collaboration_id", tr("Creator"), ComboBox(names), required=True)
        form.add_field("title", tr("Title"), TextField(placeholder=tr("e.g. Reel, 30 s")))
        form.add_field("kind", tr("Kind"), ComboBox(kind_choices(stored_kind)), required=True)
        form.add_field("platform", tr("Platform"), ComboBox(labels.choices(Platform)), required=True)
        form.add_field("quantity", tr("Quantity"), NumberEdit(), required=True)
        form.add_field("fee", tr("Fee of this piece"), MoneyEdit(), help=tr("Only when the deal splits its fee"))
        form.add_field("frames", tr("Frames or slides"), NumberEdit(), span=2)
        form.add_field("min_seconds", tr("Seconds, at least"), NumberEdit(), span=2)
        form.add_field("min_characters", tr("Characters, at least"), NumberEdit(), span=2)
        self._build_dates(form, is_new)
        self._build_content(form)
        if self.following:
            form.add_heading(tr("The series"))
            form.add_field("with_following", trn(
                "Let the {n} later piece of the series follow", "Let the {n} later pieces of the series follow",
                self.following), CheckBox(""), span=2,
                help=tr("Their days move along; in a recurring series other changes are taken over too"))

    def _build_dates(self, form: Form, is_new: bool) -> None:
        form.add_heading(tr("Dates"))
        form.add_field("publish_on", tr("Publish"), DateEdit(holidays=self.holiday),
                       help=tr("The other days are counted back from it over working days"))
        form.add_field("locked_reason", tr("Locked, because"), TextField(placeholder=tr("e.g. Day of the launch")),
                       help=tr("With a reason here nobody can move the publish day"))
        form.add_field("ship_on", tr("Ship the product"), DateEdit(holidays=self.holiday))
        form.add_field("draft_due_on", tr("Draft due"), DateEdit(holidays=self.holiday))
        form.add_field("internal_review_on", tr("Our review done"), DateEdit(holidays=self.holiday))
        form.add_field("client_review_on", tr("Client review done"), DateEdit(holidays=self.holiday))
        self._plan_back = Button(tr("Plan back"), "secondary", "calendar")
        self._plan_back.setToolTip(tr("Count all days back from the publish day again"))
        self._note = Label("", "secondary", "text2", wrap=True)
        self._full = Label("", "secondary", "danger", wrap=True)
        line = row(self._plan_back, spacing=12)
        line.addLayout(column(self._note, self._full, spacing=2), 1)
        form.add_wide(boxed(line))
        form.add_field("keep_live_days", tr("Stays online, days"), NumberEdit(), help=tr("Left empty, as in the deal"))
        if is_new:
            form.add_field("with_checklist", tr("Add the checklist of this kind"), CheckBox(""))

    def _build_content(self, form: Form) -> None:
        form.add_heading(tr("What has to be in it"))
        form.add_field("required_caption", tr("Text that has to be in the caption"), TextArea(rows=2), span=2)
        form.add_field("call_to_action", tr("Call to action"),
                       TextField(placeholder=tr("e.g. Order with the code in the bio")), span=2)
        form.add_field("required_mentions", tr("Mentions"), TagEdit(None, "@brand"))
        form.add_field("required_hashtags", tr("Hashtags"), TagEdit(None, "#brand"))
        form.add_field("required_links", tr("Links"), TagEdit(None, "https://"))
        form.add_field("discount_code", tr("Discount code"), TextField(placeholder="KLARA10"),
                       help=tr("Offered from the deal"))
        form.add_field("caption_language", tr("Language of the caption"),
                       Picker(choices.search_in(choices.languages), tr("Type a language")))
        form.add_field("talking_points", tr("Talking points, one a line"), TextArea(rows=3), span=2)
        form.add_field("notes", tr("Notes"), TextArea(rows=2), span=2)

    def attach(self, form: Form) -> None:
        """Follow the form from now on; dates it was opened with count as typed."""
        self._form = form
        form.input("kind").edited.connect(lambda: self._kind_chosen())
        form.input("collaboration_id").edited.connect(lambda: self._deal_chosen())
        form.input("publish_on").edited.connect(lambda: self.plan())
        form.input("publish_on").left_field.connect(lambda: self.plan())
        form.input("quantity").edited.connect(lambda: self._say())
        if self._plan_back is not None:
            self._plan_back.clicked.connect(lambda: self.plan_again())
        self._show_fields()
        if "with_checklist" in form.names():
            self._deal_chosen()
        else:
            self._show_currency()
            self._say()

    def _kind_chosen(self) -> None:
        kind = self._kind()
        if self._form is not None and kind is not None:
            self._form.input("platform").set_value(usual_platform(kind))
        self._show_fields()
        self.plan()

    def _show_fields(self) -> None:
        kind = self._kind()
        if self._form is not None and kind is not None:
            fitting = fitting_fields(kind)
            for name in ("frames", "min_seconds", "min_characters"):
                self._form.set_visible(name, name in fitting)

    def _deal_chosen(self) -> None:
        """Take over currency and code of the deal; a code that somebody typed stays."""
        form, deal = self._form, self._deal()
        if form is not None and deal is not None:
            self._show_currency()
            if form.input("discount_code").value() in ("", self._filled_code):
                self._filled_code = deal.discount_code
                form.input("discount_code").set_value(deal.discount_code)
        self.plan()

    def _show_currency(self) -> None:
        deal = self._deal()
        if self._form is not None and deal is not None:
            self._form.input("fee").set_currency(deal.currency)

    def _kind(self) -> DeliverableKind | None:
        return self._form.input("kind").value() if self._form is not None else None

    def _deal(self) -> PlanningDeal | None:
        if self._form is None:
            return None
        return self.planning.deals.get(self._form.input("collaboration_id").value() or 0)

    def holiday(self, day: date) -> str:
        return self.planning.calendar.holidays.get(day, "")

    def plan_again(self) -> None:
        """Count every day back, also those that were typed."""
        if self._form is not None:
            for name in PLANNED:
                self._form.input(name).set_value(None)
        self.plan()

    def plan(self) -> None:
        """Count back from the publish day; a date that somebody typed stays."""
        form, kind = self._form, self._kind()
        if form is None or kind is None:
            return
        plan = self.planning.plan(draft_of(form.values()))
        if plan is not None:
            for name, phase in PLANNED.items():
                now = form.input(name).value()
                if now is None or (name in self._filled and now == self._filled[name]):
                    self._filled[name] = plan.due(phase)
                    form.input(name).set_value(self._filled[name])
        self._say()

    def _say(self) -> None:
        """What the plan means, and how many items the checklist brings."""
        form, kind = self._form, self._kind()
        if form is None or kind is None or self._note is None:
            return
        draft = draft_of(form.values())
        self._note.setText(self._words(draft))
        if self._full is not None:
            full = self._full_week(draft)
            self._full.setText(full)
            self._full.setVisible(bool(full))
        if "with_checklist" in form.names():
            number = len(self.planning.checklist(draft))
            form.input("with_checklist").setText(
                trn("Add the checklist of this kind, {n} item", "Add the checklist of this kind, {n} items", number))

    def _full_week(self, draft: DeliverableDraft) -> str:
        """A warning when the creator's week over all clients would hold more than the agency's limit."""
        from microinf_desktop.queries import workload as queries

        deal, day = self._deal(), draft.publish_on
        if deal is None or day is None:
            return ""
        person = deal.influencer_id
        if person not in self._workloads:
            with self.context.workspace.reading() as session:
                self._workloads[person] = queries.of_creator(session, person, self.context.today())
        more = draft.quantity
        if self.counted is not None and self.counted[0] == person and self.counted[1] is not None:
            more -= self.counted[2] if monday_of(self.counted[1]) == monday_of(day) else 0
        total = full_with(self._workloads[person], day, more)
        if total is None:
            return ""
        return tr("{name} would have {n} posts in the week of {day} over all clients; your limit is {limit}",
                  name=deal.name, n=total, day=formats.day(monday_of(day)), limit=self._workloads[person].limit)

    def _words(self, draft: DeliverableDraft) -> str:
        plan, deal, calendar = self.planning.plan(draft), self._deal(), self.planning.calendar
        if plan is None:
            return tr("Type the publish day; the days before it are counted back")
        lead_times = self.planning.lead_times_of(draft.kind, deal is not None and deal.ships)
        short = shortfall(plan, lead_times, self.context.today(), calendar)
        closed = calendar.why_closed(plan.go_live)
        rest = " · " + tr("nobody works that day: {why}", why=closed) if closed else ""
        if short is None:
            return tr("Work begins {day}, {n} working days before", day=formats.day(plan.starts_on),
                      n=lead_times.total) + rest
        return tr("This would have had to start {day}. {go_live} is the first day that leaves time for all steps",
                  day=formats.day(short.starts_on), go_live=formats.day(short.earliest_go_live)) + rest

    def checklist(self, draft: DeliverableDraft) -> Sequence[PlannedItem]:
        """The items of the kind, with days as far as dates are known."""
        return self.planning.checklist(draft)


def _filled(fields: Mapping[str, Any], deals: Mapping[int, PlanningDeal]) -> dict[str, Any]:
    values = dict(fields)
    values["kind"], values["platform"] = DeliverableKind(fields["kind"]), Platform(fields["platform"])
    values["talking_points"] = "\n".join(fields["talking_points"])
    deal = deals.get(fields["collaboration_id"])
    currency = deal.currency if deal is not None else "EUR"
    values["fee"] = None if fields["fee_minor"] is None else Money(fields["fee_minor"], currency)
    return values


def draft_of(entered: Mapping[str, Any]) -> DeliverableDraft:
    """The draft a filled form means."""
    fee: Money | None = entered["fee"]
    plain: dict[str, Any] = {name: entered[name] for name in (*_NUMBERS, *_DATES)}
    lists: dict[str, Any] = {name: tuple(entered[name]) for name in _LISTS}
    return DeliverableDraft(
        collaboration_id=entered["collaboration_id"] or 0, kind=entered["kind"], platform=entered["platform"],
        quantity=int(entered["quantity"] or 0), fee_minor=None if fee is None else fee.minor,
        talking_points=tuple(line.strip() for line in entered["talking_points"].splitlines() if line.strip()),
        **picked(entered, _TEXTS), **plain, **lists,
    )
