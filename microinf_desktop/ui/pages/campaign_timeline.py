"""The timeline of a campaign: who delivers what when; dates move by dragging or by keyboard, each move one step."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from microinf_desktop.domain.calendars import SATURDAY_SUNDAY, WorkingCalendar
from microinf_desktop.domain.deliverables import DeliverableFilter
from microinf_desktop.domain.enums import BallHolder, DeliverableKind, DeliverableState
from microinf_desktop.domain.errors import KnownError
from microinf_desktop.domain.schedule import Phase, Plan, Step, slip
from microinf_desktop.queries import deliverables as queries
from microinf_desktop.queries.deliverables import DeliverableRow
from microinf_desktop.services import campaigns as campaign_services
from microinf_desktop.services import deliverables as services
from microinf_desktop.ui import formats, labels, theme
from microinf_desktop.ui.actions import Action, fill_menu
from microinf_desktop.ui.dialogs.deliverable import edit_deliverable
from microinf_desktop.ui.dialogs.form import FormDialog
from microinf_desktop.ui.i18n import tr, trn
from microinf_desktop.ui.pages.campaign_part import CampaignPart
from microinf_desktop.ui.widgets.buttons import Button, SegmentedControl
from microinf_desktop.ui.widgets.date_edit import DateEdit
from microinf_desktop.ui.widgets.feedback import EmptyState
from microinf_desktop.ui.widgets.inputs import NumberEdit
from microinf_desktop.ui.widgets.labels import Label
from microinf_desktop.ui.widgets.layouts import boxed, row
from microinf_desktop.ui.widgets.timeline_data import (
    STEPS,
    TimelineData,
    TimelineGroup,
    TimelineItem,
    TimelineMark,
    Zoom,
    bars_of,
    moved_dates,
)
from microinf_desktop.ui.widgets.timeline_view import TimelineView, step_word

_PHASES = {"ship_on": Phase.SHIP, "draft_due_on": Phase.DRAFT, "internal_review_on": Phase.INTERNAL_REVIEW,
           "client_review_on": Phase.CLIENT_REVIEW}
_PUBLISHED = (DeliverableState.LIVE, DeliverableState.PROOF_CAPTURED, DeliverableState.METRICS_CAPTURED,
              DeliverableState.COMPLETE)


class CampaignTimeline(CampaignPart):
    """The view with zoom and legend above it and what is chosen below it."""

    def build(self) -> None:
        self._rows: dict[int, DeliverableRow] = {}
        self._calendar: tuple[object, WorkingCalendar] | None = None
        self.timeline = TimelineView()
        self.zoom = SegmentedControl(
            [(Zoom.DAY.value, tr("Day")), (Zoom.WEEK.value, tr("Week")), (Zoom.MONTH.value, tr("Month"))], tr("Scale"))
        self.zoom.set_value(Zoom.WEEK.value)
        today = Button(tr("Today"), "secondary", keys="T")
        today.clicked.connect(self.timeline.show_today)
        self.calendar_note = Label("", "secondary", "text3")
        bar = boxed(row(self.zoom, today, self.calendar_note, 1, Legend(), margins=(16, 0, 16, 0)))
        bar.setFixedHeight(40)
        self.empty = EmptyState()
        self.said = Label("", "body", "text2", wrap=True)
        self.open_button = Button(tr("Open"), "secondary", keys="Enter")
        self.open_button.clicked.connect(self._open_current)
        self.date_button = Button(tr("Change the date"), "secondary", "calendar")
        self.date_button.clicked.connect(self.change_date)
        foot = boxed(row(self.date_button, self.open_button, margins=(16, 0, 16, 0)), "sunken")
        layout = foot.layout()
        assert isinstance(layout, QHBoxLayout)
        layout.insertWidget(0, self.said, 1)
        foot.setFixedHeight(44)
        foot.setProperty("foot", True)
        self.foot = foot
        for part in (bar, self.empty, self.timeline, foot):
            self.column.addWidget(part, 1 if part is self.timeline else 0)
        self.zoom.changed.connect(lambda key: self.timeline.set_zoom(Zoom(key)))
        self.timeline.zoom_changed.connect(self.zoom.set_value)
        self.timeline.current_changed.connect(self._current_changed)
        self.timeline.moved.connect(self.move_step)
        self.timeline.mark_moved.connect(self.move_mark)
        self.timeline.opened.connect(self._open)
        self.timeline.menu_asked.connect(self._menu)

    # reading

    def reload(self) -> None:
        if self.campaign is None:
            return
        today = self.context.today()
        with self.context.workspace.reading() as session:
            ids = queries.ids(session, DeliverableFilter(campaign_ids=(self.campaign_id,)), "publish", today=today)
            rows = queries.rows(session, ids, today)
        self._rows = {one.id: one for one in rows}
        fields = self.campaign.fields
        period = (fields["go_live_on"], fields["ends_on"]) if fields["go_live_on"] and fields["ends_on"] else None
        marks = tuple(TimelineMark(m.id, m.name, m.due_on, m.done_on is not None) for m in self.campaign.milestones)
        calendar = self.calendar()
        self.timeline.set_data(TimelineData(
            tuple(self._groups(rows, calendar)), marks, period, today, calendar))
        shown = bool(rows or marks)
        self.timeline.setVisible(shown)
        self.foot.setVisible(shown)
        self.empty.setVisible(not shown)
        self.empty.set_content(tr("Nothing is dated yet. Deliverables and milestones appear here"),
                               tr("Go to deliverables"), lambda: self.tab_asked.emit("deliverables"))
        codes = " + ".join(fields["jurisdictions"])
        self.calendar_note.setText(tr("Working days: {codes}", codes=codes) if codes else tr("Working days: Mon–Fri"))

    def calendar(self) -> WorkingCalendar:
        """Working days where the campaign's rules apply, over all its dates; kept until these change."""
        from microinf_desktop.interchange.holidays import campaign_calendar

        assert self.campaign is not None
        fields = self.campaign.fields
        known = [fields[name] for name in ("starts_on", "go_live_on", "ends_on") if fields[name]]
        known += [self.context.today()]
        key = (tuple(fields["jurisdictions"]), min(known).year, max(known).year)
        if self._calendar is None or self._calendar[0] != key:
            found = campaign_calendar(fields["jurisdictions"], min(known), max(known))
            self._calendar = (key, found if fields["jurisdictions"] else WorkingCalendar({}, SATURDAY_SUNDAY))
        return self._calendar[1]

    def _groups(self, rows: Sequence[DeliverableRow], calendar: WorkingCalendar) -> list[TimelineGroup]:
        by_creator: dict[int, list[DeliverableRow]] = {}
        for one in rows:
            by_creator.setdefault(one.collaboration_id, []).append(one)
        groups = []
        for key, part in by_creator.items():
            items = tuple(self._item(one, calendar) for one in part)
            late = sum(1 for item in items if item.late_days)
            over = sum(1 for item in items if item.over_days and not item.late_days)
            words = [trn("{n} late", "{n} late", late) if late else "",
                     trn("{n} review over", "{n} reviews over", over) if over else ""]
            ink = "danger" if late else "attention" if over else "text3"
            note = ", ".join(word for word in words if word) or tr("On time")
            groups.append(TimelineGroup(str(key), part[0].creator, note, items, ink))
        return groups

    def _item(self, one: DeliverableRow, calendar: WorkingCalendar) -> TimelineItem:
        from microinf_desktop.interchange.templates import shipped_lead_times

        lead_times = shipped_lead_times()[DeliverableKind(one.kind)]
        state = DeliverableState(one.state)

        def first_day(step: str, due: date) -> date:
            return calendar.add(due, -(max(lead_times.days(_PHASES[step]), 1) - 1))

        dates = {step: getattr(one, step) for step in STEPS}
        closed = one.state in queries.CLOSED_STATES
        locked = tr("Live since {day}", day=formats.day(one.published_at.date())) if one.published_at else ""
        bars = bars_of(dates, state, self.context.today(), first_day)
        over = max(((bar.late_to - bar.end).days for bar in bars if bar.late_to is not None), default=0)
        note, ink = _note(one, over, self.context.today())
        return TimelineItem(
            one.id, one.title or labels.label(DeliverableKind(one.kind)), state, note, one.late_days, bars,
            one.publish_on, state in _PUBLISHED, None if closed else BallHolder(one.ball_holder), locked, ink,
        )

    # what is chosen

    def _current_changed(self) -> None:
        item = self.timeline.current_item()
        said = self._sentence(item) if item is not None else self.timeline.sentence()
        self.said.setText(said or tr("Choose a bar or a diamond to see its day and to change it"))
        self.open_button.setVisible(item is not None)
        self.date_button.setVisible(bool(self.timeline.current[0]) and (item is None or bool(self.timeline.step)))
        self.actions_changed.emit()
        self.position_changed.emit(self.position())

    def _sentence(self, item: TimelineItem) -> str:
        creator = self._rows[item.id].creator if item.id in self._rows else ""
        words = " · ".join(part for part in (self.timeline.sentence(), creator) if part)
        return f"{words}. {self.outlook(item)}" if item.over_days else words

    def outlook(self, item: TimelineItem) -> str:
        """What an overdue step does to the publish day when it is done on the next working day."""
        late = next((bar for bar in item.bars if bar.late_to is not None), None)
        if late is None or item.publish_on is None:
            return ""
        calendar, today = self.calendar(), self.context.today()
        steps = tuple(Step(_PHASES[bar.step], bar.start, bar.end) for bar in item.bars)
        done_on = calendar.add(today, 1)
        found = slip(Plan(item.publish_on, steps), _PHASES[late.step], done_on, calendar)
        if found.working_days <= 0:
            return tr("Done by {day}, publishing still holds", day=formats.day(done_on))
        return tr("Done by {day}, publishing moves from {old} to {new}", day=formats.day(done_on),
                  old=formats.day(item.publish_on), new=formats.day(found.after.go_live))

    def position(self) -> str:
        if not self._rows:
            return ""
        return tr("Drag a bar to move it, Shift drag to move what follows too, Alt+Left and Alt+Right by a day")

    # writing

    def actions(self) -> Sequence[Action]:
        group, chosen = tr("Timeline"), self._chosen
        return [
            Action("timeline.add", tr("Add deliverable"), self.add, "Ctrl+N", "plus", group, "primary",
                   condition=lambda: bool(self.campaign and self.campaign.creators) or tr("add creators first")),
            Action("timeline.shift", tr("Shift all dates"), self.shift_all, "", "swap", group, "quiet",
                   condition=lambda: bool(self._rows) or tr("nothing is dated yet")),
            Action("timeline.date", tr("Change the date"), self.change_date, "D", "calendar", group, condition=chosen),
            Action("timeline.earlier", tr("Move a day earlier"), lambda: self.timeline.move_current(-1), "",
                   "arrow-left", group, condition=chosen),
            Action("timeline.later", tr("Move a day later"), lambda: self.timeline.move_current(1), "", "arrow-right",
                   group, condition=chosen),
            Action("timeline.open", tr("Open deliverable"), self._open_current, "O", "open", group,
                   condition=lambda: self.timeline.current_item() is not None or tr("choose a deliverable first")),
        ]

    def _chosen(self) -> bool | str:
        return bool(self.timeline.current_line()) or tr("choose a bar first")

    def _menu(self, at: QPoint) -> None:
        fill_menu(QMenu(self), [action for action in self.actions() if not action.kind]).popup(at)

    def move_step(self, deliverable_id: int, step: str, days: int, whole: bool = False) -> None:
        """Move a date of a deliverable; what would be overtaken is pushed along in the same step."""
        one = self._rows.get(deliverable_id)
        if one is None:
            return
        dates: dict[str, date | None] = {name: getattr(one, name) for name in STEPS}
        moved = moved_dates(dates, step, days, whole, self.calendar())
        if moved:
            self._write_dates(one, step, moved)

    def _write_dates(self, one: DeliverableRow, step: str, moved: dict[str, date | None]) -> None:
        workspace = self.context.workspace
        label = tr("Move {step} of {title}", step=step_word(step), title=one.title or one.creator)
        pushed = len(moved) - 1
        said = tr("{step} is now {day}", step=step_word(step).capitalize(), day=formats.day(moved.get(step)))
        if pushed:
            said = f"{said}, {trn('{n} later step moved', '{n} later steps moved', pushed)}"
        self.context.tasks.write(
            tr("Moving"), lambda _p, _t: services.move_dates(workspace, one.id, moved, label),
            lambda _result: self.context.toast(said, undo=True), failed=self._refused,
        )

    def _refused(self, error: BaseException) -> None:
        """A date that cannot be is no reason for a dialog: say why, nothing has moved."""
        if not isinstance(error, KnownError):
            raise error
        self.context.toast(str(error))

    def move_mark(self, milestone_id: int, days: int) -> None:
        """Move a milestone."""
        from datetime import timedelta

        mark = next((m for m in self.campaign.milestones if m.id == milestone_id), None) if self.campaign else None
        if mark is not None:
            self._write_mark(milestone_id, mark.due_on + timedelta(days=days), mark.name)

    def _write_mark(self, milestone_id: int, day: date, name: str) -> None:
        workspace = self.context.workspace
        self.context.tasks.write(
            tr("Moving"), lambda _p, _t: campaign_services.move_milestone(workspace, milestone_id, day),
            lambda _result: self.context.toast(tr("{name} is now {day}", name=name, day=formats.day(day)), undo=True),
        )

    def change_date(self) -> None:
        """Type the date of what is chosen: nothing is done by dragging alone."""
        line, step = self.timeline.current_line(), self.timeline.step
        if line is None:
            return
        now = line.day if isinstance(line, TimelineMark) else line.day_of(step)
        calendar = self.calendar()

        def submit(values: dict[str, object]) -> None:
            day = values["day"]
            assert isinstance(day, date)
            if isinstance(line, TimelineMark):
                campaign_services.move_milestone(self.context.workspace, line.id, day)
            elif now is not None:
                dates = {name: getattr(self._rows[line.id], name) for name in STEPS}
                moved = moved_dates(dates, step, (day - now).days, calendar=calendar)
                if moved:
                    services.move_dates(self.context.workspace, line.id, moved)

        if FormDialog(
            self, self.timeline.sentence(), tr("Move"), lambda form: form.add_field(
                "day", tr("Day"), DateEdit(holidays=lambda day: calendar.holidays.get(day, "")), required=True),
            submit, {"day": now},
        ).run():
            self.context.toast(tr("Date moved"), undo=True)

    def shift_all(self) -> None:
        """Ask by how many days everything that is not published yet moves."""
        workspace, campaign_id = self.context.workspace, self.campaign_id

        def submit(values: dict[str, object]) -> int:
            return campaign_services.shift_campaign(workspace, campaign_id, int(str(values["days"])))

        dialog = FormDialog(
            self, tr("Shift all dates"), tr("Shift"), lambda form: form.add_field(
                "days", tr("Days"), NumberEdit(tr("e.g. 7 or -3")), required=True,
                help=tr("Go-live, end, open milestones and everything not published yet; less than 0 is earlier")),
            submit,
        )
        if dialog.run():
            self.context.toast(trn("{n} thing moved", "{n} things moved", dialog.result_value), undo=True)

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
        return {"zoom": self.timeline.zoom.value}

    def restore_view(self, state: object) -> None:
        if isinstance(state, dict) and state.get("zoom") in tuple(Zoom):
            self.zoom.set_value(str(state["zoom"]))
            self.timeline.set_zoom(Zoom(state["zoom"]))


def _note(one: DeliverableRow, over: int, today: date) -> tuple[str, str]:
    """Who has to do what by when, in the width of a list, and its ink."""
    state = DeliverableState(one.state)
    if one.late_days:
        return tr("{n} d late", n=one.late_days), "danger"
    if over:
        return tr("{n} d over", n=over), "attention"
    if state in (DeliverableState.NOT_STARTED, DeliverableState.BRIEFED, DeliverableState.CONCEPT_IN):
        if one.draft_due_on is None:
            return labels.label(state), "text2"
        return tr("Draft {day}", day=_near(one.draft_due_on, today)), "text2"
    if state in (DeliverableState.APPROVED, DeliverableState.SCHEDULED) and one.publish_on is not None:
        return tr("Out {day}", day=_near(one.publish_on, today)), "text2"
    return labels.label(state), "text2"


def _near(day: date, today: date) -> str:
    """A day inside a sentence: "tomorrow", "Fri 27 Nov"."""
    words = formats.relative(day, today)
    return words.lower() if 0 <= (day - today).days <= 1 else words


class Legend(QWidget):
    """What the bars mean, in the order of the work."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = [(step, step_word(step).capitalize()) for step in STEPS]
        self.setAccessibleName(tr("Legend: {words}", words=", ".join(word for _, word in self._words)))
        from microinf_desktop.ui import paint

        measure = paint.metrics(theme.font("secondary"))
        self._widths = [round(measure.horizontalAdvance(word)) + 38 for _, word in self._words]
        self.setFixedSize(sum(self._widths), 24)

    def paintEvent(self, event: object) -> None:
        from PySide6.QtCore import QPointF, QRectF
        from PySide6.QtGui import QPainter

        from microinf_desktop.ui import paint
        from microinf_desktop.ui.widgets import timeline_paint
        from microinf_desktop.ui.widgets.timeline_data import Bar

        painter, now, x = QPainter(self), theme.current(), 0
        painter.setFont(theme.font("secondary"))
        for (step, word), width in zip(self._words, self._widths, strict=True):
            if step == "publish_on":
                timeline_paint.diamond(painter, QPointF(x + 9, 12), now.text, now.text)
            else:
                fill, border, _ink = timeline_paint.bar_colours(Bar(step, date.min, date.min), now)
                paint.rounded(painter, QRectF(x + 1, 7, 15, 10), 2, fill, border)
            painter.setPen(now.text2)
            paint.text(painter, QRectF(x + 21, 0, width - 21, 24), word)
            x += width
