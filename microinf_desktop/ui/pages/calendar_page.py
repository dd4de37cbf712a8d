"""The calendar over all campaigns: a month or an agenda; a drag or a typed date reschedules."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QFileDialog

from microinf_desktop.domain.enums import DeliverableKind
from microinf_desktop.queries import clients, today
from microinf_desktop.services import campaigns, deliverables
from microinf_desktop.ui import formats, labels
from microinf_desktop.ui.actions import Action
from microinf_desktop.ui.dialogs.form import FormDialog
from microinf_desktop.ui.i18n import tr, trn
from microinf_desktop.ui.models.columns import Cell, Column, Group
from microinf_desktop.ui.page import Page
from microinf_desktop.ui.widgets.buttons import Button, IconButton, LinkButton, SegmentedControl
from microinf_desktop.ui.widgets.data_table import DataTable
from microinf_desktop.ui.widgets.date_edit import DateEdit
from microinf_desktop.ui.widgets.filter_bar import FilterBar, FilterField
from microinf_desktop.ui.widgets.form import Form
from microinf_desktop.ui.widgets.labels import Label, Swatch
from microinf_desktop.ui.widgets.layouts import column, row
from microinf_desktop.ui.widgets.month_view import DayEntry, MonthView
from microinf_desktop.ui.widgets.panel import SidePanel

AGENDA_DAYS = 60
_Entry = today.CalendarEntry
_KINDS = {"ship": "Ship", "draft": "Draft due", "review": "Our review", "client_review": "Client review",
          "publish": "Publish", "milestone": "Milestone"}
_DONE_FROM = ("live", "proof_captured", "metrics_captured", "complete", "done")


class CalendarPage(Page):
    """Month and agenda show the same entries."""

    tables = frozenset({"deliverable", "milestone", "campaign", "client", "collaboration"})

    def build(self) -> None:
        self._entries: dict[int, _Entry] = {}
        self.month = MonthView()
        self.month.day = self.context.today()
        self.month.show_month(self.context.today(), self.context.today())
        self.agenda = DataTable("agenda", self._columns(), self._load, self.context.settings, checkable=False,
                                id_of=lambda pair: pair[0])
        self.agenda.setAccessibleName(tr("Agenda"))
        self.agenda.set_empty(tr("Nothing in the next {n} days", n=AGENDA_DAYS), tr("Open campaigns"),
                              lambda: self.context.navigation.open("campaigns"))
        self.views = SegmentedControl([("month", tr("Month")), ("agenda", tr("Agenda"))], tr("View"))
        self.bar = FilterBar([
            FilterField("clients", tr("Client"), "choice", self._clients),
            FilterField("kinds", tr("Kind"), "choice", [(key, tr(name)) for key, name in _KINDS.items()]),
        ])
        back, forward = IconButton("chevron-left", tr("Month before"), "PgUp"), IconButton(
            "chevron-right", tr("Month after"), "PgDown")
        now = Button(tr("Today"), "secondary", keys="T")
        back.clicked.connect(lambda: self.turn(-1))
        forward.clicked.connect(lambda: self.turn(1))
        now.clicked.connect(self.go_today)
        self._turners = (back, forward, now)
        for widget in self._turners:
            self.bar.add_left(widget)
        self.bar.add_right(self.views)
        self.panel = SidePanel()
        self.set_filter_bar(self.bar)
        self.set_content(self.month)
        self.set_panel(self.panel)
        self._connect()

    def _connect(self) -> None:
        self.views.changed.connect(lambda _key: self._switch())
        self.bar.changed.connect(self.reload)
        self.month.month_asked.connect(self.turn)
        self.month.day_changed.connect(self._show_day)
        self.month.entry_opened.connect(self.open_entry)
        self.month.entry_moved.connect(self.move_entry)
        self.agenda.opened.connect(self.open_entry)

    def _columns(self) -> list[Column]:
        return [
            Column("what", tr("What"), 300, value=lambda pair: Cell(_words(pair[1]), swatch=pair[1].client_color),
                   sort_key="", stretch=True),
            Column("kind", tr("Kind"), 120, value=lambda pair: tr(_KINDS[pair[1].kind]), sort_key=""),
            Column("campaign", tr("Campaign"), 200, value=lambda pair: pair[1].campaign, sort_key=""),
            Column("client", tr("Client"), 160, value=lambda pair: pair[1].client, sort_key=""),
        ]

    # reading

    def reload(self) -> None:
        first, last = (self.month.first, self.month.last) if self.views.value() == "month" else (
            self.context.today(), self.context.today() + timedelta(days=AGENDA_DAYS))
        on, workspace = self.bar.values(), self.context.workspace

        def work(_progress: Any, _token: Any) -> list[_Entry]:
            with workspace.reading() as session:
                return today.calendar(session, first, last, client_ids=on.get("clients", ()), kinds=on.get("kinds", ()))

        self.context.tasks.read(work, self._take, key="calendar")

    def _take(self, entries: Sequence[_Entry]) -> None:
        self._entries = dict(enumerate(entries, 1))
        self.header.set_title(tr("Calendar"), f"{self.month.month:%B %Y}" if self.views.value() == "month" else "")
        by_day: dict[date, list[DayEntry]] = {}
        for key, entry in self._entries.items():
            by_day.setdefault(entry.day, []).append(self._day_entry(key, entry))
        self.month.set_entries(by_day)
        groups, ids = [], list(self._entries)
        for place, key in enumerate(ids):
            day = self._entries[key].day
            if place == 0 or self._entries[ids[place - 1]].day != day:
                groups.append((place, Group(f"{day}", formats.long_day(day), str(len(by_day[day])))))
        self.agenda.model.forget_rows()
        self.agenda.refresh(ids, groups)
        if self.panel_visible():
            self._fill_panel(self.month.day)

    def _day_entry(self, key: int, entry: _Entry) -> DayEntry:
        done = entry.state in _DONE_FROM
        late = not done and entry.day < self.context.today() and entry.kind in ("publish", "milestone", "draft") and (
            entry.kind != "draft" or entry.state in ("not_started", "briefed", "concept_in"))
        return DayEntry(key, f"{tr(_KINDS[entry.kind])}: {_words(entry)}", entry.client_color, done, late, not done)

    def _load(self, ids: Sequence[int]) -> list[tuple[int, _Entry]]:
        return [(key, self._entries[key]) for key in ids if key in self._entries]

    def _clients(self) -> Sequence[tuple[int, str]]:
        with self.context.workspace.reading() as session:
            return [(client.id, client.name) for client in clients.rows(session)]

    # moving about

    def turn(self, months: int) -> None:
        """One month forward (1) or back (-1); the current day goes along, to the month's last day at most."""
        first = (self.month.month + timedelta(days=31 if months > 0 else -1)).replace(day=1)
        after = (first + timedelta(days=31)).replace(day=1)
        self.month.show_month(first, self.context.today())
        self.month.select(min(first.replace(day=1) + timedelta(days=self.month.day.day - 1), after - timedelta(days=1)),
                          quietly=True)
        self.set_position(self.position())
        self.reload()

    def go_today(self) -> None:
        self.month.show_month(self.context.today(), self.context.today())
        self.month.select(self.context.today())
        self.reload()

    def _switch(self) -> None:
        in_month = self.views.value() == "month"
        self.set_content(self.month if in_month else self.agenda)
        for widget in self._turners:  # the agenda begins today, whatever the month
            widget.setVisible(in_month)
        self.reload()

    def _show_day(self, day: date) -> None:
        self.set_position(formats.long_day(day))
        if any(entry.day == day for entry in self._entries.values()):
            self._fill_panel(day)
            self.show_panel(self.month)

    def _fill_panel(self, day: date) -> None:
        found = [(key, entry) for key, entry in self._entries.items() if entry.day == day]
        self.panel.set_title(formats.long_day(day), trn("{n} entry", "{n} entries", len(found)))
        self.panel.clear_body()
        for key, entry in found:
            link, move = LinkButton(_words(entry)), LinkButton(tr("Move"))
            move.setAccessibleName(tr("Move {what}", what=_words(entry)))
            link.clicked.connect(lambda _=False, key=key: self.open_entry(key))
            move.clicked.connect(lambda _=False, key=key: self.ask_day(key))
            move.setVisible(entry.state not in _DONE_FROM)
            note = f"{tr(_KINDS[entry.kind])} · {entry.campaign} · {entry.client}"
            self.panel.body.addLayout(column(
                row(Swatch(entry.client_color), link, 1, move), Label(note, "secondary", "text3", wrap=True), spacing=2,
                margins=(0, 0, 0, 8),
            ))
        self.panel.body.addStretch(1)

    # acting

    def actions(self) -> list[Action]:
        group = tr("Calendar")
        return [
            Action("calendar.ics", tr("Export .ics"), self.export_ics, "Ctrl+E", "export", group, "quiet"),
            Action("calendar.today", tr("Go to today"), self.go_today, "T", "today", group),
            Action("calendar.campaigns", tr("Plan a campaign"), lambda: self.context.navigation.open("campaigns"), "",
                   "campaigns", group, "secondary"),
        ]

    def open_entry(self, key: int) -> None:
        entry = self._entries.get(key)
        if entry is None:
            return
        if entry.record == "deliverable":
            self.context.navigation.open("deliverable", id=entry.record_id)
        else:
            self.context.navigation.open("campaign", id=entry.campaign_id)

    def ask_day(self, key: int) -> None:
        """The date field beside the drag."""
        entry = self._entries[key]

        def build(form: Form) -> None:
            form.add_field("day", tr("New day"), DateEdit(), required=True, help=tr("e.g. fri, +5wd, 24.11."))

        FormDialog(self, tr("Move {what}", what=_words(entry)), tr("Move"), build,
                   lambda values: self._move(entry, values["day"]), {"day": entry.day}).run()

    def move_entry(self, key: int, day: date) -> None:
        entry = self._entries[key]
        self.context.tasks.write(
            tr("Moving"), lambda _p, _t: self._move(entry, day),
            lambda _result: self.context.toast(tr("Moved to {day}", day=formats.day(day)), undo=True),
        )

    def _move(self, entry: _Entry, day: date) -> None:
        if entry.record == "milestone":
            campaigns.move_milestone(self.context.workspace, entry.record_id, day)
        else:
            deliverables.move_date(self.context.workspace, entry.record_id, entry.field, day)

    def export_ics(self) -> None:
        """What is shown, as a calendar file any calendar opens."""
        from microinf_desktop.interchange.calendars import write_ics

        start = self.context.workspace.folder / "exports" / "calendar.ics"
        chosen, _ = QFileDialog.getSaveFileName(self, tr("Export .ics"), str(start), tr("Calendar (*.ics)"))
        if chosen:
            entries = [
                (entry.day, f"{tr(_KINDS[entry.kind])}: {_words(entry)}", f"{entry.campaign}, {entry.client}",
                 f"{entry.record}-{entry.record_id}-{entry.kind}")
                for entry in self._entries.values()
            ]
            write_ics(Path(chosen), entries)
            self.context.toast(trn("{n} entry exported", "{n} entries exported", len(entries)))

    def position(self) -> str:
        return formats.long_day(self.month.day)

    def state(self) -> dict[str, object]:
        return {"view": self.views.value(), "filter": self.bar.state()}

    def restore_state(self, state: Mapping[str, object]) -> None:
        saved = state.get("filter")
        if isinstance(saved, Mapping):
            self.bar.restore_state(saved)
        if state.get("view") == "agenda":
            self.views.set_value("agenda")
            self._switch()


def _words(entry: _Entry) -> str:
    """ "Klara Vossbeck, Reel" for a deliverable, the name of a milestone."""
    if entry.record != "deliverable":
        return entry.title
    creator, _, kind = entry.title.rpartition(" · ")
    return f"{creator}, {labels.label(DeliverableKind(kind))}"
