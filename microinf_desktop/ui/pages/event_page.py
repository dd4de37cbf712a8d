"""One event: what is known and what it brought, guests, run sheet, deliverables, and the paper for the day."""

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtWidgets import QFileDialog

from microinf_desktop.domain.enums import EventState
from microinf_desktop.queries import events as queries
from microinf_desktop.services import events as services
from microinf_desktop.ui import labels
from microinf_desktop.ui.actions import Action
from microinf_desktop.ui.dialogs import event as dialogs
from microinf_desktop.ui.i18n import tr, trn
from microinf_desktop.ui.page import Page
from microinf_desktop.ui.pages import event_words as wording
from microinf_desktop.ui.pages.event_guests import EventGuests
from microinf_desktop.ui.pages.event_overview import EventOverview
from microinf_desktop.ui.pages.event_part import EventPart
from microinf_desktop.ui.pages.event_posts import EventPosts
from microinf_desktop.ui.pages.event_run_sheet import EventRunSheet
from microinf_desktop.ui.pages.event_sheet import EventSheetView
from microinf_desktop.ui.theme import Tone
from microinf_desktop.ui.widgets.feedback import Banner, EmptyState
from microinf_desktop.ui.widgets.header import Tabs
from microinf_desktop.ui.widgets.labels import Pill


class EventPage(Page):
    """`params["id"]` is the event, `params["tab"]` overview, guests, run_sheet, posts or sheet."""

    tables = frozenset({
        "event", "event_guest", "event_slot", "deliverable", "campaign", "client", "collaboration", "influencer",
        "account", "person", "agency",
    })

    def build(self) -> None:
        self._event: queries.EventDetail | None = None
        self.tabs = Tabs([
            ("overview", tr("Overview")), ("guests", tr("Guests")), ("run_sheet", tr("Run sheet")),
            ("posts", tr("Deliverables")), ("sheet", tr("On paper")),
        ], tr("Parts of the event"))
        self.set_tabs(self.tabs)
        self.doubts = Banner(Tone.ATTENTION)
        self.doubts.hide()
        self.add_banner(self.doubts)
        self._state = Pill(EventState.PLANNED)
        self.header.extra.addWidget(self._state)
        self.header.breadcrumb_clicked.disconnect()
        self.header.breadcrumb_clicked.connect(lambda place: self._breadcrumb(place))
        self.parts: dict[str, EventPart] = {
            "overview": EventOverview(self.context), "guests": EventGuests(self.context),
            "run_sheet": EventRunSheet(self.context), "posts": EventPosts(self.context),
            "sheet": EventSheetView(self.context),
        }
        for part in self.parts.values():
            part.hide()
            part.actions_changed.connect(self.update_actions)
            part.position_changed.connect(self.set_position)
        self.gone = EmptyState(tr("This event was deleted. Undo brings it back"), tr("Show campaigns"),
                               lambda: self.context.navigation.open("campaigns"))
        self.tabs.changed.connect(lambda _key: self._show_part())

    @property
    def event_id(self) -> int:
        return int(str(self.params.get("id", 0)))

    @property
    def part(self) -> EventPart:
        return self.parts[self.tabs.value()]

    def activate(self, params: Mapping[str, object]) -> None:
        if params.get("tab") in self.parts:
            self.tabs.set_value(str(params["tab"]))
        super().activate(params)

    # reading

    def reload(self) -> None:
        with self.context.workspace.reading() as session:
            self._event = queries.detail(session, self.event_id, self.context.today())
        self.tabs.setVisible(self._event is not None)
        self._state.setVisible(self._event is not None)
        if self._event is None:
            self.header.set_title(tr("Event"))
            self.doubts.hide()
            self.set_content(self.gone)
            self.update_actions()
            return
        self._show_head(self._event)
        self._show_part()

    def _show_head(self, event: queries.EventDetail) -> None:
        row = event.row
        late = row.late(self.context.today())
        self.header.set_breadcrumb(tr("Campaigns"), row.campaign)
        self.header.set_title(row.name, wording.days(row.times))
        self._state.set_state(EventState(row.state), late=late)
        guests, slots = len(event.guests), len(event.lines)
        self.tabs.set_note("guests", str(guests) if guests else "")
        self.tabs.set_note("run_sheet", str(slots) if slots else "")
        self.tabs.set_note("posts", str(len(event.posts)) if event.posts else "")
        said = wording.doubts(row, event.lines, late)
        self.doubts.setVisible(bool(said))
        if said:
            self.doubts.set_content(said[0], ". ".join(said[1:]))

    def _show_part(self) -> None:
        if self._event is None:
            return
        part = self.part
        self.set_content(part)
        part.show_event(self._event)
        self.update_actions()
        self.set_position(self.position())

    def position(self) -> str:
        return self.part.position() if self._event is not None else ""

    def _breadcrumb(self, place: int) -> None:
        if place and self._event is not None:
            self.context.navigation.open("campaign", id=self._event.row.campaign_id, tab="events")
        else:
            self.context.navigation.open("campaigns")

    def escape(self) -> bool:
        """Esc leads to the campaign's events, from where one came as a rule."""
        if super().escape():
            return True
        if self._event is None:
            return False
        self.context.navigation.open("campaign", id=self._event.row.campaign_id, tab="events")
        return True

    # writing

    def actions(self) -> list[Action]:
        if self._event is None:
            return []
        group, row = tr("Event"), self._event.row
        own = list(self.part.actions())
        taken = {action.shortcut for action in own}
        primary = any(action.kind == "primary" for action in own)
        moves = [
            Action(f"event.{state.value}", tr("Set to {state}", state=labels.label(state).lower()),
                   lambda state=state: self.set_state(state), "", icon, tr("State"),
                   condition=lambda state=state: wording.can_be(row, state, self.context.today()))
            for state, icon in ((EventState.PLANNED, "clock"), (EventState.CONFIRMED, "check"),
                                (EventState.HELD, "flag"), (EventState.CANCELLED, "close"))
        ]
        return [
            *own,
            Action("event.edit", tr("Edit event"), self.edit, "" if "F2" in taken else "F2", "edit", group,
                   "" if primary else "primary"),
            *moves,
            Action("event.print", tr("Save run sheet and guest list (PDF)"), self.save_pdf, "Ctrl+P", "print",
                   tr("Files")),
            Action("event.ics", tr("Calendar file (.ics)"), self.export_ics, "", "calendar", tr("Files")),
            Action("event.csv", tr("Guest list (CSV)"), self.export_guests, "", "export", tr("Files"),
                   condition=self._has_guests),
            Action("event.delete", tr("Delete event"), self.delete, "", "trash", tr("Files")),
        ]

    def _has_guests(self) -> bool | str:
        return bool(self._event is not None and self._event.guests) or tr("nobody is on the list yet")

    def edit(self) -> None:
        if self._event is None:
            return
        if dialogs.edit_event(self, self.context, self._event.row.campaign_id, self.event_id) is not None:
            self.context.toast(tr("Event changed"), undo=True)

    def set_state(self, state: EventState) -> None:
        workspace, event_id, today = self.context.workspace, self.event_id, self.context.today()
        self.context.tasks.write(
            tr("Saving"), lambda _p, _t: services.set_event_state(workspace, [event_id], state, today),
            lambda _done: self.context.toast(tr("Event set to {state}", state=labels.label(state).lower()), undo=True))

    def delete(self) -> None:
        workspace, event_id = self.context.workspace, self.event_id
        self.context.tasks.write(tr("Deleting"), lambda _p, _t: services.delete_events(workspace, [event_id]),
                                 lambda _done: self.context.toast(tr("Event deleted"), undo=True))

    # files

    def _ask(self, title: str, name: str, kinds: str) -> Path | None:
        start = self.context.workspace.folder / "exports" / name
        chosen, _ = QFileDialog.getSaveFileName(self, title, str(start), kinds)
        return Path(chosen) if chosen else None

    def save_pdf(self) -> None:
        from microinf_desktop import papers

        path = self._ask(tr("Run sheet and guest list"), "run-sheet.pdf", tr("PDF (*.pdf)"))
        if path is not None:
            workspace, event_id, today = self.context.workspace, self.event_id, self.context.today()
            self.context.tasks.read(
                lambda _p, _t: path.write_bytes(papers.event_sheet(workspace, event_id, today)),
                lambda _n: self.context.toast(tr("Saved as {path}", path=path)), label=tr("Printing"))

    def export_ics(self) -> None:
        path = self._ask(tr("Calendar file"), "event.ics", tr("Calendar (*.ics)"))
        if path is not None:
            workspace, event_id = self.context.workspace, self.event_id
            self.context.tasks.read(
                lambda _p, _t: services.export_ics(workspace, [event_id], path),
                lambda n: self.context.toast(trn("{n} entry written to {file}", "{n} entries written to {file}", n,
                                                 file=path.name)), label=tr("Writing the calendar file"))

    def export_guests(self) -> None:
        path = self._ask(tr("Guest list"), "guests.csv", tr("Spreadsheet (*.csv)"))
        if path is not None:
            workspace, event_id = self.context.workspace, self.event_id
            self.context.tasks.read(
                lambda _p, _t: services.export_guests(workspace, event_id, path),
                lambda n: self.context.toast(trn("{n} guest exported to {file}", "{n} guests exported to {file}", n,
                                                 file=path.name)), label=tr("Writing the guest list"))

    def state(self) -> dict[str, object]:
        return {"tab": self.tabs.value()}

    def restore_state(self, state: Mapping[str, object]) -> None:
        if state.get("tab") in self.parts:
            self.tabs.set_value(str(state["tab"]))
