"""The timeline of a campaign: who delivers what when; dates move by dragging or by keyboard, each move one step."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from microinf_desktop.domain import timeline_moves
from microinf_desktop.domain.enums import DeliverableKind, DeliverableState
from microinf_desktop.domain.errors import KnownError
from microinf_desktop.domain.text import fold
from microinf_desktop.domain.timeline import Moved, Shift
from microinf_desktop.domain.timeline_data import (
    PUBLISH,
    TimelineData,
    TimelineGroup,
    TimelineItem,
    TimelineMark,
    split_key,
)
from microinf_desktop.queries import timeline as queries
from microinf_desktop.services import timeline as services
from microinf_desktop.ui import labels
from microinf_desktop.ui.actions import Action, fill_menu
from microinf_desktop.ui.dialogs import timeline as dialogs
from microinf_desktop.ui.dialogs.campaign import edit_milestone
from microinf_desktop.ui.dialogs.deliverable import edit_deliverable
from microinf_desktop.ui.dialogs.form import FormDialog
from microinf_desktop.ui.dialogs.timeline_print import print_timeline
from microinf_desktop.ui.i18n import tr, trn
from microinf_desktop.ui.pages.campaign_part import CampaignPart
from microinf_desktop.ui.pages.timeline_panel import TimelinePanel
from microinf_desktop.ui.theme import Tone
from microinf_desktop.ui.widgets import timeline_words as wording
from microinf_desktop.ui.widgets.buttons import Button, IconButton, SegmentedControl
from microinf_desktop.ui.widgets.date_edit import DateEdit
from microinf_desktop.ui.widgets.feedback import Banner, EmptyState
from microinf_desktop.ui.widgets.filter_bar import FilterBar, FilterField
from microinf_desktop.ui.widgets.labels import Label
from microinf_desktop.ui.widgets.layouts import boxed, row
from microinf_desktop.ui.widgets.timeline_legend import Legend
from microinf_desktop.ui.widgets.timeline_scale import NARROWEST, WIDEST, Zoom
from microinf_desktop.ui.widgets.timeline_view import TimelineView


class CampaignTimeline(CampaignPart):
    """The view with scale and filters above it, the legend and what is chosen below it."""

    def build(self) -> None:
        self.data: TimelineData | None = None
        self.timeline = TimelineView()
        self.zoom = SegmentedControl(
            [(Zoom.DAY.value, tr("Days")), (Zoom.WEEK.value, tr("Weeks")), (Zoom.MONTH.value, tr("Months")),
             (Zoom.QUARTER.value, tr("Quarters"))], tr("Scale"))
        self.zoom.set_value(Zoom.WEEK.value)
        today, fit = Button(tr("Today"), "secondary", keys="T"), Button(tr("Fit"), "secondary", keys="F")
        today.clicked.connect(self.timeline.show_today)
        fit.clicked.connect(self.timeline.fit_all)
        self.bar = FilterBar([
            FilterField("creators", tr("Creator"), "choice", self._creators),
            FilterField("kinds", tr("Kind"), "choice", labels.choices(DeliverableKind)),
            FilterField("states", tr("State"), "choice", labels.choices(DeliverableState)),
            FilterField("late", tr("Late"), "flag"),
        ], search=tr("Creator or title"))
        for control in (self.zoom, today, fit):
            self.bar.add_left(control)
        printing = IconButton("print", tr("Print as PDF (Ctrl+P)"))
        printing.clicked.connect(self.print_pdf)
        self.bar.add_right(printing)
        self.filter_bar = self.bar
        self.bar.changed.connect(self._filter)
        self.empty = EmptyState()
        self.outcome = Banner(Tone.ATTENTION)
        self.outcome.add_button(tr("Show all"), self._show_all)
        self.outcome.add_button(tr("Close"), self.outcome.hide, "quiet")
        self.outcome.hide()
        self.last_shift, self._outcome_of = Shift(), ""
        self.panel = TimelinePanel()
        self.panel.hide()
        self.calendar_note = Label("", "secondary", "text3")
        self.legend = boxed(row(Legend(), self.calendar_note, margins=(16, 0, 16, 0)))
        self.middle = QWidget()
        beside = QHBoxLayout(self.middle)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(0)
        beside.addWidget(self.timeline, 1)
        beside.addWidget(self.panel)
        for part in (self.bar, self.outcome, self.empty, self.middle, self.legend, self._build_foot()):
            self.column.addWidget(part, 1 if part is self.middle else 0)
        self._connect()

    def _build_foot(self) -> Any:
        self.said = Label("", "body", "text2", wrap=True)
        self.open_button = Button(tr("Open"), "secondary", keys="Enter")
        self.open_button.clicked.connect(self._open_current)
        self.date_button = Button(tr("Change the date"), "secondary", "calendar")
        self.date_button.clicked.connect(self.change_date)
        self.panel_button = Button(tr("Details"), "secondary", keys="I")
        self.panel_button.clicked.connect(self.toggle_panel)
        self.foot = boxed(row(self.panel_button, self.date_button, self.open_button, margins=(16, 0, 16, 0)), "sunken")
        layout = self.foot.layout()
        assert isinstance(layout, QHBoxLayout)
        layout.insertWidget(0, self.said, 1)
        self.foot.setFixedHeight(44)
        self.foot.setProperty("foot", True)
        return self.foot

    def _connect(self) -> None:
        view = self.timeline
        self.zoom.changed.connect(lambda key: view.set_zoom(Zoom(key)))
        view.zoom_changed.connect(self.zoom.set_value)
        view.current_changed.connect(self._current_changed)
        view.moved.connect(self.store_move)
        view.linked.connect(self.add_link)
        view.refused.connect(lambda reason: self.context.toast(reason))
        view.opened.connect(self._open)
        view.menu_asked.connect(self._menu)

        panel = self.panel
        panel.day_typed.connect(self.type_day)
        panel.unlinked.connect(self.remove_link)
        panel.chosen.connect(self._choose)
        panel.closed.connect(view.setFocus)
        for asked, answer in ((panel.link_asked, self.choose_link), (panel.fix_asked, self.fix_day),
                              (panel.back_asked, self.plan_back_current), (panel.edit_asked, self.edit_milestone)):
            asked.connect(answer)

    # the panel

    def toggle_panel(self) -> None:
        """Show the panel of what is chosen, or hide it."""
        self.panel.setVisible(self.panel.isHidden() or self.panel.is_outcome)
        self._fill_panel()

    def _fill_panel(self) -> None:
        if self.data is not None and not self.panel.isHidden():
            self.panel.show_line(self.data, self.timeline.current_line())

    def _show_all(self) -> None:
        if self.data is not None:
            self._outcome_of = self.timeline.current_owner()
            self.panel.show()
            self.panel.show_outcome(self.data, self.last_shift)

    def _choose(self, owner: str) -> None:
        kind, number, _step = split_key(owner)
        self.timeline.select("mark" if kind == "m" else "item", number)

    def type_day(self, key: str, day: date | None) -> None:
        """Store a day typed in the panel, with what follows; a refused one is put back."""
        workspace, today = self.context.workspace, self.context.today()
        kind, number, step = split_key(key)
        if kind == "m" and day is None:
            self._refused(KnownError("A milestone needs a day.", "Delete the milestone on the overview."))
            return

        def work() -> Shift:
            if day is None:
                services.set_days(workspace, {number: {step: None}}, f"Remove {wording.step_word(step)} day")
                return Shift()
            return services.move_day(workspace, key, day, today)

        def done(shift: Shift) -> None:
            others = len(timeline_moves.stored_days(shift)) - 1
            said = tr("Date moved")
            if others > 0:
                said = f"{said}, {trn('{n} other date moved', '{n} other dates moved', others)}"
            self.context.toast(said, undo=True)
            self.show_outcome(shift)

        self.context.tasks.write(tr("Moving"), lambda _p, _t: work(), done, failed=self._refused)

    # reading

    def reload(self) -> None:
        """Read off the window's thread: the holidays of a country take half a second the first time."""
        if self.campaign is None:
            return
        workspace, campaign_id, today = self.context.workspace, self.campaign_id, self.context.today()

        def read(_progress: object, _token: object) -> TimelineData:
            with workspace.reading() as session:
                data = queries.timeline(session, campaign_id, today)
            _ = data.waiting, data.late  # so that the window's thread does not have to find them
            return data

        self.context.tasks.read(read, self._show, key="campaign.timeline")

    def _show(self, data: TimelineData) -> None:
        if data.campaign_id != self.campaign_id:
            return
        self.data = data
        self._filter()
        dated = bool(data.marks) or any(item.steps for item in data.items.values())
        for part in (self.middle, self.legend, self.foot, self.bar):
            part.setVisible(dated)
        self.empty.setVisible(not dated)
        if data.items:
            self.empty.set_content(tr("Nothing is dated yet. The steps can be counted back from the go-live day"),
                                   tr("Plan back from go-live"), self.plan_back_all)
        else:
            self.empty.set_content(tr("Nothing is dated yet. Deliverables and milestones appear here"),
                                   tr("Go to deliverables"), lambda: self.tab_asked.emit("deliverables"))
        codes = " + ".join(data.countries)
        days = codes or tr("Mon–Fri")
        missing = tr("no holidays on file for {codes}", codes=", ".join(data.unsupported)) if data.unsupported else ""
        self.calendar_note.setText(" · ".join(part for part in (days, missing, data.time_zone) if part))
        self.calendar_note.setToolTip(tr("Working days and public holidays of {codes}; the campaign's time zone",
                                         codes=days))

    def _creators(self) -> list[tuple[str, str]]:
        return [(group.key, group.title) for group in self.data.groups] if self.data is not None else []

    def _filter(self) -> None:
        """Show what the bar leaves over."""
        if self.data is None:
            return
        on, words = self.bar.values(), fold(self.bar.text()).split()
        groups = []
        for group in self.data.groups:
            if on.get("creators") and group.key not in on["creators"]:
                continue
            items = tuple(item for item in group.items if _matches(item, on, words))
            if items:
                groups.append(replace(group, items=items))
        narrowed: tuple[TimelineGroup, ...] | None = tuple(groups) if on or words else None
        self.timeline.set_data(self.data, narrowed)

    # what is chosen

    def _current_changed(self) -> None:
        item = self.timeline.current_item()
        said = self.timeline.sentence()
        if item is not None and self.data is not None:
            said = " · ".join((said, item.creator))
            said = f"{said}. {wording.outlook(self.data, item)}" if item.over_days else said
        self.said.setText(said or tr("Choose a bar or a diamond to see its day and to change it"))
        self.open_button.setVisible(item is not None)
        self.date_button.setVisible(bool(self.timeline.current_key()))
        if not self.panel.is_outcome or self.timeline.current_owner() != self._outcome_of:
            self._fill_panel()
        self.actions_changed.emit()
        self.position_changed.emit(self.position())

    def position(self) -> str:
        if self.data is None or not self.data.items:
            return ""
        return tr("Drag a bar to move it, its end to stretch it; Shift+Left and Shift+Right move by a working day")

    # writing

    def actions(self) -> Sequence[Action]:
        group, chosen, some = tr("Timeline"), self._chosen, self._some
        return [
            Action("timeline.add", tr("Add deliverable"), self.add, "Ctrl+N", "plus", group, "primary",
                   condition=lambda: bool(self.campaign and self.campaign.creators) or tr("add creators first")),
            Action("timeline.back", tr("Plan back from go-live"), self.plan_back_all, "", "undo", group, "secondary",
                   condition=some),
            Action("timeline.shift", tr("Move go-live"), self.move_go_live, "", "swap", group, "quiet",
                   condition=lambda: bool(self.data and timeline_moves.go_live_of(self.data)) or
                   tr("nothing is dated yet")),
            Action("timeline.print", tr("Print as PDF"), self.print_pdf, "Ctrl+P", "print", group,
                   condition=self._dated),
            Action("timeline.open", tr("Open deliverable"), self._open_current, "O", "open", group,
                   condition=lambda: self.timeline.current_item() is not None or tr("choose a deliverable first")),
            Action("timeline.panel", tr("Days and dependencies"), self.toggle_panel, "I", "sidebar", group,
                   condition=self._dated),
            Action("timeline.date", tr("Change the date"), self.change_date, "D", "calendar", group, condition=chosen),
            Action("timeline.earlier", tr("Move a working day earlier"), lambda: self.timeline.move_current(-1), "",
                   "arrow-left", group, condition=chosen),
            Action("timeline.later", tr("Move a working day later"), lambda: self.timeline.move_current(1), "",
                   "arrow-right", group, condition=chosen),
            Action("timeline.back_one", tr("Plan this back from its publish day"), self.plan_back_current, "", "undo",
                   group, condition=lambda: self.timeline.current_item() is not None or
                   tr("choose a deliverable first")),
            Action("timeline.link", tr("Add dependency"), self.choose_link, "", "link", group, condition=chosen),
            *self._link_actions(),
            Action("timeline.fix", tr("Fix or free the day"), self.fix_day, "", "lock", group, condition=chosen),
            Action("timeline.milestone", tr("Edit milestone"), self.edit_milestone, "", "flag", group,
                   condition=lambda: isinstance(self.timeline.current_line(), TimelineMark)),
        ]

    def _link_actions(self) -> list[Action]:
        """One for each thing the chosen line waits for."""
        if self.data is None or not self.timeline.current_owner():
            return []
        return [
            Action(f"timeline.unlink.{link.id}", tr("No longer wait for {name}", name=self.data.name(link.before)),
                   lambda number=link.id: self.remove_link(number), "", "close", tr("Timeline"))
            for link in self.data.waits_for(self.timeline.current_owner())
        ]

    def _chosen(self) -> bool | str:
        return bool(self.timeline.current_key()) or tr("choose a bar first")

    def _some(self) -> bool | str:
        return bool(self.data and self.data.items) or tr("add deliverables first")

    def _dated(self) -> bool | str:
        dated = self.data is not None and (bool(self.data.marks) or any(i.steps for i in self.data.items.values()))
        return dated or tr("nothing is dated yet")

    def print_pdf(self) -> None:
        """Save what the filters leave as a drawing of one or more pages."""
        shown = self.timeline.shown
        if self.data is not None:
            print_timeline(self, self.context, self.data,
                           None if shown is None else [item.id for group in shown for item in group.items])

    def _menu(self, at: QPoint) -> None:
        fill_menu(QMenu(self), [action for action in self.actions() if not action.kind]).popup(at)

    def store_move(self, shift: Shift, key: str) -> None:
        """Store what was dragged with all that follows, as one step named after the thing."""
        data, workspace = self.data, self.context.workspace
        if data is None:
            return
        name = data.tasks[key].name
        self.context.tasks.write(
            tr("Moving"), lambda _p, _t: services.apply_shift(workspace, shift, f"Move {name}"),
            lambda _result: self._moved(data, shift, key), failed=self._refused,
        )

    def _moved(self, data: TimelineData, shift: Shift, key: str) -> None:
        own = next((one for one in shift.moved if one.key == key), None)
        others = len(timeline_moves.stored_days(shift)) - 1
        if own is not None:
            what, _old, new = wording.change(data, own)
            said = tr("{what} is now {day}", what=what, day=new)
            if others > 0:
                said = f"{said}, {trn('{n} other date moved', '{n} other dates moved', others)}"
            self._tell(own, said)
        self.show_outcome(shift)

    def _tell(self, own: Moved, said: str) -> None:
        """Say what moved; where a publish day belongs to a series, offer to move the later pieces too."""
        from microinf_desktop.ui.dialogs.series_moves import tell_moved

        kind, number, step = split_key(own.key)
        if kind == "d" and step == PUBLISH:
            tell_moved(self.context, number, (own.new[1] - own.old[1]).days, said)
        else:
            self.context.toast(said, undo=True)

    def show_outcome(self, shift: Shift) -> None:
        """What could not move along, with the reasons; nothing when all could."""
        self.outcome.setVisible(bool(shift.blocked))
        self.last_shift = shift
        moved = len(timeline_moves.stored_days(shift))
        self.outcome.set_content(tr("Moved {n}, could not move {m}", n=moved, m=len(shift.blocked)),
                                 " ".join(one.reason for one in shift.blocked[:4]))

    def _refused(self, error: BaseException) -> None:
        """A date that cannot be is no reason for a dialog: say why, nothing has moved."""
        self.timeline.forget_preview()
        self._fill_panel()
        if not isinstance(error, KnownError):
            raise error
        self.context.toast(str(error))

    def _write(self, label: str, work: Callable[[], object], said: str) -> None:
        self.context.tasks.write(label, lambda _p, _t: work(), lambda _r: self.context.toast(said, undo=True),
                                 failed=self._refused)

    def add_link(self, before: str, after: str) -> None:
        """Let one wait for the other; a circle is refused in words."""
        workspace, number, data = self.context.workspace, self.campaign_id, self.data
        if data is not None:
            self._write(tr("Saving"), lambda: services.add_dependency(workspace, number, before, after),
                        tr("{after} waits for {before}", after=data.name(after), before=data.name(before)))

    def remove_link(self, number: int) -> None:
        workspace = self.context.workspace
        self._write(tr("Saving"), lambda: services.delete_dependency(workspace, number), tr("Dependency removed"))

    def choose_link(self) -> None:
        owner = self.timeline.current_owner()
        if self.data is not None and owner and dialogs.choose_dependency(self, self.context, self.data, owner):
            self.context.toast(tr("Dependency added"), undo=True)

    def fix_day(self) -> None:
        owner, line = self.timeline.current_owner(), self.timeline.current_line()
        if self.data is not None and line is not None and dialogs.fix_day(
                self, self.context, owner, self.data.name(owner), line.locked):
            self.context.toast(tr("Changes saved"), undo=True)

    def change_date(self) -> None:
        """Type the date of what is chosen: nothing is done by dragging alone."""
        data, key = self.data, self.timeline.current_key()
        if data is None or not key:
            return

        def submit(values: dict[str, object]) -> Shift:
            day = values["day"]
            assert isinstance(day, date)
            shift = timeline_moves.set_day(data, key, day)
            if reason := timeline_moves.refusal(data, shift):
                raise KnownError(reason, "Choose another day.")
            if not shift.moved and shift.blocked:
                raise KnownError(shift.blocked[0].reason, "Free the day first.")
            services.apply_shift(self.context.workspace, shift, f"Move {data.tasks[key].name}")
            return shift

        dialog = FormDialog(
            self, self.timeline.sentence(), tr("Move"), lambda form: form.add_field(
                "day", tr("Day"), DateEdit(holidays=lambda day: data.calendar.holidays.get(day, "")), required=True),
            submit, {"day": data.tasks[key].end},
        )
        if dialog.run():
            self.context.toast(tr("Date moved"), undo=True)
            self.show_outcome(dialog.result_value)

    def move_go_live(self) -> None:
        """What if the campaign goes live on another day; then, if one likes it, do it."""
        if self.data is None:
            return
        shift = dialogs.move_go_live(self, self.context, self.data)
        if shift is not None:
            moved = len(timeline_moves.stored_days(shift))
            self.context.toast(trn("{n} date moved", "{n} dates moved", moved), undo=True)
            self.show_outcome(shift)

    def plan_back_all(self) -> None:
        """Plan everything that is shown and not published back from go-live."""
        if self.data is not None:
            shown = self.timeline.shown if self.timeline.shown is not None else self.data.groups
            self._plan_back([item.id for group in shown for item in group.items if not item.is_published])

    def plan_back_current(self) -> None:
        item = self.timeline.current_item()
        if item is not None:
            self._plan_back([item.id])

    def _plan_back(self, item_ids: Sequence[int]) -> None:
        if self.data is None or not item_ids:
            self.context.toast(tr("Everything shown is live already"))
            return
        changed = dialogs.plan_back(self, self.context, self.data, item_ids)
        if changed is not None:
            self.context.toast(trn("{n} date planned", "{n} dates planned", changed), undo=True)

    def edit_milestone(self) -> None:
        """Name, kind, days and why it is fixed."""
        mark = self.timeline.current_line()
        if not isinstance(mark, TimelineMark):
            return
        values = {"name": mark.name, "starts_on": mark.starts_on, "due_on": mark.due_on, "kind": mark.kind,
                  "done_on": mark.done_on, "locked_reason": mark.locked}
        if edit_milestone(self, self.context, self.campaign_id, mark.id, values) is not None:
            self.context.toast(tr("Changes saved"), undo=True)

    def add(self) -> None:
        if edit_deliverable(self, self.context, self.campaign_id) is not None:
            self.context.toast(tr("Deliverable added"), undo=True)

    def _open_current(self) -> None:
        item = self.timeline.current_item()
        if item is not None:
            self._open(item.id)

    def _open(self, deliverable_id: int) -> None:
        self.context.navigation.open("deliverable", id=deliverable_id)

    def view_state(self) -> dict[str, object]:
        return {"width": self.timeline.day_width, "folded": sorted(self.timeline.folded), "filters": self.bar.state()}

    def restore_view(self, state: object) -> None:
        if not isinstance(state, dict):
            return
        width = state.get("width")
        if isinstance(width, (int, float)) and NARROWEST <= width <= WIDEST:
            self.timeline.set_day_width(float(width))
        self.timeline.folded = {str(key) for key in state.get("folded") or ()}
        if isinstance(state.get("filters"), dict):
            self.bar.restore_state(state["filters"])


def _matches(item: TimelineItem, on: dict[str, Any], words: Sequence[str]) -> bool:
    """Whether a deliverable is left over by the filters."""
    if on.get("kinds") and item.kind not in on["kinds"]:
        return False
    if on.get("states") and item.state not in on["states"]:
        return False
    if on.get("late") and not (item.late_days or item.over_days):
        return False
    text = fold(f"{item.creator} {item.title} {labels.label(item.kind)}")
    return all(word in text for word in words)


