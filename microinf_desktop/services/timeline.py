"""Changes to a campaign's timeline: dates of deliverables and milestones, dependencies, go-live; each one step."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from sqlmodel import Session

from microinf_desktop.domain.campaigns import MilestoneDraft
from microinf_desktop.domain.deliverables import DeliverableDraft
from microinf_desktop.domain.enums import DeliverableKind
from microinf_desktop.domain.errors import KnownError, ValidationError
from microinf_desktop.domain.timeline import Shift, Task, require_no_cycle
from microinf_desktop.domain.timeline_data import (
    PUBLISH,
    STEPS,
    TimelineData,
    TimelineLink,
    item_key,
    mark_key,
    split_key,
)
from microinf_desktop.domain.timeline_moves import go_live_of, move_campaign, stored_days
from microinf_desktop.queries.timeline import timeline
from microinf_desktop.storage.tables import Campaign, Deliverable, Dependency, Milestone
from microinf_desktop.storage.workspace import Workspace


def apply_shift(workspace: Workspace, shift: Shift, label: str) -> int:
    """Store what a shift moves, as one step; returns how many dates changed.

    KnownError when something of it is locked, live or gone, or when the steps of a deliverable would leave their
    order; then nothing is stored.
    """
    days: dict[int, dict[str, date | None]] = {}
    spans: dict[int, tuple[date, date]] = {}
    for one in stored_days(shift):
        kind, number, step = split_key(one.key)
        if kind == "m":
            spans[number] = one.new
        else:
            days.setdefault(number, {})[step] = one.new[1]
    with workspace.writing(label) as session:
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
    changed = {name: day for name, day in days.items() if getattr(row, name) != day}
    if PUBLISH in changed and row.published_at is not None:
        raise KnownError(f"This is live since {row.published_at:%d %b %Y}.", "The publish day cannot move any more.")
    if PUBLISH in changed and row.locked_reason:
        raise KnownError(f"The publish day is fixed: {row.locked_reason}.", "Unlock it first.")
    stored = DeliverableDraft(
        row.collaboration_id, DeliverableKind(row.kind), row.platform,  # type: ignore[arg-type]
        **{name: getattr(row, name) for name in STEPS},
    )
    for problem in replace(stored, **changed).problems():  # type: ignore[arg-type]
        reason = why.get(f"d:{deliverable_id}:{problem.field}")
        raise KnownError(reason, "Unlock it, or move less.") if reason else problem
    for name, day in changed.items():
        setattr(row, name, day)
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
        for name in ("kind", "due_on", "done_on", "starts_on"):
            setattr(row, name, getattr(draft, name))
        row.name, row.locked_reason = draft.name.strip(), draft.locked_reason.strip()
        session.add(row)
        session.flush()
        assert row.id is not None
        return row.id


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
        why = {one.key: one.reason for one in shift.blocked}
        days: dict[int, dict[str, date | None]] = {}
        for one in stored_days(shift):
            kind, number, step = split_key(one.key)
            if kind == "m":
                _set_span(session, number, one.new)
            else:
                days.setdefault(number, {})[step] = one.new[1]
        for number, found in days.items():
            _set_days(session, number, found, why)
    return shift
