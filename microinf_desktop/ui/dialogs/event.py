"""Dialogs of events: the event itself, guests by tick or by name, a slot, a shift, linked posts, results."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from PySide6.QtWidgets import QWidget

from microinf_desktop.domain.deliverables import DeliverableDraft
from microinf_desktop.domain.enums import DeliverableKind, EventKind, Platform
from microinf_desktop.domain.errors import ValidationError
from microinf_desktop.domain.events import EventDraft, EventTimes, GuestDraft, ResultsDraft, RunLine, SlotDraft
from microinf_desktop.domain.money import Money
from microinf_desktop.queries import events as queries
from microinf_desktop.services import events as services
from microinf_desktop.ui import choices, formats, labels
from microinf_desktop.ui.context import AppContext
from microinf_desktop.ui.dialogs.form import FormDialog
from microinf_desktop.ui.i18n import tr, trn
from microinf_desktop.ui.pages import event_words as wording
from microinf_desktop.ui.widgets.date_edit import DateEdit
from microinf_desktop.ui.widgets.form import Form
from microinf_desktop.ui.widgets.inputs import ComboBox, NumberEdit, Picker, TextArea, TextField
from microinf_desktop.ui.widgets.labels import Label
from microinf_desktop.ui.widgets.layouts import boxed
from microinf_desktop.ui.widgets.layouts import row as across
from microinf_desktop.ui.widgets.money_edit import MoneyEdit
from microinf_desktop.ui.widgets.option_list import OptionList
from microinf_desktop.ui.widgets.time_edit import TimeEdit

_EVENT_FIELDS = ("name", "kind", "starts_on", "ends_on", "starts_at", "ends_at", "time_zone", "place", "address",
                 "capacity", "owner_id", "currency", "notes")
_MOST_FOUND = 40
_WIDE = 500


def _minor(amount: Money | None) -> int | None:
    return None if amount is None else amount.minor


def _money(minor: int | None, currency: str) -> Money | None:
    return None if minor is None else Money(minor, currency)


# The event -------------------------------------------------------------------------------------------------


def edit_event(
    parent: QWidget, context: AppContext, campaign_id: int, event_id: int | None = None
) -> int | None:
    """Ask for an event and store it; the id, or None when cancelled."""
    from microinf_desktop.queries import agency, campaigns

    with context.workspace.reading() as session:
        staff = [(person.id, person.name) for person in agency.people(session)]
        stored = services.draft_of(session, event_id) if event_id is not None else None
        campaign = campaigns.detail(session, campaign_id, context.today())
    if stored is None:
        fields = campaign.fields if campaign is not None else {}
        stored = EventDraft(campaign_id, "", fields.get("go_live_on"), owner_id=fields.get("owner_id"),
                            time_zone=fields.get("time_zone", "Europe/Berlin"), currency=fields.get("currency", "EUR"))

    def submit(entered: dict[str, Any]) -> int:
        given = {name: entered[name] for name in _EVENT_FIELDS}
        given["kind"] = EventKind(given["kind"])
        draft = EventDraft(campaign_id, **given, budget_minor=_minor(entered["budget_minor"]))
        return services.save_event(context.workspace, draft, event_id, context.today())

    adds = event_id is None
    filled = {name: getattr(stored, name) for name in _EVENT_FIELDS}
    filled |= {"kind": EventKind(stored.kind), "budget_minor": _money(stored.budget_minor, stored.currency)}
    dialog = FormDialog(parent, tr("Add event") if adds else tr("Edit event"), tr("Add event") if adds else tr("Save"),
                        lambda form: _build_event(form, staff, stored.currency), submit, filled, columns=4, width=720)
    form = dialog.form
    form.input("currency").edited.connect(
        lambda: form.input("budget_minor").set_currency(form.input("currency").value() or "EUR"))
    return dialog.result_value if dialog.run() else None


def _build_event(form: Form, staff: Sequence[tuple[int, str]], currency: str) -> None:
    form.add_field("name", tr("Name"), TextField(placeholder=tr("e.g. Opening night")), required=True, span=3)
    form.add_field("kind", tr("Kind"), ComboBox(labels.choices(EventKind)), required=True)
    form.add_field("starts_on", tr("Day"), DateEdit(), required=True)
    form.add_field("ends_on", tr("Last day"), DateEdit(tr("the same day")),
                   help=tr("The next day when it ends past midnight"))
    form.add_field("starts_at", tr("Opens"), TimeEdit(), help=tr("Hours of each day"))
    form.add_field("ends_at", tr("Closes"), TimeEdit(tr("e.g. 22:00")))
    form.add_field("place", tr("Place"), TextField(placeholder=tr("e.g. Old Dairy, ground floor")), span=2)
    form.add_field("time_zone", tr("Time zone of the place"), Picker(choices.search_in(choices.time_zones)),
                   required=True, span=2)
    form.add_field("address", tr("Address"), TextArea(rows=2), span=2)
    form.add_field("capacity", tr("Room for"), NumberEdit("40"), help=tr("People, with companions"))
    form.add_field("owner_id", tr("In charge"), ComboBox([(None, tr("Nobody")), *staff]))
    form.add_field("currency", tr("Currency"), ComboBox(choices.currencies()), required=True, span=2)
    form.add_field("budget_minor", tr("Budget"), MoneyEdit(currency), span=2)
    form.add_field("notes", tr("To know"), TextArea(rows=2), span=4,
                   help=tr("Printed on the run sheet: keys, deliveries, house rules"))


def enter_results(parent: QWidget, context: AppContext, event: queries.EventDetail) -> bool:
    """Ask what came of an event; False when cancelled."""
    fields, currency = event.fields, event.fields["currency"]
    ticked = event.row.figures.guests.attended

    def build(form: Form) -> None:
        hint = trn("{n} ticked on the guest list", "{n} ticked on the guest list", ticked) if ticked else (
            tr("Everybody who was there"))
        form.add_field("attendance", tr("Attendance"), NumberEdit(str(ticked or "")), help=hint)
        form.add_field("leads", tr("Leads"), NumberEdit(), help=tr("Contacts, sign-ups, orders taken"))
        form.add_field("cost_minor", tr("Cost"), MoneyEdit(currency), help=tr("Room, catering, staff, travel"))
        form.add_field("revenue_minor", tr("Revenue"), MoneyEdit(currency), help=tr("Sold there and by its codes"))
        form.add_field("result", tr("What came of it"), TextArea(rows=4), span=2)

    def submit(entered: dict[str, Any]) -> bool:
        services.save_results(context.workspace, event.id, ResultsDraft(
            entered["attendance"], entered["leads"], _minor(entered["revenue_minor"]), _minor(entered["cost_minor"]),
            entered["result"],
        ))
        return True

    filled = {**fields, **{name: _money(fields[name], currency) for name in ("cost_minor", "revenue_minor")}}
    return FormDialog(parent, tr("Results of {name}", name=event.row.name), tr("Save"), build, submit, filled,
                      columns=2, width=560).run()


# Guests ----------------------------------------------------------------------------------------------------


def invite_creators(parent: QWidget, context: AppContext, event: queries.EventDetail) -> list[int] | None:
    """Tick creators of the campaign and invite them; the new guests' ids, None when cancelled."""
    with context.workspace.reading() as session:
        found = queries.candidates(session, event.id, context.today())
    free = [one for one in found if not one.blocked]
    who = OptionList([(one.id, _candidate(one)) for one in free], [one.id for one in free if not one.rejected])
    who.setAccessibleName(tr("Creators of the campaign"))

    def build(form: Form) -> None:
        if free:
            form.add_wide(boxed(across(who, 1)))
        else:
            form.add_wide(Label(tr("Everybody in this campaign is on the list"), "body", "text2", wrap=True))
        form.add_field("role", tr("Role"), TextField(placeholder=tr("e.g. Creator, host")))
        for one in found:
            if one.blocked:
                form.add_wide(Label(tr("Left out: {why}", why=one.blocked), "secondary", "text2", wrap=True))

    def submit(entered: dict[str, Any]) -> list[int]:
        if not who.value():
            raise ValidationError("role", tr("Nobody is ticked."), tr("Tick who is invited."))
        return services.invite(context.workspace, event.id, [int(one) for one in who.value()], entered["role"],
                               context.today())

    dialog = FormDialog(parent, tr("Invite creators of the campaign"), tr("Invite"), build, submit,
                        {"role": tr("Creator")})
    return dialog.result_value if dialog.run() else None


def _candidate(one: queries.Candidate) -> str:
    if one.rejected:
        return tr("{name} (the client said no)", name=one.name)
    return tr("{name}, @{handle}", name=one.name, handle=one.handle) if one.handle else one.name


def invite_from_roster(parent: QWidget, context: AppContext, event_id: int) -> list[int] | None:
    """Find somebody in the roster and invite her; who must not be contacted is found and refused with the reason."""
    from microinf_desktop.domain.influencers import InfluencerFilter
    from microinf_desktop.queries import influencers

    def search(text: str) -> list[tuple[int, str]]:
        with context.workspace.reading() as session:
            ids = list(influencers.ids(session, InfluencerFilter(text=text), "name", False))[:_MOST_FOUND]
            return [(row.id, row.name) for row in influencers.rows(session, ids)]

    def build(form: Form) -> None:
        form.add_field("person", tr("Person"), Picker(search, tr("Name or handle")), required=True)
        form.add_field("role", tr("Role"), TextField(placeholder=tr("e.g. Creator, host")))

    def submit(entered: dict[str, Any]) -> list[int]:
        added = services.invite(context.workspace, event_id, [entered["person"]], entered["role"], context.today())
        if not added:
            raise ValidationError("person", tr("This person is on the list already."), tr("Choose somebody else."))
        return added

    dialog = FormDialog(parent, tr("Invite from the roster"), tr("Invite"), build, submit, {"role": tr("Creator")})
    return dialog.result_value if dialog.run() else None


def edit_guest(
    parent: QWidget, context: AppContext, event_id: int, guest: queries.GuestRow | None = None
) -> int | None:
    """Ask for a guest by name, or for the details of one; the id, or None when cancelled."""
    from_roster = guest is not None and guest.influencer_id is not None

    def build(form: Form) -> None:
        name = TextField(placeholder=tr("e.g. Anna Brandt, Foodletter"))
        name.setReadOnly(from_roster)
        form.add_field("name", tr("Name"), name, required=True,
                       help=tr("From the roster") if from_roster else "")
        form.add_field("role", tr("Role"), TextField(placeholder=tr("e.g. Press, client, host")))
        form.add_field("companions", tr("Companions"), NumberEdit("0"), help=tr("People who come along"))
        form.add_field("notes", tr("Note"), TextField(placeholder=tr("e.g. vegetarian, needs step-free access")))

    def submit(entered: dict[str, Any]) -> int:
        draft = GuestDraft(entered["name"], entered["role"], int(entered["companions"] or 0), entered["notes"])
        return services.save_guest(context.workspace, event_id, draft, guest.id if guest else None, context.today())

    filled = {} if guest is None else {
        "name": guest.name, "role": guest.role, "companions": guest.companions, "notes": guest.notes}
    title = tr("Invite by name") if guest is None else tr("Edit guest")
    dialog = FormDialog(parent, title, tr("Invite") if guest is None else tr("Save"), build, submit, filled)
    return dialog.result_value if dialog.run() else None


# Run sheet -------------------------------------------------------------------------------------------------


def next_start(lines: Sequence[RunLine], times: EventTimes) -> datetime:
    """Where a new slot begins: after the last one, else when the event opens."""
    if lines:
        return max(line.slot.ends for line in lines)
    return times.spans()[0].starts


def edit_slot(
    parent: QWidget, context: AppContext, event: queries.EventDetail, line: RunLine | None = None
) -> int | None:
    """Ask for a slot of the run sheet; a word says at once when it leaves the event's hours. Id, or None."""
    slot, times = line.slot if line else None, event.row.times
    said = Label("", "secondary", "attention", wrap=True)

    def build(form: Form) -> None:
        form.add_field("day", tr("Day"), DateEdit(), required=True)
        form.add_field("starts_at", tr("Begins"), TimeEdit(), required=True)
        form.add_field("minutes", tr("Minutes"), NumberEdit("30"), required=True)
        form.add_field("what", tr("What happens"), TextField(placeholder=tr("e.g. Doors, talk, live stream")),
                       required=True, span=3)
        form.add_field("who", tr("Who does it"), TextField(placeholder=tr("e.g. Klara hosts, Jonas at the camera")),
                       span=3)
        form.add_field("notes", tr("Note"), TextField(placeholder=tr("e.g. microphone 2, water on stage")), span=3)
        form.add_wide(said)

    def submit(entered: dict[str, Any]) -> int:
        draft = SlotDraft(entered["day"], entered["starts_at"], entered["minutes"], entered["what"], entered["who"],
                          entered["notes"])
        return services.save_slot(context.workspace, event.id, draft, slot.id if slot else None)

    starts = slot.starts if slot else next_start(event.lines, times)
    filled: dict[str, Any] = {"day": starts.date(), "starts_at": starts.time(), "minutes": 30}
    if slot is not None:
        filled |= {"minutes": slot.minutes, "what": slot.what, "who": slot.who, "notes": slot.notes}
    title = tr("Add to the run sheet") if slot is None else tr("Edit slot")
    dialog = FormDialog(parent, title, tr("Add slot") if slot is None else tr("Save"), build, submit, filled,
                        columns=3, width=560)

    def look() -> None:
        said.setText(_outside(dialog.form.values(), times))
        said.setVisible(bool(said.text()))

    dialog.form.changed.connect(look)
    look()
    return dialog.result_value if dialog.run() else None


def _outside(values: dict[str, Any], times: EventTimes) -> str:
    """A sentence when a slot leaves the event's hours; it may be stored all the same (setting up, clearing away)."""
    day, at, minutes = values["day"], values["starts_at"], values["minutes"]
    if not isinstance(day, date) or at is None or not minutes or not 0 < minutes <= 1440:
        return ""
    starts = datetime.combine(day, at)
    if times.covers(starts, starts + timedelta(minutes=minutes)):
        return ""
    return tr("Outside the hours of the event ({days}, {hours})", days=wording.days(times), hours=wording.hours(times))


def shift_slots(parent: QWidget, context: AppContext, line: RunLine) -> int | None:
    """Ask by how many minutes a slot and all after it move; how many moved, None when cancelled."""
    def build(form: Form) -> None:
        form.add_field("minutes", tr("Minutes"), NumberEdit("15"), required=True,
                       help=tr("With a minus sign earlier; everything after it moves along"))

    def submit(entered: dict[str, Any]) -> int:
        return services.shift_slots(context.workspace, line.slot.id, int(entered["minutes"]))

    dialog = FormDialog(parent, tr("Shift from “{what}” on", what=line.slot.what), tr("Shift"), build, submit,
                        {"minutes": 15})
    return dialog.result_value if dialog.run() else None


# Posts -----------------------------------------------------------------------------------------------------


def link_posts(parent: QWidget, context: AppContext, event_id: int) -> int | None:
    """Tick deliverables of the campaign that belong to the event; how many, None when cancelled."""
    with context.workspace.reading() as session:
        found = queries.linkable(session, event_id)
    pieces = OptionList([
        (one.id, f"{one.creator}: {one.title or labels.label(DeliverableKind(one.kind))}"
                 + (f", {formats.day(one.publish_on)}" if one.publish_on else "")) for one in found])
    pieces.setAccessibleName(tr("Deliverables of the campaign"))
    pieces.setFixedWidth(_WIDE)

    def build(form: Form) -> None:
        none = tr("Every deliverable of this campaign belongs to an event already")
        form.add_wide(boxed(across(pieces, 1)) if found else Label(none, "body", "text2", wrap=True))

    def submit(_entered: dict[str, Any]) -> int:
        chosen = [int(one) for one in pieces.value()]
        if not chosen:
            raise ValidationError("", tr("Nothing is ticked."), tr("Tick what belongs to the event."))
        services.link_deliverables(context.workspace, event_id, chosen)
        return len(chosen)

    dialog = FormDialog(parent, tr("Link deliverables"), tr("Link"), build, submit, width=560)
    return dialog.result_value if dialog.run() else None


def add_live(parent: QWidget, context: AppContext, event: queries.EventDetail) -> int | None:
    """Ask who goes live where, and add the live Q&A on the event's day with the checklist of its kind.

    Its dates are planned back from that day, as far as they still lie ahead. The id, or None when cancelled or when
    nobody is in the campaign.
    """
    from microinf_desktop.domain.sequences import PLANNED
    from microinf_desktop.ui.dialogs.deliverable import read_planning

    planning = read_planning(context, event.row.campaign_id)
    if planning is None:
        return None
    today, first = context.today(), event.row.starts_on
    people = [(deal.id, deal.name) for deal in planning.deals.values() if not deal.is_rejected]

    def build(form: Form) -> None:
        form.add_field("deal", tr("Creator"), ComboBox(people, tr("Choose")), required=True)
        form.add_field("platform", tr("Platform"), ComboBox(labels.choices(Platform)), required=True)
        form.add_field("title", tr("Title"), TextField(), required=True)

    def submit(entered: dict[str, Any]) -> int:
        draft = DeliverableDraft(entered["deal"], DeliverableKind.LIVE_QA, Platform(entered["platform"]),
                                 title=entered["title"], publish_on=first, caption_language=planning.language)
        plan = planning.plan(draft)
        if plan is not None:
            due = {name: plan.due(phase) for name, phase in PLANNED.items()}
            days: dict[str, Any] = {name: day for name, day in due.items() if day is not None and day >= today}
            draft = replace(draft, **days)
        return services.add_deliverable(context.workspace, event.id, draft, planning.checklist(draft), today)

    filled = {"deal": people[0][0] if len(people) == 1 else None, "platform": Platform.INSTAGRAM,
              "title": tr("Live from {name}", name=event.row.name)}
    dialog = FormDialog(parent, tr("Add a live Q&A"), tr("Add live Q&A"), build, submit, filled)
    return dialog.result_value if dialog.run() else None
