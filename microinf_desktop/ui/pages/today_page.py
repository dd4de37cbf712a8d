"""Today: everything due, late or waiting over all campaigns, each item one key from done; nothing is hidden."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu

from microinf_desktop.domain.calendars import WorkingCalendar
from microinf_desktop.domain.enums import BallHolder, DeliverableKind, Verdict
from microinf_desktop.domain.today import DONE_WITH_ONE_KEY, TodayItem, TodayKind, balls
from microinf_desktop.queries import agency
from microinf_desktop.queries import today as queries
from microinf_desktop.ui import formats, labels
from microinf_desktop.ui.actions import Action
from microinf_desktop.ui.dialogs import contract_moves
from microinf_desktop.ui.i18n import tr, trn
from microinf_desktop.ui.models.columns import Cell, Column, Group, Kind
from microinf_desktop.ui.page import Page
from microinf_desktop.ui.pages.today_panel import TodayPanel
from microinf_desktop.ui.pages.today_words import KIND_NAMES, icon_of, nudges, reminder, state_of, verb, what
from microinf_desktop.ui.widgets.buttons import Button, SegmentedControl
from microinf_desktop.ui.widgets.data_table import DataTable
from microinf_desktop.ui.widgets.filter_bar import FilterBar, FilterField
from microinf_desktop.ui.widgets.layouts import boxed, row

HORIZON_DAYS = 7
_LONG_WAIT = 3  # working days from which a wait stands out
_SEGMENTS = {"all": "All", "late": "Late", "due": "Due", "waiting": "Waiting", "snoozed": "Snoozed"}
_GROUPS = {"client": "By client", "day": "By day", "owner": "By person in charge", "kind": "By kind"}
_BALL_ICONS = {BallHolder.US: "pen", BallHolder.CREATOR: "person", BallHolder.CLIENT: "building"}
_OWN_KINDS = (TodayKind.CHECKLIST, TodayKind.MILESTONE, TodayKind.NEXT_ACTION)


class TodayPage(Page):
    """A table of items; the panel explains one and offers what can be done with it."""

    tables = frozenset({
        "deliverable", "checklist_item", "milestone", "payment", "contract", "influencer", "campaign", "client",
        "collaboration", "draft", "interaction", "review", "snooze", "event", "shipment", "shipment_nudge",
        "brief_version", "brief_acknowledgement", "person", "violation", "violation_step", "disclosure_check",
        "setting", "usage_right", "right_renewal",
    })

    def build(self) -> None:
        self._items: dict[int, TodayItem] = {}
        self._staff: dict[int, str] = {}
        self._calendar = WorkingCalendar()
        self._group = "client"
        self.table = DataTable("today", self._columns(), self._load, self.context.settings,
                               id_of=lambda pair: pair[0])
        self.table.setAccessibleName(tr("What is due"))
        self.segments = SegmentedControl([(key, tr(text)) for key, text in _SEGMENTS.items()], tr("Show"))
        self.group_button = Button(tr(_GROUPS["client"]), "quiet", "list")
        self.group_button.set_menu(self._group_menu)
        self.bar = FilterBar([
            FilterField("mine", tr("Only mine"), "flag"),
            FilterField("client", tr("Client"), "choice", self._clients),
            FilterField("kind", tr("Kind"), "choice", [(kind.value, tr(name)) for kind, name in KIND_NAMES.items()]),
            FilterField("owner", tr("Person in charge"), "choice", lambda: sorted(self._staff.items())),
            FilterField("holder", tr("Holds the ball"), "choice", labels.choices(BallHolder)),
        ])
        self.bar.add_left(self.segments)
        self.bar.add_right(self.group_button)
        self.balls = {holder: Button("", "quiet", icon) for holder, icon in _BALL_ICONS.items()}
        self.panel = TodayPanel(self.context)
        self.set_filter_bar(self.bar)
        self.add_banner(boxed(row(*self.balls.values(), 1, spacing=4, margins=(12, 4, 16, 4))))
        self.set_content(self.table)
        self.set_panel(self.panel)
        self._connect()
        QTimer.singleShot(0, self, self._ask_calendar)  # after the first screen

    def _connect(self) -> None:
        self.segments.changed.connect(lambda _key: self._show())
        self.bar.changed.connect(self._show)
        self.table.opened.connect(self._look)
        self.table.current_changed.connect(self._current_changed)
        self.table.link_clicked.connect(lambda _key, row_id: self._act(row_id))
        self.table.set_row_actions(self._row_actions)
        self.table.set_bulk_actions(self._bulk_actions())
        self.panel.open_asked.connect(self.open_item)
        for holder, button in self.balls.items():
            button.setCheckable(True)
            button.clicked.connect(lambda _=False, holder=holder: self._toggle_holder(holder))

    def _columns(self) -> list[Column]:
        return [
            Column("what", tr("What"), 250, value=lambda pair: self._what_cell(pair[1]), stretch=True, sort_key=""),
            Column("creator", tr("Creator"), 150, Kind.NAME, value=lambda pair: pair[1].creator or None, sort_key=""),
            Column("holder", tr("Ball"), 98, Kind.BALL, value=lambda pair: pair[1].holder, sort_key=""),
            Column("waiting", tr("Wait"), 58, value=lambda pair: self._waiting_cell(pair[1]), align="right",
                   sort_key="", tooltip=lambda pair: self._wait_words(pair[1])),
            Column("due", tr("Due"), 102, Kind.DUE, value=lambda pair: pair[1].due_on, sort_key=""),
            Column("owner", tr("In charge"), 120, value=lambda pair: self._staff.get(pair[1].owner_id or 0),
                   sort_key="", hidden=True),
            Column("verb", "", 74, Kind.LINK, value=lambda pair: verb(pair[1]), align="right", sort_key=""),
        ]

    def _what_cell(self, item: TodayItem) -> Cell:
        late = item.due_on is not None and item.due_on < self.context.today()
        state = state_of(item)
        note = item.campaign if self._group == "client" else " · ".join(
            part for part in (item.campaign, item.client) if part)
        if item.kind is TodayKind.CHECKLIST:
            note = f"{labels.label(DeliverableKind(item.detail))}, {note}"
        if item.snoozed_until is not None and item.snoozed_until > self.context.today():
            note = f"{tr('put off until {day}', day=formats.day(item.snoozed_until))} · {note}"
        return Cell(what(item), note, state=state, late=late and not isinstance(state, Verdict),
                    icon="" if state else icon_of(item))

    def _wait(self, item: TodayItem) -> int | None:
        if item.waiting_since is None:
            return None
        return max(self._calendar.count(item.waiting_since, self.context.today()), 0)

    def _waiting_cell(self, item: TodayItem) -> Cell:
        days = self._wait(item)
        if days is None:
            return Cell("–", ink="text3")
        long = days >= _LONG_WAIT
        return Cell(f"{days}{formats.NBSP}d", ink="attention" if long else "", weight=600 if long else 400)

    def _wait_words(self, item: TodayItem) -> str:
        days = self._wait(item)
        if days is None:
            return ""
        who = item.decider or labels.label(item.holder)
        return trn("{who}, {n} working day", "{who}, {n} working days", days, who=who)

    # reading

    def reload(self) -> None:
        workspace, day = self.context.workspace, self.context.today()

        def work(_progress: object, _token: object) -> tuple[list[TodayItem], dict[int, str]]:
            with workspace.reading() as session:
                staff = {person.id: person.name for person in agency.people(session, inactive=True)}
                return queries.items(session, day, HORIZON_DAYS), staff

        self.context.tasks.read(work, self._take, key="today")

    def _take(self, found: tuple[list[TodayItem], dict[int, str]]) -> None:
        items, self._staff = found
        self._items = {item.key: item for item in items}
        self._show()

    def _ask_calendar(self) -> None:
        self.context.tasks.read(self._read_calendar, self._take_calendar, key="today.calendar")

    def _read_calendar(self, _progress: object, _token: object) -> WorkingCalendar:
        """Holidays of the agency's country, for the waiting times; loaded beside the first screen."""
        from microinf_desktop.interchange.holidays import campaign_calendar

        with self.context.workspace.reading() as session:
            profile = agency.profile(session)
        day = self.context.today()
        return campaign_calendar([profile.country] if profile and profile.country else [], day, day)

    def _take_calendar(self, calendar: WorkingCalendar) -> None:
        self._calendar = calendar
        if self._items:
            self._show()

    def _show(self) -> None:
        """Filter, group and show what was read; the row after one that left becomes current."""
        day = self.context.today()
        passing = {key: item for key, item in self._items.items() if self._passes(item)}
        buckets: dict[str, list[TodayItem]] = {name: [] for name in _SEGMENTS}
        for item in passing.values():
            bucket = item.bucket(day)
            buckets[bucket].append(item)
            if bucket != "snoozed":
                buckets["all"].append(item)
        for key, text in _SEGMENTS.items():
            self.segments.set_text(key, f"{tr(text)} {formats.count(len(buckets[key]))}")
        ids, groups = self._grouped(buckets[self.segments.value()])
        before, current = list(self.table.model.ids), self.table.current_id()
        self.table.model.forget_rows()
        self.table.refresh(ids, groups)
        if current and current not in (kept := set(ids)):
            place = before.index(current)
            near = [*before[place + 1 :], *reversed(before[:place])]
            self.table.select(next((key for key in near if key in kept), ids[0] if ids else 0))
        self._set_empty(len(buckets["snoozed"]))
        self.header.set_title(tr("Today"), formats.long_day(day))
        self._show_balls(day)
        if self.panel_visible():
            self._current_changed(self.table.current_id())

    def _show_balls(self, day: date) -> None:
        """Who holds how much, whatever holder is filtered."""
        chosen = self.bar.value("holder") or ()
        awake = [item for item in self._items.values()
                 if item.bucket(day) != "snoozed" and self._passes(item, but="holder")]
        for holder, ball in balls(awake, day, self._calendar).items():
            text = f"{labels.label(holder)} {formats.count(ball.count)}"
            button = self.balls[holder]
            wait = trn("longest wait {n} working day", "longest wait {n} working days", ball.longest or 0)
            if ball.longest:
                text += " · " + tr("up to {n} d", n=ball.longest)
            button.setText(text)
            button.setToolTip(wait if ball.longest else "")
            button.setAccessibleName(tr("Show what {who} holds: {n}, {wait}", who=labels.label(holder), n=ball.count,
                                        wait=wait))
            button.setChecked(holder in chosen)
            button.updateGeometry()

    def _toggle_holder(self, holder: BallHolder) -> None:
        self.bar.set_value("holder", None if (self.bar.value("holder") or ()) == (holder,) else (holder,))
        self.bar.apply_now()

    def _passes(self, item: TodayItem, but: str = "") -> bool:
        on = self.bar.values()
        on.pop(but, None)
        if on.get("mine") and item.owner_id != self.context.workspace.person_id:
            return False
        values: dict[str, Any] = {"client": item.client_id, "kind": item.kind, "owner": item.owner_id,
                                  "holder": item.holder}
        return all(key not in on or value in on[key] for key, value in values.items())

    def _grouped(self, shown: Sequence[TodayItem]) -> tuple[list[int], list[tuple[int, Group]]]:
        parts: dict[Any, list[TodayItem]] = {}
        for item in shown:
            parts.setdefault(self._group_key(item), []).append(item)
        ids: list[int] = []
        groups: list[tuple[int, Group]] = []
        day = self.context.today()
        for key, part in sorted(parts.items(), key=lambda pair: pair[0]):
            late = sum(item.due_on is not None and item.due_on < day for item in part)
            note = trn("{n} late", "{n} late", late) if late and self._group != "day" else ""
            swatch = part[0].client_color if self._group == "client" else ""
            groups.append((len(ids), Group(f"{self._group}-{key}", self._group_title(part[0]), str(len(part)), note,
                                           swatch, note_ink="danger" if late else "text3")))
            ids.extend(item.key for item in part)
        return ids, groups

    def _group_key(self, item: TodayItem) -> Any:
        if self._group == "day":
            return max(item.due_on, self.context.today() - timedelta(1)) if item.due_on else date.max
        if self._group == "owner":
            name = self._staff.get(item.owner_id or 0, "")
            return (not name, name)
        if self._group == "kind":
            return list(TodayKind).index(item.kind)
        return (not item.client_id, item.client.lower())

    def _group_title(self, item: TodayItem) -> str:
        if self._group == "day":
            if item.due_on is None:
                return tr("Without a day")
            return tr("Late") if item.due_on < self.context.today() else formats.long_day(item.due_on)
        if self._group == "owner":
            return self._staff.get(item.owner_id or 0) or tr("Nobody in charge")
        if self._group == "kind":
            return tr(KIND_NAMES[item.kind])
        return item.client or tr("People without a campaign")

    def _group_menu(self) -> QMenu:
        menu = QMenu(self)
        for key, text in _GROUPS.items():
            entry = menu.addAction(tr(text))
            entry.setCheckable(True)
            entry.setChecked(key == self._group)
            entry.triggered.connect(lambda _=False, key=key: self.group_by(key))
        return menu

    def group_by(self, key: str) -> None:
        """Group by client, day, owner or kind."""
        self._group = key
        self.group_button.setText(tr(_GROUPS[key]))
        self.group_button.setAccessibleName(tr("Group: {how}", how=tr(_GROUPS[key])))
        self.group_button.updateGeometry()
        self._show()

    def _set_empty(self, asleep: int) -> None:
        """What stands there when nothing does: it depends on why."""
        open_campaigns = (tr("Open campaigns"), lambda: self.context.navigation.open("campaigns"))
        if self.bar.values():
            self.table.set_empty(tr("Nothing matches these filters"), tr("Show all"), self._show_all)
        elif self.segments.value() != "all":
            why = {"snoozed": tr("Nothing is put off"), "late": tr("Nothing is late")}.get(self.segments.value())
            self.table.set_empty(why or tr("Nothing here. Look at all items"), tr("Show all"), self._show_all)
        elif asleep:
            self.table.set_empty(
                trn("Nothing else is due; {n} item is put off", "Nothing else is due; {n} items are put off", asleep),
                tr("Show what is put off"), lambda: self._show_segment("snoozed"))
        else:
            self.table.set_empty(tr("Nothing is due in the next {n} days", n=HORIZON_DAYS), *open_campaigns)

    def _show_segment(self, key: str) -> None:
        self.segments.set_value(key)
        self._show()

    def _show_all(self) -> None:
        self.segments.set_value("all")
        self.bar.set_values({})
        self._show()

    def _clients(self) -> Sequence[tuple[int, str]]:
        return sorted({(i.client_id, i.client) for i in self._items.values() if i.client_id}, key=lambda pair: pair[1])

    def _load(self, ids: Sequence[int]) -> list[tuple[int, TodayItem]]:
        return [(key, self._items[key]) for key in ids if key in self._items]

    # acting

    def current(self) -> TodayItem | None:
        return self._items.get(self.table.current_id())

    def chosen(self) -> list[TodayItem]:
        """Ticked items, else the current one."""
        return [self._items[key] for key in self.table.checked_ids() if key in self._items]

    def actions(self) -> list[Action]:
        group = tr("Today")
        return [
            Action("today.calendar", tr("Open the calendar"), lambda: self.context.navigation.open("calendar"), "",
                   "calendar", group, "quiet"),
            Action("today.open", tr("Open"), lambda: self._open_current(), "O", "open", group, condition=self._one),
            Action("today.act", tr("Do what the link says"), lambda: self._act(self.table.current_id()), "N", "check",
                   group, condition=self._one),
            Action("today.mine", tr("Show only mine, or everybody's"), self._toggle_mine, "M", "person", group),
            *(Action(f"today.group.{key}", tr("Group: {how}", how=tr(text)), lambda key=key: self.group_by(key), "",
                     "list", group) for key, text in _GROUPS.items()),
            *self._bulk_actions(),
        ]

    def _bulk_actions(self) -> list[Action]:
        group = tr("Today")
        return [
            Action("today.done", tr("Mark done"), self.mark_done, "D", "check", group, condition=self._may_tick),
            Action("today.snooze", tr("Snooze to tomorrow"), self.snooze, "S", "clock", group, condition=self._one),
            Action("today.week", tr("Snooze to next week"), self.snooze_week, "W", "clock", group,
                   condition=self._one),
            Action("today.until", tr("Snooze to a date"), self.ask_snooze, "Shift+S", "calendar", group,
                   condition=self._one),
            Action("today.wake", tr("Bring back today"), self.wake, "B", "undo", group, condition=self._may_wake),
            Action("today.log", tr("Log an interaction"), self.log, "L", "note", group, condition=self._has_creator),
            Action("today.copy", tr("Copy the reminders"), self.copy_reminders, "C", "copy", group,
                   condition=self._has_creator),
        ]

    def _one(self) -> bool | str:
        return True if self.chosen() else tr("choose an item first")

    def _may_tick(self) -> bool | str:
        items = self.chosen()
        if not items:
            return tr("choose an item first")
        return True if all(i.kind in DONE_WITH_ONE_KEY for i in items) else tr("open it to finish it")

    def _may_wake(self) -> bool | str:
        day = self.context.today()
        return True if any(i.bucket(day) == "snoozed" for i in self.chosen()) else tr("it is not put off")

    def _has_creator(self) -> bool | str:
        return True if any(i.influencer_id for i in self.chosen()) else tr("choose an item with a creator")

    def _row_actions(self) -> list[Action]:
        return [a for a in self.actions() if a.id not in ("today.calendar", "today.mine")
                and not a.id.startswith("today.group")]

    def _toggle_mine(self) -> None:
        self.bar.set_value("mine", None if self.bar.value("mine") else True)

    def _open_current(self) -> None:
        item = self.current()
        if item is not None:
            self.open_item(item)

    def open_item(self, item: TodayItem) -> None:
        """To the record behind an item."""
        if item.record == "influencer":
            self.context.navigation.open("roster", id=item.record_id)
        else:
            self.context.navigation.open(item.record, id=item.record_id)

    def _act(self, row_id: int) -> None:
        item = self._items.get(row_id)
        if item is None:
            return
        if item.kind is TodayKind.CONTRACT and nudges(item):
            contract_moves.remind(self.context, item.record_id)
        elif nudges(item):
            self.panel.show_item(item)
            self.panel.nudge()
        elif item.kind is TodayKind.NEXT_ACTION:
            self.table.select(row_id)
            self.log()
        elif item.kind in _OWN_KINDS:
            self.table.select(row_id)
            self._write(tr("Marking done"), [item], self._finish, tr("Done: {what}", what=what(item)))
        else:
            self.open_item(item)

    def mark_done(self) -> None:
        items = self.chosen()
        told = tr("Done: {what}", what=what(items[0])) if len(items) == 1 else trn(
            "{n} done", "{n} done", len(items))
        self._write(tr("Marking done"), items, self._finish, told)

    def _finish(self, items: Sequence[TodayItem]) -> None:
        from microinf_desktop.services import today as services

        services.finish(self.context.workspace, items, self.context.today())

    def snooze(self) -> None:
        """Put off until tomorrow; the dates of the work stay."""
        self._snooze(self.context.today() + timedelta(days=1))

    def snooze_week(self) -> None:
        day = self.context.today()
        self._snooze(day + timedelta(days=7 - day.weekday()))

    def ask_snooze(self) -> None:
        """Put off until a day that is typed or picked."""
        from microinf_desktop.services import today as services
        from microinf_desktop.ui.dialogs.form import FormDialog
        from microinf_desktop.ui.widgets.date_edit import DateEdit
        from microinf_desktop.ui.widgets.form import Form

        items, day = self.chosen(), self.context.today()

        def build(form: Form) -> None:
            form.add_field("until", tr("Put off until"), DateEdit(), required=True, help=tr("e.g. fri, +5wd, 24.11."))

        def submit(values: dict[str, Any]) -> None:
            services.snooze(self.context.workspace, items, values["until"], day)

        if FormDialog(self, tr("Snooze to a date"), tr("Snooze"), build, submit,
                      {"until": day + timedelta(days=1)}).run():
            self.table.model.clear_checked()
            self.context.toast(tr("Put off"), undo=True)

    def _snooze(self, until: date) -> None:
        from microinf_desktop.services import today as services

        workspace, day = self.context.workspace, self.context.today()
        self._write(tr("Snoozing"), self.chosen(), lambda items: services.snooze(workspace, items, until, day),
                    tr("Put off until {day}", day=formats.day(until)))

    def wake(self) -> None:
        """Back into the list."""
        from microinf_desktop.services import today as services

        workspace = self.context.workspace
        self._write(tr("Bringing back"), self.chosen(), lambda items: services.wake(workspace, items),
                    tr("Back in the list"))

    def _write(self, label: str, items: Sequence[TodayItem], work: Callable[[Sequence[TodayItem]], object],
               told: str) -> None:
        if items:
            self.table.model.clear_checked()
            self.context.tasks.write(label, lambda _p, _t: work(items),
                                     lambda _result: self.context.toast(told, undo=True))

    def log(self) -> None:
        item = next((item for item in self.chosen() if item.influencer_id), None)
        if item is not None and item.influencer_id:
            from microinf_desktop.ui.dialogs.log_interaction import log_interaction

            log_interaction(self, self.context, item.influencer_id, item.creator)

    def copy_reminders(self) -> None:
        """The texts of all ticked items to the clipboard, one below the other."""
        items = [item for item in self.chosen() if item.influencer_id]
        sender, day = self.context.workspace.person_name, self.context.today()
        QGuiApplication.clipboard().setText("\n---\n\n".join(reminder(item, sender, day) for item in items))
        self.context.toast(trn("{n} reminder is on the clipboard", "{n} reminders are on the clipboard", len(items)))

    def _look(self, row_id: int) -> None:
        item = self._items.get(row_id)
        if item is not None:
            self.panel.show_item(item)
            self.show_panel(self.table.view)

    def _current_changed(self, row_id: int) -> None:
        self.set_position(self.position())
        self.update_actions()
        item = self._items.get(row_id)
        if item is not None and self.panel_visible():
            self.panel.show_item(item)

    def position(self) -> str:
        return self.table.position_text()

    def state(self) -> dict[str, object]:
        return {"segment": self.segments.value(), "group": self._group, "filter": self.bar.state()}

    def restore_state(self, state: Mapping[str, object]) -> None:
        if state.get("segment") in _SEGMENTS:
            self.segments.set_value(str(state["segment"]))
        if state.get("group") in _GROUPS:
            self.group_by(str(state["group"]))
        saved = state.get("filter")
        if isinstance(saved, Mapping):
            self.bar.restore_state(saved)
