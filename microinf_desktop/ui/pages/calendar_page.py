"""The calendar over all campaigns: month, week and agenda; a drag, a key or a typed date reschedules."""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import date, timedelta
from typing import Any

from PySide6.QtCore import QTimer

from microinf_desktop.domain.entries import FIELDS, CalendarEntry, CalendarFilter
from microinf_desktop.domain.timeline import Shift
from microinf_desktop.domain.timeline_data import PUBLISH, mark_key, step_key
from microinf_desktop.domain.timeline_moves import stored_days
from microinf_desktop.queries import agency, clients
from microinf_desktop.queries import calendar as queries
from microinf_desktop.services import timeline
from microinf_desktop.ui import formats
from microinf_desktop.ui.actions import Action
from microinf_desktop.ui.dialogs.form import FormDialog
from microinf_desktop.ui.i18n import tr, trn
from microinf_desktop.ui.models.columns import Cell, Column, Group
from microinf_desktop.ui.page import Page
from microinf_desktop.ui.pages.calendar_words import KIND_NAMES, SHAPES, ask_ics, titled, words
from microinf_desktop.ui.widgets.buttons import Button, IconButton, LinkButton, SegmentedControl
from microinf_desktop.ui.widgets.data_table import DataTable
from microinf_desktop.ui.widgets.date_edit import DateEdit
from microinf_desktop.ui.widgets.filter_bar import FilterBar, FilterField
from microinf_desktop.ui.widgets.form import Form
from microinf_desktop.ui.widgets.inputs import ComboBox, TextField
from microinf_desktop.ui.widgets.labels import Label, Swatch
from microinf_desktop.ui.widgets.layouts import column, row
from microinf_desktop.ui.widgets.month_view import DayEntry, MonthView
from microinf_desktop.ui.widgets.panel import SidePanel
from microinf_desktop.ui.widgets.week_view import WeekView

AGENDA_DAYS = 60
_VIEWS = {"month": "Month", "week": "Week", "agenda": "Agenda"}
_PANEL_MOST = 200
_STATES = {"open": "Open", "late": "Late", "done": "Done"}


class CalendarPage(Page):
    """Month, week and agenda show the same marks; entries are read for what is seen."""

    tables = frozenset({"deliverable", "milestone", "campaign", "client", "collaboration", "event", "influencer",
                        "person"})

    def build(self) -> None:
        self._marks: list[queries.Mark] = []
        self._by_day: dict[date, list[int]] = {}
        self._entries: dict[int, CalendarEntry] = {}
        self._holidays: dict[date, str] = {}
        self._holiday_years: set[int] = set()
        self.month, self.week = MonthView(), WeekView()
        for grid in (self.month, self.week):
            grid.day = self.context.today()
            grid.show_month(self.context.today(), self.context.today())
        self.agenda = DataTable("agenda", self._columns(), self._load, self.context.settings, checkable=False,
                                id_of=lambda entry: entry.key)
        self.agenda.setAccessibleName(tr("Agenda"))
        self.agenda.set_empty(tr("Nothing in the next {n} days", n=AGENDA_DAYS), tr("Open campaigns"),
                              lambda: self.context.navigation.open("campaigns"))
        self.views = SegmentedControl([(key, tr(text)) for key, text in _VIEWS.items()], tr("View"))
        self.bar = FilterBar([
            FilterField("clients", tr("Client"), "choice", self._clients),
            FilterField("campaigns", tr("Campaign"), "choice", lambda: self._options(queries.campaigns)),
            FilterField("owners", tr("Person in charge"), "choice", lambda: self._options(
                lambda session: [(person.id, person.name) for person in agency.people(session)])),
            FilterField("creators", tr("Creator"), "choice", lambda: self._options(queries.creators)),
            FilterField("kinds", tr("Kind"), "choice", [(key.value, tr(name)) for key, name in KIND_NAMES.items()]),
            FilterField("states", tr("State"), "choice", [(key, tr(name)) for key, name in _STATES.items()]),
        ])
        self._build_bar()
        self.panel = SidePanel()
        self.set_filter_bar(self.bar)
        self.set_content(self.month)
        self.set_panel(self.panel)
        self._connect()

    def _build_bar(self) -> None:
        self.back, self.forward = IconButton("chevron-left", tr("Month before"), "PgUp"), IconButton(
            "chevron-right", tr("Month after"), "PgDown")
        self.now = Button(tr("Today"), "secondary", keys="T")
        self.back.clicked.connect(lambda: self.turn(-1))
        self.forward.clicked.connect(lambda: self.turn(1))
        self.now.clicked.connect(self.go_today)
        for widget in (self.back, self.forward, self.now):
            self.bar.add_left(widget)
        self.bar.add_right(self.views)

    def _connect(self) -> None:
        self.views.changed.connect(lambda _key: self._switch())
        self.bar.changed.connect(self.reload)
        for grid in (self.month, self.week):
            grid.month_asked.connect(self.turn)
            grid.day_changed.connect(self._show_day)
            grid.more_asked.connect(self._open_day)
            grid.entry_opened.connect(self.open_entry)
            grid.entry_moved.connect(self.move_entry)
            grid.entry_refused.connect(self._refuse)
            grid.resized.connect(self._fill_grid)
        self.agenda.opened.connect(self.open_entry)

    @property
    def grid(self) -> MonthView:
        """The grid that is shown or was shown last."""
        return self.week if self.views.value() == "week" else self.month

    def _columns(self) -> list[Column]:
        return [
            Column("what", tr("What"), 300, value=lambda entry: Cell(words(entry), swatch=entry.client_color),
                   sort_key="", stretch=True),
            Column("kind", tr("Kind"), 120, value=lambda entry: tr(KIND_NAMES[entry.kind]), sort_key=""),
            Column("campaign", tr("Campaign"), 200, value=lambda entry: entry.campaign, sort_key=""),
            Column("client", tr("Client"), 160, value=lambda entry: entry.client, sort_key=""),
        ]

    # reading

    def wanted(self) -> CalendarFilter:
        on = self.bar.values()
        names = {"clients": "client_ids", "campaigns": "campaign_ids", "owners": "owner_ids",
                 "creators": "influencer_ids", "kinds": "kinds", "states": "states"}
        return CalendarFilter(**{names[key]: tuple(value) for key, value in on.items() if key in names})

    def _range(self) -> tuple[date, date]:
        if self.views.value() == "agenda":
            return self.context.today(), self.context.today() + timedelta(days=AGENDA_DAYS)
        return self.grid.first, self.grid.last

    def activate(self, params: Mapping[str, object]) -> None:
        """`view` may name month, week or agenda."""
        if params.get("view") in _VIEWS and params["view"] != self.views.value():
            self.views.set_value(str(params["view"]))
            self._switch()
        super().activate(params)

    def reload(self) -> None:
        first, last = self._range()
        wanted, workspace, today = self.wanted(), self.context.workspace, self.context.today()
        room = 0 if self.views.value() == "agenda" else self.grid.room()

        def work(_progress: Any, _token: Any) -> tuple[list[queries.Mark], list[CalendarEntry]]:
            with workspace.reading() as session:
                marks = queries.marks(session, first, last, wanted, today)
                return marks, queries.entries(session, _first_of(_days(marks), room))

        self.context.tasks.read(work, self._take, key="calendar")

    def _take(self, found: tuple[list[queries.Mark], list[CalendarEntry]]) -> None:
        self._marks, entries = found
        self._by_day = _days(self._marks)
        self._entries = {entry.key: entry for entry in entries}
        self.header.set_title(tr("Calendar"), self._range_words())
        if self.views.value() == "agenda":
            groups, place = [], 0
            for day, keys in self._by_day.items():
                groups.append((place, Group(f"{day}", formats.long_day(day), str(len(keys)),
                                            self._holidays.get(day, ""))))
                place += len(keys)
            self.agenda.model.forget_rows()
            self.agenda.refresh([key for _, key in self._marks], groups)
        else:
            self._fill_grid()
        if self.panel_visible():
            self._fill_panel(self.grid.day)
        QTimer.singleShot(0, self, self._ask_holidays)  # after the first screen

    def _range_words(self) -> str:
        if self.views.value() == "agenda":
            return tr("Next {n} days", n=AGENDA_DAYS)
        if self.views.value() == "week":
            return formats.period(self.week.first, self.week.last)
        return f"{self.month.month:%B %Y}"

    def _fill_grid(self) -> None:
        """Hand the grid what it has room for; reads what a larger window has room for now."""
        if self.views.value() == "agenda" or not self._by_day:
            self.grid.set_entries({})
            return
        wanted = _first_of(self._by_day, self.grid.room())
        self._know(wanted)
        shown: dict[date, list[DayEntry]] = {}
        for day, keys in self._by_day.items():
            part = keys[: self.grid.room()]
            shown[day] = [self._day_entry(self._entries[key]) for key in part if key in self._entries]
        self.grid.set_entries(shown, {day: len(keys) for day, keys in self._by_day.items()})

    def _know(self, keys: Sequence[int]) -> list[CalendarEntry]:
        """Entries of keys, read when they are not there yet."""
        missing = [key for key in keys if key not in self._entries]
        if missing:
            with self.context.workspace.reading() as session:
                self._entries.update((entry.key, entry) for entry in queries.entries(session, missing))
        return [self._entries[key] for key in keys if key in self._entries]

    def _day_entry(self, entry: CalendarEntry) -> DayEntry:
        late = not entry.done and entry.day < self.context.today()
        movable = not entry.done and not entry.locked_reason and entry.record != "event"
        return DayEntry(entry.key, titled(entry), entry.client_color, entry.done, late, movable, SHAPES[entry.kind])

    def _load(self, keys: Sequence[int]) -> list[CalendarEntry]:
        return self._know(list(keys))

    def _clients(self) -> Sequence[tuple[int, str]]:
        return self._options(lambda session: [(client.id, client.name) for client in clients.rows(session)])

    def _options(self, read: Any) -> Sequence[tuple[int, str]]:
        with self.context.workspace.reading() as session:
            found: Sequence[tuple[int, str]] = read(session)
        return found

    def _ask_holidays(self) -> None:
        """Names of the public holidays in the agency's country, beside the first screen."""
        first, last = self._range()
        years = {first.year, last.year} - self._holiday_years
        if not years:
            return
        self._holiday_years |= years
        workspace = self.context.workspace

        def work(_progress: Any, _token: Any) -> dict[date, str]:
            from microinf_desktop.interchange.holidays import campaign_calendar

            with workspace.reading() as session:
                country = queries.country(session)
            return dict(campaign_calendar([country] if country else [], first, last).holidays)

        self.context.tasks.read(work, self._take_holidays)

    def _take_holidays(self, holidays: dict[date, str]) -> None:
        self._holidays.update(holidays)
        for grid in (self.month, self.week):
            grid.holidays = self._holidays
            grid.update()

    # moving about

    def turn(self, step: int) -> None:
        """One month or week forward (1) or back (-1); the current day goes along."""
        if self.views.value() == "week":
            self.go_to(self.week.day + timedelta(days=7 * step))
            return
        first = (self.month.month + timedelta(days=31 if step > 0 else -1)).replace(day=1)
        after = (first + timedelta(days=31)).replace(day=1)
        self.go_to(min(first + timedelta(days=self.month.day.day - 1), after - timedelta(days=1)))

    def go_today(self) -> None:
        self.go_to(self.context.today())

    def go_to(self, day: date) -> None:
        """Show a day."""
        for grid in (self.month, self.week):
            grid.show_month(day, self.context.today())
            grid.select(day, quietly=True)
        self.set_position(self.position())
        self.reload()

    def ask_go(self) -> None:
        """Go to a date that is typed or picked."""
        def build(form: Form) -> None:
            form.add_field("day", tr("Day"), DateEdit(), required=True, help=tr("e.g. fri, +5wd, 24.11."))

        FormDialog(self, tr("Go to a date"), tr("Go"), build, lambda values: self.go_to(values["day"]),
                   {"day": self.grid.day}).run()

    def _switch(self) -> None:
        shown = {"month": self.month, "week": self.week, "agenda": self.agenda}[self.views.value()]
        for other, grid in ((self.month, self.week), (self.week, self.month)):
            if shown is other:
                other.show_month(grid.day, self.context.today())
                other.select(grid.day, quietly=True)
        for widget in (self.back, self.forward, self.now):  # the agenda begins today, whatever the month
            widget.setVisible(shown is not self.agenda)
        in_week = shown is self.week
        self.back.setAccessibleName(tr("Week before") if in_week else tr("Month before"))
        self.forward.setAccessibleName(tr("Week after") if in_week else tr("Month after"))
        self.set_content(shown)
        if self.isVisible():  # restored before it is opened: opening reads
            self.reload()

    def _show_day(self, day: date) -> None:
        self.month.day = self.week.day = day
        self.set_position(formats.long_day(day))
        if self.panel_visible():
            self._fill_panel(day)

    def _open_day(self, day: date) -> None:
        """All entries of a day in the panel."""
        self._fill_panel(day)
        self.show_panel(self.grid)

    def _fill_panel(self, day: date) -> None:
        keys = self._by_day.get(day, [])
        found = self._know(keys[:_PANEL_MOST])
        note = trn("{n} entry", "{n} entries", len(keys))
        self.panel.set_title(formats.long_day(day), " · ".join(
            part for part in (self._holidays.get(day, ""), note) if part))
        self.panel.clear_body()
        for entry in found:
            link, move = LinkButton(words(entry)), LinkButton(tr("Move"))
            move.setAccessibleName(tr("Move {what}", what=words(entry)))
            link.clicked.connect(lambda _=False, key=entry.key: self.open_entry(key))
            move.clicked.connect(lambda _=False, key=entry.key: self.ask_day(key))
            move.setVisible(self._day_entry(entry).movable)
            text = f"{tr(KIND_NAMES[entry.kind])} · {entry.campaign} · {entry.client}"
            self.panel.body.addLayout(column(
                row(Swatch(entry.client_color), link, 1, move), Label(text, "secondary", "text3", wrap=True), spacing=2,
                margins=(0, 0, 0, 8),
            ))
        if len(keys) > len(found):
            self.panel.body.addWidget(Label(tr("+{n} more in the agenda", n=len(keys) - len(found)), ink="text3"))
        self.panel.body.addStretch(1)

    # acting

    def actions(self) -> list[Action]:
        group = tr("Calendar")
        return [
            Action("calendar.ics", tr("Export .ics"), self.export_ics, "Ctrl+E", "export", group, "quiet"),
            Action("calendar.remind", tr("Export .ics with reminders a day before"), lambda: self.export_ics(1), "",
                   "export", group),
            Action("calendar.milestone", tr("Add milestone"), self.add_milestone, "N", "plus", group, "secondary"),
            Action("calendar.today", tr("Go to today"), self.go_today, "T", "today", group),
            Action("calendar.go", tr("Go to a date"), self.ask_go, "G", "calendar", group),
            Action("calendar.day", tr("List the day"), lambda: self._open_day(self.grid.day), "L", "list", group),
            Action("calendar.move", tr("Move to a date"), self._ask_current, "M", "calendar", group),
            Action("calendar.campaigns", tr("Plan a campaign"), lambda: self.context.navigation.open("campaigns"), "",
                   "campaigns", group),
        ]

    def open_entry(self, key: int) -> None:
        entry = next(iter(self._know([key])), None)
        if entry is None:
            return
        if entry.record in ("deliverable", "event"):
            self.context.navigation.open(entry.record, id=entry.record_id)
        else:
            self.context.navigation.open("campaign", id=entry.campaign_id)

    def _current(self) -> int:
        """Key of the chosen entry: in the agenda the row, in a grid the one Space chose, else the day's first."""
        if self.views.value() == "agenda":
            return self.agenda.current_id()
        return self.grid.entry or next(iter(self._by_day.get(self.grid.day, [])), 0)

    def _ask_current(self) -> None:
        key = self._current()
        if key:
            self.ask_day(key)

    def ask_day(self, key: int) -> None:
        """The date field beside the drag."""
        entry = next(iter(self._know([key])), None)
        if entry is None:
            return
        if not self._day_entry(entry).movable:
            self._refuse(key)
            return

        def build(form: Form) -> None:
            form.add_field("day", tr("New day"), DateEdit(), required=True, help=tr("e.g. fri, +5wd, 24.11."))

        dialog = FormDialog(self, tr("Move {what}", what=words(entry)), tr("Move"), build,
                            lambda values: self._move(entry, values["day"]), {"day": entry.day})
        if dialog.run():
            self._moved(entry, dialog.result_value)

    def move_entry(self, key: int, day: date) -> None:
        entry = next(iter(self._know([key])), None)
        if entry is None:
            return
        self.context.tasks.write(
            tr("Moving"), lambda _p, _t: self._move(entry, day), lambda shift: self._moved(entry, shift),
        )

    def _moved(self, entry: CalendarEntry, shift: Shift) -> None:
        """Tell it, with what followed; for a publish day the later pieces of its series are offered to move along."""
        from microinf_desktop.ui.dialogs.series_moves import tell_moved

        key = self._task(entry)
        own = next((one for one in shift.moved if one.key == key), None)
        day, others = own.new[1] if own is not None else entry.day, len(stored_days(shift)) - 1
        if day == entry.day and not shift.moved and not shift.blocked:
            self.context.toast(tr("The day is the same, nothing moved"))
            return
        said = tr("Moved to {day}", day=formats.day(day))
        if others > 0:
            said = f"{said}, {trn('{n} other date moved', '{n} other dates moved', others)}"
        if shift.blocked:
            said = f"{said}. {shift.blocked[0].reason}"
        if key.endswith(PUBLISH):
            tell_moved(self.context, entry.record_id, (day - entry.day).days, said)
        else:
            self.context.toast(said, undo=True)

    def _task(self, entry: CalendarEntry) -> str:
        if entry.record == "milestone":
            return mark_key(entry.record_id)
        return step_key(entry.record_id, FIELDS[entry.kind])

    def _move(self, entry: CalendarEntry, day: date) -> Shift:
        return timeline.move_day(self.context.workspace, self._task(entry), day, self.context.today())

    def _refuse(self, key: int) -> None:
        """Say why an entry stays where it is."""
        entry = next(iter(self._know([key])), None)
        if entry is None:
            return
        why = entry.locked_reason or (tr("an event moves on its own page") if entry.record == "event" else
                                      tr("it is done") if entry.record == "milestone" else
                                      tr("its step is done, the day stays on record"))
        self.context.toast(tr("{what} cannot move: {why}", what=words(entry), why=why))

    def add_milestone(self) -> None:
        """A milestone on the selected day."""
        from microinf_desktop.domain.campaigns import MilestoneDraft

        choices = self._options(queries.campaigns)
        chosen = self.bar.value("campaigns") or ()

        def build(form: Form) -> None:
            form.add_field("campaign", tr("Campaign"), ComboBox(choices), required=True)
            form.add_field("name", tr("Name"), TextField(placeholder=tr("e.g. Press day")), required=True)
            form.add_field("day", tr("Day"), DateEdit(), required=True)

        def submit(values: dict[str, Any]) -> None:
            draft = MilestoneDraft(values["campaign"], values["name"], values["day"])
            timeline.save_milestone(self.context.workspace, draft)

        filled = {"campaign": chosen[0] if chosen else choices[0][0] if choices else None, "day": self.grid.day}
        if FormDialog(self, tr("Add milestone"), tr("Add milestone"), build, submit, filled).run():
            self.context.toast(tr("Milestone added"), undo=True)

    def export_ics(self, remind_days: int | None = None) -> None:
        """What the filters leave, from a month ago on, as a file any calendar opens."""
        wanted = self.wanted()
        narrowed = [self.bar.fields[key].value_text(value) for key, value in self.bar.values().items()]
        plain = all(not getattr(wanted, field.name) for field in fields(wanted))
        ask_ics(self, self.context, wanted, tr("Calendar") if plain else ", ".join(narrowed), remind_days)

    def position(self) -> str:
        return formats.long_day(self.grid.day)

    def state(self) -> dict[str, object]:
        return {"view": self.views.value(), "filter": self.bar.state()}

    def restore_state(self, state: Mapping[str, object]) -> None:
        saved = state.get("filter")
        if isinstance(saved, Mapping):
            self.bar.restore_state(saved)
        if state.get("view") in _VIEWS and state["view"] != "month":
            self.views.set_value(str(state["view"]))
            self._switch()


def _days(marks: Sequence[queries.Mark]) -> dict[date, list[int]]:
    found: dict[date, list[int]] = {}
    for day, key in marks:
        found.setdefault(day, []).append(key)
    return found


def _first_of(by_day: Mapping[date, Sequence[int]], room: int) -> list[int]:
    """The first keys of each day, as many as a cell has room for."""
    return [key for keys in by_day.values() for key in keys[:room]]
