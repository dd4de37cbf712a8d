"""Changes to a campaign's timeline: dates of deliverables and milestones, dependencies, go-live; each one step."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from sqlmodel import Session, select

from microinf_desktop.domain.campaigns import MilestoneDraft
from microinf_desktop.domain.errors import KnownError, ValidationError
from microinf_desktop.domain.timeline import Shift, Task, require_no_cycle
from microinf_desktop.domain.timeline_data import (
    PUBLISH,
    STEP_WORDS,
    STEPS,
    TimelineData,
    TimelineLink,
    item_key,
    mark_key,
    split_key,
    step_key,
)
from microinf_desktop.domain.timeline_moves import (
    go_live_of,
    move_campaign,
    placed,
    refusal,
    set_day,
    stored_days,
)
from microinf_desktop.queries.timeline import timeline
from microinf_desktop.services.checklists import follow_deal
from microinf_desktop.services.dates import put_dates
from microinf_desktop.storage.tables import Campaign, Deliverable, Dependency, Milestone
from microinf_desktop.storage.workspace import Workspace


def apply_shift(workspace: Workspace, shift: Shift, label: str) -> int:
    """Store what a shift moves, as one step; returns how many dates changed.

    KnownError when something of it is locked, live or gone, or when the steps of a deliverable would leave their
    order; then nothing is stored.
    """
    with workspace.writing(label) as session:
        return store_shift(session, shift)


def move_day(workspace: Workspace, key: str, day: date, today: date | None = None) -> Shift:
    """Move one date, a milestone's ("m:3") or a deliverable's ("d:5:publish_on"), with all that follows, as one step.

    Returns what moved and what could not move along. KnownError with the reason when the date itself stays: it is
    fixed, live, done, would break the order of the work or waits for something that ends later.
    """
    kind, number, step = split_key(key)
    if kind == "d" and step not in STEPS:
        raise ValueError(f"{step} is not a date of a deliverable")
    with workspace.reading() as session:
        row = session.get(Milestone, number) if kind == "m" else session.get(Deliverable, number)
        if row is None:
            raise KnownError("This was deleted meanwhile.", "Undo the deletion first.")
        data = timeline(session, row.campaign_id, today)
    task = data.tasks.get(key)
    if task is None:  # no date yet, or cancelled: nothing waits for it
        set_days(workspace, {number: {step: day}}, f"Set {STEP_WORDS[step]} day")
        return Shift()
    shift = set_day(data, key, day)
    reason = refusal(data, shift)
    own = next((one for one in shift.moved if one.key == key), None)
    if not reason and own is None and day != task.end:
        reason = next((one.reason for one in shift.blocked), "") or f"“{task.name}” cannot move: {_waiting(data, key)}"
    elif not reason and own is not None and task.any_day and own.new[1] != day:  # work slides on to a working day
        reason = f"“{task.name}” cannot lie on {day:%d %b %Y}: {_waiting(data, key)}"
    if reason:
        raise KnownError(reason, "Choose another day, or free what is in its way first.")
    if shift.moved:
        apply_shift(workspace, shift, f"Move {task.name}")
    return shift


def pushed_by(session: Session, row: Deliverable, day: date | None, today: date | None = None) -> Shift:
    """What else a new publish day of a deliverable pushes; asked before the day is stored, stored by `store_shift`.

    Empty when nobody waits for it, which costs one look-up.
    """
    if row.id is None or day is None or row.publish_on is None or day == row.publish_on:
        return Shift()
    waits = select(Dependency.id).where(Dependency.before_deliverable_id == row.id)
    if session.exec(waits).first() is None:
        return Shift()
    data, key = timeline(session, row.campaign_id, today), step_key(row.id, PUBLISH)
    if key not in data.tasks:
        return Shift()
    shift = set_day(data, key, day)
    return Shift(tuple(one for one in shift.moved if split_key(one.key)[:2] != ("d", row.id)), shift.blocked)


def _waiting(data: TimelineData, key: str) -> str:
    """What a task waits for, in words."""
    needs = [data.tasks[need] for need in data.tasks[key].depends_on if need in data.tasks]
    last = max(needs, key=lambda task: task.end, default=None)
    return "it would not lie in the order of the work." if last is None else (
        f"it waits for “{last.name}”, which ends on {last.end:%d %b %Y}.")


def store_shift(session: Session, shift: Shift) -> int:
    """Store the dates a shift moves inside somebody's step; returns how many."""
    days: dict[int, dict[str, date | None]] = {}
    spans: dict[int, tuple[date, date]] = {}
    for one in stored_days(shift):
        kind, number, step = split_key(one.key)
        if kind == "m":
            spans[number] = one.new
        else:
            days.setdefault(number, {})[step] = one.new[1]
    for number, found in days.items():
        _set_days(session, number, found, {one.key: one.reason for one in shift.blocked})
    for number, span in spans.items():
        _set_span(session, number, span)
    return sum(map(len, days.values())) + len(spans)


def set_days(workspace: Workspace, days: Mapping[int, Mapping[str, date | None]], label: str) -> int:
    """Set typed or planned dates of deliverables (by id, then by step), as one step; returns how many changed."""
    with workspace.writing(label) as session:
        return sum(_set_days(session, number, found, {}) for number, found in days.items())


def _set_days(session: Session, deliverable_id: int, days: Mapping[str, date | None], why: Mapping[str, str]) -> int:
    """Store dates of one deliverable; `why` are the reasons of tasks that could not move along."""
    row = session.get(Deliverable, deliverable_id)
    if row is None:
        raise KnownError("This deliverable was deleted meanwhile.", "Undo the deletion first.")
    try:
        changed = put_dates(session, row, days)
    except ValidationError as problem:
        if reason := why.get(f"d:{deliverable_id}:{problem.field}"):
            raise KnownError(reason, "Unlock it, or move less.") from problem
        raise
    if PUBLISH in changed:
        follow_deal(session, [row.collaboration_id])  # checks such as "still live on day 30" count from it
    return len(changed)


def _set_span(session: Session, milestone_id: int, span: tuple[date, date]) -> None:
    mark = _milestone(session, milestone_id)
    if mark.locked_reason:
        raise KnownError(f"“{mark.name}” is fixed: {mark.locked_reason}.", "Unlock it first.")
    if mark.starts_on is not None:
        mark.starts_on = span[0]
    mark.due_on = span[1]


def set_locked(workspace: Workspace, owner: str, reason: str) -> None:
    """Say why a milestone or a deliverable's publish day ("m:3", "d:5") cannot move; "" lets it move again."""
    kind, number, _step = split_key(owner)
    with workspace.writing("Fix the day" if reason.strip() else "Let the day move") as session:
        row = _milestone(session, number) if kind == "m" else session.get(Deliverable, number)
        if row is None:
            raise KnownError("This deliverable was deleted meanwhile.", "Undo the deletion first.")
        row.locked_reason = reason.strip()


# Milestones


def save_milestone(workspace: Workspace, draft: MilestoneDraft, milestone_id: int | None = None) -> int:
    """Add or change a milestone; returns its id. ValidationError for an empty name or a span that ends early."""
    if not draft.name.strip():
        raise ValidationError("name", "The name is empty.", "Name the milestone.")
    if draft.starts_on is not None and draft.starts_on > draft.due_on:
        raise ValidationError("starts_on", "It would end before it starts.", "Choose an earlier start.")
    with workspace.writing(f"{'Add' if milestone_id is None else 'Edit'} {draft.name.strip()}") as session:
        row = Milestone(campaign_id=draft.campaign_id, name="", due_on=draft.due_on) if milestone_id is None else (
            _milestone(session, milestone_id))
        if milestone_id is not None and (row.starts_on, row.due_on) != (draft.starts_on, draft.due_on):
            _place_milestone(session, row, draft)
        for name in ("kind", "due_on", "done_on", "starts_on"):
            setattr(row, name, getattr(draft, name))
        row.name, row.locked_reason = draft.name.strip(), draft.locked_reason.strip()
        session.add(row)
        session.flush()
        assert row.id is not None
        return row.id


def _place_milestone(session: Session, row: Milestone, draft: MilestoneDraft) -> None:
    """Push what follows a milestone that gets other days; refused while it is fixed or waits for something later."""
    if row.locked_reason and draft.locked_reason.strip():
        raise ValidationError("due_on", f"“{row.name}” is fixed: {row.locked_reason}.",
                              "Empty why it cannot move, then change the day.")
    row.locked_reason = ""
    if row.done_on is not None or draft.done_on is not None:
        return  # what is done pushes nothing
    session.flush()
    data, key = timeline(session, row.campaign_id), mark_key(row.id or 0)
    wanted = (draft.starts_on or draft.due_on, draft.due_on)
    shift = placed(data, key, wanted)
    if any(one.key == key and one.new != wanted for one in shift.moved):
        raise ValidationError("due_on", f"It cannot lie there: {_waiting(data, key)}",
                              "Choose a later day, or remove the dependency on the timeline.")
    store_shift(session, shift)


def _milestone(session: Session, milestone_id: int) -> Milestone:
    row = session.get(Milestone, milestone_id)
    if row is None:
        raise KnownError("This milestone was deleted meanwhile.", "Undo the deletion first.")
    return row


# Dependencies


def add_dependency(workspace: Workspace, campaign_id: int, before: str, after: str) -> int:
    """Let `after` wait for `before` ("m:3" a milestone, "d:5" a deliverable); returns the id.

    One that exists already is kept. KnownError naming the circle when they would wait for each other, and when one
    of them is not of this campaign.
    """
    with workspace.writing("Add dependency") as session:
        data = timeline(session, campaign_id)
        for owner in (before, after):
            if not data.name(owner):
                raise KnownError("This is not on the campaign's timeline any more.", "Choose something else.")
        known = next((link for link in data.links if (link.before, link.after) == (before, after)), None)
        if known is not None:
            return known.id
        tried = replace(data, links=(*data.links, TimelineLink(0, before, after)))
        require_no_cycle(_owners_as_tasks(tried))
        require_no_cycle(tried.tasks.values())
        row = Dependency(campaign_id=campaign_id, **_columns("before", before), **_columns("after", after))
        session.add(row)
        session.flush()
        assert row.id is not None
        return row.id


def _owners_as_tasks(data: TimelineData) -> list[Task]:
    """Milestones and deliverables as one task each: two posts that wait for each other are a circle in any state."""
    owners = [*(mark_key(mark.id) for mark in data.marks), *(item_key(number) for number in data.items)]
    return [
        Task(owner, data.name(owner), data.today, data.today, tuple(link.before for link in data.waits_for(owner)))
        for owner in owners
    ]


def _columns(side: str, owner: str) -> dict[str, int]:
    kind, number, _step = split_key(owner)
    return {f"{side}_{'milestone' if kind == 'm' else 'deliverable'}_id": number}


def delete_dependency(workspace: Workspace, dependency_id: int) -> None:
    """Take a dependency away (undoable)."""
    with workspace.writing("Remove dependency") as session:
        row = session.get(Dependency, dependency_id)
        if row is not None:
            session.delete(row)


# The campaign as a whole


def move_go_live(workspace: Workspace, campaign_id: int, new_go_live: date, today: date | None = None) -> Shift:
    """Move the campaign's go-live with everything that may move, as one step; returns what moved and what could not.

    The end of the campaign keeps its distance.
    """
    with workspace.reading() as session:
        data = timeline(session, campaign_id, today)
    shift, old = move_campaign(data, new_go_live), go_live_of(data)
    assert old is not None  # move_campaign refuses a campaign without any day
    with workspace.writing(f"Move go-live to {new_go_live:%d %b %Y}") as session:
        campaign = session.get_one(Campaign, campaign_id)
        if campaign.go_live_on is not None:
            campaign.go_live_on = new_go_live
            if campaign.ends_on is not None:
                campaign.ends_on += new_go_live - old
            if campaign.starts_on is not None and campaign.starts_on > new_go_live:
                campaign.starts_on += new_go_live - old
        store_shift(session, shift)
    return shift
