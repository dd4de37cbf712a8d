"""Dialogs of a timeline: what shall wait for what, planning back from go-live, moving the campaign's go-live."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtWidgets import QWidget

from microinf_desktop.domain.errors import KnownError, ValidationError
from microinf_desktop.domain.schedule import Phase
from microinf_desktop.domain.timeline import Shift
from microinf_desktop.domain.timeline_data import TimelineData, item_key, mark_key
from microinf_desktop.domain.timeline_moves import (
    PlannedBack,
    back_plan,
    go_live_of,
    lead_times_of,
    move_campaign,
    ordered_steps,
    stored_days,
)
from microinf_desktop.services import timeline as services
from microinf_desktop.ui import formats
from microinf_desktop.ui.context import AppContext
from microinf_desktop.ui.dialogs.form import FormDialog
from microinf_desktop.ui.i18n import tr, trn
from microinf_desktop.ui.widgets import timeline_words as wording
from microinf_desktop.ui.widgets.date_edit import DateEdit
from microinf_desktop.ui.widgets.form import Form
from microinf_desktop.ui.widgets.inputs import ComboBox, NumberEdit, TextField
from microinf_desktop.ui.widgets.labels import Label
from microinf_desktop.ui.widgets.layouts import ScrollColumn, clear

_LINES = 60  # of a preview; the rest is counted
_WIDTH = 620


class Preview(ScrollColumn):
    """What would change, line by line, under a sentence that sums it up."""

    def __init__(self) -> None:
        super().__init__(margins=(0, 4, 10, 4), spacing=3, fill="raised")
        self.setMinimumHeight(210)
        self.setAccessibleName(tr("What would change"))

    def show_lines(self, head: str, lines: Sequence[tuple[str, str]]) -> None:
        """A sentence, then (text, ink) lines."""
        clear(self.body)
        self.setAccessibleDescription("; ".join([head, *(text for text, _ in lines[:_LINES])]))
        self.body.addWidget(Label(head, "name", wrap=True))
        for text, ink in lines[:_LINES]:
            self.body.addWidget(Label(text, "secondary", ink, wrap=True))
        if len(lines) > _LINES:
            self.body.addWidget(Label(tr("and {n} more", n=len(lines) - _LINES), "secondary", "text3"))
        self.body.addStretch(1)


def choose_dependency(parent: QWidget, context: AppContext, data: TimelineData, after: str) -> bool:
    """Ask what a milestone or deliverable shall wait for, and store it."""
    owners = [*(mark_key(mark.id) for mark in data.marks), *(item_key(number) for number in data.items)]
    choices = [(owner, data.name(owner)) for owner in owners if owner != after]

    def submit(values: dict[str, Any]) -> int:
        return services.add_dependency(context.workspace, data.campaign_id, values["before"], after)

    return FormDialog(
        parent, tr("What does {name} wait for", name=data.name(after)), tr("Add dependency"),
        lambda form: form.add_field(
            "before", tr("Comes first"), ComboBox(choices, tr("Choose")), required=True,
            help=tr("Work begins after a milestone; a post goes out after another one")), submit,
    ).run()


def fix_day(parent: QWidget, context: AppContext, owner: str, name: str, reason: str) -> bool:
    """Ask why a day cannot move; an empty reason lets it move again."""
    return FormDialog(
        parent, tr("Fix the day of {name}", name=name), tr("Save"),
        lambda form: form.add_field("reason", tr("Why it cannot move"), TextField(),
                                    help=tr("Empty lets it move again")),
        lambda values: services.set_locked(context.workspace, owner, values["reason"]), {"reason": reason},
    ).run()


# Moving go-live


def move_go_live(parent: QWidget, context: AppContext, data: TimelineData) -> Shift | None:
    """Ask for the new go-live day, show what moves and what cannot, then apply; None when cancelled."""
    old, preview = go_live_of(data), Preview()

    def build(form: Form) -> None:
        form.add_field("day", tr("New go-live day"),
                       DateEdit(holidays=lambda day: data.calendar.holidays.get(day, "")), required=True,
                       help=tr("Now {day}. Posts keep their weekday when you move by whole weeks",
                               day=formats.day(old)))
        form.add_wide(preview)

    def submit(values: dict[str, Any]) -> Shift:
        if values["day"] == old:
            raise ValidationError("day", tr("This is the go-live day already."), tr("Choose another day."))
        return services.move_go_live(context.workspace, data.campaign_id, values["day"], data.today)

    dialog = FormDialog(parent, tr("Move go-live"), tr("Move go-live"), build, submit, {"day": old}, width=_WIDTH)

    def look() -> None:
        day = dialog.form.values()["day"]
        if isinstance(day, date):
            _show_shift(preview, data, day)

    dialog.form.changed.connect(look)
    look()
    return dialog.result_value if dialog.run() else None


def _show_shift(preview: Preview, data: TimelineData, day: date) -> None:
    try:
        shift = move_campaign(data, day)
    except KnownError as error:
        preview.show_lines(str(error), ())
        return
    preview.show_lines(outcome(shift), shift_lines(data, shift))


def outcome(shift: Shift) -> str:
    """"Moved 7, could not move 2"."""
    moved, blocked = len(stored_days(shift)), len(shift.blocked)
    if not moved and not blocked:
        return tr("Nothing moves")
    said = trn("{n} date moves", "{n} dates move", moved)
    return f"{said}, {trn('{n} cannot', '{n} cannot', blocked)}" if blocked else said


def shift_lines(data: TimelineData, shift: Shift) -> list[tuple[str, str]]:
    """What cannot move with its reason, then what moves with old and new day."""
    lines = [(one.reason, "danger") for one in shift.blocked]
    for one in stored_days(shift):
        what, old, new = wording.change(data, one)
        lines.append((f"{what}: {old} → {new}", "text2"))
    return lines


# Back-planning


def plan_back(parent: QWidget, context: AppContext, data: TimelineData, item_ids: Sequence[int]) -> int | None:
    """Show what planning back from the publish day changes, with editable lead times, then apply.

    Returns how many dates changed, None when cancelled.
    """
    preview, items = Preview(), [data.items[number] for number in item_ids]
    common = lead_times_of(items)

    def build(form: Form) -> None:
        for phase in Phase:
            hint = str(common.days(phase)) if common is not None else tr("as set")
            form.add_field(phase.value, _phase_word(phase), NumberEdit(hint))
        form.add_wide(Label(tr("Working days; an empty field keeps the lead time that is set, 0 leaves the step out"),
                            "secondary", "text3", wrap=True))
        form.add_wide(preview)

    def submit(values: dict[str, Any]) -> int:
        planned = back_plan(data, item_ids, _typed(values))
        days = {one.item.id: one.days for one in planned if one.days}
        if not days:
            raise KnownError("Nothing would change.", "Type other lead times, or cancel.")
        return services.set_days(context.workspace, days, _label(planned))

    title = (tr("Plan back: {name}", name=items[0].title) if len(items) == 1
             else trn("Plan {n} deliverable back", "Plan {n} deliverables back", len(items)))
    dialog = FormDialog(parent, title, tr("Plan back from go-live"), build, submit, columns=3, width=_WIDTH)

    def look() -> None:
        try:
            planned = back_plan(data, item_ids, _typed(dialog.form.values()))
        except ValidationError as error:
            dialog.form.show_error(error)
            return
        _show_plan(preview, planned)

    dialog.form.changed.connect(look)
    look()
    return dialog.result_value if dialog.run() else None


def _typed(values: dict[str, Any]) -> dict[str, int]:
    return {phase.value: int(values[phase.value]) for phase in Phase if values.get(phase.value) is not None}


def _label(planned: Sequence[PlannedBack]) -> str:
    changed = [one for one in planned if one.days]
    if len(changed) == 1:
        return f"Plan back {changed[0].item.title}, {changed[0].item.creator}"
    return f"Plan back {len(changed)} deliverables"


def _show_plan(preview: Preview, planned: Sequence[PlannedBack]) -> None:
    lines: list[tuple[str, str]] = []
    for one in planned:
        name = f"{one.item.title}, {one.item.creator}"
        if one.problem:
            lines.append((f"{name}: {one.problem}", "danger"))
        if one.shortfall is not None:
            lines.append((f"{name}: {one.shortfall}", "attention"))
        for step, day in ordered_steps(one.days):
            lines.append((f"{name}: {wording.step_word(step)} {formats.day(one.item.day_of(step))} → "
                          f"{formats.day(day)}", "text2"))
    count = sum(len(one.days) for one in planned)
    head = trn("{n} date changes", "{n} dates change", count) if count else tr("Nothing would change")
    preview.show_lines(head, lines)


def _phase_word(phase: Phase) -> str:
    return tr({
        Phase.SHIP: "Ship", Phase.DRAFT: "Draft", Phase.INTERNAL_REVIEW: "Our review",
        Phase.CLIENT_REVIEW: "Client review", Phase.CHANGES: "Changes", Phase.PUBLISH: "Publish",
    }[phase])
