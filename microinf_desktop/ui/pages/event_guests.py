"""The guest list of an event: who is invited, what she said, who came; several at once by tick and key."""

from collections.abc import Sequence

from microinf_desktop.domain.enums import GuestState
from microinf_desktop.domain.events import AT_THE_DOOR
from microinf_desktop.domain.text import fold
from microinf_desktop.queries.events import EventDetail, GuestRow
from microinf_desktop.services import events as services
from microinf_desktop.ui import formats, labels
from microinf_desktop.ui.actions import Action
from microinf_desktop.ui.dialogs import event as dialogs
from microinf_desktop.ui.i18n import tr, trn
from microinf_desktop.ui.models.columns import Cell, Column, Kind
from microinf_desktop.ui.pages.event_part import EventPart
from microinf_desktop.ui.widgets.data_table import DataTable
from microinf_desktop.ui.widgets.kpi import Kpi
from microinf_desktop.ui.widgets.layouts import boxed
from microinf_desktop.ui.widgets.layouts import row as across

# In the order in which it happens, with the key that sets it.
_STATES = (
    (GuestState.INVITED, "I", "mail"), (GuestState.ACCEPTED, "A", "check"), (GuestState.DECLINED, "D", "close"),
    (GuestState.ATTENDED, "T", "person"), (GuestState.NO_SHOW, "O", "stop"),
)
_ORDER = {state: place for place, (state, _key, _icon) in enumerate(_STATES)}


class EventGuests(EventPart):
    """Counts above, guests below; companions count as heads."""

    def build(self) -> None:
        self._rows: dict[int, GuestRow] = {}
        self._wanted = 0  # who was just added, to be shown once the list has her
        self.counts = {name: Kpi(title, "–") for name, title in (
            ("expected", tr("Expected")), ("waiting", tr("No answer yet")), ("declined", tr("Declined")),
            ("attended", tr("Came")), ("no_show", tr("No-shows")))}
        self.strip = boxed(across(*self.counts.values(), spacing=16, margins=(16, 12, 16, 12)), "surface")
        self.table = DataTable("event_guests", [
            Column("name", tr("Guest"), 240, Kind.NAME, value=_name, stretch=True),
            Column("state", tr("State"), 130, Kind.STATUS, value=lambda row: GuestState(row.state)),
            Column("role", tr("Role"), 150, value=lambda row: row.role or None),
            Column("companions", tr("With"), 80, align="right", tooltip=lambda row: tr("Companions"),
                   value=lambda row: f"+{row.companions}" if row.companions else None),
            Column("notes", tr("Note"), 260, value=_note, sort_key=""),
        ], self._load, self.context.settings)
        self.table.setAccessibleName(tr("Guest list"))
        self.column.addWidget(self.strip)
        self.column.addWidget(self.table, 1)
        self.table.opened.connect(lambda _id: self.edit())
        self.table.current_changed.connect(lambda _id: self._changed())
        self.table.checked_changed.connect(self.actions_changed)
        self.table.sorted.connect(lambda _key, _down: self._show_rows())
        self.table.set_row_actions(lambda: [one for one in self.actions() if one.id.startswith("guest.")])
        self.table.set_bulk_actions([
            *(Action(f"guests.{state.value}", labels.label(state), lambda state=state: self.set_state(state),
                     icon=icon, condition=lambda state=state: self._can_be(state))
              for state, _key, icon in _STATES[1:]),
            Action("guests.remove", tr("Remove"), self.remove, icon="trash", kind="danger"),
        ])

    # reading

    def reload(self, event: EventDetail) -> None:
        self._rows = {guest.id: guest for guest in event.guests}
        self.table.model.forget_rows()
        self._show_rows()
        if self._wanted in self._rows:
            self.table.select(self._wanted)
            self._wanted = 0
        self._show_counts(event)
        self.strip.setVisible(bool(self._rows))
        self.table.set_empty(tr("Nobody is invited yet. Creators of the campaign are ticked in one go"),
                             tr("Invite creators"), self.invite)

    def _show_rows(self) -> None:
        """By what the head asks for, else by name."""
        key, descending = self.table.sort()
        orders = {
            "state": lambda row: _ORDER[GuestState(row.state)], "role": lambda row: fold(row.role),
            "companions": lambda row: row.companions,
        }
        found = sorted(self._rows.values(), key=lambda row: fold(row.name))
        if key in orders:
            found.sort(key=orders[key], reverse=descending)
        elif descending:
            found.reverse()
        self.table.refresh([row.id for row in found])
        if found and not self.table.current_id():
            self.table.select(found[0].id)
        self._changed()

    def _show_counts(self, event: EventDetail) -> None:
        row, count = event.row, event.row.figures.guests
        opened = count.attendance_rate is not None
        for name, kpi in self.counts.items():
            known = opened or name not in ("attended", "no_show")
            kpi.set_figure(formats.count(getattr(count, name) if known else None))
        expected = self.counts["expected"]
        if row.capacity is None:
            expected.set_formula(tr("no limit set"))
        else:
            free = row.capacity - count.expected
            expected.set_formula(trn("{n} place left", "{n} places left", free) if free >= 0 else
                                 trn("{n} more than there is room for", "{n} more than there is room for", -free))
        self.counts["waiting"].set_formula(tr("of {n} invited", n=formats.count(count.invited)))
        rate = count.attendance_rate
        self.counts["attended"].set_formula(
            tr("not ticked yet") if rate is None else tr("{rate} of who accepted", rate=formats.percent(rate, 0)))
        self.counts["declined"].set_formula(tr("with companions"))
        self.counts["no_show"].set_formula(tr("accepted, did not come"))

    def _load(self, ids: Sequence[int]) -> list[GuestRow]:
        return [self._rows[row_id] for row_id in ids if row_id in self._rows]

    def _changed(self) -> None:
        self.actions_changed.emit()
        self.position_changed.emit(self.position())

    def position(self) -> str:
        return self.table.position_text()

    def current(self) -> GuestRow | None:
        return self._rows.get(self.table.current_id())

    # writing

    def actions(self) -> Sequence[Action]:
        group, one = tr("Guests"), self._one
        moves = [
            Action(f"guest.{state.value}", tr("Set to {state}", state=labels.label(state).lower()),
                   lambda state=state: self.set_state(state), key, icon, tr("Answer"),
                   condition=lambda state=state: self._can_be(state))
            for state, key, icon in _STATES
        ]
        return [
            Action("guests.invite", tr("Invite creators"), self.invite, "Ctrl+N", "plus", group, "primary"),
            Action("guests.roster", tr("Invite from the roster"), self.invite_from_roster, "Ctrl+R", "roster", group),
            Action("guests.name", tr("Invite by name"), self.invite_by_name, "N", "person", group, "secondary"),
            Action("guest.edit", tr("Edit guest"), self.edit, "F2", "edit", group, condition=one),
            Action("guest.open", tr("Open person"), self.open_person, "", "open", group, condition=self._known),
            *moves,
            Action("guest.remove", tr("Remove from the list"), self.remove, "Del", "trash", tr("Answer"),
                   condition=one),
        ]

    def _one(self) -> bool | str:
        return self.current() is not None or tr("choose a guest first")

    def _can_be(self, state: GuestState) -> bool | str:
        """Nobody was at the door before it opened."""
        if self.event_detail is None or not self.table.checked_ids():
            return tr("choose a guest first")
        first = self.event_detail.row.starts_on
        if state in AT_THE_DOOR and first > self.context.today():
            return tr("nobody was at the door yet, it begins {day}", day=formats.day(first))
        return True

    def _known(self) -> bool | str:
        row = self.current()
        return bool(row is not None and row.influencer_id) or tr("this guest is not in the roster")

    def invite(self) -> None:
        if self.event_detail is not None:
            self._tell(dialogs.invite_creators(self, self.context, self.event_detail))

    def invite_from_roster(self) -> None:
        self._tell(dialogs.invite_from_roster(self, self.context, self.event_id))

    def invite_by_name(self) -> None:
        added = dialogs.edit_guest(self, self.context, self.event_id)
        self._tell(None if added is None else [added])

    def _tell(self, added: Sequence[int] | None) -> None:
        if added:
            self.context.toast(trn("{n} guest invited", "{n} guests invited", len(added)), undo=True)
            self._wanted = added[0]
            self.table.select(self._wanted)

    def edit(self) -> None:
        row = self.current()
        if row is not None and dialogs.edit_guest(self, self.context, self.event_id, row) is not None:
            self.context.toast(tr("Guest changed"), undo=True)

    def open_person(self) -> None:
        row = self.current()
        if row is not None and row.influencer_id:
            self.context.navigation.open("roster", id=row.influencer_id)

    def set_state(self, state: GuestState) -> None:
        """Set the ticked guests, or the current one; says so when there is no room for all who accepted."""
        workspace, ids, today = self.context.workspace, self.table.checked_ids(), self.context.today()
        self.context.tasks.write(
            tr("Saving"), lambda _p, _t: services.set_guest_state(workspace, ids, state, today),
            lambda over: self._told(state, len(ids), over))

    def _told(self, state: GuestState, number: int, over: int) -> None:
        text = trn("{n} guest: {state}", "{n} guests: {state}", number, state=labels.label(state).lower())
        if over and state is GuestState.ACCEPTED:
            text += tr(", {n} more than there is room for", n=over)
        self.context.toast(text, undo=True)

    def remove(self) -> None:
        workspace, ids = self.context.workspace, self.table.checked_ids()
        self.context.tasks.write(
            tr("Removing"), lambda _p, _t: services.remove_guests(workspace, ids),
            lambda _done: self.context.toast(trn("{n} guest removed", "{n} guests removed", len(ids)), undo=True))


def _name(row: GuestRow) -> Cell:
    return Cell(row.name, f"@{row.handle}" if row.handle else "", avatar=row.name)


def _note(row: GuestRow) -> Cell | None:
    if row.blocked:
        return Cell(row.blocked, ink="danger", icon="warning")
    return Cell(row.notes) if row.notes else None
